"""How often the playbook answers right: questions as callers put them, and what was to be found for each."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from backend.assist.playbook.front_matter import TopicError
from backend.assist.playbook.search import Found, Playbook

SHIPPED_QUESTIONS = Path(__file__).parent / "questions.toml"


class Question(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What was heard in a call of a trade ("" is any), and the sources that answer; with none, nothing should be."""

    heard: str
    trade: str
    sources: tuple[str, ...]


class Score(Struct, frozen=True):
    """How a set of questions was answered. Shares are from 0 to 1, and of no questions at all they are 0.

    `hit_1` and `hit_3` are the shares of the questions with an answer that had it first, or among the first three;
    `silent` is the share of those without one for which nothing was offered. `missed` are the questions not among
    `hit_3` and those that should have been met with silence, each with what was offered.
    """

    answerable: int
    hit_1: float
    hit_3: float
    others: int
    silent: float
    missed: tuple[tuple[Question, tuple[Found, ...]], ...]


def read_questions(text: str) -> dict[str, tuple[Question, ...]]:
    """Read sets of questions, by their names.

    Raises:
        TopicError: It is not TOML, or no sets of `[heard, trade, [sources]]`.
    """
    try:
        return msgspec.convert(tomllib.loads(text), dict[str, tuple[Question, ...]])
    except tomllib.TOMLDecodeError as error:
        raise TopicError(1, f"not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise TopicError(1, f'a set must be lists of ["what was heard", "trade", ["source", …]]: {error}') from error


def evaluate(playbook: Playbook, questions: Sequence[Question]) -> Score:
    """Put every question to the playbook. A passage counts as found whether or not there is a line to say here."""
    first = third = quiet = answerable = 0
    missed: list[tuple[Question, tuple[Found, ...]]] = []
    for question in questions:
        found = tuple(playbook.search(question.heard, question.trade, 3, unspoken=True))
        right = [each.passage.source in question.sources for each in found]
        is_right = any(right) if question.sources else not found
        answerable += bool(question.sources)
        first += right[:1] == [True]
        third += bool(question.sources) and is_right
        quiet += not question.sources and is_right
        if not is_right:
            missed.append((question, found))
    others = len(questions) - answerable
    return Score(
        answerable,
        first / max(answerable, 1),
        third / max(answerable, 1),
        others,
        quiet / max(others, 1),
        tuple(missed),
    )
