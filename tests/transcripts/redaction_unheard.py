"""The styles that are kept aside: other words, other ways of cutting, and whole sentences written down as they came.

Redaction is judged by these and not written for them: whoever works on it looks at the totals alone.
"""

# ruff: noqa: E501 # a call reads best on one line

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.transcripts import redaction_corpus
from tests.transcripts.redaction_benign import sentences
from tests.transcripts.redaction_corpus import CLOSE, OPEN, Call, Speech, Voice, marked
from transcripts.events import Speaker

UNHEARD = Voice(
    leads={
        "phone": (
            "okay so you ready, it's", "mine's", "I'm on", "hit me back on", "he picks up at", "the landline, that's",
            "best way to get me is", "my wife's number is", "write this down", "well the number I'm calling from is",
            "the office line's", "if we get cut off I'm at", "it'd be", "just use", "please ring me on",
        ),
        "card": ("alright the long number is", "mastercard,", "put it on the amex", "the debit card, it's", "number's", "card ending", "okay here goes"),
        "ssn": ("soc is", "for the financing my social's", "my full social is", "last time I used my social which is", "yeah social"),
        "code": ("security code's", "it says", "the little number on the back is", "that code is", "verification code would be"),
        "email": ("shoot it over to", "she's", "mine is", "that'd be", "use", "put down", "billing goes to", "e-mail's", "email it to me at"),
    },
    asks={
        "phone": ("who do we call and at what number?", "phone number on that?", "in case we're disconnected, what number are you at",
                  "Sorry, can you give me that phone number one more time?"),
        "card": ("I'll take that card whenever you're ready.", "and which card did you want to use", "Okay, read me the card number."),
        "ssn": ("For the credit check I need the social.", "and the last thing is your social security number"),
        "code": ("And that CVV?", "there's a three digit code by the signature", "and the security code"),
        "email": ("Where should I email the estimate?", "do you have an email", "what e-mail do you want on the account?"),
    },
    ends=("", ".", " alright", " that's the cell", ", you got it?", " bye", " in the evening", ". It's my sister's"),
    nods=("Mhm.", "okay go on", "yeah", "I'm ready", "perfect, and?", "sure", "alright", "yes ma'am", "Okay, and then?"),
    hesitations=("erm", "what is it", "I think", "let me think", "so", "ah", "then", "one sec", "alright", "space"),
    repairs=("oops", "no no,", "I'm sorry,", "hang on,", "correction,", "not that,", "let me start over,"),
)  # fmt: skip

# <…> is what must not survive; / is another turn, the other speaker's and back.
WRITTEN_DOWN = """
yeah its area code <five one two> and then <five five five> and then its <zero one four seven>
you got a pen? <Nine> <one> <six>, <four> <four> <two>, <nineteen> <oh> <three>
it's <eight> <hundred> <five> <five> <five> <twenty> <one> <hundred>
it is <1> <800> <five> <five> <five> <oh> <one> <nine> <nine> extension <two> <oh> <four>
<plus> <one> <four> <one> <five> <six> <six> <three> <oh> <oh> <nine> <two>
home is <five one two five five five oh one four seven> and the cell is <five one two five five five oh one four eight>
what number are you calling from / oh it's <seven> <three> <seven> / okay / <five> <five> <five> / yep / <oh> <one> <four> <four>
best number? / <512> / mm-hm / <555> / uh huh / <0147>
best number? / it's <five twelve> / <five twelve>, okay / <five fifty five> / go on / <oh one forty seven>
so I have you at <five one two> <five five five> <oh one four eight>, is that right / no it's <oh one four seven>
the last four are <one> <one> <one> <one>
last four of the card / <4> <2> <4> <2>
is the number ending in <0133> still good
okay so that's <five one two> / right / <five five five> / right / <oh one four seven> / that's it
my number's <five five five>, no wait, <five five six>, <oh one four seven>
it's <five> <one> <two> okay <five> <five> <five> yes <oh> <one> <four> <seven>
card is <four one one one>, <one one one one>, <one one one one>, <one one one two>
it's a Visa, <four five three two> / okay / <seven seven one oh> / okay / <nine nine two one> / okay / <six six six five>
american express <three seven eight two> <eight two two four six three> <one zero zero zero five>
what's the card number / <forty one eleven> <eleven eleven> <eleven eleven> <eleven eleven>
what's the card number / <4111> <1111> / go ahead / <1111> <1111> / expiration / <oh four> <twenty seven> / and the code / <one two three>
the expiration on the card is <twelve> <twenty six> and the security code is <nine> <four> <four>
card number <4111> <1111> <1111> <11>
my social is <123> <45> <6789>
social? / <one two three> / okay / <four five> / okay / <six seven eight nine>
last four of my social is <six seven eight nine>
email is <pat> dot <field> at <example> dot com
email? / <b> as in boy, <o>, <b>, <dot> <field> at <gmail>
email? / <m> as in <mary>, then <field>, all one word, at <proton> dot me
send it to <jsmith> at <gmail>
it's <p> <a> <t> <underscore> <f> <i> <e> <l> <d> <ninety nine> at <yahoo> dot com
best email is <sales> at <fieldplumbing> dot com, <f> <i> <e> <l> <d> plumbing
you can reach me at <patfield> at <hotmail> dot com
what's the email / <pat> dot <field> / okay / at <example> dot com
what's the email / sure <pat> <field> at <gmail> / dot com? / yeah dot com
Email is <o'brien> plus <hvac> at <outlook> dot com.
and the email, <k> like <king>, <i>, <m> at <a o l> dot com
it's <pat> at <alderplumbing> dot net
the number is <triple five> <double oh> <one> <four> no sorry <double oh> <one> <five>
<two one two>, <six six four>, <seven six six five>, that's the office
call <five five five>, <oh one four seven>
Five one two. / Okay. / Five five five. / Got it. / Oh one four seven.
"""

