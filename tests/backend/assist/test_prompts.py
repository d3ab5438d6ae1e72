"""The prompts, and a company's own in their place."""

from pathlib import Path

import pytest

from backend.assist.prompts import NAMES, Prompts
from backend.settings import SettingsError


@pytest.mark.parametrize("name", NAMES)
def test_the_shipped_prompts_are_filled_in(name: str) -> None:
    """No slot is left, and what is filled in stands there."""
    text = Prompts().text(name, **dict.fromkeys(NAMES[name], "Northfield"))
    assert "Northfield" in text
    assert "{company}" not in text
    assert "{problems}" not in text


def test_a_companys_own_takes_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    """File by file; other braces stand for themselves."""
    (tmp_path / "reply.md").write_text('You work for {company}. Answer {"like": "this"}.', encoding="utf-8")
    prompts = Prompts(tmp_path)
    assert prompts.text("reply", company="Acme") == 'You work for Acme. Answer {"like": "this"}.'
    assert prompts.text("summary", company="Acme") == Prompts().text("summary", company="Acme")


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"Hello {nobody}", r"\{nobody\}.*\{company\}"), (b"  \n", "characters"), (b"\xff\xfe", "cannot be read")],
    ids=["slot", "empty", "no text"],
)
def test_a_prompt_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    """When the backend starts, not in the middle of a call."""
    (tmp_path / "reply.md").write_bytes(content)
    with pytest.raises(SettingsError, match=problem) as caught:
        Prompts(tmp_path)
    assert "reply.md" in str(caught.value)
