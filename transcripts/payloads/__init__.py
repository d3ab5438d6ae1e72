"""What events say: a payload struct for every event type, and the names they are stored under.

Adding an event type: add its struct to the module of its subject and its name here, and what it changes in
`transcripts.session`.
"""

from __future__ import annotations

from transcripts.payloads.base import (
    NAME_LENGTH,
    TEXT_LENGTH,
    VALUE_LENGTH,
    Evidence,
    Identifier,
    Metadata,
    Milliseconds,
    Name,
    Payload,
    Position,
    Span,
    Speaker,
    Text,
)
from transcripts.payloads.call import NoteAdded, SegmentAdded, SessionEnded, SessionStarted
from transcripts.payloads.judgement import (
    AdviceGiven,
    AlertAcknowledged,
    AlertCorrected,
    AlertOverridden,
    AlertRaised,
    CardSuppressed,
    QuestionMissed,
    QuestionSatisfied,
)
from transcripts.payloads.outcome import ClaimMade, DispositionSet, Proof, Proposal, SummaryEdited, SummaryReady
from transcripts.payloads.suggestion import (
    Author,
    Passage,
    SuggestionDismissed,
    SuggestionOffered,
    SuggestionRated,
    SuggestionUsed,
    SuggestionWithheld,
)


class Unread(Payload, frozen=True):
    """Stands for the payload of an event that is newer than this program: it has a place in the log and no effect."""


PAYLOADS: dict[str, type[Payload]] = {
    "session.started": SessionStarted,
    "segment.added": SegmentAdded,
    "alert.raised": AlertRaised,
    "alert.acknowledged": AlertAcknowledged,
    "alert.corrected": AlertCorrected,
    "alert.overridden": AlertOverridden,
    "advice.given": AdviceGiven,
    "card.suppressed": CardSuppressed,
    "question.satisfied": QuestionSatisfied,
    "question.missed": QuestionMissed,
    "suggestion.offered": SuggestionOffered,
    "suggestion.withheld": SuggestionWithheld,
    "suggestion.used": SuggestionUsed,
    "suggestion.dismissed": SuggestionDismissed,
    "suggestion.rated": SuggestionRated,
    "note.added": NoteAdded,
    "session.ended": SessionEnded,
    "summary.ready": SummaryReady,
    "summary.edited": SummaryEdited,
    "disposition.set": DispositionSet,
}
NAMES: dict[type[Payload], str] = {payload: name for name, payload in PAYLOADS.items()}

__all__ = [
    "NAMES",
    "NAME_LENGTH",
    "PAYLOADS",
    "TEXT_LENGTH",
    "VALUE_LENGTH",
    "AdviceGiven",
    "AlertAcknowledged",
    "AlertCorrected",
    "AlertOverridden",
    "AlertRaised",
    "Author",
    "CardSuppressed",
    "ClaimMade",
    "DispositionSet",
    "Evidence",
    "Identifier",
    "Metadata",
    "Milliseconds",
    "Name",
    "NoteAdded",
    "Passage",
    "Payload",
    "Position",
    "Proof",
    "Proposal",
    "QuestionMissed",
    "QuestionSatisfied",
    "SegmentAdded",
    "SessionEnded",
    "SessionStarted",
    "Span",
    "Speaker",
    "SuggestionDismissed",
    "SuggestionOffered",
    "SuggestionRated",
    "SuggestionUsed",
    "SuggestionWithheld",
    "SummaryEdited",
    "SummaryReady",
    "Text",
    "Unread",
]
