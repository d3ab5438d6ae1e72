"""What a ruleset is: its rules, their fields, and the version that its content has."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

Kind = Literal["prohibited_claim", "keyword_alert", "required_question", "life_safety", "conversation"]
Severity = Literal["critical", "warning", "info"]
Scope = Literal["csr", "customer", "either"]
Measure = Literal["silence", "monologue", "talk_share", "overlaps", "open_items"]

_SECONDS = re.compile(r"(\d{1,4})s")


class RulesetError(ValueError):
    """A ruleset that cannot be used; `problems` says everything that is wrong with it, one line each."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems: tuple[str, ...] = tuple(problems)
        super().__init__("\n".join(self.problems))


class Examples(Struct, frozen=True):
    """Sentences that the rule must and must not fire on, said by a speaker in the rule's scope."""

    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()


class Advice(Struct, frozen=True, kw_only=True):
    """One line of safety advice to read aloud.

    Attributes:
        say: The line.
        title: What it says in a few words, for the list of what was said.
        any: Phrases by which it is known that the CSR has said it.
        optional: The emergency ends without it.
    """

    say: str
    title: str
    any: tuple[str, ...]
    optional: bool = False


class Rule(Struct, frozen=True, kw_only=True):
    """One thing to notice in a call. Texts are empty, and lists are `()`, where a rule does not have them.

    Attributes:
        id: Stable name, unique in its ruleset; facts in the log bear it.
        kind: How it behaves when it is heard.
        title: A few words for the card or the checklist line.
        speaker: Whose words count.
        severity: How loud the card is; of life safety `critical` takes the window over, `warning` is a card.
        any: Phrases (see `rules.phrases`); one of them is enough.
        unless: Phrases that excuse a match in whose clause they stand; `<match>` in one of them is the match itself.
        when: Ids of rules; this one is active once any of them has fired. `()` means always.
        trades: The trades on whose checklist the item stands. `()` means every trade.
        due: "20s" (call clock), "before_booking", "before_close", or None.
        corrected_by: Phrases with which the CSR repairs the claim.
        say_instead: The line to say in place of the claim, or the line that a playbook card offers.
        source: Path of the playbook line that `say_instead` comes from.
        why: The reason, in a sentence.
        cooldown: Seconds of call clock for which the rule rests after it fired.
        ask: The words to say for a checklist item.
        optional: The checklist item does not count as open at the end of the call.
        until: Safety advice; the emergency stands until every line that is not optional was said.
        closing: The sentence that ends the call after the advice.
        overrides: Reasons that a person may give for putting the emergency away.
        measure: What a conversation rule watches.
        limit: From where on it fires: seconds, per cent of the talk or a count, as `measure` has it.
        limit_on_hold: The limit of silence after the CSR announced a hold, in seconds.
        within: The last seconds over which it measures; for a talk share, the seconds before it measures at all.
        examples: What must and must not match.
    """

    id: str
    kind: Kind
    title: str
    speaker: Scope
    severity: Severity
    any: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    due: str | None = None
    corrected_by: tuple[str, ...] = ()
    say_instead: str = ""
    source: str = ""
    why: str = ""
    cooldown: int = 0
    ask: str = ""
    optional: bool = False
    until: tuple[Advice, ...] = ()
    closing: str = ""
    overrides: tuple[str, ...] = ()
    measure: Measure | None = None
    limit: int = 0
    limit_on_hold: int = 0
    within: int = 0
    examples: Examples = Examples()

    @property
    def due_seconds(self) -> int | None:
        """Seconds of call clock until the item is due, where `due` is a time and not a moment."""
        seconds = _SECONDS.fullmatch(self.due or "")
        return int(seconds[1]) if seconds else None

    def hears(self, speaker: str) -> bool:
        """Whether the words of this speaker count."""
        return self.speaker in ("either", speaker)


class Ruleset(Struct, frozen=True, kw_only=True):
    """Rules in the order of their file. Equal rules and terms in equal order have an equal `version`.

    `terms` are the named pieces of phrases, name and phrase each, in the order in which they refer to each other.
    """

    id: str
    title: str
    version: str
    rules: tuple[Rule, ...]
    terms: tuple[tuple[str, str], ...] = ()

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def make_ruleset(ruleset_id: str, title: str, rules: Iterable[Rule], terms: Iterable[tuple[str, str]] = ()) -> Ruleset:
    """Put rules together and derive their version: 12 hex digits of SHA-256 over rules and terms as canonical JSON."""
    frozen, named = tuple(rules), tuple(terms)
    canonical = msgspec.json.encode((frozen, named), order="sorted")
    version = hashlib.sha256(canonical).hexdigest()[:12]
    return Ruleset(id=ruleset_id, title=title, version=version, rules=frozen, terms=named)


def merge(rulesets: Iterable[Ruleset]) -> Ruleset:
    """One ruleset with the rules and terms of all, in order.

    Raises:
        RulesetError: No rulesets, or two of them have a rule of the same id or mean different things by a term.
    """
    parts = tuple(rulesets)
    if not parts:
        raise RulesetError(["there are no rulesets to merge"])
    if len(parts) == 1:
        return parts[0]
    owner: dict[str, str] = {}
    terms: dict[str, str] = {}
    problems: list[str] = []
    for part in parts:
        for rule in part.rules:
            if rule.id in owner:
                problems.append(f"{part.id}: rule `{rule.id}`: {owner[rule.id]} has a rule of this id too")
            owner.setdefault(rule.id, part.id)
        problems += [
            f"{part.id}: term `{name}`: means something else in a ruleset before it"
            for name, phrase in part.terms
            if terms.setdefault(name, phrase) != phrase
        ]
    if problems:
        raise RulesetError(problems)
    return make_ruleset(
        "+".join(part.id for part in parts),
        ", ".join(part.title for part in parts),
        (rule for part in parts for rule in part.rules),
        terms.items(),
    )
