"""The call itself: that it began and ended, what was said, what was noted."""

from __future__ import annotations

from typing import Literal

from transcripts.payloads.base import Identifier, Metadata, Milliseconds, Name, Payload, Speaker, Text


class SessionStarted(Payload, frozen=True):
    """A call began.

    `agent` is the CSR's name, `trade` the line of business (as `hvac`), `title` a line for lists; the latter two may
    be empty. `ruleset` is the version of the rules of record.
    """

    agent: Name
    trade: Name = ""
    title: Name = ""
    ruleset: Name = ""
    metadata: Metadata = {}  # noqa: RUF012 # every struct gets a copy of its own


class SegmentAdded(Payload, frozen=True):
    """One utterance, final and redacted. `at_ms` is when it starts; interims shared its `utterance_id`.

    `speaker` is who said it. `text` is what was said; in the log, personal data in it has given way to placeholders
    such as `[PHONE]`.
    """

    utterance_id: Identifier
    speaker: Speaker
    text: Text
    at_ms: Milliseconds


class NoteAdded(Payload, frozen=True):
    """The CSR wrote `text` down at `at_ms`. It is redacted like what is said."""

    text: Text
    at_ms: Milliseconds


class SessionEnded(Payload, frozen=True):
    """The call is over since `at_ms`; `reason` tells how it ended. Only the backend writes it, for `session.end`."""

    at_ms: Milliseconds
    reason: Literal["hangup", "replay_finished", "abandoned"] = "hangup"
