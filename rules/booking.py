"""How a visit was booked in a call: the slot that was offered, the customer's yes, the recap, the address.

A slot is known by the day or the time in it, however either is spelled, so that what the CSR repeats is recognised as
what was offered. What the rules heard counts as well.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from rules.answers import has_doubts, is_bare, is_nod, last_no, last_yes, takes_back
from rules.evidence import CallEvidence, Found
from rules.figures import stated
from rules.named_slots import NamedSlot, named_slot, named_times
from rules.quotes import address
from rules.stated import TIMES, Key

# Words that follow an offer by more turns than this answer something else.
_ANSWER_WITHIN = 3
# Without any of these a time that the CSR names is no offer, where no rule heard one.
_OFFERS = re.compile(
    r"\?|\b(?:can|could|would|have|has|i've|we've|he's|got|how about|how 'bout|how bout|what about|say|let's do|maybe"
    r"|next|first|soonest|earliest|opening|works?|then|so|between)\b",
    re.IGNORECASE,
)
# A slot that is named so is not set yet.
_OPEN = re.compile(r"\b(?:if|unless|until|want me to|would you|could|still (?:open|there)|can't hold)\b", re.IGNORECASE)
# What may be the number of a house: it is no year, and not the hundreds in which prices are told.
_HOUSE = re.compile(r"(?!(?:19|20)\d\d$)(?!\d{1,2}00$)\d{3,5}")
_MAY_BE_HOUSE = re.compile(
    r"\d{3}|\b(?:\w+ty|\w+teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)
_WORDS_AFTER = re.compile(r"(?: [A-Za-z']+){1,2}")
_REPEATS = ("recap_appointment", "slot_confirmed")
_OBSTACLES = ("decision_maker_absent", "timing_problem", "callback_requested", "just_shopping")


class Accepted(NamedTuple):
    """An offer, the words with which it was accepted, and the CSR repeating it after them, if that was heard."""

    offer: Found
    agreed: Found
    recap: Found | None


class Booking:
    """What a call holds of a booking. Everything is worked out when it is asked for, once."""

    def __init__(self, call: CallEvidence) -> None:
        self._call = call
        self._asked = {one.place: one for one in call.of("ask_for_booking", "booking_asked")}
        self._agreed = {one.place: one for one in call.of("customer_agreed")}
        self._told = {one.place: one for rule_id in reversed(_REPEATS) for one in call.of(rule_id)}
        self._obstacles: dict[int, list[Found]] = {}
        for one in call.of(*_OBSTACLES):
            self._obstacles.setdefault(one.place, []).append(one)

    @cached_property
    def offers(self) -> list[Found]:
        """Every time the CSR named a slot and asked for it, as the rules heard it."""
        return [one for place, one in sorted(self._asked.items()) if self.slot(place).keys]

    @cached_property
    def accepted(self) -> Accepted | None:
        """The last slot that was asked for and said yes to; sooner one that was repeated, asked for or not."""
        best: Accepted | None = None
        for place in range(len(self._call.segments)):
            found = self._accepted_at(place)
            if found is not None and (found.recap is not None or place in self._asked):
                best = found if best is None or self._rank(found) >= self._rank(best) else best
        return best

    @property
    def recap(self) -> Found | None:
        """The CSR repeating the slot after the customer's yes."""
        return self.accepted.recap if self.accepted else None

    @property
    def appointment(self) -> str:
        """The slot that was accepted, in the words of the recap or of whoever named it most fully; "" without one."""
        if self.accepted is None:
            return ""
        told = [one for one in (self.recap, self.accepted.agreed, self.accepted.offer) if one]
        return max((self.slot(one.place).words for one in told), key=len, default="")

    @cached_property
    def stands(self) -> bool:
        """Whether a slot was accepted and nothing was said afterwards that takes it back."""
        if self.accepted is None or self.recap is not None:
            return self.accepted is not None
        agreed = self.accepted.agreed.place
        return self._last_doubt(agreed) == agreed and not any(place > agreed for place in self._obstacles)

    @cached_property
    def address(self) -> tuple[Found, str] | None:
        """The utterance with the street address of the visit, and the address in it.

        Without a recognisable address, the question that asked for it and its own words, or the number of a house that
        the CSR repeated. None if there is nothing of it.
        """
        asked = self._call.of("confirm_service_address")
        if asked and (quote := address(asked[0].segment.text)):
            return asked[0], quote
        for place in range(asked[0].place if asked else 0, len(self._call.segments)):
            if quote := address(self._call.segments[place].text):
                return self._call.said(place), quote
        return (asked[0], asked[0].words) if asked else self._in_recap() or self._echoed()

    def _in_recap(self) -> tuple[Found, str] | None:
        """The number of a house after an "at" in the recap, with the words after it."""
        if self.recap is None:
            return None
        text = self.recap.segment.text
        for one in stated(text):
            after = _WORDS_AFTER.match(text, one.end)
            if after and one.gives and one.gives[0][0] == "number" and text[: one.start].lower().endswith(" at "):
                return self.recap, text[one.start : after.end()]
        return None

    def slot(self, place: int) -> NamedSlot:
        """The slot that an utterance names. The hour at which a call was agreed on is none."""
        return self._slots[place]

    @cached_property
    def _slots(self) -> list[NamedSlot]:
        named: list[NamedSlot] = []
        other_hours: frozenset[Key] = frozenset()
        for segment in self._call.segments:
            one = named_slot(segment.text)
            other_hours |= {key for key in one.others if key[0] in TIMES}
            named.append(one._replace(keys=one.keys - other_hours))
        return named

    def _rank(self, accepted: Accepted) -> tuple[bool, bool]:
        return accepted.recap is not None, accepted.offer.place in self._asked

    def _accepted_at(self, place: int) -> Accepted | None:
        """The offer that an utterance makes and the yes to it."""
        segments = self._call.segments
        text = segments[place].text
        if segments[place].speaker != "csr" or not self.slot(place).keys:
            return None
        if place not in self._asked and not _OFFERS.search(text):
            return None
        is_first, doubted = True, False  # after a no, only what the rules hear as more than "okay" is a yes
        turns = 0
        for then in range(place + 1, len(segments)):
            turns += segments[then].speaker != segments[then - 1].speaker
            if turns > _ANSWER_WITHIN:
                break
            if segments[then].speaker == "csr":
                if then in self._asked and self.slot(then).keys:
                    return None  # another offer took its place
                continue
            agreed, refused = self._answer(place, then, is_first=is_first)
            if agreed is not None and (not doubted or (agreed.rule_id and " " in agreed.words.strip())):
                offer = self._asked.get(place) or self._call.said(place)
                return Accepted(offer, agreed, self._repeat(place, then))
            is_first, doubted = False, doubted or refused
        return None

    def _answer(self, offer: int, place: int, *, is_first: bool) -> tuple[Found | None, bool]:
        """The yes in what the customer said, and whether they said no; what is said last counts."""
        text = self._call.segments[place].text
        heard = self._agreed.get(place)
        if heard and heard.spans and text[heard.spans[-1][1] :].startswith("?"):
            heard = None
        named = not self.slot(offer).keys.isdisjoint(named_times(text))
        yes = max(last_yes(text), heard.spans[-1][1] if heard and heard.spans else -1)
        # Who takes a time of the offer says why the others do not fit.
        obstacles = (
            one.spans[0][0]
            for one in self._obstacles.get(place, ())
            if one.spans and not (one.rule_id == "timing_problem" and named and yes >= 0)
        )
        no = max(last_no(text), *obstacles, -1)
        if (
            yes < 0
            and no < 0
            and offer in self._asked
            and ((named and not has_doubts(text)) or (is_first and is_nod(text)))
        ):
            yes = 0
        if not is_first and not named and is_bare(text):
            yes = -1
        return (heard or self._call.said(place), False) if yes > no else (None, no >= 0)

    def _repeat(self, offer: int, agreed: int) -> Found | None:
        """The CSR saying the slot again after the yes, or that it is set; the fullest time, the first of equals."""
        wanted = self.slot(offer).keys | self.slot(agreed).keys
        best: Found | None = None
        best_rank = (-1, False)
        segments = self._call.segments
        for place in range(self._last_doubt(agreed) + 1, len(segments)):
            if segments[place].speaker != "csr":
                continue
            told, shared = self._told.get(place), len(self.slot(place).keys & wanted)
            said = segments[place].text
            if told is None and _OPEN.search(said, 0, max(said.find(self.slot(place).words), 0)):
                continue
            rank = (shared, told is not None)
            if (told is not None or shared) and rank > best_rank:
                best, best_rank = told or self._call.said(place), rank
        return best

    def _last_doubt(self, agreed: int) -> int:
        """Where the customer last took the yes back, or the yes itself."""
        back = [one.place for one in self._call.of("decision_maker_absent", "just_shopping") if one.place > agreed]
        back += [
            place
            for place in range(agreed + 1, len(self._call.segments))
            if self._call.segments[place].speaker == "customer" and takes_back(self._call.segments[place].text)
        ]
        return max(back, default=agreed)

    def _echoed(self) -> tuple[Found, str] | None:
        """The number of a house that the customer told and the CSR repeated, with the words after it."""
        segments = self._call.segments
        for place, segment in enumerate(segments):
            if segment.speaker != "customer" or not _MAY_BE_HOUSE.search(segment.text):
                continue
            near = segments[place + 1 : place + 1 + _ANSWER_WITHIN]
            told = " ".join(other.text for other in near if other.speaker == "csr")
            given = {key for one in stated(told) for key in one.gives if key[0] == "loose"}
            for one in stated(segment.text):
                if any(key in given and _HOUSE.fullmatch(key[1]) for key in one.gives):
                    after = _WORDS_AFTER.match(segment.text, one.end)
                    return self._call.said(place), segment.text[one.start : after.end() if after else one.end]
        return None
