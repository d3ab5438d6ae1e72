"""Calls as they came, a line each.

<…> is what must not survive; a slash is another turn, by the other speaker and back.
"""

# ruff: noqa: E501 # a call reads best on one line

from __future__ import annotations

from collections.abc import Iterator

from tests.transcripts.redaction_corpus import CLOSE, OPEN, Call
from transcripts.events import Speaker

PRIVATE = """
Can I grab a callback number in case we get disconnected? / Yeah, <seven> <three> <seven>, <two> <two> <nine>, <four> <oh> <eight> <one>.
can i grab a callback number / yeah <seven three seven> / uh huh / <two two nine> / okay / <four oh eight one>
Okay let me read that back. <Seven three seven>, <two two nine>, <four oh eight one>.
Is that <seven three seven two two nine four oh eight one>? / Yes that's right.
um so its area code <two one four> <eight eight one> <sixty three hundred>
you can text my daughter at <nine one seven> <five five five> <oh one double two>
My cell's <six one two>, uh, <seven seven>, no, <seven eight eight>, <three one oh four>.
the number on the account should be <three oh three> <four four four> <one thousand>
it's probably under my old number, <four eight oh> <six two one> <nine nine oh three>
What's a good number for the tech to call? / My husband will be there, so <eight one three> <two six oh> <seventeen seventy six>
what's a good number for the tech to call / <813>-<260>-<1776>
<eight one three> <two six oh> <one seven> <seven six> is his and mine is <eight one three> <two six oh> <one seven> <seven seven>
What number should we use? / Use <six oh two>. / Mhm. / <Nine nine five>. / Mhm. / <Oh oh four three>.
and the phone? / it's a five one two, let me think... <five one two> <three three three> <twenty two ten>
one <eight hundred> <four four two> <seven one one nine> is my work number
Call <five five five> <twenty one forty seven> after six please.
It's <two> <zero> <six>... <seven> <two>... <four>... <one> <one> <nine> <eight>.
hello yes my number is <+1> <415> <five five five> <0199>
I'll be at <nine five four>, <three one one>, <zero six six zero>, extension <forty two>.
Sorry, could you repeat the last four? / <Nine> <oh> <two> <two>.
the last four digits are <seven> <six> <seven> <six>
And the last four of the card on file? / <Two> <three> <oh> <one>.
ends in <four> <four> <one> <nine>, it's a visa
number? / yeah its <seven one three> / okay / <eight> <eight> <four> / yep / <sixty> <sixty> <two>
I dont have a cell, the house phone is <three six one> <nine nine two> <forty four fifty>
Hi, this is Sam at <six one nine> <four oh eight> <eight one one two>, please call back.
so that was <eight three two> <seven six six> <one two> <one two>? / correct
<four oh four> <eight> <seven> <six> <five> <three> <oh> <nine> you can leave a message
best is <seven oh two>, <three eight eight>, then <five> <five> <seven> <one>
phone number? / sure thing / great / <five oh three> / go for it / <two two seven> <sixty one eighteen>
I'm ready for the card. / Okay it's a MasterCard. <Five four two four>, <one eight oh one>, <two three four five>, <six seven eight oh>.
I'm ready for the card. / <five four two four> / yep / <one eight oh one> / yep / <two three four five> / yep / <six seven eight oh>
go ahead with the card / <4000> <1234> / one sec / okay / <5678> <9010>
what kind of card / amex / go ahead / <three seven one four> / <four nine six three five three> / <nine eight four three one>
What's the expiration? It's a card ending in <four two four two>. / <oh nine> <twenty eight>
expiration date? / <nine> <twenty eight> / and the security code / <four> <oh> <one>
the card number's <6011> <zero zero zero nine> <9013> <9424>
here's my debit card <four seven one six> <double two> <one oh> <nine nine eight seven> <six five four three>
I only got to <four five five six> <seven three seven five> <eight six>, sorry my kid grabbed it
card's <five one oh five> <one oh five one> <oh five one oh> <five one oh oh>
visa number is <four oh one two> <eight eight eight eight> <eight eight eight eight> <one eight eight one>
and the little code on the back? / uh <eight> <eight> <two>
what's the cvv / it's rubbed off, I think it's <three> <one> <nine>
and the four digits on the front of the amex / <six> <oh> <oh> <seven>
CVV is <two fourteen>.
I need your social for the financing application / okay it's <five two eight> <one one> <nine nine oh two>
social please / <five two eight> / mm-hm / <one one> / mm-hm / <nine nine oh two>
soc's <two one two> dash <oh nine> dash <four four six one>
last four of the social? / <nine> <nine> <oh> <two>
my wife's social is <four> <three> <oh>, <six> <six>, <one> <two> <three> <four>
email's <kate> dot <moreno> at <gmail> dot com
email address? / <kmoreno> <seventy two> at <yahoo> / dot com? / yes
Email? / It's <k>, <m>, <o>, <r>, <e>, <n>, <o>, at <me> dot com.
you can send the estimate to <office> at <moreno> <builders> dot com
it's <kate> <moreno> all one word at <icloud> dot com
<kate> <moreno> <one> at <hotmail> dot com is best
what email / <d> like <dog>, <u>, <p>, <r>, <e>, <e> / uh huh / at <comcast> dot net
my email is the <real> <kate> at <aol> dot com
E-mail is <t> as in <tom>, <v> as in <victor>, <moreno>, at <outlook> dot com
is it <kate>.<moreno>@<gmail>.com / no it's <kate> underscore <moreno> at <gmail> dot com
so <kate> dash <moreno> at <proton> dot me, got it
we have <kmoreno> at <gmail> dot com on file, is that still good
It's <bob's plumbing> at <gmail>. / dot com / yeah
email / <pat> plus <hvac> / okay / at <fastmail> dot com
that's <moreno> <k> at <sbcglobal> dot net
put <accounting> at <oakridge> <hoa> dot org for the invoice
the email's <sunny> <days> <two thousand> at <yahoo> dot com
reach him at <j> <lee> at <cox> dot net or <seven oh two> <five five five> <oh one six one>
it's <joe> at <joes> <diner> dot com, <j> <o> <e> <s>
Number is <five five five>-<oh one> <two three>.
<five five five> <four three> <double one>
try <two two four> <six oh six> no wait <six oh seven> <one three one three>
its <nine two five> I'm sorry <nine two nine> <eight four four> <five five five one>
my number <eight four seven> yes <five oh five> okay <three three> uh <nine two>
the phone is <four one two> <two three one> <won> <for> <six> <six>
Fax it to <three one two> <six four oh> <double seven> <one> <nine>
<Three one two>. / Three one two. / <Six four oh>. / Six four oh. / <Seven seven one nine>.
Who should I ask for and what's the best line? / Ask for Dee, <two oh one>, <six six six>, <eight oh nine oh>.
okay and a phone number for the appointment / so its gonna be <four four three> / mmhmm / <eight one seven> / mmhmm / <nine nine two two>
The gate guard will call you, what's your cell? / <Seven> <eight> <six>. <Three> <three> <one>. <Five> <oh> <four> <two>.
You still at <eight six four two two nine one one oh six>? / I am.
reach me on my work phone <five seven three> <eight eight four> <twenty two> <twenty two>
i moved so its a new number now <nine oh one> <two seven seven> <three four> <five six>
Sorry, you cut out. / I said <two five three> <eight> <six> <one> <nine> <nine> <oh> <three>.
You cut out after the first part. / oh okay, <nine> <nine> <oh> <three>
his number is <six oh nine>, hmm, <four four seven>, and I want to say <two eight one six>
my mother's number, it's <three eight six>-<two five two>-<eleven hundred>
dial <one> <eight three three> <four two two> <seven six five one>
the call back is <five one oh> <four> <four> <four> <double eight> <double one>
Which card? / Discover. <Six oh one one>, <five five oh oh>, <three three two one>, <eight seven six five>.
Card number when you're ready. / <4147> / okay / <2021> / okay / <3390> / okay / <7781>
Card number when you're ready / <four one four seven> <twenty twenty one> <thirty three ninety> <seventy seven eighty one>
and what's the exp and the cvv / its <one> <twenty nine> and <six two six>
So the card I have ends in <seven seven eight one>, correct? / Yes.
could you read me your social slowly / <six> <oh> <one>, <two> <two>, <three> <nine> <oh> <eight>
the last of my social, <three nine oh eight>
and email for the receipt / <lena> dot <ortiz> <eighty four> at <gmail>
and email for the receipt / <lenaortiz> at <icloud> dot com
and email for the receipt / its <l> <o> <r> <t> <i> <z> at <verizon> dot net
can you email it? / sure what's the address / <office manager> at <brightsmiles> dot com
it's all lowercase <brightsmiles> at <outlook> dot com
<lena> underscore <o> at <yahoo> dot com
my e mail is <ortizfamily> <five> at <gmail> dot com all together
<info> at <ortizroofing> dot net is the company one
<l.ortiz> at <gmail.com>
send that to <lena.ortiz> at <gmail> dot com please
"""

