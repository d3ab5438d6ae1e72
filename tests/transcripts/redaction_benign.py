"""Sentences of home-services calls with figures that are nobody's number, for both sets of the evaluation."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.transcripts.redaction_corpus import ONES, TENS, Call
from transcripts.events import Speaker

HEARD = """
the visit is eighty nine dollars
it's {n} dollars for the {n} of them
we're at {n} {n} {n} {n} oak hollow drive
I live at forty five twelve oak hollow drive
the address is one oh one main street apartment {n}
does tomorrow between eight and ten work
I have eight to ten, ten to twelve, twelve to two or two to four
he'll be there at two thirty
it was nine oh five when you called
call me after five
you can call me back at three thirty
I called two or three times
I've called three four five times already
it was built in nineteen eighty seven
the unit is from two thousand five
the filter is sixteen by twenty five by one
I need a twenty by twenty by one filter
it's sixty two degrees in here
set it to seventy two
one two three testing
one, two, three, four, five
I'm counting one two three four five six seven eight nine ten breakers
we're open twenty four seven
hang up and call nine one one
please call 911 right away
call eight one one before you dig
the model number is two T W R four zero three six
the serial number is one nine one two three four five six seven eight
my account number is five five five one two three four
order number five five five oh one four seven
it's the second one on the left, number two
one of the two units quit, the other one is fine
which one of them is it
no one has been out in two or three years
the zip code is seven eight seven oh four
we're in austin texas seven eight seven oh four
my son's four and my daughter is eight
I have two dogs, three cats and one parrot
it's a five ton unit with sixty thousand btu
between one fifty and two hundred dollars
about three hundred and fifty dollars
two hundred twenty volts, thirty amps
apartment three oh two
unit two one four in the back
it takes R four ten A
the breaker is a twenty amp, the others are fifteen
can you come at eight thirty on the twenty first
march twenty first at four fifteen
thirty days, sixty days, ninety days
there's a discount of ten percent, twenty if you sign up
he was here one two three times
half of it, or two thirds
for two weeks, since may fifth
I'll take the one at ten
the error code is five one two
it flashes three times and then one two
the gate code is four five one two
you can book online at alder dot com
visit us at alder heating dot com
we found you at google dot com
I'm at home at noon
I work at comcast
look at the thermostat, it says sixty eight
he's at lunch, call back at one
the dot on the thermostat is red
my name is Halloran, H A L L O R A N
V as in victor, A, N
it's L-O-W-E
I don't have an email
my email is down
can you email me the quote
did you get the email
what's your email address?
is that the best number to reach you?
I already gave you my number
the number of units is two
you already have my phone number
we only take cards at the door
I'll pay by card
my card was charged twice
the card was charged eighty nine dollars on the fifth
is the security code required
my social life is dead since the ac quit
I have one question about the two outlets
take exit two nine oh and then route six
a two by four and a three quarter inch pipe
it's thirteen years old, almost fourteen
twenty minutes, thirty at most
there are four of us, two kids
about fifteen hundred square feet, maybe sixteen hundred
give me one second
one more time please
hold on one moment
oh, two of them actually
the first one is two doors down
$89 plus 8.25 percent
between 8 and 10, or 10 and 12
4512 Oak Hollow Drive, Austin 78704
the filter is 16x25x1
it's a 2011 Rheem, forty gallon
she was born in eighty two
step one, step two, step three
at four four five Pine Street
we have three zones, one upstairs and two down
""".strip().splitlines()

TALKS: tuple[tuple[str, ...], ...] = (
    ("how old is the unit?", "twelve years, maybe thirteen"),
    ("and what's the service address?", "forty five twelve oak hollow", "okay"),
    ("what's the zip?", "seven eight seven oh four"),
    ("what's the house number?", "two one four"),
    ("what's the temperature in there?", "fifty eight"),
    ("how many units?", "two"),
    ("what size is the filter?", "sixteen twenty five one"),
    ("what year was it built?", "nineteen eighty seven"),
    ("what's the serial number?", "one nine one two three four five six", "okay", "seven eight"),
    ("what time works?", "eight thirty", "or nine"),
    ("what's the model number?", "fifty eight C V A zero nine zero"),
    ("is it the first one or the second one?", "the second one"),
    ("what's the best number?", "it's the same one", "okay great", "thanks"),
    ("what's your email?", "I don't have one", "no problem"),
    ("and how much was the other quote?", "three fifty", "okay"),
    ("what's a good number for you?", "you already have it on file"),
    ("can I call you back?", "yeah after five"),
    ("what's the apartment number?", "two oh four"),
    ("how big is the house?", "twenty four hundred"),
    ("do you have the gate code?", "yes it's one two three four"),
)


def sentences(seed: int, count: int, lines: list[str], talks: tuple[tuple[str, ...], ...] = TALKS) -> Iterator[Call]:
    """Every line and talk so many times, with other figures and punctuation."""
    chance = random.Random(seed)
    for _ in range(count):
        for line in lines:
            text = line
            while "{n}" in text:
                text = text.replace("{n}", chance.choice((*ONES[1:], *TENS)), 1)
            if chance.random() < 0.3:
                text = text.capitalize() + "."
            lead = chance.choice(("", "", "okay so ", "yeah, ", "um, "))
            yield Call(f"benign: {line}", (("customer", lead + text),))
        for talk in talks:
            speakers: tuple[Speaker, ...] = ("csr", "customer")
            yield Call(f"benign talk: {talk[0]}", tuple((speakers[at % 2], text) for at, text in enumerate(talk)))
