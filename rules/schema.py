"""The JSON Schema of ruleset files, by which editors complete and check them.

It says what a field may hold; what needs the whole file (`when`, terms, phrases) is for `csr-rules check`.
"""

from __future__ import annotations

from typing import Any

from rules.rule_fields import KINDS, MEASURES, ONLY_FOR, SCOPES, SEVERITIES

_ID = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 2_000}
_SECONDS = {"type": "integer", "minimum": 0, "maximum": 99_999}
_PHRASE = {"type": "string", "minLength": 1, "maxLength": 2_000}


def _list(of: dict[str, Any], most: int = 500) -> dict[str, Any]:
    """One, or a list of them."""
    return {"anyOf": [of, {"type": "array", "items": of, "minItems": 1, "maxItems": most}]}


_ADVICE = {
    "type": "object",
    "required": ["say", "title", "any"],
    "additionalProperties": False,
    "properties": {
        "say": {**_TEXT, "maxLength": 200, "description": "The line to read aloud."},
        "title": {**_TEXT, "maxLength": 60, "description": "What it says in a few words."},
        "any": {**_list(_PHRASE), "description": "Phrases by which it is known that the CSR has said it."},
        "optional": {"type": "boolean", "description": "The emergency ends without it."},
    },
}
_EXAMPLES = {
    "type": "object",
    "additionalProperties": False,
    "properties": {"match": _list(_TEXT), "no_match": _list(_TEXT)},
}
RULE_FIELDS: dict[str, dict[str, Any]] = {
    "id": {**_ID, "description": "Stable name, unique among all rulesets in use."},
    "kind": {"enum": list(KINDS), "description": "What it does when it is heard."},
    "title": {**_TEXT, "maxLength": 200, "description": "A few words for the card or the checklist."},
    "speaker": {"enum": list(SCOPES), "description": "Whose words count."},
    "severity": {"enum": list(SEVERITIES), "description": "How loud the card is."},
    "any": {**_list(_PHRASE), "description": "Phrases; one of them is enough."},
    "unless": {**_list(_PHRASE), "description": "Phrases that excuse a match; <match> is the match itself."},
    "when": {**_list(_ID), "description": "Rules, one of which must have fired."},
    "trades": {**_list(_ID), "description": "The trades on whose checklist it stands."},
    "due": {"type": "string", "pattern": "^([1-9][0-9]{0,3}s|before_booking|before_close)$"},
    "corrected_by": {**_list(_PHRASE), "description": "Phrases with which the CSR repairs the claim."},
    "say_instead": {**_TEXT, "description": "The line to say instead, or the line that the card offers."},
    "source": {**_TEXT, "maxLength": 200, "description": "Where the playbook says so."},
    "why": {**_TEXT, "description": "The reason, in a sentence."},
    "cooldown": {**_SECONDS, "description": "Seconds to rest after it fired."},
    "ask": {**_TEXT, "description": "The words to say for a checklist item."},
    "optional": {"type": "boolean", "description": "Never counts as open."},
    "until": {"type": "array", "items": _ADVICE, "minItems": 1, "maxItems": 5, "description": "Safety advice."},
    "closing": {**_TEXT, "description": "The sentence that ends the call after the advice."},
    "overrides": {**_list({**_TEXT, "maxLength": 60}, 4), "description": "Reasons for putting the emergency away."},
    "measure": {"enum": list(MEASURES), "description": "What a conversation rule watches."},
    "limit": {**_SECONDS, "description": "Seconds, per cent or a count, as `measure` has it."},
    "limit_on_hold": {**_SECONDS, "description": "The limit of silence after an announced hold, in seconds."},
    "within": {**_SECONDS, "description": "The last seconds over which it measures."},
    "examples": _EXAMPLES,
}
"""The schema of each field of a rule."""

_NEEDED: dict[str, list[str]] = {
    "prohibited_claim": ["any"],
    "keyword_alert": ["speaker", "any"],
    "required_question": ["any"],
    "life_safety": ["speaker", "any", "until"],
    "conversation": ["measure"],
}


def schema() -> dict[str, Any]:
    """The schema of a ruleset file."""
    of_kind = [
        {
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": {
                "required": _NEEDED[kind],
                "properties": {field: False for field, kinds in ONLY_FOR.items() if kind not in kinds},
            },
        }
        for kind in KINDS
    ]
    rule = {
        "type": "object",
        "required": ["id", "kind", "title"],
        "additionalProperties": False,
        "properties": RULE_FIELDS,
        "allOf": of_kind,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "CSR Call Assistant ruleset",
        "type": "object",
        "required": ["rules"],
        "additionalProperties": False,
        "properties": {
            "id": _ID,
            "title": {**_TEXT, "maxLength": 200},
            "uses": {**_list(_ID), "description": "Shipped rulesets whose terms and rules this one refers to."},
            "terms": {"type": "object", "propertyNames": _ID, "additionalProperties": _PHRASE, "maxProperties": 1_000},
            "rules": {"type": "array", "items": rule, "maxItems": 10_000},
        },
    }
