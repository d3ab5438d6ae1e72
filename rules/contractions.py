"""What short spoken forms and common slips of speech-to-text stand for, so that one phrase fits all of them.

Phrases are read the same way, so a form may lose a meaning that no rule needs ("the shell" is "the she will"), never
gain one that a rule could take for something else.
"""

from __future__ import annotations

_TABLE = """
ain't=is not|can't=can not|cannot=can not|shan't=shall not|won't=will not|let's=let us|lets=let us|y'all=you all
i'm=i am|aint=is not|arent=are not|cant=can not|couldnt=could not|didnt=did not|doesnt=does not|dont=do not
hadnt=had not|hasnt=has not|havent=have not|isnt=is not|shouldnt=should not|wasnt=was not|werent=were not
wont=will not|wouldnt=would not|im=i am|ive=i have|ill=i will|youre=you are|youve=you have|youll=you will|youd=you would
theyre=they are|theyve=they have|theyll=they will|theyd=they would|weve=we have|hes=he is|shes=she is|hell=he will
shell=she will|its=it is|thats=that is|whats=what is|theres=there is|heres=here is|wheres=where is|hows=how is
whos=who is|itll=it will|thatll=that will|itd=it would|thatd=that would|therell=there will|wholl=who will
gonna=going to|gotta=got to|wanna=want to|gimme=give me|lemme=let me|kinda=kind of|sorta=sort of|dunno=do not know
tryna=trying to|finna=going to|outta=out of|lotta=lot of|shoulda=should have|coulda=could have|woulda=would have
em=them|ya=you|yall=you all|yer=your|ok=okay|alright=all right|awright=all right|cuz=because
cause=because|'cause=because|cos=because|til=until|till=until|thru=through|threw=through|alot=a lot|tho=though
somebodys=somebody is|everythings=everything is|nothings=nothing is|hole=whole|rite=right|wright=right
tern=turn|too=to|their=there|payed=paid|reel=real|mourning=morning|mam=ma'am|maam=ma'am|mister=mr|misses=mrs
befor=before|befour=before|wensday=wednesday|tommorrow=tomorrow|tomorow=tomorrow|adress=address
insepction=inspection|wood=would|wether=whether|scene=seen|congradulations=congratulations|wich=which
hunderd=hundred|garuntee=guarantee|garantee=guarantee|guarentee=guarantee|definately=definitely|prolly=probably
hafta=have to|oughta=ought to|whatcha=what you|gotcha=got you|vary=very|sea=see|sew=so|dose=does|knew=new|weak=week
brake=break|witch=which|rode=road|hear=here|bin=been|hun=hon
cmon=come on|c'mon=come on|oclock=o'clock
"""
_IS = (
    "it that what there here who he she where how when everything everyone everybody nothing something someone"
    " somebody this"
)
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

# Said without the g. Other words in "in" are words of their own: "cabin", "again", "drain".
_SAID_SHORT = frozenset(
    """
    blowin burnin buzzin callin comin coolin crackin cuttin doin drippin feelin fixin freezin gettin givin goin
    havin heatin hissin hittin hopin keepin leakin leavin lettin livin lookin makin meltin nothin somethin anythin
    payin plannin pourin pullin puttin readin ringin runnin rustin sayin sendin shootin showin sittin smellin
    smokin sparkin sprayin standin stayin startin takin talkin tellin thinkin tippin tryin turnin usin waitin
    walkin workin
    """.split()
)


def open_contraction(word: str) -> tuple[str, ...]:
    """The words of a lower-case word with an apostrophe in it; the word itself if it is no contraction known here."""
    if word in OPENED:
        return OPENED[word]
    for ending, full in _ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (*open_contraction(word[: -len(ending)]), full)
    return (word,)


def sounded(word: str) -> str:
    """A word with the g it was said without."""
    return f"{word}g" if word in _SAID_SHORT else word
