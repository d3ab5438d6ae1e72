"""Where one clause ends and the next begins, judged by words: punctuation may be missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

_SUBJECTS = frozenset(("i", "we", "you", "they", "he", "she", "it", "that", "this", "there", "our", "my", "the"))
_CONJUNCTIONS = frozenset(("and", "so", "because", "although", "though", "however", "or", "then", "plus"))
_INTERJECTIONS = frozenset(
    ("no", "nope", "yes", "yeah", "yep", "yup", "sure", "okay", "oh", "well", "right", "so", "actually", "look")
)
_FILLERS = frozenset((("you", "know"), ("i", "mean"), ("i", "guess"), ("you", "see")))


def clause_ranges(words: Sequence[str], pauses: Set[int]) -> Iterator[tuple[int, int]]:
    r"""Cut words into clauses, in order and without overlap. Ends of sentences belong to no clause.

    A clause begins at a sentence, at "but", at a conjunction followed by a subject ("so we …"), and after a pause
    where a subject follows ("…, we …") or only interjections stood before ("No, …"). Other pauses cut nothing: the
    "can't" in "I can't, unfortunately, promise" must still reach the promise.

    Args:
        words: Normalised words, "\n" for the end of a sentence.
        pauses: Indices of words before which the speaker paused.

    Yields:
        First word and the one after the last, as indices; never empty.
    """
    first = 0
    only_interjections = True
    for index, word in enumerate(words):
        if word == "\n":
            if first < index:
                yield first, index
            first, only_interjections = index + 1, True
            continue
        opened_by_conjunction = index - first == 1 and (words[first] == "but" or words[first] in _CONJUNCTIONS)
        if (
            first < index
            and not opened_by_conjunction
            and _begins_clause(words, index, index in pauses, only_interjections)
        ):
            yield first, index
            first, only_interjections = index, True
        only_interjections = only_interjections and word in _INTERJECTIONS
    if first < len(words):
        yield first, len(words)


def _begins_clause(words: Sequence[str], index: int, after_pause: bool, only_interjections: bool) -> bool:
    word = words[index]
    following = words[index + 1] if index + 1 < len(words) else ""
    if word == "but":
        return True
    if word in _CONJUNCTIONS:
        return following in _SUBJECTS
    if not after_pause:
        return False
    return only_interjections or (word in _SUBJECTS and (word, following) not in _FILLERS)
