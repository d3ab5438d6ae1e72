"""Personal data out of the words of a call, before anything stores, logs, sends or matches them.

`redact` is a pure streaming fold: it takes the state of the call so far and one final segment, and gives the next state
and the segment with phone numbers, e-mail addresses, payment cards, security codes and social security numbers replaced
by `[PHONE] [EMAIL] [CARD] [CVV] [SSN]`. `redact_interim` does the same for a segment still being spoken.

`fold` passes a segment through two readers until nothing more is found, `expectation` holds the state. `written` reads
what shows by its shape: one recogniser per kind (`phone`, `email_address`, `card`, `security_code`, `social_security`),
each a pattern, its context and its checksum, over the digit runs of `runs`; `cues` says what the words around are.

`spoken` and `spoken_email` read what is said: `words` are the words of a segment as figures and what joins them,
`utterance` the runs of them, `context` what the talk is about, `judgement` what figures are by all that. A number cut
over turns leaves only its kind in the state, so what follows a placeholder is taken for the rest of it until the talk
turns elsewhere, and an end of a segment that looks like the beginning of a number is hidden before the rest is said.
"""

from transcripts.redaction.expectation import EMPTY, RedactionState
from transcripts.redaction.fold import Redactor, redact, redact_interim

__all__ = ["EMPTY", "RedactionState", "Redactor", "redact", "redact_interim"]
