"""Why a rule is heard in a text, or is not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from rules.matcher import Span, compile_regexp
from rules.normal import Normal, normalise
from rules.phrases import Terms, terms_of, translate
from rules.rulebook import Excuses
from rules.ruleset import Rule, Ruleset
from transcripts.events import Speaker


class Match(Struct, frozen=True):
    """One phrase in the text. `words` are the speaker's own; `excused_by` is empty or the phrase of `unless`."""

    phrase: str
    words: str
    clause: str
    excused_by: str = ""


class Explanation(Struct, frozen=True):
    """What a rule makes of a text. `verdict` is a sentence, `fires` its short form; conditions are not counted."""

    rule_id: str
    kind: str
    fires: bool
    verdict: str
    matches: tuple[Match, ...] = ()
    repairs: tuple[Match, ...] = ()
    when: tuple[str, ...] = ()


class Reading(Struct, frozen=True):
    """A text as the rules read it."""

    text: str
    clauses: tuple[str, ...]


def read(text: str) -> Reading:
    """How the rules read a text: its plain words and its clauses."""
    normal = normalise(text)
    clauses = tuple(normal.text[slice(*clause)].strip() for clause in normal.clauses)
    return Reading(normal.text.replace(" \n ", " / ").strip(), clauses)


def explain(ruleset: Ruleset, text: str, speaker: Speaker) -> Iterator[Explanation]:
    """What every rule makes of one utterance, in the order of the rules."""
    terms = terms_of(ruleset.terms)
    normal = normalise(text)
    for rule in ruleset.rules:
        yield _explain(rule, terms, normal, speaker)


def _explain(rule: Rule, terms: Terms, normal: Normal, speaker: Speaker) -> Explanation:
    matches = tuple(_matches(rule.any, rule, terms, normal))
    repairs = tuple(_matches(rule.corrected_by, None, terms, normal)) if speaker == "csr" else ()
    heard = rule.hears(speaker)
    standing = [match for match in matches if not match.excused_by]
    fires = heard and bool(standing)
    if rule.kind == "conversation" and not rule.any:
        verdict = "does not listen to words"
    elif not matches:
        verdict = "does not fire: none of its phrases is there"
    elif not heard:
        verdict = f"does not fire: only the {rule.speaker}'s words count"
    elif not standing:
        verdict = f"does not fire: “{matches[0].words}” is excused by `{matches[0].excused_by}`"
    elif rule.when:
        verdict = f"fires on “{standing[0].words}” once one of these has fired: {', '.join(rule.when)}"
    else:
        verdict = f"fires on “{standing[0].words}”"
    return Explanation(rule.id, rule.kind, fires, verdict, matches, repairs, rule.when)


def _matches(phrases: tuple[str, ...], rule: Rule | None, terms: Terms, normal: Normal) -> Iterator[Match]:
    data = normal.text.encode()
    for phrase in phrases:
        match = compile_regexp(translate(phrase, terms).regexp).search(data)
        if match is None:
            continue
        start = len(data[: match.start()].decode())
        span = (start, start + len(data[slice(*match.span())].decode()))
        excuse = _excuse(rule, terms, normal, span) if rule is not None else ""
        clause = normal.text[slice(*normal.clause_around(*span))].strip()
        yield Match(phrase, normal.source[slice(*normal.original(*span))], clause, excuse)


def _excuse(rule: Rule, terms: Terms, normal: Normal, span: Span) -> str:
    """The phrase of `unless` that excuses a match; empty if none does."""
    for phrase in rule.unless:
        if not Excuses((phrase,), terms).hold(normal, [span]):
            return phrase
    return ""
