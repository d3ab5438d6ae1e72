"""Calls in which people say numbers and addresses, made up by the thousand, and sentences that hold none.

What must not survive stands between `OPEN` and `CLOSE`: every figure of a number, every word of an address. A style is a
way of saying; a `Voice` says with which words. The same seed gives the same calls.
"""

# ruff: noqa: E501 # a list of words, and a call, reads best on one line

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from transcripts.events import Speaker

OPEN, CLOSE = "\x02", "\x03"
ONES = "zero one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
MULTIPLES = {2: "double", 3: "triple"}
SLIPS = {"four": "for", "two": "to", "one": "won", "eight": "ate"}
NAMES = (
    "pat",
    "field",
    "smith",
    "jordan",
    "maria",
    "lopez",
    "kim",
    "o'brien",
    "taylor",
    "webb",
    "nguyen",
    "mary",
    "grace",
)
PROVIDERS = ("gmail", "yahoo", "hotmail", "outlook", "icloud", "aol", "comcast", "proton", "example", "fieldhvac")
PHONETIC = {
    "a": "apple", "b": "boy", "c": "cat", "d": "dog", "e": "edward", "f": "frank", "g": "george", "h": "henry", "i": "ida",
    "j": "john", "k": "king", "l": "larry", "m": "mary", "n": "nancy", "o": "oscar", "p": "paul", "q": "queen", "r": "robert",
    "s": "sam", "t": "tom", "u": "uncle", "v": "victor", "w": "william", "x": "xray", "y": "yellow", "z": "zebra",
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """Turns of a call, marked, in a style. A benign call has nothing marked."""

    style: str
    turns: tuple[tuple[Speaker, str], ...]


@dataclass(frozen=True)
class Voice:
    """The words around numbers: leads by kind, questions by kind, nods, hesitations, repairs, ends."""

    leads: dict[str, tuple[str, ...]]
    asks: dict[str, tuple[str, ...]]
    ends: tuple[str, ...]
    nods: tuple[str, ...]
    hesitations: tuple[str, ...]
    repairs: tuple[str, ...]


HEARD = Voice(
    leads={
        "phone": (
            "my number is", "it's", "yeah it's", "you can reach me at", "call me back at", "the best number is", "sure",
            "my cell is", "so my phone number is", "uh", "try my husband at", "that's", "area code", "text me at",
            "the number's gonna be", "okay my callback number would be",
        ),
        "card": ("the card number is", "it's a visa", "okay it's", "my card is", "sure it's", "ready? it's", "the number on the card is"),
        "ssn": ("my social is", "my social security number is", "social's", "ssn is", "the social is"),
        "code": ("the security code is", "the cvv is", "code on the back is", "the three digits are", "cvv"),
        "email": ("my email is", "it's", "email me at", "send it to", "you can write to", "sure it's", "the email address is", "yeah that's"),
    },
    asks={
        "phone": ("what's the best number to reach you?", "and a good callback number?", "can I get your phone number please",
                  "what's your cell number", "and your number?"),
        "card": ("can I get the card number?", "go ahead with the card number whenever you're ready", "what's the number on the card"),
        "ssn": ("can I get your social?", "and your social security number please"),
        "code": ("and the security code on the back?", "what's the cvv", "and the three digits on the back"),
        "email": ("what's your email address?", "and a good email for you?", "can I get an email to send that to"),
    },
    ends=("", ".", ", okay?", " thanks", " and that's my cell", " if you need me", ". Did you get that?", " any time after noon"),
    nods=("okay", "mm-hm", "uh huh", "yes", "got it", "go ahead", "okay.", "Right.", "yep"),
    hesitations=("uh", "um", "let me see", "er", "like", "and then", "hold on", "dash", "okay", "you know"),
    repairs=("no wait", "sorry", "no, sorry,", "I mean", "actually", "scratch that", "wait no"),
)  # fmt: skip


class Speech:
    """Says digits and addresses in many ways. `chance` decides about everything."""

    def __init__(self, chance: random.Random, voice: Voice) -> None:
        self.chance = chance
        self.voice = voice

    def phone(self) -> list[str]:
        """A North American number in its groups."""
        area = self.chance.choice(("512", "415", "737", "212", "305", "830", "916", "647", "800", "888", "303", "972"))
        exchange = self.chance.choice("23456789") + self.digits(2)
        groups = [area, exchange, self.digits(4)]
        if self.chance.random() < 0.12:
            groups.insert(0, "1")
        return groups

    def card(self) -> list[str]:
        """A card number with its check digit, in its groups."""
        lead, sizes = self.chance.choice(
            (("4", (4,) * 4), ("5" + self.chance.choice("12345"), (4,) * 4), ("6011", (4,) * 4), ("37", (4, 6, 5)))
        )
        body = lead + self.digits(sum(sizes) - len(lead) - 1)
        check = next(digit for digit in "0123456789" if _luhn(body + digit))
        return _cut(body + check, sizes)

    def digits(self, count: int) -> str:
        """So many digits."""
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def one_by_one(self, group: str) -> list[str]:
        """Say "five one two", with "oh" for zero half of the time."""
        zero = self.chance.choice(("oh", "zero"))
        return [zero if digit == "0" else ONES[int(digit)] for digit in group]

    def multiples(self, group: str) -> list[str]:
        """Say "double five oh": repeated digits said once."""
        said: list[str] = []
        at = 0
        while at < len(group):
            count = next((n for n in (3, 2) if group[at : at + n] == group[at] * n), 1)
            word = self.one_by_one(group[at])[0]
            said.append(word if count == 1 else f"{MULTIPLES[count]} {word}")
            at += count
        return said

    def pairs(self, group: str) -> list[str]:
        """Say "twenty one forty seven": two digits at a time where they make a number."""
        if len(group) == 3 and group.endswith("00"):
            return [f"{ONES[int(group[0])]} hundred"]
        if len(group) % 2:
            return [*self.one_by_one(group[0]), *self.pairs(group[1:])] if len(group) > 1 else self.one_by_one(group)
        said: list[str] = []
        for at in range(0, len(group), 2):
            tens, unit = int(group[at]), int(group[at + 1])
            if tens == 0:
                said += self.one_by_one(group[at : at + 2])
            elif tens == 1:
                said.append(TEENS[unit])
            else:
                said.append(TENS[tens - 2] + (f" {ONES[unit]}" if unit else ""))
        return said

    def written(self, group: str) -> list[str]:
        """The figures as they are."""
        return [group]

    def mixed(self, group: str) -> list[str]:
        """Any of the other ways."""
        return self.chance.choice((self.one_by_one, self.multiples, self.pairs, self.written))(group)

    def name(self) -> str:
        """A word of an address."""
        return self.chance.choice(NAMES)

    def local(self) -> list[str]:
        """The part of an address before the sign, as words to be marked."""
        first, last = self.name(), self.name()
        digits = self.digits(2)
        return self.chance.choice(
            (
                [first, "dot", last],
                [first, last],
                [f"{first}{last}"],
                [first[0], last],
                [first, "underscore", last],
                [first, last, *self.pairs(digits)],
                [f"{first}{digits}"],
                [first, "dot", last, *self.one_by_one(digits)],
                list(first.replace("'", "")),
                [first, "dash", last],
                [first, "plus", "hvac"],
                [*self.lettered(first[:3].replace("'", "")), last],
            )
        )

    def lettered(self, word: str) -> list[str]:
        """Say "b as in boy, o as in oscar"."""
        link = self.chance.choice(("as in", "as in", "like"))
        return [f"{letter} {link} {PHONETIC[letter]}" for letter in word]


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cut(number: str, sizes: tuple[int, ...]) -> list[str]:
    groups = []
    for size in sizes:
        groups.append(number[:size])
        number = number[size:]
    return groups


def marked(word: str) -> str:
    """A word that must not survive."""
    return f"{OPEN}{word}{CLOSE}"


def said(speech: Speech, groups: list[str], how: Callable[[str], list[str]], pause: str = " ") -> list[str]:
    """The groups of a number as marked phrases; `pause` ends a group."""
    return [
        " ".join(marked(word) for word in how(group)) + (pause if at + 1 < len(groups) else "")
        for at, group in enumerate(groups)
    ]


def _hesitant(speech: Speech, groups: list[str]) -> list[str]:
    phrases = said(speech, groups, speech.mixed)
    place = speech.chance.randrange(1, len(phrases)) if len(phrases) > 1 else 0
    phrases[place] = (
        f"{speech.chance.choice(speech.voice.hesitations)}{speech.chance.choice((' ', ', '))}{phrases[place]}"
    )
    return phrases


def _repaired(speech: Speech, groups: list[str]) -> list[str]:
    place = speech.chance.randrange(len(groups))
    wrong = speech.digits(max(1, len(groups[place]) - 1))
    phrases = said(speech, groups, speech.one_by_one)
    false_start = " ".join(marked(word) for word in speech.one_by_one(wrong))
    phrases[place] = f"{false_start}, {speech.chance.choice(speech.voice.repairs)} {phrases[place]}"
    return phrases


def _misheard(speech: Speech, groups: list[str]) -> list[str]:
    phrases = []
    for at, group in enumerate(groups):
        words = speech.one_by_one(group)
        if 0 < at < len(groups) - 1 or len(groups) == 1:
            words = [
                words[0],
                *(SLIPS.get(word, word) if speech.chance.random() < 0.6 else word for word in words[1:-1]),
                words[-1],
            ]
        phrases.append(" ".join(marked(word) for word in words) + " ")
    return phrases


SAYINGS: dict[str, Callable[[Speech, list[str]], list[str]]] = {
    "one by one": lambda s, g: said(s, g, s.one_by_one, s.chance.choice((" ", ", ", ". "))),
    "doubles": lambda s, g: said(s, g, s.multiples, s.chance.choice((" ", ", "))),
    "pairs": lambda s, g: [*said(s, g[:-1], s.one_by_one), " ".join(marked(w) for w in s.pairs(g[-1]))],
    "mixed": lambda s, g: said(s, g, s.mixed, s.chance.choice((" ", ", ", " - "))),
    "hesitant": _hesitant,
    "repaired": _repaired,
    "misheard": _misheard,
    "hyphened": lambda _, g: [marked("-".join(ONES[int(d)] for d in group)) + " " for group in g],
    "written in part": lambda s, g: said(s, g, s.written, s.chance.choice((" ", ", "))),
}


def spoken(speech: Speech, kind: str, style: str) -> Call:
    """One segment that says the whole number, asked for or not."""
    phrases = [phrase.strip() for phrase in SAYINGS[style](speech, _groups(speech, kind))]
    lead = speech.chance.choice(speech.voice.leads[kind])
    ends = speech.voice.ends if kind == "phone" else speech.voice.ends[:4]
    text = f"{lead} {' '.join(phrases)}{speech.chance.choice(ends)}"
    turns: list[tuple[Speaker, str]] = [("customer", _cased(speech, text))]
    if speech.chance.random() < 0.5 or kind == "code":
        turns.insert(0, ("csr", speech.chance.choice(speech.voice.asks[kind])))
    return Call(f"{kind}: {style}", tuple(turns))


def split(speech: Speech, kind: str, style: str) -> Call:
    """A number over several segments, the other speaker nodding or reading back between."""
    phrases = SAYINGS[style](speech, _groups(speech, kind))
    if len(phrases) == 1:
        return spoken(speech, kind, style)
    first = 2 if len(phrases) == 4 and kind == "phone" else 1  # nobody stops after the country's "one"
    cuts = sorted(speech.chance.sample(range(first, len(phrases)), speech.chance.randint(1, len(phrases) - first)))
    pieces = [" ".join(phrases[left:right]) for left, right in zip([0, *cuts], [*cuts, len(phrases)], strict=True)]
    turns: list[tuple[Speaker, str]] = []
    asked = speech.chance.random() < 0.6
    if asked:
        turns.append(("csr", speech.chance.choice(speech.voice.asks[kind])))
    lead = speech.chance.choice(speech.voice.leads[kind])
    for at, piece in enumerate(pieces):
        turns.append(("customer", _cased(speech, f"{lead} {piece}" if at == 0 else piece)))
        if at + 1 < len(pieces):
            nod = speech.chance.choice(speech.voice.nods)
            turns.append(("csr", f"{piece.strip(' ,.-')}, {nod}" if speech.chance.random() < 0.2 else nod))
    return Call(f"{kind}: split, {style}", tuple(turns))


def email(speech: Speech, style: str) -> Call:
    """An address said aloud, whole, without its "dot com", or over two segments."""
    local = " ".join(word if word in ("dot", "dash", "plus", "underscore") else marked(word) for word in speech.local())
    if speech.chance.random() < 0.15:
        local += speech.chance.choice((", all one word,", " all lowercase", ", no spaces,"))
    provider = speech.chance.choice(PROVIDERS if style != "no dot com" else PROVIDERS[:6])
    end = (
        "" if style == "no dot com" else speech.chance.choice((" dot com", " dot com", " dot net", " dot org", ".com"))
    )
    lead = speech.chance.choice(speech.voice.leads["email"])
    domain = f"at {marked(provider)}{end}"
    turns: list[tuple[Speaker, str]]
    if style == "split":
        lead = speech.chance.choice(tuple(lead for lead in speech.voice.leads["email"] if "mail" in lead))
        turns = [
            ("customer", f"{lead} {local}"),
            ("csr", speech.chance.choice(speech.voice.nods)),
            ("customer", domain),
        ]
    else:
        turns = [("customer", f"{lead} {local} {domain}{speech.chance.choice(('', '.', ' thanks'))}")]
    if style == "split" or speech.chance.random() < 0.5:
        turns.insert(0, ("csr", speech.chance.choice(speech.voice.asks["email"])))
    return Call(f"email: {style}", tuple((speaker, _cased(speech, text)) for speaker, text in turns))


def _groups(speech: Speech, kind: str) -> list[str]:
    if kind == "phone":
        return speech.phone()
    if kind == "card":
        return speech.card()
    return _cut(speech.digits(9), (3, 2, 4)) if kind == "ssn" else [speech.digits(speech.chance.choice((3, 3, 3, 4)))]


def _cased(speech: Speech, text: str) -> str:
    how = speech.chance.random()
    if how < 0.3:
        return text.replace(OPEN, "\x00").capitalize().replace("\x00", OPEN)
    return "".join(char for char in text if char not in ",.?") if how < 0.5 and ".com" not in text else text


def private(seed: int, count: int, voice: Voice = HEARD) -> Iterator[Call]:
    """So many calls of every style in which something must be hidden."""
    speech = Speech(random.Random(seed), voice)
    for _ in range(count):
        for kind in ("phone", "card", "ssn", "code"):
            for style in SAYINGS:
                if style != "misheard" or kind != "code":
                    yield spoken(speech, kind, style)
                    if kind != "code":
                        yield split(speech, kind, style)
        for style in ("whole", "no dot com", "split"):
            yield email(speech, style)
