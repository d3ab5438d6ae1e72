"""Patterns of what people call a number or an address that is theirs."""

from __future__ import annotations

from transcripts.redaction.naming import one_of

_OF_PHONES = (
    r"(?:(?:tele)?phone|cell(?:phone|ular)?|mobile|land\s?line|contact|call[\s-]?back|fax|text(?:ing)?|toll[\s-]free)"
)
_OWNED = one_of(
    rf"""{_OF_PHONES} home work office direct alternate alternative daytime evening best good better main local
    personal business emergency back\s?up primary secondary full whole complete correct right current new old
    other another different second same shop store desk"""
)
PHONE = (
    rf"(?:{_OWNED}\s+)*{_OF_PHONES}\s*(?:numbers?|digits|#|no\.)|(?:{_OWNED}\s+)+numbers?|number"
    r"|(?:area|aria|country)\s+codes?|my\s+digits|digits|caller\s+id|toll[\s-]free"
    r"|(?:your|best|good|what's\s+(?:the|a)|whats\s+(?:the|a)|what\s+is\s+(?:the|a))\s+call[\s-]?back"
    rf"|{_OF_PHONES}\s*(?:'s|\s(?:is|would\s+be|should\s+be|was)|:)"
    rf"|(?:on|at)\s+(?:my|his|her|the)\s+{_OF_PHONES}\s+at"
    r"|(?:(?:mi|el|su)\s+)?(?:numero|telefono|celular)(?:\s+es)?"
    r"|(?:office|direct|business|home|back|work|leasing|main\s+office|front\s+desk|shop)\s+line"
    r"|plus\s+(?:one|won|wan|1|four\s+four|forty[\s-]four)"
    r"|(?:how|where)\s+(?:do|can|should|would|could)\s+(?:we|i|he|she|they)\s+(?:best\s+)?"
    r"(?:reach|contact|call|get\s+(?:a\s+)?hold\s+of|get\s+ahold\s+of)|best\s+way\s+to\s+(?:reach|get)"
    r"|to\s+(?:reach|call|contact|text)\s+(?:you|me|him|her|them)(?:\s+back)?\s+(?:it's|it\s+is|is|it'd\s+be|would\s+be)"
    r"|(?:calling|called|texting)(?:\s+(?:you|in|y'all|you\s+guys|you\s+all))?\s+from"
)
"""What names a phone number, so that the figures after it are one."""
EXTENSION = r"extensions?|ext\b\.?|extn"
PHONES = rf"{_OF_PHONES}|phones|cells"
"""What names a telephone, and only perhaps its number."""
_PEOPLE = one_of(
    """husband wife son daughter mom mother dad father brother sister tenant neighbou?r office cell mobile house work
    manager boss roommate partner assistant secretary super realtor agent landlord home"""
)
_WHOM = rf"(?:me|him|her|us|them|you|(?:my|our|his|her)\s+{_PEOPLE})"
CALL = (
    rf"(?:call|text|dial)(?:ed|ing|s)?(?:\s+(?:{_WHOM}|back|up|later|first))*\s+(?:at|on)"
    r"|(?:try|get|catch|hit|find|page|use|reach|contact|buzz|have|ring|tel)(?:ed|s)?"
    rf"\s+{_WHOM}(?:\s+(?:back|up|ask))?(?:\s+(?:at|on))?|(?:phone|fax)\s+(?:me|him|her|us|them)(?:\s+(?:back|up|ask))?"
    r"(?:\s+(?:at|on))?|(?:call|text|dial)(?:ed|ing|s)?(?:\s?back)?|tel(?:ephone)?|whats\s?app"
)
"""What leads to a number or to a time."""
CARD = (
    r"(?:visa|master\s?card|amex|american\s+express|discover\s+card|(?:my|the)\s+discover|(?:credit|debit)\s+card|debit"
    r"|tarjeta|cards?)"
)
CARD_NUMBER = (
    rf"(?:{CARD}\s+)+(?:numbers?|ends|ending)(?:\s+is)?|{CARD}(?:'s|\s+is)"
    r"|(?:long|(?:sixteen|16|fifteen|15)[\s-]digit)\s+(?:card\s+)?numbers?|(?:sixteen|16)[\s-]digits?"
    r"|(?:the\s+)?numbers?\s+(?:is\s+|are\s+|that's\s+)?(?:on|off|from)\s+(?:the|your|my|that|this|his|her)\s+"
    rf"(?:front(?:\s+of\s+(?:the|your|my)\s+card)?|{CARD})"
)
"""What names the number of a card."""
CODE = (
    r"cvv2?|cvc2?|cvn|csc|cid|(?:c|see|sea)[\s.]+(?:v|vee)[\s.]+(?:v|vee|c|see|sea|two|2)|(?:card\s+)?(?:security|verification|validation)\s+(?:codes?|number|value|digits)"
    r"|card\s+code|(?:three|four|3|4)[\s-]+digits?(?:\s+(?:code|number|security\s+code))?"
    r"|(?:(?:three|four|3|4)\s+)?(?:(?:little|small)\s+)?(?:digits?|numbers?|code|three|four)\s+"
    r"(?:that(?:'s|\s+is|\s+are)\s+|there\s+)?(?:on|from|at|by)\s+(?:the\s+)?(?:back|front|reverse|signature)"
    r"|(?:on|off|from|at)\s+the\s+(?:back|front)\s+of\s+(?:it|the|your|my)(?:\s+(?:card|visa|amex))?"
    r"|(?:back|front)\s+of\s+(?:the|your|my)\s+(?:card|visa|amex)|(?:magnetic|signature)\s+(?:strip|stripe|panel|line|box)"
)
"""What names a card's security code."""
BACK = r"(?:it's\s+)?on\s+the\s+(?:back|front)(?:\s+(?:it\s+says|it's|is|side))?"
PLAIN_CODE = (
    r"(?:(?:my|the|and\s+the|the\s+other|the\s+little|your|that)\s+)?code"
    r"(?:\s+(?:on|from|off)\s+(?:the\s+)?(?:back|front))?"
)
"""What names it when little else is said, or the figures follow at once."""
_NUMBER = r"(?:['s]*\s+(?:number|no\b\.?|num|#|code))?"
SSN = rf"(?:ssn|itin|tax(?:payer)?\s+id|soc(?:ial)?(?:\s+sec(?:urity)?)?){_NUMBER}"
EXPIRY = (
    r"exp(?:ir(?:es?|ing|y|ation|ed)?)?\.?(?:\s+dates?)?|(?:good|valid)\s+(?:through|thru|until|till)"
    r"|card\s+(?:runs?\s+out|lapses?|is\s+(?:good\s+)?up)|month\s+and\s+year|date\s+on\s+the\s+card|(?:month|year)\s+(?:does|do|will)\s+(?:it|that|they)\s+run\s+out"
)
FEW = r"(?:three|four|five|six|3|4|5|6|few|couple)"
LAST = (
    rf"(?:last|final|first|middle|next|other)\s+(?:{FEW}|two|2)(?:\s+(?:digits?|numbers?))"
    rf"|(?:last|final|first|next)\s+{FEW}|(?:last|first|final|next)\s+digit"
    r"|(?:last|first|middle|end)\s+bit|start(?:s|ing)?\s+with|(?:(?:it|that|which)\s+)?end(?:s|ing|ed)?\s+(?:in|with)|(?:(?:it|that|which|one|number)\s+)?ends"
    r"|(?:that|which)\s+starts"
    r"|(?:mine|his|hers|theirs|number)(?:'s|\s+is)?\s+(?:(?:exactly|just|almost)\s+)?the\s+same\s+(?:but|except)"
    rf"|(?:one|{CARD}|(?:{_OF_PHONES}|phone|number|account)s?)\s+ending|begins?\s+with"
)
"""What names a part of a number."""
EMAIL = (
    r"e-?\s?mails?(?:\s+address(?:es)?)?|(?:your|his|her|their|the|my|whose|[a-z]+'s|secondary|other|which|what)\s+inbox|correo|dot\s+(?:com|net|org)\s+or\s+(?:dot\s+[a-z]+|com|net|org|edu)|at\s+sign|(?:before|after)\s+the\s+at\b|the\s+domain"
    r"|g\s?mail|hotmail|icloud|yahoo"
    r"|spell(?:ing)?\s+(?:the|that|out\s+the)\s+(?:domain|company|website|(?:first|last|second|middle|front|other)\s+part)"
    r"|where\s+(?:do|should|can|shall|would)\s+(?:i|we|you\s+want\s+(?:me|us)\s+to)\s+(?:e-?mail|send)"
)
READY = (
    r"go\s+(?:right\s+)?ahead|(?:i'm|im|when(?:ever)?\s+you(?:'re|\s+are))\s+ready|okay\s+ready"
    r"|ready\s+(?:for|to\s+(?:copy|write|take))"
    r"|(?:read|repeat|say|give|confirm|verify)\s+(?:that|it|this|me\s+that|you\s+that)"
    r"(?:\s+(?:back|again|slower|slowly|one\s+more\s+time))?|read\s+(?:that|it|this)\s+(?:to\s+you|back)"
    r"|(?:repeat|say|read|give|got|get|missed|miss|catch|caught|need)\s+(?:me\s+)?(?:the|that)\s+(?:last|first|middle|second|end)\s+(?:part|bit|half)"
    r"|let\s+me\s+(?:verify|confirm|repeat)|one\s+more\s+time|reading\s+(?:it|off)|say\s+again"
    r"|(?:cut|cutting|broke|breaking)\s+(?:out|up)|didn't\s+(?:catch|get|hear)\s+(?:that|it|all)|declined"
    r"|didn't\s+go\s+through|(?:in|into)\s+(?:twos|pairs)|(?:last|first|next|second|third|middle)\s+(?:group|set|chunk|bunch)|same\s+last\s+four"
)
"""What says that a number comes now, or is repeated."""
REPAIR = (
    r"flipped\s+(?:it|them|those|the)|transposed|swap(?:ped)?\s+(?:the|them|those)"
    r"|(?:the|an?)\s+extra|(?:missing\s+an?|one)\s+digit|(?:the|my|that)\s+end\s+is"
    r"|(?:at|on)\s+the\s+(?:end|beginning)|in\s+front\s+of\s+(?:that|it)"
)
"""What says that a number is put right, if one was given."""
