"""The words of the overlay: times, ages, and each state as a sentence. No Qt here.

All times come in as data: instants in milliseconds of the call clock, durations in whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.keys import shown
from desktop.view import Checklist, ChecklistItem, ClaimCard, Connection, Line, SafetyCard, SuggestionCard, View

OPEN_QUOTE = "\u201c"
CLOSE_QUOTE = "\u201d"
APOSTROPHE = "\u2019"
SUGGEST_KEY = shown("suggest")
ACKNOWLEDGE_KEY = shown("acknowledge")

SUGGESTION_TITLES = {"model": "Suggested reply", "playbook": "From the playbook"}
OFFLINE_SUGGESTIONS = "Offline suggestions: the playbook answers"
SPEAKERS = {"csr": "You", "customer": "Customer"}


def clock(ms: int | None) -> str:
    """The call clock: `04:12`, over an hour `1:04:12`, without a call `--:--`."""
    if ms is None:
        return "--:--"
    seconds = max(0, ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def instant(ms: int) -> str:
    """A moment of the call as it is spoken of: `2:47`, over an hour `1:04:12`."""
    return countdown(max(0, ms) // 1000)


def countdown(seconds: int) -> str:
    """A duration as `0:20`, over an hour `1:04:12`."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def age(seconds: int) -> str:
    """How old a card is: `3 s ago`, from a minute on `2 min ago`."""
    return f"{max(0, seconds)} s ago" if seconds < 60 else f"{seconds // 60} min ago"


def quoted(text: str) -> str:
    """The text in quotation marks."""
    return f"{OPEN_QUOTE}{text}{CLOSE_QUOTE}"


def status(view: View) -> str:
    """The state word in the header."""
    state = view.connection.state
    if state in ("offline", "reconnecting", "stale"):
        return {"offline": "Offline", "reconnecting": "Reconnecting", "stale": "Stale"}[state]
    if view.phase == "ended":
        return "Call ended"
    return "Live" if state == "live" and view.phase == "in_call" else "Idle"


def band(view: View) -> tuple[str, str]:
    """The connection band as (bold words, the rest); both empty when there is nothing to say."""
    link = view.connection
    if link.problem:
        return "", link.problem
    if link.state not in ("offline", "reconnecting", "stale"):
        return "", ""
    if link.state == "stale":
        return f"No transcript for {link.silent_s}\u00a0s.", f"Alerts can{APOSTROPHE}t hear this call."
    works = ["Alerts still work."] if view.phase == "in_call" else []
    waiting = [f"{link.waiting} waiting to send."] if link.waiting else []
    if link.state == "offline":
        return "Offline.", " ".join(works + waiting)
    retry = "Trying now." if link.next_try_s is None else f"Next try in {link.next_try_s}\u00a0s."
    return ("" if works else "Not connected."), " ".join([*works, retry])


def is_troubled(connection: Connection) -> bool:
    """Whether the connection band has to show: a problem at once, other trouble after 2 s of it."""
    if connection.problem:
        return True
    return connection.state in ("offline", "reconnecting", "stale") and connection.troubled_s >= 2


def tag(item: ChecklistItem, is_next: bool) -> str:
    """The words at the right end of a checklist row."""
    if item.state == "done":
        return "" if item.done_at_ms is None or item.just_ticked else instant(item.done_at_ms)
    if item.state == "overdue":
        return "late"
    if item.due_in_s is not None:
        return f"due in {countdown(item.due_in_s)}"
    if is_next:
        return "Next"
    return item.deadline or ("optional" if item.optional else "")


def lowered(label: str) -> str:
    """A label within a sentence: the first letter small unless the word is an abbreviation."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def done_summary(checklist: Checklist, hidden_open: int) -> str:
    """The done group's own row, before the names: `5 done` or `5 done, 2 more open`."""
    return f"{checklist.done} done, {hidden_open} more open" if hidden_open else f"{checklist.done} done"


def named(done: Sequence[ChecklistItem]) -> str:
    """The first three of the done items by name, and " …" when there are more."""
    names = ", ".join(lowered(item.label) for item in done[:3])
    return f"{names} …" if len(done) > 3 else names


def settled(card: ClaimCard) -> str:
    """The one line a claim card becomes when it is settled or old."""
    if card.state == "corrected":
        return f"Corrected in {card.corrected_after_s} s"
    return "Acknowledged" if card.state == "acknowledged" else "Not corrected"


def card_age(card: ClaimCard | SafetyCard) -> str:
    """The right end of a card's filled header: how many wait behind it, and its age."""
    return f"{card.waiting} more \u00b7 {age(card.age_s)}" if card.waiting else age(card.age_s)


def claim_spoken(card: ClaimCard) -> str:
    """A claim card as one sentence for a screen reader."""
    if card.state != "standing":
        return f"{settled(card)}: {card.title}."
    parts = [f"Claim: {card.title}.", f"You said: {card.quote.text}", f"Say instead: {card.say_instead}", card.why]
    return " ".join(part for part in parts if part)


def suggestion_age(card: SuggestionCard) -> str:
    """The right end of a suggestion's header."""
    if card.is_writing:
        return f"writing \u00b7 {max(0, card.age_s)} s"
    return f"offline \u00b7 {age(card.age_s)}" if card.offline else age(card.age_s)


def suggestion_spoken(card: SuggestionCard) -> str:
    """A whole suggestion as one sentence for a screen reader."""
    said = f" {SPEAKERS[card.speaker]} said: {card.quote.text}" if card.quote.text else ""
    offline = f" {OFFLINE_SUGGESTIONS}." if card.offline else ""
    return f"{SUGGESTION_TITLES[card.author]}: {card.text}{said} Source: {card.source}.{offline}"


def withheld(title: str) -> str:
    """The line that stands for a suggestion that was not offered."""
    return f"Reply withheld: {lowered(title)}"


def item_spoken(item: ChecklistItem, is_next: bool) -> str:
    """A checklist row as one sentence for a screen reader."""
    state = {"open": "open", "overdue": "late", "done": "done"}[item.state]
    parts = [item.label, "next" if is_next and item.state == "open" else state]
    words = tag(item, is_next=False)
    if words and words not in parts:
        parts.append(words)
    if item.added_because:
        parts.append(f"added: customer said {quoted(item.added_because)}")
    if is_next and item.ask:
        parts.append(f"say {quoted(item.ask)}")
    return ", ".join(parts)


def line_spoken(line: Line) -> str:
    """A transcript line as a screen reader says it."""
    return f"{SPEAKERS[line.speaker]}: {line.text}{' …' if line.interim else ''}"
