"""Personal data out of the words of a call, before anything stores, logs, sends or matches them.

`redact` is a pure streaming fold: it takes the state of the call so far and one final segment, and gives the next state
and the segment with phone numbers, e-mail addresses, payment cards, security codes and social security numbers replaced
by `[PHONE] [EMAIL] [CARD] [CVV] [SSN]`. `redact_interim` does the same for a segment still being spoken.

`fold` passes a segment through three readers until nothing more is found; `expectation` holds the state, told from the
redacted text alone.

`written` reads what shows by its shape: one recogniser per kind (`phone`, `email_address`, `card`, `security_code`,
`social_security`), each a pattern, its context and its checksum, over the digit runs of `runs`.

`spoken` reads figures however they are said. `words` are the words of a segment as figures and what joins them (`slips`
the figures misheard), `utterance` the runs of them, `stretch` the figures of one number. `cues` are what the words
name, by the patterns of `private_cues`, `benign_cues` and `false_cues`; `governing` says which of them counts for a
figure, `asking` what is asked for. A `bearing` is what figures are taken for by all that: a number that was asked for
or is being given goes on over the turns until the talk turns elsewhere, so whatever is said as figures belongs to it,
unless the words directly around say otherwise (`evidence`). Where nothing is under way, the `shape` of figures decides.
`judgement` puts it together; `expiry` knows the dates of cards.

`spoken_email` reads addresses, by what names one (`address_cues`): a domain (`spoken_domain`), the name before it
(`spoken_name`), and the pieces of one that come without a domain (`spoken_pieces`).
"""

from transcripts.redaction.expectation import EMPTY, RedactionState
from transcripts.redaction.fold import Redactor, redact, redact_interim

__all__ = ["EMPTY", "RedactionState", "Redactor", "redact", "redact_interim"]
