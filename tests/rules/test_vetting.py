"""A reply is read as if the CSR said it."""

import pytest

from rules.vetting import violation
from tests.backend.desk import shipped_book


@pytest.mark.parametrize(
    ("text", "rule_id"),
    [
        ("Don't worry, I guarantee we'll have someone there today.", "guarantee_arrival"),
        ("It's definitely your compressor.", "phone_diagnosis"),
        ("Your warranty will cover it.", "coverage_promise"),
        ("Just turn the gas valve back on and relight the pilot.", "unsafe_diy_advice"),
    ],
)
def test_a_prohibited_claim_is_found_with_its_words(text: str, rule_id: str) -> None:
    """The rule and the words that break it are told."""
    found = violation(shipped_book(), text)
    assert found is not None
    assert found.rule.id == rule_id
    assert all(text[start:end].strip() for start, end in found.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "I can't promise today, but we'll do our best to get someone out.",
        "The technician gives you the price before any work.",
        "What do you see on the thermostat?",
    ],
)
def test_what_may_be_said_passes(text: str) -> None:
    """Hedges, negations and plain questions are no claims."""
    assert violation(shipped_book(), text) is None
