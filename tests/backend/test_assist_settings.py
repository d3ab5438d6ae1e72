"""What the operator writes about assist, and how the backend says what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assist.settings import AssistSettings, Deadlines, ModelSettings, read_settings, show_settings
from backend.cli import main
from backend.settings import SettingsError


def read(folder: Path, text: str | bytes) -> AssistSettings:
    """The settings in a file with this text."""
    file = folder / "assist.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_settings(file)


def test_without_a_file_the_defaults_are_in_force(tmp_path: Path) -> None:
    """Assist needs no file, but one that was named must be there."""
    assert read_settings(tmp_path / "assist.toml") == AssistSettings()
    with pytest.raises(SettingsError, match=r"assist\.toml: there is no such file"):
        read_settings(tmp_path / "assist.toml", required=True)


def test_what_the_file_says_is_in_force_and_the_rest_is_as_before(tmp_path: Path) -> None:
    """A file may hold as little as one line."""
    settings = read(tmp_path, '[model]\nfallbacks = ["a/b"]\n[deadlines]\ntotal_s = 5\nsummary_s = 1.5\n')
    assert settings.model == ModelSettings(fallbacks=("a/b",))
    assert settings.deadlines.suggestion == Deadlines(first_token_s=2.0, total_s=5.0)
    assert settings.deadlines.summary == Deadlines(first_token_s=1.5, total_s=1.5)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[modle]\n", r"at the top: .*`modle`"),
        ("[model]\nnmae = 'x'\n", r"model: .*`nmae`"),
        ("[model]\nkey = 'sk-hunter'\n", r"model: .*`key`"),
        ("[model]\ntemperature = 'hot'\n", r"model\.temperature: Expected `float`, got `str`"),
        ("[model]\nmax_tokens = 0\n", r"model\.max_tokens: Expected `int` >= 1"),
        ("[model]\nfallbacks = ['a', 1]\n", r"model\.fallbacks\[1\]: "),
        ("[model]\nprovider = 'Open Router'\n", r"model\.provider: "),
        ("[model]\nname = 'a b'\n", r"model\.name: "),
        ("[deadlines]\nfirst_token_s = nan\n", r"deadlines\.first_token_s: "),
        ("[deadlines]\ntotal_s = inf\n", r"deadlines\.total_s: "),
        ("[budget]\nconcurrent = 0\n", r"budget\.concurrent: "),
        ("[suggest]\nwhen = 'never'\n", r"suggest\.when: Invalid enum value 'never'"),
        ("[model\n", "this is not TOML"),
        (b"a = '\xff'\n", "this is not TOML"),
        ("a = " + "[" * 100_000, "this is not TOML"),
        ("#" * 300_000, "longer than"),
    ],
)
def test_what_cannot_be_used_is_named(text: str | bytes, complaint: str, tmp_path: Path) -> None:
    """An error names the file and the key, says what is wrong, and holds no value that might be a key."""
    with pytest.raises(SettingsError, match=rf"^{tmp_path}/assist\.toml: .*{complaint}") as caught:
        read(tmp_path, text)
    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "openrouter.ai/api/v1",
        "ftp://example.com",
        "https://",
        "https://[::1",
        "https://example.com:99999",
        "https://exa mple.com",
        "https://me:hunter@example.com/v1",
        "https://example.com/v1?key=hunter",
        "http://example.com/v1",
        "http://10.0.0.7:8080/v1",
        "http://127.0.0.1.example.com/v1",
        "http://localhost.example.com/v1",
    ],
)
def test_words_of_a_call_go_to_no_unsafe_address(address: str, tmp_path: Path) -> None:
    """What is no address, holds a password, or is neither encrypted nor this machine, is refused, and unquoted."""
    with pytest.raises(SettingsError, match="base_url") as caught:
        ModelSettings(base_url=address)
    assert "hunter" not in str(caught.value)
    with pytest.raises(SettingsError, match=r"assist\.toml: model: base_url"):
        read(tmp_path, f'[model]\nbase_url = "{address}"\n')


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:80", "127.8.8.8"])
def test_a_model_on_this_machine_may_be_reached_in_plain_http(host: str) -> None:
    """What never leaves the machine needs no encryption."""
    settings = ModelSettings(base_url=f"http://{host}/v1")
    assert settings.is_loopback
    assert not settings.is_openrouter


def test_what_only_openrouter_can_do_is_not_promised_elsewhere() -> None:
    """Fallbacks that would silently not happen are refused; a host that only looks like it is not OpenRouter."""
    assert ModelSettings(fallbacks=("a/b",)).is_openrouter
    for host in ("api.example.com", "openrouter.ai.example.com", "notopenrouter.ai"):
        with pytest.raises(SettingsError, match="OpenRouter"):
            ModelSettings(base_url=f"https://{host}/v1", fallbacks=("a/b",))


@given(
    st.builds(
        ModelSettings,
        name=st.from_regex(r"[!-~]{0,50}", fullmatch=True),
        fallbacks=st.lists(st.from_regex(r"[!-~]{0,9}", fullmatch=True), max_size=3).map(tuple),
        temperature=st.floats(0, 2),
        privacy=st.booleans(),
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_what_is_shown_is_read_back(tmp_path_factory: Any, model: ModelSettings, folder: str) -> None:
    """The settings as they are shown are a file with the same settings, whatever the names in it."""
    settings = AssistSettings(model=model)
    settings = AssistSettings(model, playbook=type(settings.playbook)(folder=folder))
    assert read(tmp_path_factory.getbasetemp(), show_settings(settings)) == settings


def test_the_command_shows_what_is_in_force(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`assist show` prints the settings with comments and whether there is a key, and can be kept as the file."""
    (tmp_path / "assist.toml").write_text("[model]\nname = 'a/b'\n", encoding="utf-8")
    assert main(["--data-dir", str(tmp_path), "assist", "show"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"# {tmp_path}/assist.toml\n# key of the model: no. There is no keyring service")
    assert "\n# 0 is the most predictable\ntemperature = 0.3\n" in shown
    assert read(tmp_path, shown).model.name == "a/b"


def test_the_command_shows_another_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file can be tried before it is put in force; one that is not there is an error."""
    arguments = ["--data-dir", str(tmp_path), "assist", "show", "--settings", str(tmp_path / "new.toml")]
    assert main(arguments) == 2
    assert "new.toml: there is no such file" in capsys.readouterr().err
    (tmp_path / "new.toml").write_text("[suggest]\nwhen = 'asked'\n", encoding="utf-8")
    assert main(arguments) == 0
    assert 'when = "asked"' in capsys.readouterr().out
