"""What a figure or a word can be of: somebody's number or address, or something that is nobody's business."""

from __future__ import annotations

from enum import Enum

PHONE = "[PHONE]"
EMAIL = "[EMAIL]"
CARD = "[CARD]"
CVV = "[CVV]"
SSN = "[SSN]"
HELD = "…"
"""What stands in an interim for an end that may turn out to be an item by the words to come."""


class Topic(Enum):
    """What the talk is of when a figure is said."""

    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    CODE = "code"
    EXPIRY = "expiry"
    SSN = "ssn"
    LAST = "last"  # "the last four": of whatever the talk is of
    CALL = "call"  # "call me at": a number, or a time
    READY = "ready"  # "go ahead": whatever was asked for comes now
    REPAIR = "repair"  # "you flipped those": of what was given, if anything was
    LABEL = "label"  # a serial, model or order number
    PLACE = "place"  # a unit, a ZIP code, a road
    AMOUNT = "amount"  # how many, what size, which year
    NAME = "name"  # somebody's name, spelled
    OTHER = "other"  # a price, a time, a size, an age, in passing


PLACEHOLDERS = {
    Topic.PHONE: PHONE,
    Topic.CALL: PHONE,
    Topic.LAST: PHONE,
    Topic.READY: PHONE,
    Topic.REPAIR: PHONE,
    Topic.EMAIL: EMAIL,
    Topic.CARD: CARD,
    Topic.EXPIRY: CARD,
    Topic.CODE: CVV,
    Topic.SSN: SSN,
}
PRIVATE = frozenset((Topic.PHONE, Topic.EMAIL, Topic.CARD, Topic.CODE, Topic.EXPIRY, Topic.SSN))
"""Whose figures are somebody's number."""
BENIGN = frozenset((Topic.LABEL, Topic.PLACE, Topic.AMOUNT, Topic.NAME, Topic.OTHER))
OF_CARDS = frozenset((Topic.CARD, Topic.CODE, Topic.EXPIRY))
KINDS = {PHONE: Topic.PHONE, EMAIL: Topic.EMAIL, CARD: Topic.CARD, CVV: Topic.CARD, SSN: Topic.SSN}
"""The kind of number that a placeholder stands for."""
