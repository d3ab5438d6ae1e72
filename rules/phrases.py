"""The phrase language of rules, translated to RE2 over normalised text (see `rules.normal`).

    phrase   = "re:" RE2 | [ "^" ] item { item } [ "$" ]
    item     = word | word "*" | "..." [ figure ] | "(" choices ")" | "[" choices "]" | "<" slot or term ">"
    choices  = item { item } { "|" item { item } }

`^` is the beginning of a sentence, `$` its end. Words are normalised as the call is, so "can't", "cannot" and "can not"
are the same phrase. A phrase begins and ends at word boundaries. Every word in normalised text has one space on each
side; a phrase is translated to a space followed by its words, each with the space after it, so optional parts need no
care for separators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property, lru_cache
from itertools import groupby
from sys import intern
from typing import NamedTuple

from rules.inflection import forms
from rules.literals import UNKNOWN, Literals, in_sequence, one_of, optional
from rules.normal import plain_words
from rules.slots import MATCH, REQUIRED, SAMPLES, SLOTS

MAX_LENGTH = 2_000  # characters of a pattern
MAX_EXPANDED = 60_000  # characters of RE2
MAX_DEPTH = 8  # groups within groups
GAP = 4  # words at most
MAX_GAP = 12
_MOST_REQUIRED = 5  # sets of tokens kept of a phrase
_SMALL = 200  # characters of RE2
_MOST_SAMPLES = 32

_GAP = re.compile(r"(?:\.\.\.|…)([0-9]{0,4})")
_LEXEME = re.compile(
    r"\s+|(?:\.\.\.|…)[0-9]{0,4}(?=\s|$|[()\[\]|<])|\.\.\.|…|[()\[\]|]|<[^<>\s]*>?"
    r"|[^\s()\[\]|<…*^]+?(?=\.\.\.|[\s()\[\]|<…*^]|\$?\s*$)|\*|.",
    re.DOTALL,
)
_SIGNS = frozenset("()[]|*^$")
MATCHED = "@"
"""The word that stands for the matched words where `unless` looks for what excuses them; no normalised text has it."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_PLACEHOLDER = re.compile(r"\[(PHONE|EMAIL|CARD|CVV|SSN)\]")
# What may stand around an anchor in RE2: escapes, quoted text, character classes, group openings.
_RE2_LEXEME = re.compile(
    r"\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]|[\^$]|.", re.DOTALL
)


class PhraseError(ValueError):
    """A phrase that cannot be understood. `position` is the 0-based character at which the trouble begins."""

    def __init__(self, phrase: str, position: int, problem: str) -> None:
        shown = phrase if len(phrase) <= 80 else phrase[:77] + "..."
        super().__init__(f"{problem} (at character {position + 1} of `{shown}`)")
        self.phrase = phrase
        self.position = position
        self.problem = problem


Source = str | tuple["Source", ...]
"""Pieces of RE2 one after the other."""


def _in_short(pieces: tuple[Source, ...]) -> Source:
    """Runs of small pieces as one: only large ones are worth sharing."""
    joined: list[Source] = []
    for is_small, run in groupby(pieces, lambda piece: isinstance(piece, str) and len(piece) <= _SMALL):
        together = list(run)
        joined += ["".join(map(str, together))] if is_small else together
    return joined[0] if len(joined) == 1 else tuple(joined)


def _written_out(source: Source) -> Iterator[str]:
    if isinstance(source, str):
        yield source
    else:
        for piece in source:
            yield from _written_out(piece)


class Pattern(NamedTuple):
    """A phrase, translated.

    Attributes:
        source: The RE2 in pieces, which phrases with the same terms share.
        required: Up to five sets of tokens (see `rules.literals`), the most telling first; a text that matches has one
            of each. None where they are not known, as for `re:`.
        is_anchored: Whether it begins where a sentence does.
    """

    source: Source
    required: tuple[tuple[str, ...], ...] = ()
    is_anchored: bool = False

    @property
    def regexp(self) -> str:
        """RE2 over normalised text. A match of a phrase includes the spaces around its words."""
        return "".join(_written_out(self.source))


