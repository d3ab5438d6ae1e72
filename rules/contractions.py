"""What short spoken forms stand for, so that one phrase fits all of them."""

from __future__ import annotations

_TABLE = """
ain't=is not|can't=can not|cannot=can not|shan't=shall not|won't=will not|let's=let us|y'all=you all|i'm=i am
aint=is not|arent=are not|cant=can not|couldnt=could not|didnt=did not|doesnt=does not|dont=do not|hadnt=had not
hasnt=has not|havent=have not|isnt=is not|shouldnt=should not|wasnt=was not|werent=were not|wont=will not
wouldnt=would not|im=i am|ive=i have|youre=you are|youve=you have|youll=you will|theyre=they are|theyve=they have
theyll=they will|weve=we have|thats=that is|whats=what is|theres=there is|heres=here is|itll=it will|thatll=that will
gonna=going to|gotta=got to|wanna=want to|gimme=give me|lemme=let me|kinda=kind of|sorta=sort of|dunno=do not know
shoulda=should have|coulda=could have|woulda=would have|em=them|yall=you all|ok=okay|alright=all right
"""
_IS = "it that what there here who he she where how when everything everyone nothing something someone this"
_ENDINGS = {"n't": "not", "'ll": "will", "'re": "are", "'ve": "have", "'d": "would"}

OPENED: dict[str, tuple[str, ...]] = {
    **{f"{word}'s": (word, "is") for word in _IS.split()},
    **{
        short: tuple(full.split())
        for line in _TABLE.split("\n")
        for short, _, full in (entry.partition("=") for entry in line.split("|") if entry)
    },
}
"""Short form -> its words. "'s" is opened after words that own nothing; elsewhere it may be a possessive and stays."""


def open_contraction(word: str) -> tuple[str, ...]:
    """The words of a lower-case word with an apostrophe in it; the word itself if it is no contraction known here."""
    if word in OPENED:
        return OPENED[word]
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (*open_contraction(word[: -len(ending)]), full)
    return (word,)
