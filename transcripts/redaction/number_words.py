"""The words that say figures, the words that are mistaken for them, and the words that stand between them."""

from __future__ import annotations

UNITS = {
    "zero": "0", "oh": "0", "o": "0", "ou": "0", "nought": "0", "naught": "0", "aught": "0", "ought": "0",
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "fife": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "niner": "9",
}  # fmt: skip
TEENS = {
    word: str(value)
    for value, word in enumerate(
        "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),  # as below
        start=10,
    )
}
TENS = {
    word: str(value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)  # as below
} | {"fourty": "4"}
PLURALS = {
    "zeros": "0", "zeroes": "0", "ohs": "0", "oh's": "0", "o's": "0", "ones": "1", "twos": "2", "threes": "3",
    "fours": "4", "fives": "5", "sixes": "6", "sevens": "7", "eights": "8", "nines": "9",
}  # fmt: skip
TIMES = {"double": 2, "dubble": 2, "triple": 3, "treble": 3, "tripple": 3, "quadruple": 4, "quad": 4}
SCALES = {"hundred": "00", "thousand": "000"}
SLIPS = {
    "for": "4", "fore": "4", "to": "2", "too": "2", "toe": "2", "tow": "2", "free": "3", "sick": "6", "eat": "8",
}  # fmt: skip
"""What speech-to-text writes for a figure, and what is mostly no more than the word it is."""
MISHEARD = {
    word: str(digit)
    for digit, words in enumerate(
        (
            "owe ow ohh ohhh ooh sero cero xero zerro zeero",
            "won wan wun uno",
            "tu tew dos deux",
            "tree sree tri thre tre dree tres trois",
            "fo foh foe fower cuatro quatre",
            "fie fi fai fif fiv fibe cinco cinq",
            "sicks sex siks sics seis",
            "seben sebben sevin sevn siete sept",
            "ate ait eit aight ayt ocho huit",
            "nein nigh nien nain nyne nai nin nueve neuf",
        )
    )
    for word in words.split()
}
"""What it writes where somebody has an accent, or counts in another language: while a number is given, a figure."""
SIGHS = frozenset(("oh", "o", "ou", "ought", "aught"))
"""The zeros that are mostly no figures."""

# Hesitation, agreement, repair and punctuation said aloud: none of it ends a number.
JOINTS = frozenset(
    """
    um uh uhm umm uhh er erm ah eh hmm hm mm mhm mmhm mmhmm huh like well so okay ok kay k yes yeah yep yup ya
    right sure alright then and plus dash hyphen minus dot point period comma space slash stroke wait no nope nah
    sorry actually mean i i'm oops correction correct scratch strike that that's thats it it's its is was make
    made let let's me see hold on hang second sec you know again repeat gotcha got go going ahead perfect great
    cool good a the be next another parenthesis parentheses bracket area code ext extension country not excuse
    pardon my bad mistake meant there believe think guess start over from back up pause ending followed digits
    number's with ma'am number numbers sir please reckon gimme uhhm mhmm alrighty yessir righto fine check copy
    copied carry onward write writing down what's what else moving here's here we've kind sorta sort maybe
    probably cell it'd it'll them those these parens paren lemme just simply basically thanks mmkay uhhuh bear
    something somethin reading read listening ready rest one's say said anyway shoot dang gosh lord
    """.split()  # a list of words reads best as one
)
COUNTED = frozenset(("digit", "digits", "numbers"))
"""What the figures of a number are counted in: "the last four digits"."""
RANKED = frozenset(("last", "first", "final", "next", "other"))
# "The best one" is no figure.
BEFORE_ONE = frozenset(
    """
    best good better right wrong other same this that the which another any every each no only big small new old
    main different nice newer older correct whole first second last next either what some bad loud
    """.split()  # as above
)
AFTER_ONE = frozenset(("sec", "second", "moment", "minute", "more", "word", "thing"))

OPEN_ENDED = frozenset((*JOINTS, *UNITS, *TEENS, *TENS, *TIMES, *SLIPS, *MISHEARD, *PLURALS, *SCALES))
NUMBER_WORDS = "|".join((*UNITS, *TEENS, *TENS, *TIMES, *PLURALS))
"""The words that say figures, as a pattern."""
SLIP_WORDS = "|".join((*SLIPS, *MISHEARD))
"""The words that may stand for figures while a number is given, as a pattern."""
JOINT_WORDS = "|".join(sorted(word for word in JOINTS if word.isalpha()))
"""The words that may stand between them, as a pattern."""


def may_become(word: str) -> bool:
    """Whether a word not yet whole can turn into a figure or into what joins figures."""
    return any(whole.startswith(word) for whole in OPEN_ENDED)
