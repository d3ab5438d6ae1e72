"""The playbook in use: what is found, what is not, and edits while it runs."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from backend.assist.playbook.search import SHIPPED, Playbook
from tests.backend.shelf import COMPANY, DRAIN, Room, topic

BROKEN = "---\ntitle: A\n"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A small playbook in folders of its own."""
    return Room(tmp_path)


@pytest.fixture
def playbook(room: Room) -> Iterator[Playbook]:
    """The playbook of `room`, opened before the test changes anything.

    Yields:
        The playbook.
    """
    playbook = room.open()
    yield playbook
    playbook.close()


@pytest.fixture(scope="module")
def shipped() -> Iterator[Playbook]:
    """What ships with the product, without a company's facts.

    Yields:
        The playbook.
    """
    playbook = Playbook.open(SHIPPED, None)
    yield playbook
    playbook.close()


def sources(playbook: Playbook, text: str, trade: str = "", *, unspoken: bool = False) -> list[str]:
    """Where the passages stand that are found."""
    return [found.passage.source for found in playbook.search(text, trade, unspoken=unspoken)]


def says(playbook: Playbook) -> dict[str, str]:
    """The line of every passage, by its source."""
    return {entry.passage.source: entry.say for entry in playbook.entries}


def test_what_a_caller_says_finds_the_line(playbook: Playbook) -> None:
    """A passage comes with its line, its background, where it stands, and how sure it is."""
    found = playbook.search("so uh how much is it to come out")[0]
    assert found.passage.source == "pricing/diagnostic-fee.md"
    assert found.passage.path == ("Pricing", "Diagnostic fee")
    assert found.title == "Diagnostic fee"
    assert found.say == "I hear you. You get the price before any work."
    assert found.background == "The fee pays for the trip."
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    "text", ["", "   ", "…", "[PHONE]", "okay thanks", "hold on a second", "my name is John Miller"]
)
def test_what_asks_for_nothing_finds_nothing(playbook: Playbook, text: str) -> None:
    """Courtesies, names and silence are no questions."""
    assert playbook.search(text) == []


def test_an_aside_that_is_closer_than_any_passage_is_met_with_silence(playbook: Playbook, room: Room) -> None:
    """Though it shares words with a passage, which a question in those words finds."""
    room.ship("scheduling/holds.md", topic("On hold", "I am back.", triggers="why was I on hold for a second time"))
    playbook.refresh()
    assert sources(playbook, "why was I on hold so long") == ["scheduling/holds.md"]
    assert sources(playbook, "hold on a second") == []


def test_a_passage_of_another_trade_is_never_found(playbook: Playbook) -> None:
    """It is where the trade is its own, or not known."""
    text = "my sink won't drain"
    assert sources(playbook, text, "plumbing") == ["plumbing/clogged-drains.md"]
    assert sources(playbook, text, " Plumbing ") == ["plumbing/clogged-drains.md"]
    assert sources(playbook, text) == ["plumbing/clogged-drains.md"]
    assert sources(playbook, text, "hvac") == []
    assert sources(playbook, text, "roofing") == []


@pytest.mark.parametrize("trade", ["hvac", "plumbing", "electrical", "pest"])
@given(text=st.sampled_from("drain panel furnace roach leak breaker ice spray wasp".split()))
def test_a_trade_is_kept_in_the_shipped_playbook(shipped: Playbook, trade: str, text: str) -> None:
    """Whatever is asked, every passage is of the trade or of every trade."""
    trades = {entry.passage.source: entry.trades for entry in shipped.entries}
    for found in shipped.search(f"I have a problem with the {text}", trade, 50, unspoken=True):
        assert not trades[found.passage.source] or trade in trades[found.passage.source]


