"""What the evidence of a call comes to, and what becomes of a model's choice of outcome."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.disposition import DISPOSITIONS, NEEDED, REASONS, UNPROVEN, accept, summarise, weigh
from tests.rules.calls import home_services, played, sample_names, spoken
from transcripts.events import Proposal, SummaryReady
from transcripts.session import Session

BOOKING = """
CSR: What's the service address?
Customer: 12 Oak Street. My toilet is leaking.
CSR: Does Friday between 8 and 10 work?
Customer: Yes, that works.
"""
RECAP = "CSR: So that's Friday between 8 and 10, at 12 Oak Street."
FIELDS = {"disposition", "reason", "proofs", "needed", "rivals", "proposed", "review", "confidence"}
OUTCOMES = [
    Proposal(disposition, reason) for disposition in DISPOSITIONS for reason in ("", *REASONS.get(disposition, ()))
]


@cache
def judged(name: str) -> tuple[Session, SummaryReady]:
    """A sample call and its summary."""
    session = played(name)
    return session, summarise(session, home_services())


def accepted(session: Session, disposition: str, reason: str = "") -> SummaryReady:
    """The summary of a call after a model chose an outcome."""
    return accept(summarise(session, home_services()), Proposal(disposition, reason), weigh(session))


@pytest.mark.parametrize("name", sample_names())
def test_the_summary_has_what_was_weighed(name: str) -> None:
    """The verdict of a call is the one in its summary, with a case for every disposition."""
    session, summary = judged(name)
    verdict = weigh(session)
    assert set(verdict.cases) == set(DISPOSITIONS)
    assert (summary.disposition, summary.reason) == (verdict.disposition, verdict.reason)
    assert (summary.confidence, summary.review) == (verdict.confidence, verdict.review)
    assert summary.proofs == verdict.proven.proofs
    assert verdict.proven.decides == bool(verdict.disposition)


@pytest.mark.parametrize(
    ("dialogue", "review"),
    [
        (BOOKING, "Outcome not clear: slot accepted, no recap heard"),
        ("CSR: Hello?\nCustomer: Hi there.", "Outcome not clear: no need heard"),
        (BOOKING + RECAP, ""),
        (BOOKING + RECAP + "\nCustomer: Wait, I smell gas.\nCSR: Leave the house, call 911.", "Also looks like booked"),
    ],
)
def test_a_person_is_told_why_to_look(dialogue: str, review: str) -> None:
    """What is missing, or what else the evidence speaks for, is said in a few words."""
    found = weigh(spoken(dialogue)).review
    assert found.startswith(review)
    assert bool(found) == bool(review)


def test_who_agrees_with_the_evidence_is_not_marked() -> None:
    """The same outcome leaves no mark and makes it surer."""
    session = spoken(BOOKING + RECAP)
    alone, both = summarise(session, home_services()), accepted(session, "booked")
    assert (both.disposition, both.proposed, both.review) == ("booked", None, "")
    assert alone.confidence < both.confidence < 100


def test_the_evidence_outranks_the_model() -> None:
    """Another outcome than the proven one is kept and told, with how many proofs it has."""
    session = spoken("Customer: My furnace quit.\nCSR: Does Friday at 8 work?\nCustomer: That's too expensive.")
    summary = accepted(session, "booked")
    assert (summary.disposition, summary.reason) == ("lead", "price")
    assert summary.proposed == Proposal("booked")
    assert summary.review == "Model said booked; 1 of 4 proofs"
    assert summary.confidence < summarise(session, home_services()).confidence
    assert accepted(session, "spam").review == "Model said spam; no proof"


def test_the_model_decides_what_the_evidence_does_not() -> None:
    """An undecided call takes the model's outcome with what proofs there are, little sure and marked."""
    session = spoken(BOOKING)
    summary = accepted(session, "booked")
    assert summary.disposition == "booked"
    assert summary.review == UNPROVEN
    assert [proof.label for proof in summary.proofs] == ["Address confirmed", "Slot offered", "Customer agreed"]
    assert summary.needed == NEEDED["booked"]
    assert accepted(session, "spam").confidence < summary.confidence <= 60
    assert accepted(session, "lead", "timing").reason == "timing"


def test_a_reason_that_was_heard_stands() -> None:
    """Of two reasons the one with a proof counts; without one, the model's does."""
    heard = spoken("Customer: My furnace quit.\nCSR: Does Friday at 8 work?\nCustomer: That's too expensive.")
    summary = accepted(heard, "lead", "shopping")
    assert (summary.reason, summary.proposed) == ("price", Proposal("lead", "shopping"))
    assert summary.review == "Model said shopping; price was heard"
    assert accepted(heard, "lead").review == ""
    silent = spoken("Customer: My furnace quit.\nCSR: Does Friday at 8 work?\nCustomer: Bye.")
    assert accepted(silent, "lead", "timing").reason == "timing"
    assert accepted(silent, "lead", "timing").proposed is None


def test_a_model_that_chooses_nothing_changes_nothing() -> None:
    """An empty proposal leaves the summary as it is."""
    session = spoken(BOOKING)
    assert accepted(session, "") == summarise(session, home_services())


@pytest.mark.parametrize(
    ("disposition", "reason"), [("sold", ""), ("booked", "price"), ("lead", "status"), ("", "price"), ("Booked", "")]
)
def test_an_unknown_outcome_is_refused(disposition: str, reason: str) -> None:
    """A disposition that there is not, or a reason that it cannot have, is an error that does not repeat it."""
    with pytest.raises(ValueError, match="the model proposed") as error:
        accepted(spoken(BOOKING), disposition, reason)
    assert "sold" not in str(error.value)


@given(st.sampled_from(sample_names()), st.sampled_from(OUTCOMES))
def test_whatever_a_model_proposes(name: str, proposed: Proposal) -> None:
    """A proven outcome never gives way, nothing else is touched, and what differs is always marked."""
    session, written = judged(name)
    verdict = weigh(session)
    summary = accept(written, proposed, verdict)
    before, after = msgspec.structs.asdict(written), msgspec.structs.asdict(summary)
    assert {name for name in before if before[name] != after[name]} <= FIELDS
    assert summary.disposition == (written.disposition or proposed.disposition)
    assert summary.proofs == verdict.cases[summary.disposition].proofs
    assert [one for one, _, _ in summary.rivals] == [one for one in DISPOSITIONS if one != summary.disposition]
    assert 0 < summary.confidence < 100
    stands = (summary.disposition, summary.reason)
    differs = stands != (proposed.disposition, proposed.reason or summary.reason)
    assert (summary.proposed is not None) == (differs and bool(written.disposition))
    if summary.proposed is not None or not written.disposition:
        assert summary.review
    assert accept(written, proposed, verdict) == summary
