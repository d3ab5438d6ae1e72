"""The rules engine and redaction, per segment, beside loops of compiled regular expressions.

The words come from the sample calls, joined to segments of about 25 words; the generated rules are phrases of words
that these calls hold, so prefilters are asked as often as by real rules.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice

from rules.engine import Engine, Rulebook
from rules.normal import normalise
from rules.phrases import translate
from rules.ruleset import Rule, Ruleset, make_ruleset, merge
from rules.yaml_source import shipped
from tests.bench.figures import Figure, Limit, best, quantile
from transcripts.events import SegmentAdded, Speaker
from transcripts.files import read_transcript
from transcripts.redaction import EMPTY, redact

CALL = 40  # segments of one engine before it is made anew
WORDS = 25
P99_US = {1_000: 400.0}  # the standing promise
SLOTS = ("<money>", "<time>", "<number>", "<day>")
REDACTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d)",
        r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b",
        r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)",
        r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)",
        r"(?i)\b(?:cvv|cvc|security code)\D{0,12}\d{3,4}\b",
    )
)
"""Written forms only, no Luhn, no state: the least that could be called redaction."""


def run(*, quick: bool) -> list[Figure]:
    """Measure the engine with growing rulesets, then redaction of segments with nothing to hide."""
    runs, samples = (1, 300) if quick else (5, 3_000)
    segments = list(islice(cycle(corpus()), samples))
    words = vocabulary(segments)
    home = shipped()
    rulesets = [
        (f"{count:,} generated rules", generated(count, words), P99_US.get(count)) for count in (50, 100, 1_000)
    ]
    rulesets.append((f"the shipped ruleset ({len(home.rules)} rules)", home, P99_US[1_000]))
    rulesets.append(("1,000 generated rules + shipped", merge((home, generated(1_000, words))), None))
    figures = [_engine(name, ruleset, segments, bound, runs) for name, ruleset, bound in rulesets]
    return [*figures, _redaction(segments, runs)]


def corpus() -> list[SegmentAdded]:
    """The words of all sample calls in segments of 25 words, the speakers in turn."""
    from desktop import samples  # noqa: PLC0415 # the list of sample calls; nothing else of the desktop is measured

    said: dict[Speaker, list[str]] = {"csr": [], "customer": []}
    for name in samples.names():
        path = samples.find(name)
        for heard in read_transcript(path.read_bytes(), path.name).segments:
            if heard.is_final:
                said[heard.speaker] += redact(EMPTY, heard.speaker, heard.text)[1].split()
    segments: list[SegmentAdded] = []
    for at in range(0, min(map(len, said.values())) - WORDS, WORDS):
        for speaker, words in said.items():
            segments.append(SegmentAdded(f"u-{len(segments)}", speaker, " ".join(words[at : at + WORDS]), 0))
    return segments


def vocabulary(segments: list[SegmentAdded]) -> list[str]:
    """The words of the segments that a phrase can be made of, sorted."""
    return sorted({word for segment in segments for word in normalise(segment.text).words if word.isalpha()})


def generated(count: int, words: list[str]) -> Ruleset:
    """Rules of three phrases each: sequences, choices, gaps, inflections and slots. The same for the same words."""
    chance = random.Random(count)

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


def _engine(name: str, ruleset: Ruleset, segments: list[SegmentAdded], bound: float | None, runs: int) -> Figure:
    rulebook = Rulebook(ruleset)
    ours = _best(runs, lambda: _observe(rulebook, segments))
    loops = {
        speaker: [
            re.compile(translate(phrase).regexp)
            for rule in ruleset.rules
            if rule.hears(speaker)
            for phrase in rule.any
            if not phrase.startswith("re:")
        ]
        for speaker in ("csr", "customer")
    }
    some = segments[: max(100, len(segments) // 10)]
    peer = _best(min(runs, 2), lambda: _search(loops, some))
    return Figure(
        what=f"rules per segment, {name}",
        unit="us",
        p50=quantile(ours, 0.5),
        p99=quantile(ours, 0.99),
        samples=len(ours),
        limits=() if bound is None else (Limit("p99", "<=", bound),),
        peer_name="loop of compiled re",
        peer=quantile(peer, 0.5),
        note="normalising, matching, evidence and facts; the peer searches text that is normalised already",
    )


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
        text = normalise(segment.text).text
        patterns = loops[segment.speaker]
        began = time.perf_counter_ns()
        [match.span() for pattern in patterns if (match := pattern.search(text))]
        yield (time.perf_counter_ns() - began) / 1000


def _redaction(segments: list[SegmentAdded], runs: int) -> Figure:
    clean = [segment for segment in segments if "[" not in segment.text]

    def redacted() -> Iterator[float]:
        for segment in clean:
            began = time.perf_counter_ns()
            redact(EMPTY, segment.speaker, segment.text)
            yield (time.perf_counter_ns() - began) / 1000

    def searched() -> Iterator[float]:
        for segment in clean:
            began = time.perf_counter_ns()
            for pattern in REDACTIONS:
                pattern.search(segment.text)
            yield (time.perf_counter_ns() - began) / 1000

    ours, peer = _best(runs, redacted), _best(runs, searched)
    return Figure(
        what="redaction per clean segment",
        unit="us",
        p50=quantile(ours, 0.5),
        p99=quantile(ours, 0.99),
        samples=len(ours),
        peer_name="five compiled re, written forms only",
        peer=quantile(peer, 0.5),
    )


def _best(runs: int, measure: Callable[[], Iterator[float]]) -> list[float]:
    """The run with the least total time, after one that warms up."""
    sum(measure())
    return best(runs, lambda: list(measure()), sum)
