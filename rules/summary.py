"""The lines of a summary, in the words of the call. A line is empty when the log has nothing for it."""

from __future__ import annotations

from rules.outcomes import LABELS
from rules.particulars import FOLLOWED_UP, Particulars
from rules.quotes import cut, money, plain, sentences

_MOST_SENTENCES = 2
_MOST_OPEN = 3  # open questions named before the rest is counted
_SHORT = 120  # characters of a line that is read in passing


class Lines:
    """The four lines of a summary, and the three sentences for people in a hurry."""

    def __init__(self, told: Particulars) -> None:
        self._told = told
        self.problem = self._problem()
        self.equipment = self._equipment()
        self.agreed = self._agreed()
        self.follow_up = self._follow_up()
        self.three = self._three()

    def _problem(self) -> str:
        """What the call was about: the customer's sentences, the answer to what was seen included for pests."""
        call = self._told.call
        found: dict[str, None] = {}
        for one in self._told.subject:
            if any(one.words in line for line in found):
                continue
            found.setdefault(plain(one.sentence))
        if self._told.verdict.disposition in FOLLOWED_UP:
            for asked in call.of("identify_pest"):
                if answer := call.answer(asked):
                    found.setdefault(plain(answer.segment.text))
        return " ".join(list(found)[:_MOST_SENTENCES])

    def _equipment(self) -> str:
        """What the customer answered to the question about the equipment, two sentences at most."""
        call = self._told.call
        for asked in call.of("equipment_details"):
            if answer := call.answer(asked):
                text = answer.segment.text
                spans = sentences(text)[: _MOST_SENTENCES + 1]
                return plain(text[spans[0][0] : spans[-1][1]], 100) if spans else ""
        return ""

    def _agreed(self) -> str:
        """The slot that was accepted and the fee that was told, or where an emergency was sent."""
        told = self._told
        if told.verdict.disposition == "safety_referred":
            return plain(told.call.of("emergency_referral")[-1].sentence)
        parts: list[str] = []
        if told.appointment:
            parts.append(_capital(told.appointment))
        elif told.verdict.disposition == "lead":
            parts.append("No slot")
        for fee in told.call.of("disclose_diagnostic_fee"):
            price = money(fee.segment.text[fee.spans[0][0] :]) or money(fee.segment.text)
            parts.append(f"{_capital(price)} fee told" if price else "Fee told")
        return " ".join(f"{part}." for part in parts)

    def _follow_up(self) -> str:
        """What is left to do: claims that stand, a call that was asked for, questions that were not asked."""
        told = self._told
        left = len(told.not_asked)
        parts = list(told.follow_ups[: len(told.follow_ups) - left] if left else told.follow_ups)
        parts += told.follow_ups[len(parts) : len(parts) + _MOST_OPEN]
        if left > _MOST_OPEN:
            parts.append(f"{left - _MOST_OPEN} more (not asked)")
        return ". ".join(parts) + "." if parts else ""

    def _three(self) -> tuple[str, ...]:
        """What it is about, what was agreed, what is left; none for a call without a word."""
        told = self._told
        if not told.call.segments:
            return ()
        verdict = told.verdict
        label = LABELS.get(verdict.disposition, "Outcome not clear")
        if verdict.reason:
            label = f"{label}, {LABELS[verdict.reason].lower()}"
        about = told.call_reason or "No need heard."
        agreed = f"{label}: {self.agreed}" if self.agreed else f"{label}."
        return tuple(_ended(cut(line, _SHORT)) for line in (about, agreed, self.follow_up or "Nothing left open."))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    """A line with a stop at its end."""
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
