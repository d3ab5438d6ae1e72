"""Patterns of what only sounds like the naming of a number: "business card", "social media", "extension cord"."""

from __future__ import annotations

from transcripts.redaction.naming import one_of
from transcripts.redaction.private_cues import FEW

_TIMES = one_of(
    """years? yrs days? weeks? months? times? hours? nights? mornings? calls? visits? winters? summers? seasons?
    techs? technicians? guys people companies owners houses bills? invoices? appointments? readings? quotes?
    inches feet minutes stops? homes? jobs? units? services?"""
)
BOARDS = one_of(
    r"""control board unit thermostat screen display panel furnace door gate keypad lock\w* alarm remote side sticker
    label tag bottom dial house building system garage lock\s?box key\s?pad call\s?box"""
)
"""What has a code that is nobody's."""
_NUMBERS = (
    rf"(?:last|first|next|final|other|past)\s+(?:{FEW}|two|2)\s+{_TIMES}"
    r"|numbers?\s+(?:of|for\s+feedback|between|from\s+(?:one|zero|1|0)|(?:in|on)\s+(?:(?:the|our|my)\s+)?(?:line|queue|list|wait\s?list|schedule)|keeps|on\s+(?:that|it|this))"
    r"|(?:ballpark|round|caller|lucky|magic|even|odd|exact|that's\s+a|what's\s+that)\s+numbers?"
    r"|(?:'s|is|has|are)\s+(?:seven|eight|nine|ten|eleven|twelve|thirteen|fourteen)\s+digits|(?:should|must|could|would|might|to|gotta)\s+be\s+an?\s+number|(?:good|best|right)\s+number\s+(?:to\s+(?:aim|shoot|target|keep|stay|set|run)|on\s+the\s+other)"
    r"|(?:two|three|both|different|those|these|what|which|first)\s+numbers|numbers\s+(?:are|were|don't|look)"
    r"|numbers?\s+(?:in\s+mind|stamped|printed|etched|engraved|painted|(?:came|comes|pops|popped)\s+up|showing"
    r"|for\s+the\s+(?:whole\s+)?(?:job|repair|work|install\w*|system|damage))|number\s+one\s+(?:concern|priority|thing|reason|choice|rated|issue|problem|complaint|rule)"
)
_CARDS = (
    one_of(
        """business gift visa_gift library punch report score sim memory sd birthday greeting yard key access insurance
        membership member loyalty warranty rewards? id control index rate appointment thank_you"""
    )
    + r"\s+cards?|cards?\s+(?:(?:he|she|they|you|the\s+tech\w*|the\s+guy|somebody|someone)\s+left|reader|machine"
    r"|payments?|fees?|company|holder|only)|credit\s+cards|wild\s?card"
)
_EXTENDED = one_of(
    """warranty sale offer deadline contract loan payment discount house home permit plan bill lease coupon quote
    rate"""
)
_EXTENSIONS = (
    r"part(?:y|ies)'?s?\s+extension|extension\s+(?:cord|ladder|pole|ring|tube|arm|bar|spring|kit|of|"
    rf"on\s+(?:the|our|my|your)\s+{_EXTENDED})|"
    + one_of(
        """days? week month year payment deadline warranty house home room kitchen garage contract two_day three_day
    buil[dt]_an building_an add(?:ed|ing)?_an new"""
    )
    + r"\s+extension"
)
_SECURITY = one_of(
    r"""checks? income benefits? disability deposit\w* payments? office administration comes money retire\w*"""
)
_SOCIALS = (
    r"social\s+"
    + one_of(
        rf"""media hours? life calls? events? distanc\w+ work\w* club gathering committee network\w* posts? pages?
    butterfly security\s+{_SECURITY}"""
    )
    + r"|(?:company|ice\s+cream|church|our)\s+social"
)
_CODES = (
    r"(?:three|four|3|4)[\s-]+digits?\s+(?:code|number)\s+(?:on|for|from|to|of)\s+(?:the|my|your|a)\s+"
    rf"(?:[a-z]+\s+)?{BOARDS}|security\s+code\s+of"
    rf"|security\s+codes?\s+(?:on|for|to)\s+(?:the|my|our|your)\s+{BOARDS}|{BOARDS}\s+security\s+codes?"
)
_PHONES = (
    r"(?:phone|cell|mobile)s?(?:'s|\s+is|\s+was|\s+has|\s+keeps|\s+just)?\s+(?:just\s+)?"
    + one_of(
        """been died dead dying dies busy off broken broke ringing charging charger book apps? case calls? company tree
    system service tower signal reception home screen store cut drops? rang"""
    )
    + r"|on\s+the\s+(?:phone|other\s+line)(?:\s+with)?"
    r"|text\s+messages?|(?:hear\w*|just|only|of|some|all|getting|got)\s+static"
    r"|hold\s+(?:the|your|my|that)\s+phone|phone\s+up\b|calls?\s+(?:it|off|out|volume|center|log|backs)|(?:on|house|service)\s+calls?"
    r"|the\s+dial|dial\s+(?:on|is|it|says|to)|(?:will|within|foot|out\s+of|can't|couldn't|doesn't)\s+(?:that\s+)?reach"
)
_DATES = r"(?:which|what|that|this|first|last|other)\s+part|date\s+on\s+the\s+card\s+(?:he|she|they|you|we)\b"
NOTHING = "|".join((_CODES, _NUMBERS, _CARDS, _EXTENSIONS, _SOCIALS, _PHONES, _DATES))