def test_a_passage_without_its_facts_is_background_only(playbook: Playbook, room: Room) -> None:
    """It is not offered until the company gives the fact that its line names."""
    text, section = "does the fee go toward the repair", "pricing/diagnostic-fee.md#fee-toward-the-repair"
    assert section not in sources(playbook, text)
    assert section in sources(playbook, text, unspoken=True)
    room.put("company.md", "---\nfacts:\n  fee_credit: comes off the bill\n---\n")
    room.wait()
    found = {each.passage.source: each.say for each in playbook.search(text)}
    assert found[section] == "It comes off the bill."


def test_as_many_are_found_as_are_asked_for(shipped: Playbook) -> None:
    """The surest come first."""
    found = shipped.search("how much do you charge to come out", limit=5)
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert shipped.search("how much do you charge to come out", limit=2) == found[:2]
    assert shipped.search("how much do you charge to come out", limit=0) == []


def test_a_file_of_the_company_stands_in_for_the_shipped_one(playbook: Playbook, room: Room) -> None:
    """One with the same path replaces it, one with another is added, and a disabled one takes it away."""
    room.put("plumbing/clogged-drains.md", topic("Clogged drains", "Our line.", triggers="my sink won't drain"))
    room.put("pricing/coupons.md", topic("Coupons", "Another line."))
    room.put("hvac/furnace-checks.md", "---\ndisabled: true\n---\n")
    room.wait()
    assert sources(playbook, "my sink won't drain") == ["plumbing/clogged-drains.md"]
    lines = says(playbook)
    assert lines["plumbing/clogged-drains.md"] == "Our line."
    assert lines["pricing/coupons.md"] == "Another line."
    assert "hvac/furnace-checks.md" not in lines


def test_a_company_gives_its_facts_to_every_line(playbook: Playbook, room: Room) -> None:
    """They stand in the lines, and are told for prompts."""
    room.put("company.md", COMPANY)
    assert playbook.refresh()
    assert playbook.company == "Northfield"
    assert playbook.facts == "company: Northfield\ndiagnostic fee: $89"
    expected = "I hear you. The visit is $89. You get the price before any work."
    assert says(playbook)["pricing/diagnostic-fee.md"] == expected


def test_edits_are_found_without_a_restart(playbook: Playbook, room: Room) -> None:
    """A file that comes, is changed or goes is noticed by the next search, but the folders are not looked at always."""
    text = "do you fix garbage disposals"
    file = room.put("plumbing/disposals.md", topic("Garbage disposals", "One.", triggers=text))
    assert sources(playbook, text) == []
    room.wait()
    assert sources(playbook, text) == ["plumbing/disposals.md"]
    file.write_text(topic("Garbage disposals", "Two, and more.", triggers=text))
    room.wait()
    assert [found.say for found in playbook.search(text)] == ["Two, and more."]
    file.unlink()
    room.wait()
    assert sources(playbook, text) == []
    assert not playbook.refresh()


def test_a_broken_edit_keeps_what_was_said_before(playbook: Playbook, room: Room) -> None:
    """The log tells of it once; the rest goes on, and a repaired file is read again."""
    file = room.ship("plumbing/clogged-drains.md", BROKEN)
    with capture_logs() as logs:
        playbook.refresh()
        room.ship("hvac/new.md", topic("New", "A line."))
        playbook.refresh()
    assert [(entry["event"], entry["line"]) for entry in logs] == [("playbook file left out", 1)]
    (problem,) = playbook.problems
    assert (problem.file, problem.line) == (file, 1)
    assert str(problem).startswith(f"{file}:1: the front matter has no end")
    assert says(playbook)["plumbing/clogged-drains.md"] == "Please hold off on chemical drain cleaner."
    assert says(playbook)["hvac/new.md"] == "A line."
    room.ship("plumbing/clogged-drains.md", DRAIN.replace("Please hold", "Hold"))
    playbook.refresh()
    assert playbook.problems == ()
    assert says(playbook)["plumbing/clogged-drains.md"].startswith("Hold off")


