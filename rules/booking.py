"""How a visit was booked in a call: the slot that was offered, the customer's yes, the recap, the address.

A slot is known by the day or the time in it, however either is spelled, so that what the CSR repeats is recognised as
what was offered. What the rules heard counts as well.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from rules.evidence import CallEvidence, Found
from rules.figures import stated
from rules.quotes import address, slot
from rules.stated import DAYS, TIMES, Key

# Words that follow an offer by more utterances than this answer something else.
_ANSWER_WITHIN = 3
_MAY_BE_SLOT = re.compile(
    r"\d|day\b|days\b|today|to ?night|to ?morrow|morning|noon|evening|week|th\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|first|second|third|mon|tues?|wed|thurs?|fri)\b",
    re.IGNORECASE,
)
# Words before a time that make it one of something else: a call, the office's hours, what was, what cannot be.
_OTHER_TIME = re.compile(
    r"\b(?:(?:call|ring|phone|text|email|reach out|check in|check back|get back|follow up)(?:ing)?\b"
    r"|(?:we're|we are|office is) (?:here|open|closed|in)\b|open (?:till|until|at|from)|hours are|since\b|start(?:ed|s)?\b"
    r"|last\b|(?:can't|cannot|can not|couldn't|won't) (?:hold|do|make|get)|don't have|do not have|nothing|booked (?:up|solid))"
    r"[^.?!]*$",
    re.IGNORECASE,
)
_SLOT_KINDS = DAYS | TIMES | {"ordinal"}
_BEFORE = 40  # characters in which such words stand
_OFFERS = re.compile(
    r"\?|\b(?:can|could|would|have|has|i've|we've|he's|got|how about|how 'bout|how bout|what about|say|let's do|maybe|next"
    r"|first|soonest|earliest|opening|works?|then|so|between)\b",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^(?:(?:oh|okay|ok|well|uh|um|and|but|alright|all right|i mean|so)[,. ]+)*"
    r"(?:yes|yeah|yep|yup|ya|sure|perfect|great|wonderful|excellent|correct|exactly|absolutely|definitely|fine|deal|please"
    r"|sounds (?:good|great|fine|perfect|right)|(?:that|it|this)(?:'s| is| will|'ll| would|'d)? (?:be )?"
    r"(?:works?|perfect|great|good|fine|right|okay|amazing|it|the one)|works|right on|i guess(?: so)?|uh-huh|mm-hmm|you bet|bet|go ahead"
    r"|i'll be (?:here|home|there)|we'll be (?:here|home|there)|put (?:me|us) (?:in|down)|book it)\b"
    r"|\b(?:yes|yeah|yep)[.!]*$|[,.!?] (?:so )?(?:yes|yeah|yep|sure|perfect|that works)\b"
    r"|(?:\bis|'s|\bare|\bworks|\bsounds|\bsuits|\blooks)(?: just| really| even)? (?:great|fine|good|perfect|better|best|okay|wonderful)\b"
    r"|\bworks(?: for (?:me|us))?[.!]*$",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:oh[,. ]+)?(?:okay|ok|alright|all right|mm-?hmm|uh-?huh|right)[.!, ]*$", re.IGNORECASE)
_PICKS = re.compile(
    r"\b(?:(?:morning|afternoon|evening)(?:'s|s)? (?:one|slot|is|works?|would|better|best|easier|fine|good|great)\b"
    r"|(?:the|either) (?:(?:first|second|last|former|latter|early|earlier|late|later|morning|afternoon|evening)\b"
    r"(?: (?:one|slot|time|window)\b|[.!, ]*$)|one[.!, ]*$)|either (?:is|works|way)\b)"
    r"|^(?:the|oh the|well the|um the) (?:first|second|last|early|earlier|late|later|morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:(?<!says )(?<!say )no(?! (?:problem|worries|that's (?:fine|good|perfect)|that works|rush|later))|nope|nah"
    r"|(?:can't|cannot|couldn't|won't|wouldn't|doesn't|isn't|don't|not)"
    r"(?! (?:you|he|she|they|we|wait|complain|a problem|bad|too bad|at all|care|mind|worry|wanna wait|want to wait|need)\b)|too (?:early|late|soon|far|much|long)"
    r"|let me (?:think|check|ask|talk|call|get|see|look)|(?:have|need|got|gotta|want|like) (?:to )?(?:ask|check|talk|think|run)"
    r"|i(?:'d|'ll| will| would) have to|i'd be guessing|think about|think on|call (?:you|y'all) back|i'll call (?:you|y'all)|(?:you|just) call me|call me (?:back|at|in|on|next|when i)"
    r"|hold off|never ?mind|rather wait|unless|forget it|no thanks?|myself)\b",
    re.IGNORECASE,
)
# After a yes, what is asked about the visit is no refusal: "the morning, can you promise it won't clog again".
_ASKS = re.compile(
    r"\b(?:can|could|do|does|will|would|is|are|did|what|how|when|who|where) (?:you|y'all|it|he|they|there|much|long|about)\b",
    re.IGNORECASE,
)
# A time is named, but to ask about it, or to say what else there is then.
_DOUBTS = re.compile(
    r"\?|\b(?:i have|i've got|i got|i work|i'm (?:at|in|out|away|gone)|we're (?:at|in|out|away|gone)|hmm)\b", re.I
)
# What may be the number of a house: it is no year, and not the hundreds in which prices are told.
_HOUSE = re.compile(r"(?!(?:19|20)\d\d$)(?!\d{1,2}00$)\d{3,5}")
_MAY_BE_HOUSE = re.compile(
    r"\d{3}|\b(?:\w+ty|\w+teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I
)
_WORD_AFTER = re.compile(r"(?: [A-Za-z']+){1,2}")
_REPEATS = ("recap_appointment", "slot_confirmed")


class Accepted(NamedTuple):
    """An offer and the words with which it was accepted."""

    offer: Found
    agreed: Found


class Booking:
    """What a call holds of a booking. Everything is worked out when it is asked for, once."""

    def __init__(self, call: CallEvidence) -> None:
        self._call = call
        self._slots: dict[int, frozenset[Key]] = {}
        self._asked = {one.place: one for one in call.of("ask_for_booking", "booking_asked")}
        self._agreed = {one.place: one for one in call.of("customer_agreed")}
        self._obstacles: dict[int, list[Found]] = {}
        for one in call.of("decision_maker_absent", "timing_problem", "callback_requested", "just_shopping"):
            self._obstacles.setdefault(one.place, []).append(one)

    @cached_property
    def offers(self) -> list[Found]:
        """Every time the CSR named a slot and asked for it, as the rules heard it."""
        return [one for place, one in sorted(self._asked.items()) if self.slot(place) or slot(one.segment.text)]

    @cached_property
    def accepted(self) -> Accepted | None:
        """The last slot that was named and said yes to; of several, one that was repeated after it."""
        found: Accepted | None = None
        for place in reversed(range(len(self._call.segments))):
            if (accepted := self._accepted_at(place)) is None:
                continue
            if self._repeat(accepted) is not None:
                return accepted
            if found is None and place in self._asked:
                found = accepted
        return found

    @cached_property
    def recap(self) -> Found | None:
        """The CSR repeating the slot after the customer's yes."""
        return self._repeat(self.accepted) if self.accepted else None

    @cached_property
    def stands(self) -> bool:
        """Whether a slot was accepted and nothing was said afterwards that takes it back."""
        if self.accepted is None or self.recap is not None:
            return self.accepted is not None
        return not any(place > self.accepted.agreed.place for place in self._obstacles)

    @cached_property
    def address(self) -> tuple[Found, str] | None:
        """The utterance with the street address of the visit, and the address in it.

        Without a recognisable address, the question that asked for it and its own words. None if there is neither.
        """
        asked = self._call.of("confirm_service_address")
        first = asked[0].place if asked else 0
        if asked and (quote := address(asked[0].segment.text)):
            return asked[0], quote
        for place in range(first, len(self._call.segments)):
            if quote := address(self._call.segments[place].text):
                return self._call.said(place), quote
        return (asked[0], asked[0].words) if asked else self._echoed()

    def _echoed(self) -> tuple[Found, str] | None:
        """The number of a house that the customer told and the CSR repeated, with the word after it."""
        for place, segment in enumerate(self._call.segments):
            if segment.speaker != "customer" or not _MAY_BE_HOUSE.search(segment.text):
                continue
            near = self._call.segments[place + 1 : place + 1 + _ANSWER_WITHIN]
            told = " ".join(other.text for other in near if other.speaker == "csr")
            given = {key for one in stated(told) for key in one.gives if key[0] == "loose"}
            for one in stated(segment.text):
                houses = [key for key in one.gives if key[0] == "loose" and _HOUSE.fullmatch(key[1])]
                if not given.isdisjoint(houses):
                    after = _WORD_AFTER.match(segment.text, one.end)
                    return self._call.said(place), segment.text[one.start : after.end() if after else one.end]
        return None

    def slot(self, place: int) -> frozenset[Key]:
        """The days and times that an utterance names."""
        if place not in self._slots:
            text = self._call.segments[place].text
            keys: set[Key] = set()
            if _MAY_BE_SLOT.search(text):
                keys.update(
                    key
                    for one in stated(text)
                    if one.asks and one.asks[0][0][0] in _SLOT_KINDS
                    if not _OTHER_TIME.search(text, max(0, one.start - _BEFORE), one.start)
                    for key in one.gives
                    if key[0] in DAYS | TIMES
                )
            self._slots[place] = frozenset(keys)
        return self._slots[place]

    def _accepted_at(self, place: int) -> Accepted | None:
        """The offer that an utterance makes and the yes to it."""
        segments = self._call.segments
        text = segments[place].text
        if segments[place].speaker != "csr" or not self.slot(place):
            return None
        if place not in self._asked and not _OFFERS.search(text):
            return None
        answers = 0
        for then in range(place + 1, min(place + 1 + _ANSWER_WITHIN, len(segments))):
            if segments[then].speaker == "csr":
                if self.slot(then) and then in self._asked:
                    return None  # another offer took its place
                continue
            agreed, refused = self._yes(place, then, is_first=answers == 0)
            if agreed is not None:
                return Accepted(self._asked.get(place) or self._call.said(place), agreed)
            if refused:
                return None
            answers += 1
        return None

    def _yes(self, offer: int, place: int, *, is_first: bool) -> tuple[Found | None, bool]:
        """The yes in what the customer said, and whether they said no; what is said last counts."""
        text = self._call.segments[place].text
        heard = self._agreed.get(place)
        no = max(
            (
                *(match.start() for match in _NO.finditer(text)),
                *(one.spans[0][0] for one in self._obstacles.get(place, ()) if one.spans),
            ),
            default=-1,
        )
        asks = _ASKS.search(text)
        if asks and asks.start() < no and (_YES.search(text, 0, asks.start()) or _PICKS.search(text, 0, asks.start())):
            no = -1
        yes = heard.spans[-1][1] if heard and heard.spans else -1
        yes = max(yes, *(match.end() for match in (*_YES.finditer(text), *_PICKS.finditer(text))), -1)
        named = self._named(offer, place)
        if yes < 0 and no < 0 and ((named and not _DOUBTS.search(text)) or (is_first and _BARE.match(text))):
            yes = 0
        if not is_first and not named and (_BARE.match(text) or " " not in text.strip()):
            yes = -1
        if yes > no:
            return heard or self._call.said(place), False
        return None, no >= 0

    def _named(self, offer: int, place: int) -> bool:
        """Whether the customer names a day or a time of the offer."""
        text = self._call.segments[place].text
        if not _MAY_BE_SLOT.search(text):
            return False
        given = {key for one in stated(text) for key in one.gives}
        return not self.slot(offer).isdisjoint(given)

    def _repeat(self, accepted: Accepted) -> Found | None:
        """The CSR saying the slot again after the yes, or that it is set."""
        segments = self._call.segments
        told = {one.place: one for rule_id in reversed(_REPEATS) for one in self._call.of(rule_id)}
        wanted = self.slot(accepted.offer.place) | self.slot(accepted.agreed.place)
        found: Found | None = None
        for place in range(accepted.agreed.place + 1, len(segments)):
            if segments[place].speaker != "csr":
                continue
            one = told.get(place)
            shared = self.slot(place) & wanted
            if one is None and not shared:
                continue
            if one is not None and one.rule_id == "recap_appointment":
                return one
            found = found or one or self._call.said(place)
        return found
