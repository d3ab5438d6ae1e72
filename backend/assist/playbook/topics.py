"""One topic of the playbook: a Markdown file with a line to say, and what stands behind it.

    ---
    title: Diagnostic fee
    trades: []                       # of every trade when empty
    triggers: [how much to come out, trip charge]
    ---
    > The diagnostic is {diagnostic_fee}. It comes off the bill if you go ahead.

    What the CSR, or the model, should know about it.

    ## When they press for a total

    > I don't want to guess and be wrong.

What stands before the first `## ` is a passage, and so is each section after it. Each has one block quote: the line.
A trigger leads to the passage whose heading and line share most words with it, and in doubt to the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from backend.assist.playbook.company import check_facts
from backend.assist.playbook.front_matter import Document, TopicError, is_true, read, text_of, texts_of
from backend.assist.playbook.wording import stems
from transcripts.events import NAME_LENGTH, Passage

_FIELDS = ("title", "trades", "triggers", "disabled")
_MARKUP = re.compile(r"\*\*|`|\]\(|<[a-zA-Z/]")


class Written(Struct, frozen=True):
    """A passage as its author wrote it; `line` and `background` may name facts."""

    passage: Passage
    title: str
    trades: tuple[str, ...]
    triggers: tuple[str, ...]
    line: str
    background: str


class Topic(Struct, frozen=True):
    """A file of the playbook. One that is disabled has no passages, and takes away what it stands in for."""

    passages: tuple[Written, ...]
    disabled: bool = False


class _Part(Struct):
    """What stands under one heading; the topic's own words have none."""

    heading: str
    line: int
    quotes: list[tuple[int, list[str]]]
    paragraphs: list[list[str]]

    @property
    def is_empty(self) -> bool:
        return not self.quotes and not any(self.paragraphs)


def read_topic(text: str, name: str) -> Topic:
    """Read a topic.

    Args:
        text: The file's content.
        name: Its path within the playbook, with `/`.

    Raises:
        TopicError: What is wrong with it.
    """
    document = read(text, _FIELDS)
    fields = document.fields.fields
    if is_true(fields.get("disabled"), "disabled"):
        return Topic((), disabled=True)
    if "title" not in fields:
        raise TopicError(document.fields.line, "a topic needs a `title`")
    title = text_of(fields["title"], "title")
    trades = tuple(trade.lower() for trade in texts_of(fields.get("trades"), "trades"))
    triggers = texts_of(fields.get("triggers"), "triggers")
    parts = [*_parts(document)]
    topic, sections = parts[0], parts[1:]
    if topic.is_empty and not sections:
        raise TopicError(document.first, "there is nothing to say: write the line as a block quote, `> …`")
    folders = tuple(folder.replace("-", " ").capitalize() for folder in PurePosixPath(name).parent.parts)
    passages: list[Written] = []
    for part in sections if topic.is_empty else parts:
        source = f"{name}#{_anchor(part.heading)}" if part.heading else name
        path = (*folders, title, part.heading) if part.heading else (*folders, title)
        if len(source) > NAME_LENGTH or len(path) > 8:
            raise TopicError(part.line, "the names of folder, file and heading are too long together")
        if any(source == other.passage.source for other in passages):
            raise TopicError(part.line, f"a second section has the heading `{part.heading}`")
        line, background = _said(part), "\n\n".join(" ".join(words) for words in part.paragraphs if words)
        check_facts(background, part.line)
        passages.append(Written(Passage(source, path), part.heading or title, trades, (), line, background))
    return Topic(tuple(_with_triggers(passages, triggers)))


def _with_triggers(passages: Sequence[Written], triggers: Iterable[str]) -> Iterable[Written]:
    """Give each trigger to the passage whose heading and line share most words with it, in doubt to the first."""
    led: dict[str, list[str]] = {written.passage.source: [] for written in passages}
    texts = [(stems(written.title), stems(written.line)) for written in passages]
    for trigger in triggers:
        words = stems(trigger)
        shared = [3 * len(words & heading) + len(words & line) for heading, line in texts]
        led[passages[shared.index(max(shared))].passage.source].append(trigger)
    for written in passages:
        yield msgspec.structs.replace(written, triggers=tuple(led[written.passage.source]))


def _parts(document: Document) -> Iterable[_Part]:
    part = _Part("", document.first, [], [[]])
    in_quote = False
    for number, written in enumerate(document.body, document.first):
        line = written.strip()
        if line.startswith("#"):
            if not line.startswith("## "):
                raise TopicError(
                    number, "a topic has one kind of heading, `## …`; its title stands in the front matter"
                )
            yield part
            part = _Part(_heading(line, number), number, [], [[]])
            in_quote = False
        elif line.startswith(">"):
            if not in_quote:
                part.quotes.append((number, []))
            part.quotes[-1][1].append(line.removeprefix(">").strip())
            in_quote = True
        else:
            in_quote = False
            if not line:
                part.paragraphs.append([])
            else:
                part.paragraphs[-1].append(line)
    yield part


def _heading(line: str, number: int) -> str:
    heading = line.removeprefix("##").strip()
    if not heading or len(heading) > NAME_LENGTH or not _anchor(heading):
        raise TopicError(number, f"a heading needs words, and at most {NAME_LENGTH} characters")
    return heading


def _said(part: _Part) -> str:
    if len(part.quotes) != 1:
        where = part.quotes[1][0] if part.quotes else part.line
        raise TopicError(
            where,
            "a passage has one line to say: make the second block quote a section of its own, under `## …`"
            if part.quotes
            else "there is no line to say here: write it as a block quote, `> …`",
        )
    number, lines = part.quotes[0]
    said = " ".join(" ".join(lines).split())
    if not said:
        raise TopicError(number, "the line to say is empty")
    if _MARKUP.search(said):
        raise TopicError(number, "the line is said as it stands: leave bold type, links and code out of it")
    check_facts(said, number)
    return said


def _anchor(heading: str) -> str:
    """How a heading is named in the source of its passage, as Markdown viewers name it in a link."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")
