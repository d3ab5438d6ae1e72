"""Patterns of what people call a number or an address that is theirs, and of what only sounds like that."""

from __future__ import annotations

_OF_PHONES = r"(?:tele)?phone|cell(?:phone|ular)?|mobile|land\s?line|contact|call\s?back|call[\s-]back|fax|text(?:ing)?|toll[\s-]free"
OWNED = (
    rf"(?:{_OF_PHONES}|home|work|office|direct|alternate|alternative|daytime|evening|best|good|better|main|local"
    r"|personal|business|emergency|back\s?up|primary|secondary|full|whole|complete|correct|right|current|new|old"
    r"|other|another|different|second|same|shop|store|desk)"
)
"""What makes a number one to call."""
AREA = r"area\s+codes?|country\s+codes?"
PHONE = (
    rf"(?:{OWNED}\s+)*(?:{_OF_PHONES})\s*(?:numbers?|digits|#|no\.)"
    rf"|(?:{OWNED}\s+)+numbers?|number|{AREA}|my\s+digits|digits|caller\s+id|toll[\s-]free"
    rf"|(?:{_OF_PHONES})\s*(?:'s|\s(?:is|would\s+be|should\s+be|was)|:)"
    rf"|(?:on|at)\s+(?:my|his|her|the)\s+(?:{_OF_PHONES})\s+at"
    r"|plus\s+(?:one|1|four\s+four|forty[\s-]four)"
    r"|(?:how|where)\s+(?:do|can|should|would|could)\s+(?:we|i|he|she|they)\s+(?:best\s+)?"
    r"(?:reach|contact|call|get\s+(?:a\s+)?hold\s+of|get\s+ahold\s+of)|best\s+way\s+to\s+(?:reach|get)"
    r"|(?:calling|called|texting)(?:\s+(?:you|in|y'all|you\s+guys|you\s+all))?\s+from"
)
"""What names a phone number, so that the figures after it are one."""
EXTENSION = r"extensions?|ext\b\.?|extn"
PHONES = rf"{_OF_PHONES}|phones|cells"
"""What names a telephone, and only perhaps its number."""
_WHOM = (
    r"(?:me|him|her|us|them|you|(?:my|our|his|her|the|your)\s+(?:husband|wife|son|daughter|mom|mother|dad|father|brother|sister|tenant"
    r"|neighbou?r|office|cell|mobile|house|work|manager|boss|roommate|partner|assistant|secretary|super|realtor|agent|landlord|home))"
)
CALL = (
    rf"(?:call|text|ring|phone|buzz|dial|fax)(?:ed|ing|s)?(?:\s+(?:{_WHOM}|back|up|later|first))*\s+(?:at|on)"
    rf"|(?:try|get|catch|hit|find|page|use|reach|contact|buzz|have|ring|tel)\s+{_WHOM}(?:\s+(?:back|up|ask))?(?:\s+(?:at|on))?"
    r"|(?:call|text|dial)(?:ed|ing|s)?(?:\s?back)?|tel(?:ephone)?|whats\s?app"
)
_CARD = (
    r"(?:visa|master\s?card|amex|american\s+express|discover\s+card|my\s+discover|(?:credit|debit)\s+card|debit|cards?)"
)
CARD_NUMBER = (
    rf"(?:{_CARD}\s+)+(?:numbers?|ends|ending)(?:\s+is)?|(?:{_CARD})(?:'s|\s+is)"
    r"|(?:long|sixteen[\s-]digit|16[\s-]digit|fifteen[\s-]digit|15[\s-]digit)\s+(?:card\s+)?numbers?|(?:sixteen|16)[\s-]digits?"
    r"|(?:the\s+)?numbers?\s+(?:is\s+|are\s+|that's\s+)?(?:on|off|from)\s+(?:the|your|my|that|this|his|her)\s+"
    rf"(?:front(?:\s+of\s+(?:the|your|my)\s+card)?|{_CARD})"
)
CARD = rf"{_CARD}"
CODE = (
    r"cvv2?|cvc2?|cvn|csc|cid|(?:card\s+)?(?:security|verification|validation)\s+(?:codes?|number|value|digits)"
    r"|card\s+code|(?:three|four|3|4)[\s-]+digits?(?:\s+(?:code|number|security\s+code))?"
    r"|(?:(?:three|four|3|4)\s+)?(?:(?:little|small)\s+)?(?:digits?|numbers?|code|three|four)\s+"
    r"(?:that(?:'s|\s+is|\s+are)\s+|there\s+)?(?:on|from|at|by)\s+(?:the\s+)?(?:back|front|reverse|signature)"
    r"|(?:back|front)\s+of\s+(?:the|your|my|it)(?:\s+(?:card|visa|amex))?"
)
"""What names a card's security code."""
_NUMBER = r"(?:['s]*\s+(?:number|no\b\.?|num|#|code))?"
SSN = rf"ssn{_NUMBER}|itin{_NUMBER}|tax(?:payer)?\s+id{_NUMBER}|soc(?:ial)?(?:\s+sec(?:urity)?)?{_NUMBER}"
EXPIRY = (
    r"exp(?:ir(?:es?|ing|y|ation|ed)?)?\.?(?:\s+dates?)?|(?:good|valid)\s+(?:through|thru|until|till)"
    r"|month\s+and\s+year|date\s+on\s+the\s+card"
)
_FEW = r"(?:three|four|five|six|3|4|5|6|few|couple)"
LAST = (
    rf"(?:last|final|first|middle|next|other)\s+(?:{_FEW}|two|2)(?:\s+(?:digits?|numbers?))"
    rf"|(?:last|final|first|next)\s+{_FEW}|(?:last|first|final|next)\s+digit"
    r"|(?:(?:it|that|which)\s+)?end(?:s|ing|ed)?\s+(?:in|with)|(?:(?:it|that|which|one|number)\s+)?ends"
    rf"|(?:one|{_CARD}|(?:{_OF_PHONES}|phone|number|account)s?)\s+ending|starts?(?:ing)?\s+with|begins?\s+with"
)
"""What names a part of a number."""
EMAIL = r"e-?\s?mails?(?:\s+address(?:es)?)?|at\s+sign|(?:before|after)\s+the\s+at\b|spell\s+(?:the|that)\s+(?:domain|company|website)|the\s+domain"
READY = (
    r"go\s+(?:right\s+)?ahead|(?:i'm|im|when(?:ever)?\s+you(?:'re|\s+are))\s+ready|ready\s+(?:for|to\s+(?:copy|write|take))|okay\s+ready"
    r"|(?:read|repeat|say|give|confirm|verify)\s+(?:that|it|this|me\s+that|you\s+that)(?:\s+(?:back|again|slower|slowly|one\s+more\s+time))?"
    r"|read\s+(?:that|it|this)\s+(?:to\s+you|back)|let\s+me\s+(?:verify|confirm|repeat)|one\s+more\s+time|reading\s+(?:it|off)|(?:cut|cutting|broke|breaking)\s+(?:out|up)|didn't\s+(?:catch|get|hear)\s+(?:that|it|all)|say\s+again|declined|didn't\s+go\s+through|flipped\s+(?:it|them|those|the)"
    r"|transposed|(?:the|an?)\s+extra|(?:missing\s+an?|one)\s+digit|(?:the|my|that)\s+end\s+is|(?:in|into)\s+(?:twos|pairs)"
    r"|(?:at|on)\s+the\s+(?:end|beginning)|in\s+front\s+of\s+(?:that|it)|same\s+last\s+four|swap(?:ped)?\s+(?:the|them|those)"
)
"""What says that a number comes now."""
_TIMES = (
    r"(?:years?|yrs|days?|weeks?|months?|times?|hours?|nights?|mornings?|calls?|visits?|winters?|summers?|seasons?|techs?"
    r"|technicians?|guys|people|companies|owners|houses|bills?|invoices?|appointments?|readings?|quotes?|inches|feet"
    r"|minutes|stops?|homes?|jobs?|units?|services?)"
)
_BOARD = r"(?:control|board|unit|thermostat|screen|display|panel|furnace|door|gate|keypad|lock|alarm|remote|side|sticker|label|tag|bottom|dial)"
NOTHING = (
    rf"(?:three|four|3|4)[\s-]+digits?\s+(?:code|number)\s+(?:on|for|from|to|of)\s+(?:the|my|your|a)\s+(?:[a-z]+\s+)?{_BOARD}|"
    rf"(?:last|first|next|final|other|past)\s+(?:{_FEW}|two|2)\s+{_TIMES}"
    r"|numbers?\s+(?:of|for\s+feedback|between|from\s+(?:one|zero|1|0))|(?:ballpark|round|caller|lucky|magic|even|odd|exact|that's\s+a|what's\s+that)\s+numbers?"
    r"|(?:good|best|right)\s+number\s+(?:to\s+(?:aim|shoot|target|keep|stay|set|run)|on\s+the\s+other)|number\s+(?:keeps|in\s+line)"
    r"|(?:two|three|both|different|those|these|the|what|which|first)\s+numbers|numbers\s+(?:are|were|don't|look)"
    r"|number\s+one\s+(?:concern|priority|thing|reason|choice|rated|issue|problem|complaint|rule)"
    r"|(?:business|gift|library|punch|report|score|sim|memory|sd|birthday|greeting|yard|key|access|insurance|membership"
    r"|member|loyalty|warranty|rewards?|id|control|index|rate|appointment|thank\s+you)\s+cards?"
    r"|(?:gift|visa\s+gift)\s+card|cards?\s+(?:reader|machine|payments?|fees?|company|holder|only)|credit\s+cards|wild\s?card"
    r"|extension\s+(?:cord|ladder|pole|ring|tube|arm|bar|spring|kit|of|on\s+(?:the|our|my|your)\s+"
    r"(?:warranty|sale|offer|deadline|contract|loan|payment|discount|house|home|permit|plan|bill|lease|coupon|quote|rate))"
    r"|(?:day|days|week|month|year|payment|deadline|warranty|house|home|room|kitchen|garage|contract|an?\s+(?:two|three)\s+day"
    r"|buil[dt]\s+an|building\s+an|add(?:ed|ing)?\s+an|new)\s+extension"
    r"|social\s+(?:media|hours?|life|calls?|events?|distanc\w+|work\w*|club|gathering|committee|network\w*|post|page|pages"
    r"|security\s+(?:checks?|income|benefits?|disability|deposit\w*|payments?|office|administration|comes|money|retire\w*)|butterfly)"
    r"|(?:company|ice\s+cream|church|our|a)\s+social|security\s+code\s+of"
    r"|security\s+codes?\s+(?:on|for|to)\s+(?:the|my|our|your)\s+(?:thermostat|alarm|door|gate|house|building|system|panel|garage|keypad|lock\w*)"
    r"|(?:alarm|door|gate|house|home|building|system)\s+security\s+codes?"
    r"|(?:phone|cell|mobile)s?(?:'s|\s+is|\s+was|\s+has|\s+keeps|\s+just)?\s+(?:just\s+)?(?:been|died|dead|dying|dies|busy|off|broken|broke|ringing"
    r"|charging|charger|book|app|apps|case|calls?|company|tree|system|service|tower|signal|reception|home|screen|store|cut|drops?|rang)"
    r"|text\s+messages?|calls?\s+(?:it|off|out|volume|center|log|backs)|on\s+call|house\s+calls?|service\s+calls?"
    r"|the\s+dial|dial\s+(?:on|is|it|says|to)|(?:will|within|foot|out\s+of|can't|couldn't|doesn't)\s+(?:that\s+)?reach"
)
"""What only sounds like any of these."""
BACK = r"(?:it's\s+)?on\s+the\s+(?:back|front)(?:\s+(?:it\s+says|it's|is|side))?"
PLAIN_CODE = r"(?:(?:my|the|and\s+the|the\s+other|the\s+little|your|that)\s+)?code(?:\s+(?:on|from|off)\s+(?:the\s+)?(?:back|front))?"
"""What names a card's security code when little else is said, or the figures follow at once."""