def test_a_file_that_was_never_right_takes_no_other_away(room: Room) -> None:
    """A company's broken file leaves its topic out rather than say what it was to replace."""
    room.put("plumbing/clogged-drains.md", BROKEN)
    room.ship("hvac/latin.md", "")
    (room.default / "hvac/latin.md").write_bytes(b"---\ntitle: \xff\n---\n")
    playbook = room.open()
    assert [(problem.file.name, problem.line) for problem in playbook.problems] == [
        ("clogged-drains.md", 1),
        ("latin.md", 2),
    ]
    assert sorted(says(playbook)) == [
        "hvac/furnace-checks.md",
        "pricing/diagnostic-fee.md",
        "pricing/diagnostic-fee.md#fee-toward-the-repair",
    ]
    playbook.close()


def test_broken_facts_keep_those_before(playbook: Playbook, room: Room) -> None:
    """A typing error in company.md takes no fact out of any line."""
    room.put("company.md", COMPANY)
    playbook.refresh()
    room.put("company.md", COMPANY.replace("facts", "fact"))
    playbook.refresh()
    assert playbook.company == "Northfield"
    assert len(playbook.problems) == 1


def test_other_files_are_passed_over(playbook: Playbook, room: Room) -> None:
    """What an editor leaves beside a file, and what is no Markdown, is no topic."""
    for name in ("plumbing/.#a.md", ".git/a.md", "plumbing/a.md~", "plumbing/a.txt"):
        room.put(name, BROKEN)
    playbook.refresh()
    assert playbook.problems == ()


def test_a_playbook_without_a_folder_is_empty(tmp_path: Path) -> None:
    """It answers nothing, and fills when the folder comes."""
    playbook = Playbook.open(tmp_path / "a", tmp_path / "b")
    assert playbook.search("how much to come out") == []
    assert playbook.entries == ()
    playbook.close()


@given(st.text(max_size=200))
@example('" OR NEAR(a b) AND NOT * ^ {title}: -')
@example('title:"')
@example("\x00 drain")
@example("\ud800 drain")
@example("e\u0301 ﬁ ① İ ß \u200b drain")
@example("how much " * 3_000)
def test_any_words_may_be_asked(shipped: Playbook, text: str) -> None:
    """No text is taken for the language of the index, and none makes it fail."""
    for found in shipped.search(text, "plumbing"):
        assert found.say
        assert 0 < found.score <= 1
        shipped.explain(text, found.passage.source)


def test_it_is_explained_which_words_were_met(playbook: Playbook) -> None:
    """By field, in their plain spelling."""
    met = playbook.explain("my sink won't drain", "plumbing/clogged-drains.md")
    assert "drain" in " ".join(met["triggers"])
    assert met["line"] == ("drain",)
    assert playbook.explain("my sink won't drain", "no/such.md") == {}


def test_searches_go_on_while_the_files_change(room: Room) -> None:
    """Threads may search and refresh at once; every answer is of one state of the files or another."""
    playbook = room.open()

    def work(number: int) -> set[str]:
        lines: set[str] = set()
        for turn in range(20):
            if number == 0:
                room.put("plumbing/clogged-drains.md", topic("Drains", f"Line {turn}.", triggers="my sink won't drain"))
                playbook.refresh()
            lines |= {found.say.split()[0] for found in playbook.search("my sink won't drain", "plumbing")}
        return lines

    with ThreadPoolExecutor(4) as threads:
        for lines in threads.map(work, range(4)):
            assert lines <= {"Line", "Please"}
            assert lines
    playbook.close()


def test_words_need_none_of_the_optional_packages() -> None:
    """A search by words alone imports neither numpy nor the tokenizer."""
    program = (
        "import sys; from backend.assist.playbook.search import SHIPPED, Playbook; p = Playbook.open(SHIPPED, None); "
        "assert p.search('do you charge to come out'); p.close(); "
        "sys.exit(bool({'numpy', 'tokenizers', 'safetensors'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
