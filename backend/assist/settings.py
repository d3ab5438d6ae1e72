"""What the operator decides about assist, as written in a TOML file. No secret stands in it.

A field's description is the comment that `csr-backend assist show` prints above it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct, field

from backend.settings import SettingsError, is_loopback

FILE = "assist.toml"
"""Its name in the backend's data folder."""

_OPENROUTER = "openrouter.ai"
_LONGEST_FILE = 256 * 1024  # bytes

Name = Annotated[str, Meta(max_length=200, pattern=r"^[!-~]*$")]
Seconds = Annotated[float, Meta(gt=0, le=120)]


class Deadlines(Struct, frozen=True):
    """How long a reply may take until its first word, and until it is whole, in seconds from the request."""

    first_token_s: float = 2.0
    total_s: float = 8.0


class ModelSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """The language model, and how it is asked.

    Raises:
        SettingsError: The address is none, is not safe to send words of a call to, or does not go with the fallbacks.
    """

    provider: Annotated[
        str,
        Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="name of the secret that is its key (csr-backend secrets)"),
    ] = "openrouter"
    base_url: Annotated[
        str,
        Meta(max_length=2_000, description="an OpenAI-compatible address; plain http on this machine alone"),
    ] = "https://openrouter.ai/api/v1"
    name: Annotated[Name, Meta(description="the model for suggestions; empty turns the model off")] = (
        "google/gemini-2.5-flash-lite"
    )
    fallbacks: Annotated[
        tuple[Name, ...], Meta(max_length=8, description="models to take when it fails (OpenRouter alone)")
    ] = ()
    privacy: Annotated[
        bool, Meta(description="only providers that neither keep nor learn from what they read (OpenRouter alone)")
    ] = True
    max_tokens: Annotated[int, Meta(ge=1, le=8_192, description="longest suggestion, in tokens")] = 160
    temperature: Annotated[float, Meta(ge=0, le=2, description="0 is the most predictable")] = 0.3
    summary_name: Annotated[Name, Meta(description="the model for summaries; empty is the same")] = ""
    site: Annotated[str, Meta(max_length=200, description="your address, told to OpenRouter; empty tells none")] = ""

    def __post_init__(self) -> None:
        try:
            address = urlsplit(self.base_url)
            host, _ = address.hostname or "", address.port
        except ValueError:
            host = ""
        if not host or address.scheme not in ("http", "https") or not re.fullmatch(r"[!-~]+", self.base_url):
            raise SettingsError("base_url must be an address such as https://openrouter.ai/api/v1")
        if address.username is not None or address.password is not None or address.query or address.fragment:
            raise SettingsError(
                "base_url must hold no name, password or query; keep a key with: csr-backend secrets set"
            )
        if address.scheme == "http" and not is_loopback(host):
            raise SettingsError(
                f"base_url must begin with https: words of calls would cross the network to {host} open"
            )
        if self.fallbacks and not self.is_openrouter:
            raise SettingsError("fallbacks only work with OpenRouter; take them out")
        if not re.fullmatch(r"[!-~]*", self.site):
            raise SettingsError("site must be an address such as https://example.com")

    @property
    def is_loopback(self) -> bool:
        """Whether the model runs on this machine, where no key is needed."""
        return is_loopback(urlsplit(self.base_url).hostname or "")

    @property
    def is_openrouter(self) -> bool:
        """Whether OpenRouter's own additions to the protocol are understood there."""
        return urlsplit(self.base_url).hostname == _OPENROUTER


class DeadlineSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How long things may take."""

    debounce_ms: Annotated[int, Meta(ge=0, le=10_000, description="quiet before a suggestion is asked for")] = 350
    first_token_s: Annotated[Seconds, Meta(description="to the first word of a suggestion; then the playbook")] = 2.0
    total_s: Annotated[Seconds, Meta(description="to its last word")] = 8.0
    summary_s: Annotated[Seconds, Meta(description="to the whole summary; then it is drawn from the log")] = 2.0

    @property
    def suggestion(self) -> Deadlines:
        """The deadlines of a suggestion."""
        return Deadlines(self.first_token_s, self.total_s)

    @property
    def summary(self) -> Deadlines:
        """The deadlines of a summary, of which nobody sees a part."""
        return Deadlines(self.summary_s, self.summary_s)


class BudgetSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How much a call may ask of the model."""

    requests_per_call: Annotated[int, Meta(ge=0, description="then the playbook answers")] = 40
    tokens_per_call: Annotated[int, Meta(ge=0, description="prompt and reply together")] = 60_000
    cost_per_call_usd: Annotated[float, Meta(ge=0, le=1_000, description="as the provider counts it, in dollars")] = 0.5
    concurrent: Annotated[int, Meta(ge=1, le=1_024, description="requests at one time, of all calls")] = 16


class SuggestSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """When a reply is suggested."""

    when: Annotated[
        Literal["useful", "always", "asked"],
        Meta(description='"useful" moments, "always" after the customer spoke, or only when the CSR "asked"'),
    ] = "useful"


class SummarySettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Who writes the summary of a call."""

    by_model: Annotated[bool, Meta(description="whether the model may; else it is drawn from the log alone")] = True


class PlaybookSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the company's own knowledge is."""

    folder: Annotated[str, Meta(description="Markdown files; empty is the playbook that is shipped")] = ""
    embeddings: Annotated[str, Meta(description='"auto", "off", or the folder of the model that compares texts')] = (
        "auto"
    )
    prompts: Annotated[str, Meta(description="a folder of prompts; empty is those that are shipped")] = ""


class AssistSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything about assist. What the file leaves out has a default."""

    model: ModelSettings = field(default_factory=ModelSettings)
    deadlines: DeadlineSettings = field(default_factory=DeadlineSettings)
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    suggest: SuggestSettings = field(default_factory=SuggestSettings)
    summary: SummarySettings = field(default_factory=SummarySettings)
    playbook: PlaybookSettings = field(default_factory=PlaybookSettings)


def read_settings(file: Path, *, required: bool = False) -> AssistSettings:
    """The settings in a file; those by default when there is no such file and none is `required`.

    Raises:
        SettingsError: The file cannot be read, or says something that cannot be used; the text names file and key.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(_LONGEST_FILE + 1)
    except FileNotFoundError as error:
        if not required:
            return AssistSettings()
        raise SettingsError(f"{file}: there is no such file") from error
    except OSError as error:
        raise SettingsError(f"{file}: {error.strerror or error}") from error
    if len(content) > _LONGEST_FILE:
        raise SettingsError(f"{file}: longer than {_LONGEST_FILE} bytes; this is not the file of these settings")
    try:
        return msgspec.toml.decode(content, type=AssistSettings)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        key = where.rstrip("`").lstrip(".") or "at the top"
        raise SettingsError(f"{file}: {key}: {what}. All settings: csr-backend assist show") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{file}: this is not TOML: {error}") from error


def show_settings(settings: AssistSettings) -> str:
    """The settings as a file with comments that reads back as the same settings."""
    lines: list[str] = []
    for section in msgspec.structs.fields(settings):
        values = getattr(settings, section.name)
        lines += ["", f"[{section.name}]"]
        for each in msgspec.structs.fields(values):
            lines.append(f"# {_description(each.type)}")
            lines.append(f"{each.name} = {_toml(getattr(values, each.name))}")
    return "\n".join(lines[1:])


def _description(annotated: object) -> str:
    found = [m.description for m in getattr(annotated, "__metadata__", ()) if isinstance(m, Meta) and m.description]
    return found[-1]


def _toml(value: object) -> str:
    # JSON spells strings, numbers, booleans and lists of strings as TOML does, but for this one character.
    return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
