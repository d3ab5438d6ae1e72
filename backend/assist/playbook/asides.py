"""What is said in every call and asks for nothing: courtesies, names and addresses, answers to what the CSR asked.

Laid beside an utterance like passages. Where one of these is closest, no passage is offered.
"""

from __future__ import annotations

from backend.assist.playbook.files import Entry
from transcripts.events import Passage

_SAID = """
thanks: thank you so much | thanks for your help | I appreciate it | okay thanks bye | have a great day | you too
thanks: you've been great | you're very kind | take care | bye now | talk to you later | have a nice weekend
agreeing: yes that's right | sounds good | okay perfect | no problem | sure that's fine | I understand | go right ahead
agreeing: yes please do | that works for me | exactly | correct | got it | all right then | fair enough | that's fine
denying: no that's all | nothing else | no I don't think so | nope | no not that I know of | not really | no I'm good
waiting: hold on a second | let me grab a pen | one moment please | give me a minute | let me check | bear with me
waiting: let me find it | let me write that down | I have to look that up | just a moment | okay I'm ready | I'm back
someone there: somebody's at the door | the kids are screaming | my wife is calling me | let me ask her real quick
someone there: let me put my husband on | here she is | he's right here | be quiet I'm on the phone
hearing: can you hear me | you're breaking up | could you repeat that | I didn't catch that | say that again | sorry
hearing: you're very faint | there's an echo | the line is bad | who am I speaking with | what did you say your name was
phone: I'm driving | I'm on my cell | my battery is dying | I'll call you right back | you're on speaker | I was on mute
greeting: hello | hi how are you today | good morning | I'm good thanks | how are you doing | happy holidays
greeting: I'm fine and you | doing great thanks for asking | good afternoon | hi this is Mary | merry christmas
name: my name is John Miller | it's under Johnson | spelled m i l l e r | this is his wife Karen | last name Nguyen
name: Davis, Linda Davis | first name is Steve | d as in dog | I'm calling for my father, his name is Frank
address: 1420 Oak Street | it's apartment 3 | on the corner of Main and Fifth | zip code 78704 | the gate code is 1234
address: 77 Pine Court, unit B | the cross street is Lincoln | we're across from the park | turn left at the light
house: it's a one story house | it's the white house with the red door | we've lived here ten years | built in 1998
house: three bedrooms | there's a truck in the driveway | it's in a subdivision | we moved here in the spring
number: it's 555 0134 | that's the best number | that's my cell | the email is john at example dot com
times: Monday works | morning is better | the nine to eleven is fine | see you then | next week sometime | any day
times: I'm free on Wednesday | either one is okay | the afternoon one | I'll be here | the later the better
heard of: I saw your truck | my neighbor told me about you | I found you online | a friend recommended you
first call: I've never called before | we used you once before | I'm calling about my house | I'm calling for my mom
since: it started yesterday | since last week | about two days ago | a couple of months | I'm not sure when
weather: it's been so hot lately | looks like rain | it's cold out there today | crazy weather we're having
musing: oh wow | let me think | I don't remember | I don't know honestly | hmm okay | well anyway | oh goodness
"""

ASIDES: tuple[Entry, ...] = tuple(
    Entry(Passage("", (kind,)), kind, (), tuple(said.split(" | ")), "", "")
    for kind, _, said in (line.partition(": ") for line in _SAID.strip().splitlines())
)
"""One entry for each kind of aside; its triggers are what is said."""
