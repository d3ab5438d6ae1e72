"""The rules of conversation in words: what the message types alone do not tell a stranger who writes a client.

The text is Markdown and becomes the description of the AsyncAPI document (`transcripts.asyncapi`); figures in it come
from `transcripts.wire`.
"""

from __future__ import annotations

from transcripts import wire

EVERY_METHOD = (wire.INVALID_REQUEST, wire.INVALID_PARAMS, wire.TOO_LARGE, wire.RATE_LIMITED, wire.INTERNAL_ERROR)
"""The errors that any request may be answered with."""

ERRORS_OF: dict[str, tuple[int, ...]] = {
    "session.start": (wire.CONFLICT, wire.UNAVAILABLE),
    "session.append": (wire.NOT_FOUND, wire.FORBIDDEN, wire.UNAVAILABLE),
    "session.end": (wire.NOT_FOUND, wire.UNAVAILABLE),
    "session.watch": (wire.NOT_FOUND, wire.UNAVAILABLE),
    "session.unwatch": (),
    "session.read": (wire.NOT_FOUND, wire.UNAVAILABLE),
    "sessions.list": (wire.UNAVAILABLE,),
    "sessions.watch": (),
    "suggestion.request": (wire.NOT_FOUND, wire.UNAVAILABLE),
    "ruleset.get": (),
}
"""The errors that a method has beyond those."""

PROBES = {
    "/healthz": "200 `ok` while the process runs.",
    "/readyz": "200 `ready` while it takes in calls; 503 `not ready` when it drains or the log does not answer.",
    "/metrics": "200 and the metrics in Prometheus' text format 0.0.4. They hold no words and no names.",
}
"""Plain HTTP GET on the same port, without a token."""

