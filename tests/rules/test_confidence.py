"""How sure a summary is of its outcome, held against calls whose outcome is known."""

from __future__ import annotations

from rules.outcomes import DISPOSITIONS
from rules.verdict import CONTESTED, SURE, UNEXPLAINED
from tests.rules.test_outcomes import scores


def test_every_outcome_has_its_own_confidence() -> None:
    """Each disposition has one; what is contested or has no reason is less sure than any other."""
    assert set(SURE) == set(DISPOSITIONS)
    assert all(max(CONTESTED, UNEXPLAINED) < sure < 100 for sure in SURE.values())


def test_nobody_is_surer_than_right() -> None:
    """Over the calls with a known outcome, the mean confidence is not above the share that is right."""
    judged = scores().judged
    assert sum(one.summary.confidence for one in judged) <= 100 * sum(one.is_right for one in judged)


def test_confidence_tells_right_from_wrong() -> None:
    """What is surely judged is right more often than what is not."""
    judged = scores().judged
    sure = [one.is_right for one in judged if one.summary.confidence >= min(SURE.values())]
    other = [one.is_right for one in judged if one.summary.confidence < min(SURE.values())]
    assert sum(sure) / len(sure) >= 0.95
    assert sum(other) / len(other) < sum(sure) / len(sure)


def test_what_is_undecided_is_not_sure() -> None:
    """A summary without an outcome has no confidence and says what is missing; one that is contested says by what."""
    for one in scores().judged:
        summary = one.summary
        assert (summary.confidence == 0) == (summary.disposition == "")
        assert bool(summary.review) == (summary.disposition == "" or summary.confidence == CONTESTED) or (
            summary.confidence == UNEXPLAINED and not summary.reason
        )
        assert len(summary.review) <= 80
