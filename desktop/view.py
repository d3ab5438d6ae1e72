"""What the overlay shows, as plain values.

A `View` is one complete picture of the window. `desktop.call` computes it from the call and the clock; the widgets of
`desktop.overlay` paint it and decide nothing. Every value is immutable, so a widget may keep the last one it painted
and compare by identity or equality to find out what changed.

Times: `*_ms` are instants on the call clock (milliseconds since the call began), `*_s` are durations in whole seconds.
Spans are half-open `(start, end)` offsets in Python characters of the text beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from desktop.ending import EndPanel

Span = tuple[int, int]
Speaker = Literal["csr", "customer"]
MarkKind = Literal["claim", "signal", "safety"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody said, with the part that matters marked."""

    text: str
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Connection:
    """How well the window hears the call.

    `idle` is connected without a call. `stale` means connected, a call in progress, and no transcript for `silent_s`.
    `troubled_s` counts since the trouble began; the band appears after 2 s of it. `waiting` is what the CSR did that
    the backend has not acknowledged yet. `next_try_s` is known while reconnecting. `stopped_at_ms` is where the
    transcript stopped. `problem` replaces the usual words when a person has to act (a refused token, say).
    """

    state: Literal["live", "idle", "offline", "reconnecting", "stale"]
    troubled_s: int = 0
    waiting: int = 0
    next_try_s: int | None = None
    silent_s: int = 0
    stopped_at_ms: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A prohibited claim the CSR made.

    `standing` waits for a correction; `old` has stood 45 s without one. `settled_age_s` counts since the state
    last changed; a corrected card leaves after 6 s, an acknowledged one after 3 s (the call model drops it then).
    `waiting` is how many other claims stand behind this one.
    """

    alert_id: str
    title: str
    quote: Quote
    say_instead: str
    why: str
    age_s: int
    state: Literal["standing", "acknowledged", "corrected", "old"] = "standing"
    corrected_after_s: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class SuggestionCard:
    """A reply offered for what was just said, or for how the call goes (then nothing is quoted).

    `author` is who wrote it. `speaker` is whose words are quoted. `source` is what it rests on, shown under it, its
    parts joined by " › ". While `is_writing`, `text` holds its first sentences, none at first, and `age_s` counts from
    when it was begun. `rating` is the CSR's thumb. `offline` puts "offline" before the age.
    """

    card_id: str
    author: Literal["model", "playbook"]
    quote: Quote
    text: str
    source: str
    age_s: int
    is_writing: bool = False
    rating: Literal["up", "down"] | None = None
    offline: bool = False
    speaker: Speaker = "customer"


@dataclass(frozen=True, slots=True)
class WithheldCard:
    """A reply that was not offered, for the rule `title`. It leaves after some seconds."""

    card_id: str
    title: str


@dataclass(frozen=True, slots=True)
class SafetyLine:
    """One line of safety advice. `number` counts from 1; `title` is the line in a few words.

    The first line not yet said is `active`. An `optional` line may stay unsaid.
    """

    number: int
    say: str
    title: str
    state: Literal["active", "waiting", "said"]
    said_at_ms: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class SafetyScreen:
    """Life safety that takes the whole window over until its advice was said or a person overrode it.

    `speaker` said the words of `quote`. `reasons` are what a person may override it for, besides one of their own.
    `recent` are the last two lines said since.
    """

    alert_id: str
    title: str
    speaker: Speaker
    quote: Quote
    lines: tuple[SafetyLine, ...]
    reasons: tuple[str, ...] = ()
    recent: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class SafetyCard:
    """Life safety that does not end the booking (water, a person who must not stay cold): a card with amber header.

    `given` (its advice was said) leaves after 6 s, `overridden` after 3 s. `waiting` is how many cards stand behind it.
    """

    alert_id: str
    title: str
    speaker: Speaker
    quote: Quote
    lines: tuple[SafetyLine, ...]
    reasons: tuple[str, ...]
    age_s: int
    state: Literal["standing", "given", "overridden"] = "standing"
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """The calm after a take-over: the lines that were said, and the sentence with which to end the call.

    `after_s` is from the words that raised the alarm to the last line that had to be said.
    """

    alert_id: str
    lines: tuple[SafetyLine, ...]
    closing: str
    after_s: int


Card = ClaimCard | SuggestionCard | WithheldCard | SafetyCard | AdviceCard


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One required question.

    `label` is at most four words, `ask` the sentence to say, without quotation marks. `added_because` makes the item
    conditional: the words that brought it in, for `added: customer said “no heat”`. `deadline` is the standing tag in
    words ("before close"); `due_in_s` and `due_share` (share of the time left, 0 to 1) are set only while the item is
    due soon (amber). `just_ticked` is true for the 900 ms in which a done row keeps its place.
    """

    rule_id: str
    label: str
    ask: str
    state: Literal["open", "overdue", "done"] = "open"
    optional: bool = False
    added_because: str = ""
    deadline: str = ""
    due_in_s: int | None = None
    due_share: float = 0.0
    just_ticked: bool = False
    done_at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The checklist in the order it is shown: `next_id` first, open items in the ruleset's order, done ones last."""

    items: tuple[ChecklistItem, ...] = ()
    next_id: str = ""

    @property
    def counted(self) -> tuple[ChecklistItem, ...]:
        """The items that count: all but the optional ones."""
        return tuple(item for item in self.items if not item.optional)

    @property
    def done(self) -> int:
        """How many of the counted items are done."""
        return sum(item.state == "done" for item in self.counted)


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlighted stretch of words: a claim (red), a signal (blue), or the words of a take-over (underlined)."""

    span: Span
    kind: MarkKind


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance in the transcript; `interim` while it is still being spoken."""

    utterance_id: str
    speaker: Speaker
    text: str
    at_ms: int
    marks: tuple[Mark, ...] = ()
    interim: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """The whole window at one instant. `clock_ms` is None before the first call; `end` is set once a call ended.

    While `safety` is set it has the window to itself, but for the header.
    """

    connection: Connection
    phase: Literal["no_call", "in_call", "ended"] = "no_call"
    clock_ms: int | None = None
    card: Card | None = None
    checklist: Checklist = Checklist()
    lines: Sequence[Line] = ()
    end: EndPanel | None = None
    safety: SafetyScreen | None = None
    suggestion_hint: str = ""  # said in the "Suggest a reply" button for 1.5 s when there is nothing to offer

    @property
    def urgent_id(self) -> str:
        """The alert that asks the CSR for something now, by its id; empty while nothing does."""
        if self.safety is not None:
            return self.safety.alert_id
        card = self.card
        return card.alert_id if isinstance(card, ClaimCard | SafetyCard) and card.state == "standing" else ""
