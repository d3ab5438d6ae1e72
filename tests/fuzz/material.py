"""Calls that nobody would make: real lines and numbers, cut, mixed, repeated and sprinkled with odd characters."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from desktop import samples
from rules.yaml_source import shipped
from transcripts.events import Speaker
from transcripts.files import read_transcript

ODD = (
    *(
        "\u200d",
        "\u0301",
        "\ufe0f",
        "👍🏽",
        "🇺🇸",
        "ﬁ",
        "ß",
        "İ",
        "\u202e",
        "\u00ad",
        "\u2011",
        "\x00",
        "\t",
        "½",
        "①",
        "٣",
    ),
    *(
        "[PHONE]",
        "[CARD",
        "]",
        "...",
        "…",
        "’",
        "$",
        "%",
        "24/7",
        "oh",
        "o'",
        "'s",
        "@",
        " dot ",
        " at ",
        "no wait",
        "-",
    ),
)
DIGITS = "zero one two three four five six seven eight nine".split()
ASKS = (
    "What's the best number to reach you?",
    "And the card number?",
    "What's your e-mail?",
    "And the security code on the back?",
    "Last four of your social?",
)


@dataclass(frozen=True)
class Turn:
    """One utterance. `private` are the figures in it that belong to somebody."""

    speaker: Speaker
    text: str
    private: str = ""


@cache
def lines() -> tuple[str, ...]:
    """Real lines: those of the sample calls and of the rules' examples."""
    spoken = [
        heard.text
        for path in map(samples.find, samples.names())
        for heard in read_transcript(path.read_bytes(), path.name).segments
    ]
    examples = [text for rule in shipped().rules for text in (*rule.examples.match, *rule.examples.no_match)]
    return tuple(spoken + examples)


def call(chance: random.Random) -> list[Turn]:
    """A call of up to a dozen turns."""
    return [_turn(chance) for _ in range(chance.randint(1, 12))]


def _turn(chance: random.Random) -> Turn:
    speaker: Speaker = chance.choice(("csr", "customer"))
    kind = chance.random()
    if kind < 0.15:
        return Turn(speaker, chance.choice(ASKS))
    if kind < 0.4:
        shown, figures = number(chance)
        before, after = (_mutated(chance, 1) if chance.random() < 0.5 else "" for _ in range(2))
        return Turn(speaker, " ".join(filter(None, (before, shown, after))), figures)
    return Turn(speaker, _mutated(chance, chance.randint(1, 3)))


def number(chance: random.Random) -> tuple[str, str]:
    """A telephone or card number as it is written or read out, and its digits."""
    if chance.random() < 0.5:
        figures = f"{chance.choice('23456789')}{_digits(chance, 2)}{chance.choice('23456789')}{_digits(chance, 6)}"
        groups = [figures[:3], figures[3:6], figures[6:]]
    else:
        body = f"4{_digits(chance, 14)}"
        figures = body + next(digit for digit in "0123456789" if luhn(body + digit))
        groups = [figures[at : at + 4] for at in range(0, 16, 4)]
    if chance.random() < 0.5:
        return chance.choice(("-", " ", ".")).join(groups), figures
    spoken = [DIGITS[int(figure)] for figure in figures]
    return f"my {'number' if len(figures) == 10 else 'card'} is {' '.join(spoken)}", figures


def luhn(figures: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812)."""
    doubled = [int(figure) * (1 + place % 2) for place, figure in enumerate(reversed(figures))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _mutated(chance: random.Random, times: int) -> str:
    words = chance.choice(lines()).split()
    for _ in range(times):
        at = chance.randrange(len(words) + 1)
        match chance.randrange(8):
            case 0:
                words[at:at] = chance.choice(lines()).split()
            case 1:
                del words[at : at + chance.randint(1, 4)]
            case 2:
                words[at:at] = [chance.choice(ODD)]
            case 3 if words:
                word = words[at % len(words)]
                cut = chance.randrange(len(word) + 1)
                words[at % len(words)] = word[:cut] + chance.choice(ODD) + word[cut:]
            case 4:
                words[at : at + 2] = reversed(words[at : at + 2])
            case 5:
                words = [word.strip(".,?!").lower() for word in words]
            case 6:
                words[at:at] = words[at : at + 3] * chance.randint(1, 60)
            case _:
                words[at:at] = [_digits(chance, chance.randint(1, 20))]
    return " ".join(words)[:20_000]
