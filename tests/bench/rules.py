"""The rules engine, per segment, beside loops of compiled regular expressions.

The words come from the labelled calls, joined to segments of 25 words; the generated rules are phrases of words that
these calls hold, so prefilters are asked as often as by real rules.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator

from rules.engine import Engine, Rulebook
from rules.normal import normalise
from rules.phrases import translate
from rules.ruleset import Rule, Ruleset, make_ruleset, merge
from rules.yaml_source import shipped
from tests.bench.figures import Figure, Limit, quantile
from tests.rules.accuracy import FOLDER
from tests.rules.labelled import read_labelled
from transcripts.events import SegmentAdded, Speaker

COUNTS = (100, 500, 1_000, 5_000)
CALL = 40  # segments of one engine before it is made anew
WORDS = 25
P99_US = {100: 150.0, 1_000: 300.0}
GROWTH = 3.0  # from a hundred rules to five thousand, of the median
TIMES_FASTER = 50  # than the loop, at five hundred rules
SLOTS = ("<money>", "<time>", "<number>", "<day>")


def run(*, quick: bool) -> list[Figure]:
    """Measure the engine with growing rulesets and with the shipped ones."""
    runs = 1 if quick else 5
    segments = corpus()[: 300 if quick else 2_000]
    words = vocabulary(segments)
    figures = [_engine(f"{count:,} generated rules", generated(count, words), segments, runs) for count in COUNTS]
    hundred, most = figures[0], figures[-1]
    growth = Figure(
        what=f"rules per segment, {COUNTS[-1]:,} beside {COUNTS[0]}",
        unit="us",
        p50=most.p50,
        samples=most.samples,
        limits=(Limit("ratio", "<=", GROWTH),),
        peer_name=f"{COUNTS[0]} generated rules",
        peer=hundred.p50,
    )
    home = shipped()
    shipped_ones = _engine(f"the shipped rulesets ({len(home.rules)} rules)", home, segments, runs)
    together = _engine("1,000 generated rules + shipped", merge((home, generated(1_000, words))), segments, runs)
    return [*figures, growth, shipped_ones, together]


def corpus() -> list[SegmentAdded]:
    """The words of all labelled calls in segments of 25 words, the speakers in turn."""
    said: dict[Speaker, list[str]] = {"csr": [], "customer": []}
    for path in sorted(FOLDER.glob("*.txt")):
        for line in (line for call in read_labelled(path) for line in call.lines):
            said[line.speaker] += line.text.split()
    segments: list[SegmentAdded] = []
    for at in range(0, min(map(len, said.values())) - WORDS, WORDS):
        for speaker, words in said.items():
            segments.append(SegmentAdded(f"u-{len(segments)}", speaker, " ".join(words[at : at + WORDS]), 0))
    return segments


def vocabulary(segments: list[SegmentAdded]) -> list[str]:
    """The words of the segments that a phrase can be made of, sorted."""
    return sorted({word for segment in segments for word in normalise(segment.text).words if word.isalpha()})


def generated(count: int, words: list[str]) -> Ruleset:
    """Rules of three phrases each: sequences, choices, gaps, inflections and slots. Fewer are the first of more."""
    chance = random.Random(0)

    def phrase() -> str:
        first, second, third, fourth = chance.sample(words, 4)
        return chance.choice(
            (
                f"{first} {second}",
                f"({first}|{second}) {third}",
                f"({first}|{second}|{third}) ... {fourth}",
                f"{first}* ... ({second}|{third} {fourth})",
                f"{first} [{second}] {third}",
                f"{first} ... {chance.choice(SLOTS)}",
            )
        )

    return make_ruleset(
        "generated",
        "Generated",
        (
            Rule(
                id=f"generated_{number}",
                kind=chance.choice(("prohibited_claim", "keyword_alert", "required_question")),
                title=f"Rule {number}",
                speaker=chance.choice(("csr", "customer", "either")),
                severity="warning",
                any=(phrase(), phrase(), phrase()),
                unless=("(not|never) ... (say|promise)",) if number % 3 == 0 else (),
            )
            for number in range(count)
        ),
    )


def _engine(name: str, ruleset: Ruleset, segments: list[SegmentAdded], runs: int) -> Figure:
    rulebook, count = Rulebook(ruleset), len(ruleset.rules)
    ours = fastest(runs, lambda: _observe(rulebook, segments))
    limits = [Limit("p99", "<=", P99_US[count])] if count in P99_US else []
    if count == 500:
        limits.append(Limit("ratio", "<=", 1 / TIMES_FASTER))
    loops = (
        {
            speaker: [_plain(phrase) for rule in ruleset.rules if rule.hears(speaker) for phrase in rule.any]
            for speaker in ("csr", "customer")
        }
        if not ruleset.terms
        else {}
    )
    peer = fastest(min(runs, 2), lambda: _search(loops, segments[:100])) if loops else []
    return Figure(
        what=f"rules per segment, {name}",
        unit="us",
        p50=quantile(ours, 0.5),
        p99=quantile(ours, 0.99),
        samples=len(ours),
        limits=tuple(limits),
        peer_name="plain loop" if peer else "",
        peer=quantile(peer, 0.5) if peer else None,
        note="normalising, matching, evidence and facts; the peer searches each phrase with re, in any case",
    )


def _plain(phrase: str) -> re.Pattern[str]:
    """The phrase as one would write it for `re` and the text as it was heard."""
    words = translate(phrase).regexp.strip().replace(r"[^ \n]+ ", r"[\w']+\W+")
    return re.compile(rf"\b{words}".replace(" ", r"\W+"), re.IGNORECASE)


def _observe(rulebook: Rulebook, segments: list[SegmentAdded]) -> Iterator[float]:
    engine = Engine(rulebook, "bench", "backend")
    for number, segment in enumerate(segments):
        if number % CALL == 0:
            engine = Engine(rulebook, "bench", "backend")
        said = SegmentAdded(f"u-{number}", segment.speaker, segment.text, number * 5_000)
        began = time.perf_counter_ns()
        engine.observe(said)
        yield (time.perf_counter_ns() - began) / 1000


def _search(loops: dict[str, list[re.Pattern[str]]], segments: list[SegmentAdded]) -> Iterator[float]:
    for segment in segments:
        text, patterns = f"{segment.text} ", loops[segment.speaker]
        began = time.perf_counter_ns()
        [match.span() for pattern in patterns if (match := pattern.search(text))]
        yield (time.perf_counter_ns() - began) / 1000


def fastest(runs: int, measure: Callable[[], Iterator[float]]) -> list[float]:
    """What each sample takes in the fastest of its runs, after one that warms up: the others tell of the neighbours."""
    sum(measure())
    return [min(times) for times in zip(*(list(measure()) for _ in range(runs)), strict=True)]
