"""Whether what a customer said waits for an answer, as far as its words tell."""

from __future__ import annotations

import re

_NODS = frozenset(
    """
    okay ok yeah yes yep yup uh huh mhm mm hmm right sure alright got it good great perfect fine thanks thank you
    bye awesome cool please wait hold on a second sec minute moment let me see um well so oh
    """.split()
)
_WORD = re.compile(r"[a-z']+|\d+")
_ASKED = "(?:how|what|when|where|why|which|who)"
_ASKS = re.compile(
    rf"""
      \?
    | (?:^|[.,]\ *)(?:(?:so|and|but|okay|well|um|uh),?\ )*{_ASKED}\b
    | \b{_ASKED}(?:'s|'re|\ (?:is|are|do|does|did|would|will|can|could|should|much|long|many|soon|about|if|kind))\b
    | \b(?:can|could|do|does|did|will|would|is|are|should|have|has)\ (?:you|i|we|they|it|that|this|there|your)\b
    | \bi(?:'m|\ was|\ am)?\ (?:wondering|worried|not\ sure|(?:need|want|wanted)\ to\ know|don't\ (?:know|understand))\b
    | \b(?:any\ (?:chance|way|idea|discount)|tell\ me)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_FAREWELL = re.compile(r"\b(?:(?:good)?bye|have\ an?\ (?:good|great|nice|wonderful)|take\ care)\b", re.IGNORECASE)


def is_farewell(text: str) -> bool:
    """Whether somebody takes leave."""
    return _FAREWELL.search(text) is not None


def is_nod(text: str) -> bool:
    """Whether somebody only shows that they listen, or asks for a moment: nothing that moves the call on."""
    return _NODS.issuperset(_WORD.findall(text.lower().replace("no problem", "")))


def asks(text: str) -> bool:
    """Whether the words ask for something, with a question mark or, as speech to text often leaves it out, without."""
    return _ASKS.search(text) is not None
