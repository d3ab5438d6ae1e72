"""Whether somebody said yes or no to what was offered, and where in their words: what is said last counts."""

from __future__ import annotations

import re

_YES = re.compile(
    r"^(?:(?:oh|okay|ok|well|uh|um|and|but|alright|all right|i mean|so)[,. ]+)*"
    r"(?:yes|yeah|yep|yup|ya|sure|perfect|great|wonderful|excellent|correct|exactly|absolutely|definitely|fine|deal|please"
    r"|sounds (?:good|great|fine|perfect|right)|(?:that|it|this)(?:'s| is| will|'ll| would|'d)? (?:be )?"
    r"(?:works?|perfect|great|good|fine|right|okay|amazing|it|the one)|works|right on|i guess(?: so)?|uh-huh|mm-hmm"
    r"|you bet|bet|go ahead|(?:i'll|we'll) be (?:right )?(?:here|home|there)|put (?:me|us) (?:in|down)|book it)\b"
    r"|\b(?:yes|yeah|yep)[.!]*$|[,.!?] (?:so )?(?:yes|yeah|yep|sure|perfect|that works)\b"
    r"|(?:\bis|'s|\bare|\bworks|\bsounds|\bsuits|\blooks)(?: just| really| even)?"
    r" (?:great|fine|good|perfect|better|best|okay|wonderful)\b"
    r"|would be (?:a lifesaver|great|perfect|wonderful|fine|good)\b|\bworks(?: for (?:me|us))?[.!]*$",
    re.IGNORECASE,
)
_PARTS = "first|second|last|former|latter|early|earlier|late|later|morning|afternoon|evening"
_PICKS = re.compile(
    r"\b(?:(?:morning|afternoon|evening)(?:'s|s)? (?:one|slot|is|works?|would|better|best|easier|fine|good|great)\b"
    rf"|(?:the|either) (?:(?:{_PARTS})\b(?: (?:one|slot|time|window)\b|[.!, ]*$)|one[.!, ]*$)"
    r"|either (?:is|works|way)\b)"
    rf"|^(?:oh |well |um )?the (?:{_PARTS})\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:(?<!says )(?<!say )no(?! (?:problem|worries|that's (?:fine|good|perfect)|that works|rush|later))|nope|nah"
    r"|(?:can't|cannot|couldn't|won't|wouldn't|doesn't|isn't|don't)(?! (?:you|he|she|they|we|wait|complain"
    r"|a problem|bad|too bad|at all|care|mind|worry|wanna wait|want to wait|need)\b)"
    r"|not (?:that|then|today|tomorrow|yet|going(?! anywhere)|gonna|good|home|available|sure|really|right|ready"
    r"|interested|till|until|before|a good|at|on|by|for me)|too (?:early|late|soon|far|much|long)"
    r"|let me (?:think|check|ask|talk|call|get|see|look)"
    r"|(?:have|need|got|gotta|want|like) (?:to )?(?:ask|check|talk|think|run)"
    r"|i(?:'d|'ll| will| would) have to|i'd be guessing|think (?:about|on)|call (?:you|y'all) back"
    r"|i'll call (?:you|y'all)"
    r"|(?:you|just) call me|call me (?:back|at|in|on|next|when i)"
    r"|hold off|never ?mind|rather wait|unless|forget it|no thanks?|myself)\b",
    re.IGNORECASE,
)
# After a yes, what is asked about the visit is no refusal: "the morning, can you promise it won't clog again".
_ASKS = re.compile(
    r"\b(?:can|could|do|does|will|would|is|are|did|what|how|when|who|where)"
    r" (?:you|y'all|it|he|they|there|much|long|about)\b",
    re.IGNORECASE,
)
_TAKES_BACK = re.compile(
    r"\b(?:take (?:me|us|it|that) off|cancel (?:it|that|the)|never ?mind|changed my mind|forget it|hold off"
    r"|don't (?:book|send|come|bother|put)|do not (?:book|send|come))\b",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:oh[,. ]+)?(?:okay|ok|alright|all right|mm-?hmm|uh-?huh|right)[.!, ]*$", re.IGNORECASE)
# A time is named, but to ask about it, or to say what else there is then.
_DOUBTS = re.compile(
    r"\?|\b(?:i have|i've got|i got|i work|(?:i'm|we're) (?:at|in|out|away|gone)|hmm)\b",
    re.IGNORECASE,
)


def last_yes(text: str) -> int:
    """Where the last yes of `text` ends, the choice of one of several included; -1 where there is none."""
    return max((match.end() for pattern in (_YES, _PICKS) for match in pattern.finditer(text)), default=-1)


def last_no(text: str) -> int:
    """Where the last no of `text` begins; -1 where there is none."""
    no = max((match.start() for match in _NO.finditer(text)), default=-1)
    asks = _ASKS.search(text)
    if asks and asks.start() < no and last_yes(text[: asks.start()].rstrip()) >= 0:
        return -1
    return no


def takes_back(text: str) -> bool:
    """Whether somebody who had said yes does not want it any longer."""
    return _TAKES_BACK.search(text) is not None


def is_bare(text: str) -> bool:
    """Whether `text` is one word or a mere "okay", which answers only what came right before it."""
    return _BARE.match(text) is not None or " " not in text.strip()


def is_nod(text: str) -> bool:
    """Whether `text` is a mere "okay"."""
    return _BARE.match(text) is not None


def has_doubts(text: str) -> bool:
    """Whether a time that is named in `text` may not be meant as a yes to it."""
    return _DOUBTS.search(text) is not None
