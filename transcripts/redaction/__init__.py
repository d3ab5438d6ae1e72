"""Personal data out of the words of a call, before anything stores, logs, sends or matches them.

`redact` is a pure streaming fold: it takes the state of the call so far and one final segment, and gives the next state
and the segment with phone numbers, e-mail addresses, payment cards, security codes and social security numbers replaced
by `[PHONE] [EMAIL] [CARD] [CVV] [SSN]`. `redact_interim` does the same for a segment still being spoken.

`fold` holds the state, `written` runs the recognisers over one segment; there is one recogniser per kind (`phone`,
`email_address`, `card`, `security_code`, `social_security`), each a pattern, its context and its checksum, over the
digit runs of `runs`. `cues` says what the words around a number make of it.
"""

from transcripts.redaction.fold import EMPTY, RedactionState, Redactor, redact, redact_interim

__all__ = ["EMPTY", "RedactionState", "Redactor", "redact", "redact_interim"]