DESCRIPTION = f"""\
The backend of CSR Call Assistant keeps the log of assisted calls. Desktops and other programs talk to it over one
websocket each. This document is written from the backend's side: it *receives* what a client sends, and *sends* the
rest. Together with the schemas below it is all that a client needs.

## Words

A *session* is one assisted call. A *segment* is one utterance of one speaker, `csr` (the customer service
representative) or `customer`. An *interim* is a segment still being spoken. An *event* is one fact in the log of a
session; the state of a call is what follows from its events, in order. *Call clock*: milliseconds since the call began.

## Connecting

Open a websocket to the server's address, path `/`, with the header `Authorization: Bearer <token>`, and offer the
subprotocol `{wire.SUBPROTOCOL}` alone (a client that offers none is served as well). A token is made with
`csr-backend tokens create --role csr|supervisor|admin --name NAME`. On a loopback address the backend also leaves an
address and a token for programs of the same user in the file `local.json` of the user's data folder
(`~/.local/share/csr-assist` on Linux, `~/Library/Application Support/csr-assist` on macOS,
`%LOCALAPPDATA%\\csr-assist` on Windows): an object with `url` and `token`. That token is valid for one run of the
backend, so read the file anew before each attempt.

The handshake succeeds with any token. A connection without a valid one is then closed with 1008 and the reason
`unauthenticated`, before any frame. Connecting again with the same token does not help.

A token of role `csr` sees and writes the sessions that were begun with a token of its name and role; `supervisor` and
`admin` see and write all. What a client may not see does not exist for it (NOT_FOUND). Every method is open to every
role.

## Frames

Each text frame is one JSON-RPC 2.0 object in UTF-8; there are no batches. Parameters go by name, in an object, and
`params` may be left out where none is required. The `id` of a request is an integer or a string of your choice, unique
among your unanswered requests. A frame without `id` is a notification: it is never answered, and one that does not fit
is passed over.

What one client asks is carried out in the order in which it was sent. Answers may come in another order, with
notifications between them: tell them apart by `id`. Appends need not wait for each other's answers; beyond a certain
number on their way to the disk, the backend stops reading until some are done.

An object of the backend may have members that this document does not know; pass them over, and notifications with an
unknown `method` too. An object of a client may not: an unknown parameter is an error. Text must not hold U+0000.

## Heartbeats

Each side sends something at least every {wire.HEARTBEAT_S:g} s. The backend sends `server.heartbeat`; a client that
has nothing else to say sends `client.heartbeat`. Any frame counts, websocket pings do not. Who has heard nothing for
{wire.SILENCE_S:g} s takes the other for dead: the backend closes with 1001 and the reason `no heartbeat`, a client
drops the connection and connects again.

## Connecting again

Try at once, then wait longer from one attempt to the next, up to 15 s, a random part of it each time, so that clients
do not come back all together; after `server.draining` wait `reconnect_after_ms` first. A new connection knows nothing
of the one before. For each session watch again with `after_seq` set to the last `seq` you have; ask `sessions.watch`
again; and send every request again that stores something and was not answered, oldest first, with the same
`session_id` and `event_id`.

## Storing: order and sending twice

The answer to `session.start`, `session.append` and `session.end` means: it is on the disk and survives a crash. No
answer means nothing: it may be stored or not. Send it again; that is always safe:

- `session.append`: an event is known by its `event_id` within the session. One that is there already keeps its number
  and its first content, and the answer names that number.
- `session.start`: give a `session_id` of your own. The same one again, from the same token, gets the same answer. It is
  a CONFLICT when it belongs to somebody else, or when you named another `event_id` the first time.
- `session.end`: the second time changes nothing and gets the first answer.

Events are stored in the order in which they arrive, and an append is stored whole or not at all. To keep your order
across reconnects, have one storing request on its way at a time, and send the next one when it was answered.

Send an utterance once, when it is final, as `segment.added`. The backend redacts it, then its rules judge it, and the
facts they find (`alert.raised`, `alert.corrected`, `question.satisfied`) are stored with it in one step, by
`system:rules`. A client that runs the same rules may append such a fact itself under the same derived `event_id`:
whoever is second changes nothing. {", ".join(f"`{name}`" for name in wire.BACKEND_TYPES)} are written by the backend
alone; appending one is INVALID_PARAMS. `actor` is best left out; another one than your own or `system:…` is FORBIDDEN.

## Watching: no gap, nothing twice

`session.watch` is answered first; then the events after `after_seq` follow as `session.events`, stored ones in
batches, later ones as they are stored, each once and in order of `seq`. The answer to your own append and the event it
stored may come in either order. Watching an ended session replays it. Any number of connections may watch.

Keep the last `seq` you have for each session. Pass over events up to it; frames of an earlier watch may still be on
their way after a new one. Should an event not be the next one, watch again from the last one you have. An event of an
unknown `type`, or in a `version` you do not know, comes from a newer backend: count its `seq` and go on. A refused
watch is off: after UNAVAILABLE, RATE_LIMITED or INTERNAL_ERROR ask again after a second.

A watcher that reads slowly slows nobody: it gets events from the log at its own pace, and interims are left out.

`sessions.watch` tells of sessions that begin, end or get another outcome. It tells nothing of the past: ask it first,
then `sessions.list`.

## Interims

`session.interim` shows an utterance while it is being spoken. It is a notification, never stored, and passed on to
watchers as `session.delta`. For sessions that are unknown or have ended it is passed over. The segment that follows
bears the same `utterance_id` and replaces it.

## Suggestions

Where the operator lets it, the backend answers what the customer says with a reply for the CSR: it comes as
`session.delta` while it is being written, with all of its text so far in each, and as the event `suggestion.offered`
when it is whole. The rules have passed every sentence before it is sent. `suggestion.request` asks for one. What the
CSR does with it is for the client to tell: append `suggestion.used`, `suggestion.dismissed` or `suggestion.rated` with
the suggestion's id; a `suggestion.dismissed` stops one that is still being written.

A summary written by a model may follow the first `summary.ready` within two seconds; the later one counts.

## Errors

A request that cannot be served is answered with `error`, and the connection lives. `error.data.field` is the path of
what does not fit. The `id` of the error is null when that of the frame could not be read. What is to be done:
UNAVAILABLE, RATE_LIMITED and INTERNAL_ERROR may pass, send it again after a second; all others are final, the same
request will be refused again.

| code | name | meaning |
|---|---|---|
{chr(10).join(f"| {code} | {wire.ERROR_NAMES[code]} | {meaning} |" for code, meaning in wire.ERRORS.items())}

The connection is closed with these codes:

| code | meaning |
|---|---|
{chr(10).join(f"| {code} | {meaning} |" for code, meaning in wire.CLOSES.items())}

## Limits

A frame of a client has at most {wire.MAX_FRAME:,} bytes and an append at most {wire.MAX_EVENTS} events. Take in frames
of the backend of up to {wire.HARD_FRAME:,} bytes. Lengths of text are counted in Unicode code points. A connection may
send 10,000 frames at once and 5,000 a second in the long run (unless the operator chose otherwise); beyond that each
is refused with RATE_LIMITED, and after 200 refusals the connection is closed with 1008, reason `rate limit`. A client
that leaves 4 MiB unread is cut off.

## The hash chain

`hash` = SHA-256(hash of the event before, 32 bytes, then the canonical bytes of this event), in hexadecimal; before
the first event of a session stand 32 zero bytes. Canonical bytes: the event without `hash` as JSON, keys sorted at
every level by code point, no white space, UTF-8, no escapes in strings but `\\"`, `\\\\`, `\\b`, `\\f`, `\\n`, `\\r`,
`\\t` and `\\u00xx` in lower case for the other characters below U+0020; times as they are in the event. These are the
members as `session.read` gives them, with the keys sorted: `payload` is in canonical form already.

## Plain HTTP on the same port

GET, without a token:

| path | answer |
|---|---|
{chr(10).join(f"| {path} | {answer} |" for path, answer in PROBES.items())}

Anything else that is no websocket handshake is 404.

## A conversation

`x-conversation` at the end of this document is a whole one: a call from its start to its summary, with an append sent
twice, a lost connection, and an error. Its hashes can be checked.
"""
