"""`csr-backend playbook`: looking at the playbook, and changing the company's part of it."""

import json
import shutil
from pathlib import Path

import pytest

from backend.cli import main
from tests.backend.shelf import COMPANY, topic

FEE = "pricing/diagnostic-fee.md"


class Command:
    """`csr-backend playbook …` on a data folder, run in this process."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self.error = ""

    def __call__(self, *arguments: str, code: int = 0) -> str:
        """What a command prints that has to end with this code."""
        self._capsys.readouterr()
        found = main(["--data-dir", str(self.folder / "data"), "playbook", *arguments])
        printed = self._capsys.readouterr()
        self.error = printed.err
        assert found == code, printed.err
        return printed.out

    def lines(self) -> dict[str, str]:
        """The line of every passage, by its source."""
        listed = map(json.loads, self("list").splitlines())
        return {entry["source"]: entry["say"] for entry in listed}


@pytest.fixture
def command(tmp_path: Path, kept_vectors: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs commands on a data folder with nothing of the company's."""
    if kept_vectors.is_file():
        (tmp_path / "data").mkdir()
        shutil.copy(kept_vectors, tmp_path / "data")
    return Command(tmp_path, capsys)


def test_the_list_holds_what_ships(command: Command) -> None:
    """Each passage with its path, trades and line."""
    entries = [json.loads(line) for line in command("list").splitlines()]
    assert len(entries) >= 70
    assert {"source", "path", "trades", "say"} == set(entries[0])


def test_a_search_says_what_would_be_offered_and_why(command: Command) -> None:
    """With how sure it is, the line, and the words that were met."""
    printed = command("search", "how much do you charge to come out")
    first, line, *why = printed.splitlines()
    assert first.split()[1] == FEE
    assert 0 < float(first.split()[0]) <= 1
    assert line.strip().endswith("before any work starts.")
    assert why[0].strip().startswith("title: ") or why[0].strip().startswith("triggers: ")


def test_a_search_for_nothing_ends_with_1(command: Command) -> None:
    """A script can tell, and nothing is printed for it to take for a line."""
    assert command("search", "okay thanks", code=1) == ""
    assert "nothing would be offered" in command.error


def test_a_search_keeps_to_the_trade(command: Command) -> None:
    """What is offered in a call of one trade is not in another's."""
    assert "plumbing/" in command("search", "my kitchen sink won't drain", "--trade", "plumbing")
    assert "plumbing/" not in command("search", "my kitchen sink won't drain and it smells of gas", "--trade", "hvac")


def test_a_file_of_the_company_is_added_and_removed(command: Command, tmp_path: Path) -> None:
    """It stands in for the shipped one until it is removed; removing the shipped one puts it out of use."""
    file = tmp_path / "ours.md"
    file.write_text(topic("Diagnostic fee", "Ours."))
    shipped = command.lines()[FEE]
    command("add", str(file), "--as", FEE)
    assert command.lines()[FEE] == "Ours."
    assert "in use again" in command("remove", FEE)
    assert command.lines()[FEE] == shipped
    assert "out of use" in command("remove", FEE)
    assert FEE not in command.lines()
    command("add", str(file), "--as", FEE)
    assert command.lines()[FEE] == "Ours."


def test_a_file_goes_under_its_own_name(command: Command, tmp_path: Path) -> None:
    """So that the company's facts need no name given."""
    file = tmp_path / "company.md"
    file.write_text(COMPANY)
    command("add", str(file))
    assert "$89" in command.lines()[FEE]
    command("remove", "company.md")
    assert "$89" not in command.lines()[FEE]


def test_nothing_that_is_wrong_is_added(command: Command, tmp_path: Path) -> None:
    """The error names file and line, and the playbook stays as it was."""
    file = tmp_path / "ours.md"
    file.write_text("---\ntitle: A\n---\nNo line.\n")
    command("add", str(file), code=2)
    assert f"{file}:4: there is no line to say" in command.error
    command("add", str(tmp_path / "none.md"), code=2)
    assert "cannot be read" in command.error
    assert not (tmp_path / "data" / "playbook").exists()


@pytest.mark.parametrize("name", ["../a.md", "/a.md", "a/../../b.md", "a.txt", ".a.md", "a/.git/b.md", ""])
def test_a_place_outside_the_playbook_is_refused(command: Command, tmp_path: Path, name: str) -> None:
    """No name leads out of the company's folder, nor to what is not read."""
    file = tmp_path / "ours.md"
    file.write_text(topic("A", "B."))
    command("add", str(file), "--as", name or ".md", code=2)
    assert "is no place in the playbook" in command.error
    command("remove", name, code=2)
    assert "is no place in the playbook" in command.error


def test_what_is_not_there_cannot_be_removed(command: Command) -> None:
    """The error says how to see what is."""
    command("remove", "pricing/none.md", code=2)
    assert "see: csr-backend playbook list" in command.error


def test_a_broken_file_is_told_of_and_takes_no_other_away(command: Command, tmp_path: Path) -> None:
    """Every command that reads the playbook says so on standard error."""
    file = tmp_path / "data" / "playbook" / "broken.md"
    file.parent.mkdir(parents=True)
    file.write_text("---\ntitle: A\n")
    assert len(command("list").splitlines()) >= 70
    assert f"{file}:1: the front matter has no end" in command.error


def test_questions_are_counted(command: Command, tmp_path: Path) -> None:
    """A row for each set and way of searching, and on request each question that was not answered right."""
    file = tmp_path / "questions.toml"
    file.write_text(
        f'mine = [["how much to come out", "", ["{FEE}"]], ["trip charge", "", ["no/such.md"]], ["ok", "", []]]'
    )
    head, row, *_ = command("evaluate", str(file)).splitlines()
    assert head.split() == ["set", "searched", "by", "questions", "hit@1", "hit@3", "others", "silent"]
    assert row.split() == ["mine", "words", "2", "0.500", "0.500", "1", "1.000"]
    assert "no/such.md, not " in command("evaluate", str(file), "--missed")


@pytest.mark.parametrize("text", ["mine = [", "mine = 1", 'mine = [["a", "", "b"]]'])
def test_questions_that_are_none_are_refused(command: Command, tmp_path: Path, text: str) -> None:
    """The error says how they are written."""
    file = tmp_path / "questions.toml"
    file.write_text(text)
    command("evaluate", str(file), code=2)
    assert f"{file}: " in command.error
