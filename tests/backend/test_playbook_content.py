"""What ships with the product: its lines keep the rules, and callers find them."""

import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from backend.assist.playbook.company import read_company
from backend.assist.playbook.evaluation import SHIPPED_QUESTIONS, Question, evaluate, read_questions
from backend.assist.playbook.search import EXAMPLE_COMPANY, SHIPPED, Playbook
from backend.assist.playbook.topics import read_topic
from rules.engine import Engine, Rulebook
from rules.yaml_source import shipped
from tests.backend.shelf import embedder
from transcripts.events import AlertRaised, SegmentAdded, SessionStarted
from transcripts.redaction import EMPTY, redact

EXAMPLE = EXAMPLE_COMPANY / "company.md"
TRADES = {"hvac", "plumbing", "electrical", "pest"}


@lru_cache(maxsize=1)
def rulebook() -> Rulebook:
    """The rules of record, compiled."""
    return Rulebook(shipped())


@pytest.fixture(scope="module", params=["without facts", "with the example's facts"])
def playbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playbook]:
    """The shipped playbook, as it is and as a company completes it.

    Yields:
        The playbook.
    """
    company = tmp_path_factory.mktemp("company")
    if request.param != "without facts":
        shutil.copy(EXAMPLE, company / "company.md")
    playbook = Playbook.open(SHIPPED, company)
    yield playbook
    playbook.close()


def questions() -> dict[str, tuple[Question, ...]]:
    """The shipped questions."""
    return read_questions(SHIPPED_QUESTIONS.read_text(encoding="utf-8"))


def claims(text: str, trade: str) -> list[str]:
    """The prohibited claims that a CSR makes who says this."""
    engine = Engine(rulebook(), "session", "backend")
    engine.observe(SessionStarted(title="", agent="", trade=trade))
    facts = engine.observe(SegmentAdded(utterance_id="u", speaker="csr", text=text, at_ms=0))
    raised = (fact for fact in facts if isinstance(fact.payload, AlertRaised))
    return [fact.rule.id for fact in raised if fact.rule.kind == "prohibited_claim"]


def test_every_shipped_file_can_be_read(playbook: Playbook) -> None:
    """There are topics for every trade, and each of their trades is one."""
    assert playbook.problems == ()
    assert len(playbook.entries) >= 70
    assert {trade for entry in playbook.entries for trade in entry.trades} == TRADES


def test_no_shipped_line_breaks_a_rule(playbook: Playbook) -> None:
    """Said by a CSR in a call of any of its trades, no line is a prohibited claim."""
    for entry in playbook.entries:
        for trade in entry.trades or ("", *TRADES):
            assert claims(entry.say, trade) == [], entry.passage.source


def test_no_shipped_line_holds_anything_private(playbook: Playbook) -> None:
    """Redaction finds nothing in it, but the number of Poison Control, which is public."""
    for entry in playbook.entries:
        said = entry.say.replace("1-800-222-1222", "")
        assert redact(EMPTY, "csr", said)[1] == said, entry.passage.source


def test_no_line_names_a_fact_that_is_not_known(playbook: Playbook) -> None:
    """No brace is left in what is said, nor in what is told to a model."""
    for entry in playbook.entries:
        assert "{" not in entry.say + entry.background


def test_the_example_knows_every_fact_that_a_line_names() -> None:
    """With it, each line is said in full."""
    known = read_company(EXAMPLE.read_text(encoding="utf-8")).facts
    for file in SHIPPED.rglob("*.md"):
        for written in read_topic(file.read_text(encoding="utf-8"), file.relative_to(SHIPPED).as_posix()).passages:
            assert known.keys() >= set(re.findall(r"{(\w+)}", written.line)), written.passage.source


def test_the_questions_name_passages_that_there_are(playbook: Playbook) -> None:
    """Enough of them, of each kind, in each set."""
    known = {entry.passage.source for entry in playbook.entries}
    sets = questions()
    assert set(sets) == {"dev", "test", "blind"}
    for half in sets.values():
        assert sum(bool(question.sources) for question in half) >= 60
        assert sum(not question.sources for question in half) >= 25
        for question in half:
            assert known.issuperset(question.sources), question.heard
            assert not question.trade or question.trade in TRADES


def test_words_alone_find_most_answers(playbook: Playbook) -> None:
    """A floor under both halves, and a lower one under what others ask: below them something was broken."""
    sets = questions()
    score = evaluate(playbook, sets["dev"] + sets["test"])
    assert score.hit_3 >= 0.91
    assert score.hit_1 >= 0.80
    assert score.silent >= 0.80
    assert evaluate(playbook, sets["blind"]).hit_3 >= 0.86


def test_meaning_and_words_find_nearly_all(kept_vectors: Path) -> None:
    """As above, with vectors."""
    playbook = Playbook.open(SHIPPED, None, embedder(), cache=kept_vectors)
    sets = questions()
    score, others = evaluate(playbook, sets["dev"] + sets["test"]), evaluate(playbook, sets["blind"])
    playbook.close()
    assert score.hit_3 >= 0.95
    assert score.hit_1 >= 0.87
    assert score.silent >= 0.84
    assert others.hit_3 >= 0.95
