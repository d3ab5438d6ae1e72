"""Patterns of what figures are when they are nobody's number: labels, places, amounts, prices, times, names."""

from __future__ import annotations

import re2

from transcripts.redaction.naming import one_of

_KEPT = one_of(
    r"""cert(?:ificat(?:e|ion))? inspector recall invoice part order confirmation reference ref ticket job claim
    policy contract account acct customer client member(?:ship)? tracking licen[sc]e permit meter case estimate
    quote proposal item product catalog registration warranty unit filter parcel lot batch check cheque routing
    authorization authorisation auth approval dispatch work\s*order service project plate badge employee
    tech(?:nician)? truck van loan application file docket breaker circuit zone slot stock store row bin shelf
    version box flight rebate coupon promo voucher receipt transaction payment statement bill tag sticker
    inspection incident complaint request appointment booking reservation agreement certificate rma return
    shipment delivery fault error status blink flash game jersey chapter page step gift_card vendor dealer
    contractor lead purchase(?:_order)? sales_order requisition installation equipment asset rewards? loyalty
    points gas electric water utility tax parcel apn deed loan lease hydrant locker pole tower transformer pump
    well boiler elevator extinguisher county tract plat survey roll grid raffle seat crate container trailer
    style colou?r paint finish stain tile spec drawing bulletin section pool trap lockout lead reel hook clinic
    wristband route train stop bay dock panel zone tap valve rack spool tender bid change_order pickup mortgage
    patient chart prescription group subscriber insurance npi ein fein duns pallet lane table seat locate pin
    device system program plan"""
)
"""Things that somebody keeps under a number."""
_NUMBER = r"(?:['s]*\s+(?:numbers?|no\b\.?|num|#|codes?|id))"
PLATES = one_of(
    r"""door tag sticker label data\s*plate name\s*plate rating_plate plate unit furnace thermostat box filter meter
    invoice receipt bill quote estimate mailbox house breaker panel equipment heater condenser remote truck van
    screen display dial gauge tank porch fence post wall building gable garage side bottom outside inside cover
    lid package coil compressor part curb gate capacitor motor board valve pump fan blower switch relay contactor
    transformer fuse drawing map label plan schedule diagram pad pedestal slab pipe duct cylinder canister
    bottle jug can bag"""
)
LABEL = (
    rf"(?:serial|model|sku|upc|[smp](?:/|\s+slash\s+)n|vin|imei|p\.?\s?o\.?|inv|apn|numbered){_NUMBER}?|{_KEPT}(?:{_NUMBER}|\s*#)"
    r"|(?:purchase|work|sales)\s+orders?"
    r"|(?:order|invoice|claim|ticket|job|case|policy|account|reservation|confirmation|authorization|part|licen[sc]e|permit"
    r"|tracking|dispatch|reference)(?:'s|\s+(?:is|was))(?:\s+(?:under|number))?"
    r"|data\s*plate|name\s*plate|badge|bar\s?code|licen[sc]e(?:\s+plate)?|tracking|(?:[a-z]+\s+)?ids?\s+(?:is|number|#)"
    r"|(?:dispatch|customer|member|employee|order|user|job|unit|project|client|account)\s+ids?"
    r"|number(?:s|'s)?\s+(?:is\s+|are\s+|that's\s+)?(?:on|off|from)\s+(?:the|your|my|that|this|a|it's)\s+"
    rf"(?:(?:back|side|bottom)\s+of\s+the\s+)?{PLATES}|numbers?\s+.{{0,12}}on\s+my\s+unit"
)
"""What names the number of a thing."""
THING = (
    rf"\b(?:{_KEPT}|serial|model|invoice)(?:\s+(?:form|slip|card|tag|paper|letter|sheet|stub|copy|report|notice))?"
    r"[\s,]+(?:the\s+)?$"
)
"""What makes the "number" after it that of a thing: "the invoice, number …"."""
PART = r"part"
"""What names the number of a thing when digits follow at once."""
FILED = one_of(
    r"""reference confirmation claim order ticket invoice policy case job permit tracking authorization estimate quote
    account licen[sc]e serial model dispatch transaction receipt badge loan parcel lot rebate member odometer
    docket booking reservation coupon voucher routing batch pin version item lock\s?box key\s?pad buzzer combo
    combination flight customer patient employee tech van truck bus numbered"""
)
"""What names it when any figures do."""
CODED = r"[a-z]+\s+codes?"
"""What names the code of a thing, unless the word before is no thing."""
UNCODED = frozenset(
    """
    the my your a that this what no any and is by their our his her for card security back area country one an of
    it's digit access whole wrong right correct new old second only first which front okay ok then uh um so yes
    with or now on to per meet meets one's another get give need have same other little
    """.split()  # a list of words reads best as one
)
_STATES = one_of(
    """alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois
    indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri
    montana nebraska nevada new_hampshire new_jersey new_mexico new_york carolina dakota ohio oklahoma oregon
    pennsylvania rhode_island tennessee texas utah vermont virginia washington wisconsin wyoming"""
)
_CODES = one_of(
    r"""gate door garage alarm entry access lock\s?box key\s?pad error fault promo coupon discount offer service trip
    flash blink building community call\s*box diagnostic status source zip postal dress unlock installer lockout"""
)
PLACE_ASKED = (
    r"(?:house|street|apartment|unit|suite|room|exit|box|bus|route|building|lot|gate|apt|mailbox|floor|bay|space|spot"
    rf"|county)\s+numbers?|(?:zip|postal)(?:\s+codes?)?|address(?:es)?|live[sd]?|living|located|apartment|suite"
    rf"|{_CODES}\s+codes?|what\s+(?:street|city|town|county|exit|floor|unit|apartment|building|room|suite|lot)"
    r"|spell\s+(?:the|your|that)\s+street|name\s+of\s+(?:the|your)\s+street|which\s+(?:house|room|apartment|suite|lot|street|city|exit|floor|unit|building)|combination|pass\s?code|cross\s+streets?|subdivision|neighborhood|whereabouts|county"
)
"""What asks for a place or for the code of a door."""
PLACE = one_of(
    rf"""apt apartments? suite ste room building bldg house box floor unit lot gate lock\s?box flash(?:es|ing)?
    penthouse streets? avenue ave roads? drive lane court boulevard blvd circle parkway highway hwy interstate
    freeway route exit mile mile_marker corner intersection block city town neighbou?r {_STATES}"""
)
_HOW = one_of(
    "many much old long big far large tall high often hot cold warm soon wide deep late early loud fast thick heavy"
)
_MEASURED = one_of(
    r"""year size times? temp\w* day dates? brand ton\w* fee price cost quote setting temperature pressure reading
    balance total payment amount rate voltage age square deductible difference usage income rent range limit score
    capacity count mileage charge elevation altitude slope depth volume weight distance speed flow clearance length
    width height diameter circumference"""
)
AMOUNT = (
    rf"how\s+{_HOW}|wh(?:at|ich)(?:'s|\s+is|\s+was|\s+are)?\s+(?:(?:the|your|its|that|this|[a-z]+'s)\s+)?{_MEASURED}"
    r"|what(?:'d|'s|\s+did|\s+does|\s+do)\s+(?:the|your|it|that)\s+(?:[a-z]+\s+){0,2}"
    r"(?:say|read|show|display|reading|saying)"
    r"|when\s+(?:was|were|did|is|are|do|does|would|will)"
    r"|(?:what|which)\s+(?:breaker|zone|window|slot|model|unit|channel|level|stage)"
    r"|(?:years?|months?)\s+(?:at|in|on|with|there|of)\b"
    r"|what(?:'s|s|\s+is)\s+on\s+(?:the|your|its)\s+(?:meter|display|screen|dial|gauge|thermostat|panel|sticker|tag|label|plate)"
    r"|(?:meter\s+reading|reading\s+on\s+(?:the|your|that))|read(?:ing)?\s+(?:me\s+|it\s+)?(?:off\s+)?(?:the|that|your|its)\s+(?:wheel|dial|gauge|meter|face)"
    r"|(?:place|spot|position)\s+in\s+(?:line|the\s+(?:line|queue))"
    r"|square\s+foot(?:age)?|model\s+year|deductible|income|year\s+built|year\s+(?:is|was)\s+(?:it|the|your)"
)
"""What asks for an amount."""
ASIDE = one_of(
    """oh uh um er let's let me see it's its it tiny small faded hold hang on wait like hard to read so here okay well
    i think"""
)
"""What is said before figures that are read off a thing."""
BACK_OF_HOUSE = re2.compile(
    r"(?i)^\s+(?:doors?|porch|gates?|yard|side|fence|walls?|deck|patio|steps?|of\s+(?:the|my|our)\s+(?:house|building|garage|unit))\b"
)
"""What makes "the back" a place of the house and not the side of a card."""
NAME = (
    r"(?:last|first|full|middle|maiden|your|business|company|street|wife's|husband's|sur)\s?names?|name\s+(?:on|for|of)"
    r"|spell\s+(?:your|the)\s+(?:last|first|street|name)"
)
"""What asks for a name."""
OTHER = one_of(
    r"""prices? costs? fees? quoted? estimate pay(?:ing|s)? paid total bill(?:ed)? charges? charged discount financ\w+
    bid balance owe[ds]? rebates? deposit warranty deductible coupon rent temp(?:erature)?s? thermostat degrees
    set\s+(?:it\s+)?(?:to|at) setting set\s?points? showing humidity built year since age[ds]? installed born
    birthday turned turning sizes? filters? square sq btus? seer\d? merv pressure psi volts? voltage capacitor
    delta superheat subcooling suction static meters? readings? amps? breakers? circuits? gauge percent steps?
    blink\w*
    flash\w* count(?:ed|ing|s)? channel errors? faults? (?:what|the|best|good|a)\s+times? hours? o'clock clock arriv\w+
    window between open closed? score rat(?:ed|ing) version level option appointment slot schedul\w+
    morning afternoon evening noon tonight tomorrow mon(?:day)? tues(?:day)? wednesday thurs(?:day)? friday
    saturday sunday january february march april june july august september october november december kids dogs
    cats people testing width height length wide tall measur\w+ dollars? bucks roughly approximately model brand
    series membership(?:'s)? tune[\s-]?up(?:'s)? package subscription(?:'s)? special
    service_call refrigerant freon r puron weigh\w* miles tier chapter mph"""
)
"""What a figure in passing is of."""
