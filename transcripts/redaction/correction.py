"""What is said about single figures of a number: that one is missing, too many, heard wrong, or heard at all."""

from __future__ import annotations

import re2

from transcripts.redaction.evidence import worded

_BEFORE = re2.compile(
    r"(?i)\b(?:(?:tak(?:e|ing)|took|leave|left|leaving|drop(?:ped)?|lose|skip(?:ped)?|cut|chop)(?:\s+(?:off|out|away))?"
    r"|(?:don't|dont|do\s+not|didn't|didnt|doesn't|won't)\s+(?:even\s+)?(?:need|use|dial|say|put|include|hear|get|catch|want)"
    r"|(?:no\s+need\s+for|without|forg[eo]t|missed|missing|lost\s+(?:you|me|it|ya)\s+(?:after|at)|you\s+(?:after|at)"
    r"|(?:stopped|ended|cut\s+(?:out|off)|broke\s+up|went\s+out)\s+(?:after|at)|after|before|up\s+to|as\s+far\s+as"
    r"|got|heard|hear|have|put|add(?:ed)?|say|said|saying|dial|includ(?:e|ing)|with|meant|read|wrote|typed|know"
    r"|instead\s+of|chang(?:e|ed)\s+(?:it|that|the|them)(?:\s+to)?|make\s+(?:it|that)|switch|swap(?:ped)?|flip(?:ped)?"
    r"|transposed|mixed\s+up|extra|another|(?:is|was)\s+(?:that|it)|not|should\s+be|supposed\s+to\s+be))"
    r"\s+(?:the|a|an|that|those|both|two|another|extra|any|only\s+the|it\s+as|as)?\s*$"
)
_AFTER = re2.compile(
    r"(?i)^[\s,.]*(?:(?:is|was|goes|comes|go|come|that's|thats|it's)\s+)?(?:at\s+the\s+(?:end|start|front|beginning|back)"
    r"|(?:up|out)\s+front|(?:on|at)\s+the\s+(?:end|tail)|in\s+(?:front|the\s+(?:middle|front|beginning))|(?:to\s+)?(?:start|begin|end)\s+(?:it|with)"
    r"|(?:is|are|was|were|being)\s+(?:wrong|right|correct|missing|extra|off|backwards?|switched|flipped|swapped|there|not)"
    r"|twice|in\s+a\s+row|not\s+(?:a\s+)?|or\s+(?:a\s+)?|before\s+(?:the|that)|after\s+(?:the|that)|instead)\b"
)
_ONE_ENDS = re2.compile(
    r"(?i)^[\s,]*(?:$|[.?!;]|(?:hon|sir|ma'am|and|or|at|in\s+front|on\s+the\s+end|not|sorry|there|then|but|right|okay|ok|no|yes"
    r"|yeah|please|first|dear|sweetie|too|either|though)\b)"
)


def put_right(plain: str, start: int, end: int) -> bool:
    """Whether figures at `[start, end)` are spoken of as those of a number: "take off the one", "a five at the end"."""
    left, right = plain[max(0, start - 40) : start], plain[end : end + 40]
    one = plain[start:end].lower() == "one"
    if _AFTER.search(right):
        return not one or left.lower().endswith(("the ", "a "))
    if not _BEFORE.search(left):
        return False
    if one:
        return left.lower().endswith(("the ", "a ")) and bool(_ONE_ENDS.search(right))
    return not worded(right)