BENIGN = """
Our minimum is one hundred and nineteen dollars
it's been out since four this morning, so about five hours
two of my five thermostats are blank
I'm in unit twelve oh three, building two
it's eighty one in here and dropping, was eighty four
The last tech came on the seventh and again on the ninth
they quoted me five two hundred, which is nuts
he wanted five thousand two hundred
could you come between two and six, or Saturday ten to two
the model is a Carrier five eight S T A
it's a ninety six percent furnace
the address is nine one eight South Twelfth Street
forty four hundred Ranch Road, suite two ten
my house is one eight one five on the corner
this is my third call, I've been on hold for twenty five minutes
I'll be sixty five in two weeks
we have one in the attic and two in the closet
a ten by ten room with one vent
it's three inches by four feet
the meter reads four one oh nine
I think it was two thousand nineteen or two thousand twenty
it takes four to six weeks
we had three techs, four visits, and five different answers
there's one on each floor so four total
set the cool to seven four and heat to six eight
try it once or twice, three times at most
take a left at one eighty three and then a right on six twenty
I've got a hundred amp panel with twenty four spaces
can we do one thirty instead of two
does eleven forty five work
we're between five and eight minutes out
that's a number I'd have to look up
the number you gave me didn't work
what number is on the tag
I lost your card
you charged my card twice for eighty nine fifty
do you take Visa or American Express
no I won't give my social over the phone
can you text me when he's on the way
they'll call thirty minutes before
send me an email when it's done
my email hasn't changed
our website is alder plumbing dot com
we're on facebook at alder plumbing
she's at work until five
look at it again at noon, dot every i
I saw you at number one on google
give me a second, one more thing, two actually
one, the drain's slow, two, it smells, three, it gurgles
there's five of us in the house, ages two to seventy
I called nine times
I'm paying four hundred a month
for the four of them it's too much
to go from three to four tons
two to four ate up my whole day
I won two free visits
the part number is three two six four one
claim number seven seven four one one oh
the order's under six six one nine two
error four oh four on your site
it blinks two then three
policy is HO three
call 811 before anybody digs
if it's an emergency dial nine one one
I hung up and called 911
turn to channel seven
that was in ninety eight or ninety nine
nineteen eighty four, give or take
R twenty two, they don't make it anymore
the breaker keeps tripping, it's number fourteen
what's the square footage / about twenty two hundred
what's the address / six six oh Pecan / apartment / four
and what's your zip code / seven eight seven four five
is there a gate code / pound one two three four
how long have you lived there / nine years
how old are your kids / four and six
which unit is it / the second one
when did it start / two three days ago
what day works / the twenty first
and what time / eight to ten
what's the reading / forty one point five
how much did they want / seven fifty
what number do you want us to call / the one I'm calling from
can I have your email / I'd rather not
what's a good phone number / same as before
and the card you want to use / the one on file
do you have the card handy / give me one second / okay / never mind I'll pay the tech
model and serial please / it starts with two one oh four / okay / then six six
how do you spell your last name / M O R E N O
can you spell that / B as in boy, O, Y, D
what's the job number / four four one two
we paid thirteen hundred two years ago
the part came to sixty two ninety five
I'm on the corner of twelfth and vine, fourteen oh six
that's two hours for two guys, so four
Our guys start at eight and the last slot is at four
he left at one fifteen and came back at three
it drops to fifty nine at night, sixty one by the window
twenty eight by fourteen by one, merv eleven
I have a three quarter inch line and a half inch valve
the water bill was four sixteen last month
it's a one and a half ton
call me later, after two
she called us at ten twenty
there were one two three four of them on the porch
ninety nine percent sure it's the capacitor
it's been ten or eleven days
the house is nineteen sixty four, original pipes
we're at mile marker two one four
five oh two Sycamore
I'm in apartment ten oh nine
the PO is six one one eight
my claim's three three oh nine seven one
warranty number four four five eight one two
I talked to someone on the sixteenth at nine
the lockbox code is two four six eight
door code nine nine one one
it's code E eight
one's upstairs, one's down, and one in the garage
either one or two, whichever is sooner
is that one hundred or one fifty
we use about nine hundred kilowatt hours
he's seven and she's five
let's do the twelfth, ten to two
two to four people
from eight to eight every day
twenty dollars off the first one
my bill says one oh nine forty
not one but two leaks
the seven day forecast says ninety eight
a sixty gallon or an eighty
my email isn't on there
I got your email at nine
email works best for me
I emailed you twice
is your number toll free
what's your license number
my phone died
text me the window
I don't give out my number
the card reader was broken
could you put it on my card
my credit is five eighty
how long's the warranty / ten years parts, one year labor
what breaker is it / number nineteen
and how far away are you / five ten minutes
what's the balance / four oh six
what's the street number / three one one nine
so how many vents / eleven
where do I park / level two, spot four one
which model / the forty eight eleven
""".strip().splitlines()


def calls() -> Iterator[Call]:
    """All of them, those with nothing to hide last."""
    for line in PRIVATE.strip().splitlines():
        turns = _turns(line.replace("<", OPEN).replace(">", CLOSE))
        yield Call(f"line: {line}", tuple(turns))
    for line in BENIGN:
        yield Call(f"benign: {line}", tuple(_turns(line)))


def _turns(line: str) -> Iterator[tuple[Speaker, str]]:
    for at, part in enumerate(line.split(" / ")):
        yield ("csr" if at % 2 == 0 else "customer"), part