UNHEARD_BENIGN = """
we replaced two of the four capacitors in twenty nineteen
your total comes to four hundred twelve fifty
the quote was eleven hundred, the other one was nine fifty
technicians start at seven thirty and finish around six
it's between sixteen and eighteen years old
my address is nine oh four west fifth street
eleven twenty two willow bend court, unit six
it's a three bedroom two bath
the thermostat reads seventy eight but it's set on seventy one
put me down for the ten to noon
one to three works, or two to four
is it one or two units
number one, it leaks, number two, it's loud
the pressure is at forty five psi, it was sixty
he said ten minutes and that was forty five minutes ago
I've got a twenty twenty by one and a sixteen twenty five
take the four ten to exit eleven
a hundred and ten volts
oh five or six years I guess
we got hit twice, in oh nine and again in twenty twelve
they're at one two one four cedar
two to three hundred dollars
I need somebody today, two at the latest
my number one concern is the price
the lady I talked to at two said to call back
it trips every two three minutes
it goes one two three and then it stops
that's three for four on missed appointments
eight by ten room, nine foot ceiling
it's five after four
I waited from eight to twelve for nothing
I work from nine to five, five days a week
a four inch drain and a two inch vent
model ends in oh three six
the serial starts with two three oh four
your confirmation number is seven seven one two oh
reference number is A four four one two
twelve fifty a month for the plan
the first ninety days, then thirty
call us twenty four hours a day seven days a week
the dryer's two forty, the outlet is one ten
I'm sixty eight and my husband is seventy two
dial nine one one and get out
it went out at three oh five this morning
our zip is seven eight six six four
in round rock, seven eight six six four
we're the second house, four doors down from nineteen oh two
for one thing it's too hot, for another it's too loud
to be honest two won't be enough
they ate four of the baits, two to go
check the site at alder pest dot com
stop by at one
it's pointing at eleven o'clock
how do you spell that / S M I T H
how do you spell that / D as in david, U, P
what's your address / seventeen oh one elm
and the zip / seven eight seven five one
what unit is that / two oh six
how many square feet / eighteen hundred
how old is it / fifteen
what year / two thousand eight
what does the display say / E one oh four
which window works / the eight to ten
what's it set at / seventy two
what's your name / Ray / and your number / it's the one I'm calling from
do you have an email / no I don't
can I get your phone number / why do you need it / so we can reach you / okay hold on
how many bedrooms / three / and baths / two
what was the quote / two fifty
what's the filter size / fourteen by twenty
""".strip().splitlines()


def private(seed: int, count: int) -> Iterator[Call]:
    """So many calls of every style in which something must be hidden."""
    yield from redaction_corpus.private(seed, count, UNHEARD)
    speech = Speech(random.Random(seed), UNHEARD)
    for _ in range(count):
        yield _anywhere(speech)
        yield _each_its_own(speech)
    for line in WRITTEN_DOWN.strip().splitlines():
        yield Call(f"line: {line}", tuple(_turns(line.replace("<", OPEN).replace(">", CLOSE))))


def benign(seed: int, count: int) -> Iterator[Call]:
    """Sentences and short talks with nothing to hide."""
    lines = [line for line in UNHEARD_BENIGN if " / " not in line]
    talks = tuple(tuple(line.split(" / ")) for line in UNHEARD_BENIGN if " / " in line)
    return sentences(seed, count, lines, talks)


def _turns(line: str) -> Iterator[tuple[Speaker, str]]:
    parts = line.split(" / ")
    for at, part in enumerate(parts):
        yield ("customer" if (len(parts) - at) % 2 else "csr"), part


def _anywhere(speech: Speech) -> Call:
    """A number that was named, cut between any two words, nods between."""
    words = [marked(word) for group in speech.phone() for word in speech.multiples(group)]
    cut = speech.chance.randrange(2, len(words))
    nod = speech.chance.choice(speech.voice.nods)
    first = f"my cell number is {' '.join(words[:cut])}"
    return Call("phone: cut anywhere", (("customer", first), ("csr", nod), ("customer", " ".join(words[cut:]))))


def _each_its_own(speech: Speech) -> Call:
    """Every group a turn of its own, each read back."""
    turns: list[tuple[Speaker, str]] = [("csr", speech.chance.choice(speech.voice.asks["phone"]))]
    for group in speech.phone():
        words = " ".join(marked(word) for word in speech.one_by_one(group))
        turns += [("customer", words), ("csr", f"{words}?"), ("customer", speech.chance.choice(speech.voice.nods))]
    return Call("phone: read back by group", tuple(turns))
