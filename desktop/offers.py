"""Which line is offered: one that the rules hold ready, or a suggestion of the backend.

A rule's line stands first, for it is there at once and without a network. A model's suggestion for the same utterance
takes its place once it has a sentence; else the later moment of the call wins. A line whose moment has passed is worse
than none. Nothing here outranks a claim or an emergency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from desktop.alerts import ShownAlert
from desktop.safety import Rules, speaker_of
from desktop.suggestions import ShownSuggestion, Suggestions
from desktop.view import Line, Quote, Span, SuggestionCard, WithheldCard
from transcripts.events import Passage

STALE_S = 30.0
WITHHELD_S = 4.0
PLAYBOOK = "Playbook"

_SENTENCE_END = re.compile(r"[.?!…](?=\s)")


def choose_line(
    alerts: Iterable[ShownAlert],
    suggestions: Suggestions,
    rules: Rules,
    lines: Sequence[Line],
    now: float,
    *,
    offline: bool,
) -> SuggestionCard | WithheldCard | None:
    """The one line to offer at `now`; `lines` are the transcript, `offline` is whether the backend is out of reach."""
    alert = max(
        (
            alert
            for alert in alerts
            if alert.offers_line and not alert.put_away and now - alert.seen_at < STALE_S
            if alert.asked_for or not suggestions.is_answered(alert.raised.utterance_id)
        ),
        key=lambda alert: alert.seen_at,
        default=None,
    )
    shown = [one for one in suggestions if _may_show(one, suggestions, lines, now, offline=offline)]
    suggestion = shown[-1] if shown else None
    written = next((one for one in reversed(shown) if one.text), None)
    withheld = suggestions.withheld
    if withheld is not None and now - withheld.at >= WITHHELD_S:
        withheld = None
    if withheld is not None and withheld.was_shown:
        return WithheldCard(withheld.suggestion_id, withheld.title)
    if written is not None and (alert is None or _goes_first(written, alert, lines)):
        return _suggestion_card(written, lines, now, offline=offline)
    if alert is not None:
        return _rule_card(alert, rules, lines, now, offline=offline)
    if withheld is not None:
        return WithheldCard(withheld.suggestion_id, withheld.title)
    if suggestion is not None and suggestion.asked_for:  # who asked sees that something comes
        return _suggestion_card(suggestion, lines, now, offline=offline)
    return None


def source_of(author: str, passages: Sequence[Passage]) -> str:
    """What a suggestion rests on: `Model, from Playbook › Pricing › Diagnostic fee`."""
    more = f", {len(passages) - 1} more" if len(passages) > 1 else ""
    path = " › ".join((PLAYBOOK, *passages[0].path)) + more if passages else ""
    if author == "playbook":
        return path or PLAYBOOK
    return f"Model, from {path}" if path else "Model"


def _may_show(
    one: ShownSuggestion, suggestions: Suggestions, lines: Sequence[Line], now: float, *, offline: bool
) -> bool:
    if now - one.seen_at >= STALE_S or (offline and one.whole_at is None):
        return False
    return one.asked_for or not (suggestions.is_answered(one.utterance_id) or _has_passed(one, lines))


def _has_passed(one: ShownSuggestion, lines: Sequence[Line]) -> bool:
    """Whether the customer has said something else since, and been answered."""
    answered = False
    for line in reversed(lines):
        if line.utterance_id == one.utterance_id:
            return False
        if line.interim:
            continue
        if line.speaker == "csr":
            answered = True
        elif answered:
            # An utterance that was never heard here tells nothing of its moment.
            return one.utterance_id is None or any(line.utterance_id == one.utterance_id for line in lines)
    return False


def _goes_first(one: ShownSuggestion, alert: ShownAlert, lines: Sequence[Line]) -> bool:
    if alert.asked_for and alert.seen_at > one.begun_at:
        return False
    if one.asked_for:
        return True
    if one.utterance_id is not None and one.utterance_id == alert.raised.utterance_id:
        return one.author == "model"
    line = _line_of(one.utterance_id, lines)
    return line is not None and line.at_ms > alert.raised.at_ms


def _suggestion_card(one: ShownSuggestion, lines: Sequence[Line], now: float, *, offline: bool) -> SuggestionCard:
    line = _line_of(one.utterance_id, lines)
    return SuggestionCard(
        card_id=one.suggestion_id,
        author=one.author,
        quote=_quote(line, one.evidence) if line is not None else Quote(""),
        text=one.text.strip(),
        source=source_of(one.author, one.passages),
        age_s=int(now - one.seen_at),
        is_writing=one.whole_at is None,
        rating=one.rating,
        offline=offline or one.offline,
        speaker=line.speaker if line is not None else "customer",
    )


def _rule_card(alert: ShownAlert, rules: Rules, lines: Sequence[Line], now: float, *, offline: bool) -> SuggestionCard:
    rule = rules.get(alert.raised.rule_id)
    return SuggestionCard(
        card_id=alert.alert_id,
        author="playbook",
        quote=Quote(alert.text, alert.raised.evidence),
        text=alert.raised.say_instead,
        source=" › ".join(filter(None, (PLAYBOOK, rule.source if rule else ""))),
        age_s=int(now - alert.seen_at),
        rating=alert.rating,
        offline=offline,
        speaker=speaker_of(alert, lines),
    )


def _quote(line: Line, evidence: tuple[Span, ...]) -> Quote:
    """The words that were answered: as the suggestion names them, as the rules marked them, else the last sentence."""
    evidence = evidence or tuple(mark.span for mark in line.marks if mark.kind == "signal")
    if not evidence and line.text.strip():
        evidence = (_last_sentence(line.text),)
    return Quote(line.text, evidence)


def _last_sentence(text: str) -> Span:
    end = len(text.rstrip())
    begins = [0, *(match.end() for match in _SENTENCE_END.finditer(text, 0, end))]
    start = begins[-1] + len(text[begins[-1] : end]) - len(text[begins[-1] : end].lstrip())
    return start, end


def _line_of(utterance_id: str | None, lines: Sequence[Line]) -> Line | None:
    return next((line for line in reversed(lines) if line.utterance_id == utterance_id), None)
