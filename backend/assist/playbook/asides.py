"""What is said in every call and asks for nothing: courtesies, names and addresses, answers to what the CSR asked.

Laid beside an utterance like passages. Where one of these is closest, no passage is offered.
"""

from __future__ import annotations

from backend.assist.playbook.files import Entry
from transcripts.events import Passage

_SAID = """
thanks: thank you so much | thanks for your help | I appreciate it | okay thanks bye | have a great day | you too
agreeing: yes that's right | sounds good | okay perfect | no problem | sure that's fine | I understand
denying: no that's all | nothing else | no I don't think so | nope | no not that I know of
waiting: hold on a second | let me grab a pen | one moment please | give me a minute | let me check | bear with me
someone there: somebody's at the door | the kids are screaming | my wife is calling me | let me ask her real quick
hearing: can you hear me | you're breaking up | could you repeat that | I didn't catch that | say that again | sorry
phone: I'm driving | I'm on my cell | my battery is dying | I'll call you right back | you're on speaker | I was on mute
greeting: hello | hi how are you today | good morning | I'm good thanks | how are you doing | happy holidays
name: my name is John Miller | it's under Johnson | spelled m i l l e r | this is his wife Karen | last name Nguyen
address: 1420 Oak Street | it's apartment 3 | on the corner of Main and Fifth | zip code 78704 | the gate code is 1234
house: it's a one story house | it's the white house with the red door | we've lived here ten years | built in 1998
number: it's 555 0134 | that's the best number | that's my cell | the email is john at example dot com
times: Monday works | morning is better | the nine to eleven is fine | see you then | next week sometime | any day
heard of: I saw your truck | my neighbor told me about you | I found you online | a friend recommended you
first call: I've never called before | we used you once before | I'm calling about my house | I'm calling for my mom
since: it started yesterday | since last week | about two days ago | a couple of months | I'm not sure when
weather: it's been so hot lately | looks like rain | it's cold out there today
musing: oh wow | let me think | I don't remember | I don't know honestly | hmm okay | well anyway | oh goodness
"""

ASIDES: tuple[Entry, ...] = tuple(
    Entry(Passage("", (kind,)), kind, (), tuple(said.split(" | ")), "", "")
    for kind, _, said in (line.partition(": ") for line in _SAID.strip().splitlines())
)
"""One entry for each kind of aside; its triggers are what is said."""
