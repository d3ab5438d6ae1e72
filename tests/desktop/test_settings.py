"""The user's choices and their file."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.settings import Choices, Dock, Settings, default_path


def test_choices_survive_a_restart(tmp_path: Path) -> None:
    """What was chosen and where the window stood is there when the file is read again."""
    path = tmp_path / "deep" / "settings.json"
    settings = Settings.load(path)
    settings.change(theme="light", text_size=115, opacity=80)
    settings.remember_dock("Dell/U2720Q/77", Dock("left", 40, 120))
    again = Settings.load(path)
    assert again.choices == settings.choices
    assert again.docks["Dell/U2720Q/77"] == Dock("left", 40, 120)
    assert again.choices.screen == "Dell/U2720Q/77"
    assert again.problem == ""


def test_no_file_means_defaults(tmp_path: Path) -> None:
    """A first start has the defaults, no problem, and writes nothing."""
    settings = Settings.load(tmp_path / "settings.json")
    assert settings.choices == Choices()
    assert settings.problem == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ['{"theme": "dark", ', '{"theme": "pink"}', '{"opacity": 10}', "[]", "\x00\xff"])
def test_broken_file_is_kept_aside(tmp_path: Path, text: str) -> None:
    """A file that cannot be read is reported and kept, and the defaults take its place."""
    path = tmp_path / "settings.json"
    path.write_text(text, encoding="utf-8")
    settings = Settings.load(path)
    assert settings.choices == Choices()
    assert "settings.broken.json" in settings.problem
    assert (tmp_path / "settings.broken.json").read_text(encoding="utf-8") == text
    assert not path.exists()


def test_unknown_key_is_ignored(tmp_path: Path) -> None:
    """A file of a later version is read for what this version knows."""
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "light", "sparkle": 3}', encoding="utf-8")
    assert Settings.load(path).choices.theme == "light"


def test_impossible_choice_is_refused() -> None:
    """A value that the file could not hold is an error, and nothing changes."""
    settings = Settings()
    with pytest.raises(msgspec.ValidationError):
        settings.change(text_size=99)
    assert settings.choices == Choices()


def test_failed_save_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk refuses, the old file stands, the problem is told, and no scrap is left."""
    path = tmp_path / "settings.json"
    settings = Settings.load(path)
    settings.change(theme="dark")
    before = path.read_bytes()

    def refuse(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.settings.os.fsync", refuse)
    settings.change(theme="light")
    assert path.read_bytes() == before
    assert "No space left on device" in settings.problem
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_unchanged_choice_is_not_written(tmp_path: Path) -> None:
    """Choosing what already holds does not touch the disk."""
    path = tmp_path / "settings.json"
    settings = Settings.load(path)
    settings.change(theme="system")
    assert not path.exists()


def test_file_is_in_the_users_configuration_folder(home: Path) -> None:
    """The file belongs to csr-assist in the configuration folder of this user."""
    assert default_path().parent.name == "csr-assist"
    assert home in default_path().parents


@given(st.binary(max_size=200))
def test_no_content_stops_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands in the file, loading gives choices that hold."""
    path = tmp_path_factory.mktemp("any") / "settings.json"
    path.write_bytes(content)
    assert 60 <= Settings.load(path).choices.opacity <= 100