class Terms:
    """Named pieces of phrases, for `<name>` in phrases and in the terms after them.

    Args:
        pairs: Name and phrase of each, in order.

    Raises:
        PhraseError: A phrase among them is not in the language, or could match without any word.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = (), *, sampling: bool = False) -> None:
        self.parts: dict[str, _Part] = {}
        self.sampling = sampling
        self._pairs: list[tuple[str, str]] = []
        for name, phrase in pairs:
            self.add(name, phrase)

    @cached_property
    def sampled(self) -> Terms:
        """The same terms with texts that they match; those cost too much to have them always."""
        return Terms(self._pairs, sampling=True)

    def add(self, name: str, phrase: str) -> None:
        """Name one more piece.

        Raises:
            PhraseError: The name is a slot's, or the phrase is not in the language.
        """
        if name in SLOTS or name == MATCH or not _NAME.fullmatch(name):
            problem = (
                "is a slot already" if name in SLOTS or name == MATCH else "is no name: lower-case letters, digits, _"
            )
            raise PhraseError(phrase, 0, f"<{name}> {problem}")
        self.parts[name] = _Parser(phrase, self).parse().between("(?:", ")")
        self._pairs.append((name, phrase))


NO_TERMS = Terms()


@lru_cache(maxsize=64)
def terms_of(pairs: tuple[tuple[str, str], ...]) -> Terms:
    """The terms of a ruleset, made once for those who load, check and compile it."""
    return Terms(pairs)


def translate(phrase: str, terms: Terms = NO_TERMS, *, excuse: bool = False) -> Pattern:
    """Translate a phrase or a `re:` pattern.

    Args:
        phrase: As a rule has it.
        terms: What `<name>` may stand for beside the slots.
        excuse: Whether it is one of a rule's `unless`, where `<match>` stands for the words that it may excuse.

    Raises:
        PhraseError: The phrase is not in the language, or could match without any word.
    """
    return _translated(phrase, terms, excuse)


@lru_cache(maxsize=1 << 14)  # a ruleset is checked when it is loaded and compiled when it is used
def _translated(phrase: str, terms: Terms, excuse: bool) -> Pattern:
    if phrase.startswith("re:"):
        if len(phrase) > MAX_LENGTH:
            raise PhraseError(phrase, MAX_LENGTH, f"longer than {MAX_LENGTH:,} characters")
        return Pattern(_raw(phrase), is_anchored="^" in phrase)
    parser = _Parser(phrase, terms, excuse=excuse)
    part = parser.parse()
    source = ("(?m:^) " if parser.begins else " ", part.source, "(?m:$)" if parser.ends else "")
    return Pattern(source, part.literals.tokens()[:_MOST_REQUIRED], parser.begins)


def samples(phrase: str, terms: Terms) -> tuple[str, ...]:
    """Texts that a phrase should match as somebody may say them, each alternative in one of them; none for `re:`.

    At most 32. In a phrase of `unless`, `MATCHED` stands for the words that it may excuse.
    """
    if phrase.startswith("re:"):
        return ()
    return _Parser(phrase, terms.sampled, excuse=True).parse().samples


class _Part(NamedTuple):
    """A piece of a phrase. In its RE2 a space follows each word; `empty` says that it can match nothing at all.

    `samples` are texts that it should match, each of its alternatives in one of them as far as `_MOST_SAMPLES` goes.
    """

    source: Source
    size: int  # of the RE2 in characters
    literals: Literals = UNKNOWN
    empty: bool = False
    samples: tuple[str, ...] = ("",)

    def between(self, before: str, after: str) -> _Part:
        """The piece with something around it."""
        return self._replace(source=_in_short((before, self.source, after)), size=self.size + len(before) + len(after))


class _Parser:
    """One pass over a phrase."""

    def __init__(self, phrase: str, terms: Terms, *, excuse: bool = False) -> None:
        self.phrase = phrase
        self.terms = terms
        self.excuse = excuse
        self.lexemes = [(m.start(), m[0]) for m in _LEXEME.finditer(phrase) if not m[0].isspace()]
        self.at = 0
        self.begins = self.peek() == "^"
        self.ends = bool(self.lexemes) and self.lexemes[-1][1] == "$"
        if self.begins:
            self.at = 1
        if self.ends:
            self.lexemes.pop()

    def parse(self) -> _Part:
        if len(self.phrase) > MAX_LENGTH:
            raise PhraseError(self.phrase, MAX_LENGTH, f"longer than {MAX_LENGTH:,} characters")
        if placeholder := _PLACEHOLDER.search(self.phrase):
            name = placeholder[1].lower()
            raise PhraseError(self.phrase, placeholder.start(), f"write <{name}> for the placeholder {placeholder[0]}")
        part = self.choices("", 0)
        if self.at < len(self.lexemes):
            raise self.error(f"`{self.peek()}` closes nothing")
        if part.empty:
            raise PhraseError(self.phrase, 0, "could match without a word: something must not be optional")
        if part.size > MAX_EXPANDED:
            raise PhraseError(self.phrase, 0, f"with its terms written out it is over {MAX_EXPANDED:,} characters")
        return part

    def error(self, problem: str) -> PhraseError:
        position = self.lexemes[self.at][0] if self.at < len(self.lexemes) else len(self.phrase)
        return PhraseError(self.phrase, position, problem)

    def peek(self) -> str:
        return self.lexemes[self.at][1] if self.at < len(self.lexemes) else ""

    def choices(self, closing: str, depth: int) -> _Part:
        """Alternatives up to `closing` ("" is the end of the phrase), which is consumed."""
        if depth > MAX_DEPTH:
            raise self.error(f"more than {MAX_DEPTH} groups within each other")
        found = [self.sequence(depth)]
        while self.peek() == "|":
            if not closing:
                raise self.error("put alternatives in ( )")
            self.at += 1
            found.append(self.sequence(depth))
        if closing:
            if self.peek() != closing:
                raise self.error(f"`{closing}` is missing")
            self.at += 1
        if len(found) == 1:
            return found[0]
        source = _in_short(tuple(piece for part in found for piece in ("|", part.source))[1:])
        size = sum(part.size + 1 for part in found)
        literals = one_of([part.literals for part in found])
        return _Part(source, size, literals, any(part.empty for part in found), self.samples_of_choice(found))

    def sequence(self, depth: int) -> _Part:
        parts: list[_Part] = []
        gap_at: int | None = None
        while (lexeme := self.peek()) and lexeme not in ("|", ")", "]"):
            here = self.at
            if gap := _GAP.fullmatch(lexeme):
                if not parts or gap_at is not None:
                    raise self.error("`...` must stand between words")
                gap_at, width = here, self.gap_width(gap[1])
                self.at += 1
                continue
            if part := self.item(lexeme, depth):
                if gap_at is not None:
                    # A line break is the end of a sentence.
                    parts.append(_Part(rf"(?:[^ \n]+ ){{0,{width}}}?", 20, empty=True))
                    gap_at = None
                parts.append(part)
        if gap_at is not None:
            self.at = gap_at
            raise self.error("`...` must stand between words")
        if not parts:
            raise self.error("words are missing here")
        if len(parts) == 1:
            return parts[0]
        source = _in_short(tuple(part.source for part in parts))
        literals = in_sequence(part.literals for part in parts)
        empty, size = all(part.empty for part in parts), sum(part.size for part in parts)
        return _Part(source, size, literals, empty, self.samples_in_sequence(parts))

    def samples_of_choice(self, parts: Sequence[_Part]) -> tuple[str, ...]:
        if not self.terms.sampling:
            return ("",)
        return tuple(sample for part in parts for sample in part.samples)[:_MOST_SAMPLES]

    def samples_in_sequence(self, parts: Sequence[_Part]) -> tuple[str, ...]:
        """Texts of pieces one after the other, every alternative of each in one of them."""
        if not self.terms.sampling:
            return ("",)
        count = max(len(part.samples) for part in parts)
        rows = ([part.samples[at % len(part.samples)] for part in parts] for at in range(count))
        return tuple(" ".join(filter(None, row)) for row in rows)

    def gap_width(self, figure: str) -> int:
        width = int(figure or GAP)
        if not 1 <= width <= MAX_GAP:
            raise self.error(f"a gap has 1 to {MAX_GAP} words")
        return width

    def item(self, lexeme: str, depth: int) -> _Part | None:
        """Words, a slot or a group; None for bare punctuation, which normalised text does not have either."""
        if lexeme == "*":
            raise self.error("`*` must follow a word directly")
        if lexeme == "?" and self.at and self.lexemes[self.at - 1][1] == ")":
            raise self.error("write [ ] around optional words")
        if lexeme in ("^", "$"):
            raise self.error("`^` stands at the beginning of a phrase, `$` at its end")
        if lexeme.startswith("<"):
            return self.slot(lexeme)
        if lexeme in ("(", "["):
            opened = self.at
            self.at += 1
            return self.group(lexeme, opened, depth)
        return self.inflected(lexeme) if self.is_inflected(self.at) else self.words()

    def is_inflected(self, at: int) -> bool:
        """Whether the lexeme at `at` is a word with a `*` directly behind it."""
        if at + 1 >= len(self.lexemes) or self.lexemes[at + 1][1] != "*":
            return False
        start, lexeme = self.lexemes[at]
        return self.lexemes[at + 1][0] == start + len(lexeme)

    def inflected(self, lexeme: str) -> _Part:
        part = _said(lexeme, inflected=True)
        if part is None:
            self.at += 1
            raise self.error("`*` must follow a word directly")
        self.at += 2
        return part

    def words(self) -> _Part | None:
        """Words up to the next sign; read together, for "eighty nine" is one figure."""
        said: list[str] = []
        while self.at < len(self.lexemes) and not self.is_inflected(self.at):
            lexeme = self.lexemes[self.at][1]
            if lexeme in _SIGNS or lexeme[0] == "<" or _GAP.fullmatch(lexeme):
                break
            said.append(lexeme)
            self.at += 1
        return _said(" ".join(said))

    def group(self, opening: str, opened: int, depth: int) -> _Part:
        part = self.choices(")" if opening == "(" else "]", depth + 1)
        if opening == "[":
            return part.between("(?:", ")?")._replace(literals=optional(part.literals), empty=True)
        if part.empty:
            self.at = opened
            raise self.error("an alternative matches nothing: write [ ] around optional words")
        return part.between("(?:", ")")

    def slot(self, lexeme: str) -> _Part:
        name = lexeme[1:-1].lower()
        if not lexeme.endswith(">"):
            raise self.error("`>` is missing")
        if name == MATCH and self.excuse:
            self.at += 1
            return _Part(f"{MATCHED} ", 2, Literals(frozenset(((MATCHED,),))), samples=(MATCHED,))
        if name in self.terms.parts:
            self.at += 1
            return self.terms.parts[name]
        if name not in SLOTS:
            known = [*SLOTS, *self.terms.parts, *([MATCH] if self.excuse else [])]
            close = get_close_matches(name, known, n=1)
            hint = f"did you mean <{close[0]}>?" if close else "there are " + " ".join(f"<{s}>" for s in SLOTS)
            if not close and self.terms.parts:
                hint += " and the terms"
            if name == MATCH:
                hint = "it stands in `unless` only"
            raise self.error(f"<{name}> is not known: {hint}")
        self.at += 1
        source = SLOTS[name]
        return _Part(source, len(source), Literals(None, (REQUIRED[name],)), samples=(SAMPLES[name],))


@lru_cache(maxsize=1 << 12)  # the same words stand in many phrases
def _said(text: str, *, inflected: bool = False) -> _Part | None:
    """Words as they are normalised, the last of them in all its forms or as it is; None if there are none."""
    words = plain_words(text)
    if not words:
        return None
    return _words([*((word,) for word in words[:-1]), forms(words[-1]) if inflected else (words[-1],)])


def _words(choices: list[tuple[str, ...]]) -> _Part:
    """One word of each of the choices, in sequence."""
    written = (f"(?:{'|'.join(map(re.escape, c))}) " if len(c) > 1 else f"{re.escape(c[0])} " for c in choices)
    regexp = intern("".join(written))
    literals = [Literals(frozenset((word,) for word in c)) for c in choices]
    sample = " ".join(words[0] for words in choices)
    return _Part(regexp, len(regexp), literals[0] if len(literals) == 1 else in_sequence(literals), samples=(sample,))


def _raw(phrase: str) -> str:
    """A `re:` pattern as written, with `^` and `$` meaning the start and the end of a sentence."""
    import re2  # noqa: PLC0415 # a phrase without re: needs no RE2 to be understood

    body = phrase[3:].strip()
    start = phrase.index(body, 3) if body else 3
    if not body:
        raise PhraseError(phrase, start, "the pattern is empty")
    anchors = {"^": "(?m:^) ", "$": " (?m:$)"}
    pattern = "".join(anchors.get(m[0], m[0]) for m in _RE2_LEXEME.finditer(body))
    if any(m[0].isupper() for m in _RE2_LEXEME.finditer(body)):
        pattern = f"(?i:{pattern})"
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(body, options)
        compiled = re2.compile(pattern, options)
    except re2.error as error:
        problem = error.args[0].decode(errors="replace") if isinstance(error.args[0], bytes) else str(error)
        fragment = problem.rpartition(": ")[2]
        offset = body.find(fragment) if fragment and fragment in body else 0
        raise PhraseError(phrase, start + offset, f"RE2 does not accept it: {problem}") from error
    if compiled.search("") or compiled.search(" "):
        raise PhraseError(phrase, start, "matches the empty text")
    return pattern
