"""Patterns of what figures are when they are nobody's number: labels, places, amounts, prices, times, names."""

from __future__ import annotations

_KEPT = (
    r"(?:part|order|confirmation|reference|ref|ticket|job|claim|policy|contract|account|acct|customer|client|member(?:ship)?"
    r"|tracking|licen[sc]e|permit|meter|case|estimate|quote|proposal|item|product|catalog|registration|warranty|unit|filter"
    r"|parcel|lot|batch|check|cheque|routing|authorization|authorisation|auth|approval|dispatch|work\s*order|service|project"
    r"|plate|badge|employee|tech(?:nician)?|truck|van|loan|application|file|docket|breaker|circuit|zone|slot|stock|store"
    r"|row|bin|shelf|version|box|flight|rebate|coupon|promo|voucher|receipt|transaction|payment|statement|bill|tag|sticker"
    r"|inspection|incident|complaint|request|appointment|booking|reservation|agreement|certificate|rma|return|shipment"
    r"|delivery|fault|error|status|blink|flash|game|jersey|chapter|page|step|gift\s+card|vendor|dealer|contractor|lead"
    r"|purchase(?:\s+order)?|sales\s+order|requisition|installation|equipment|asset|pin|device|system|program|plan)"
)
_NUMBER = r"(?:['s]*\s+(?:numbers?|no\b\.?|num|#|codes?|id))"
_ON = (
    r"(?:door|tag|sticker|label|data\s*plate|name\s*plate|rating\s+plate|plate|unit|furnace|thermostat|box|filter|meter|invoice"
    r"|receipt|bill|quote|estimate|mailbox|house|breaker|panel|equipment|heater|condenser|remote|truck|van|screen|display"
    r"|dial|gauge|tank|porch|fence|post|wall|building|gable|garage|side|bottom|outside|inside|cover|lid|package|coil|compressor|part|curb|gate)"
)
LABEL = (
    rf"(?:serial|model|invoice|sku|upc|s/n|m/n|p/n|vin|imei|p\.?\s?o\.?|inv){_NUMBER}?|{_KEPT}(?:{_NUMBER}|\s*#)"
    r"|(?:purchase|work|sales)\s+orders?"
    r"|(?:order|invoice|claim|ticket|job|case|policy|account|reservation|confirmation|authorization|part|licen[sc]e|permit"
    r"|tracking|dispatch|reference)(?:'s|\s+(?:is|was))(?:\s+(?:under|number))?"
    r"|data\s*plate|name\s*plate|badge|bar\s?code|licen[sc]e(?:\s+plate)?|tracking"
    rf"|(?:[a-z]+\s+)?ids?\s+(?:is|number|#)|(?:dispatch|customer|member|employee|order|user|job|unit|project|client|account)\s+ids?"
    rf"|number(?:s|'s)?\s+(?:is\s+|are\s+|that's\s+)?(?:on|off|from)\s+(?:the|your|my|that|this|a|it's)\s+(?:back\s+of\s+the\s+|side\s+of\s+the\s+"
    rf"|bottom\s+of\s+the\s+)?{_ON}|numbers?\s+.{{0,12}}on\s+my\s+unit"
)
"""What names the number of a thing."""
THING = rf"\b(?:{_KEPT}|serial|model|invoice)[\s,]+(?:the\s+)?$"
"""What makes the "number" after it that of a thing: "the invoice, number …"."""
PART = r"part"
"""What names the number of a thing when digits follow at once."""
CODED = r"[a-z]+\s+codes?"
"""What names the code of a thing, unless the word before is no thing."""
UNCODED = frozenset(
    """the my your a that this what no any and is by their our his her for card security back area country one an of it's
    digit access whole wrong right correct new old second only first which front okay ok then uh um so yes for with or now on one's another get give need have same other little""".split()  # noqa: SIM905 # a list of words
)
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho"
    "|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi"
    "|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|carolina|dakota|ohio|oklahoma|oregon"
    "|pennsylvania|rhode island|tennessee|texas|utah|vermont|virginia|washington|wisconsin|wyoming"
)
_CODES = (
    r"(?:gate|door|garage|alarm|entry|access|lock\s?box|key\s?pad|error|fault|promo|coupon|discount|offer|service|trip"
    r"|flash|blink|building|community|call\s*box|diagnostic|status|source|zip|postal|dress|unlock|installer|lockout)"
)
PLACE_ASKED = (
    r"(?:house|street|apartment|unit|suite|room|exit|box|bus|route|building|lot|gate|apt|mailbox|floor|bay|space|spot|county)\s+numbers?"
    rf"|(?:zip|postal)(?:\s+codes?)?|address(?:es)?|live[sd]?|living|located|apartment|suite|{_CODES}\s+codes?"
    r"|what\s+(?:street|city|town|county|exit|floor|unit|apartment|building|room|suite|lot)|which\s+(?:street|city|exit|floor|unit|building)"
    r"|cross\s+streets?|subdivision|neighborhood|whereabouts|county"
)
"""What asks for a place or for the code of a door."""
PLACE = (
    r"apt|apartments?|suite|ste|room|building|bldg|house|box|floor|unit|lot|gate|lock\s?box|flash(?:es|ing)?|penthouse"
    r"|streets?|avenue|ave|roads?|drive|lane|court|boulevard|blvd|circle|parkway|highway|hwy|interstate"
    rf"|freeway|route|exit|mile|mile\s+marker|corner|intersection|block|city|town|neighbou?r|{_STATES}"
)
AMOUNT = (
    r"how\s+(?:many|much|old|long|big|far|large|tall|high|often|hot|cold|warm|soon|wide|deep|late|early|loud|fast|thick|heavy)"
    r"|wh(?:at|ich)(?:'s|\s+is|\s+was|\s+are)?\s+(?:the\s+|your\s+|its\s+)?(?:year|size|times?|temp\w*|day|dates?|brand|ton\w*"
    r"|fee|price|cost|quote|setting|temperature|pressure|reading|balance|total|payment|amount|rate"
    r"|voltage|age|square|deductible|difference|usage|income|rent|range|limit|score|capacity|count|mileage|charge)"
    r"|when\s+(?:was|were|did|is|are|do|does|would|will)"
    r"|(?:what|which)\s+(?:breaker|zone|window|slot|model|unit|channel|level|stage)"
    r"|square\s+foot(?:age)?|model\s+year|deductible|income|year\s+built|year\s+(?:is|was)\s+(?:it|the|your)"
)
"""What asks for an amount."""
NAME = (
    r"(?:last|first|full|middle|maiden|your|business|company|street|wife's|husband's|sur)\s?names?|name\s+(?:on|for|of)"
    r"|spell\s+(?:your|the)\s+(?:last|first|street|name)"
)
"""What asks for a name."""
OTHER = (
    r"prices?|costs?|fees?|quoted?|estimate|pay(?:ing|s)?|paid|total|bill(?:ed)?|charges?|charged|discount"
    r"|financ\w+|bid|balance|owe[ds]?|rebates?|deposit|warranty|deductible|coupon|rent"
    r"|temp(?:erature)?s?|thermostat|degrees|set\s+(?:it\s+)?(?:to|at)|setting|set\s?points?|showing|humidity"
    r"|built|year|since|age[ds]?|installed|born|birthday|turned|turning|sizes?|filters?|square|sq|btus?"
    r"|seer\d?|merv|pressure|psi|volts?|voltage|capacitor|delta|superheat|subcooling|suction|static|meters?|readings?"
    r"|amps?|breakers?|circuits?|gauge|percent|steps?|count(?:ed|ing|s)?|channel|errors?|faults?|(?:what|the"
    r"|best|good|a)\s+times?|hours?|o'clock|clock"
    r"|arriv\w+|window|between|open|closed?|score|rat(?:ed|ing)|stars?|version|level|option"
    r"|appointment|slot|schedul\w+|morning|afternoon|evening|noon|tonight|tomorrow|mon(?:day)?"
    r"|tues(?:day)?|wednesday|thurs(?:day)?"
    r"|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december"
    r"|kids|dogs|cats|people|testing|width|height|length|wide|tall|measur\w+|dollars?|bucks"
    r"|roughly|approximately"
    r"|model|brand|series|refrigerant|freon|r|puron|weigh\w*|miles|tier|chapter|mph"
)
"""What a figure in passing is of."""
