"""The words of the overlay."""

from dataclasses import replace

import pytest

from desktop.overlay import words
from desktop.view import ChecklistItem, ClaimCard, Connection, Quote, View

CLAIM = ClaimCard("a", "Same-day promise", Quote("we'll be there"), "Let me correct that.", "Why.", 3)


@pytest.mark.parametrize(
    ("ms", "shown"),
    [(None, "--:--"), (0, "00:00"), (252_999, "04:12"), (3_852_000, "1:04:12"), (-5, "00:00")],
)
def test_clock(ms: int | None, shown: str) -> None:
    """The clock counts minutes and seconds, hours only when there are some."""
    assert words.clock(ms) == shown


def test_moments_and_ages() -> None:
    """A moment reads 2:47, an age in seconds and then minutes."""
    assert words.instant(167_000) == "2:47"
    assert words.age(3) == "3 s ago"
    assert words.age(125) == "2 min ago"


@pytest.mark.parametrize(
    ("connection", "sentence"),
    [
        (Connection("live"), ""),
        (Connection("offline", 9, 12), "Offline. Alerts still work. 12 waiting to send."),
        (Connection("offline", 9), "Offline. Alerts still work."),
        (Connection("reconnecting", 9, 0, 4), "Alerts still work. Next try in 4\u00a0s."),
        (Connection("reconnecting", 9), "Alerts still work. Trying now."),
        (Connection("stale", 18, 0, None, 18), "No transcript for 18\u00a0s. Alerts can\u2019t hear this call."),
        (
            Connection("offline", problem="Token refused. Ask your administrator."),
            "Token refused. Ask your administrator.",
        ),
    ],
)
def test_band_says_what_works_first(connection: Connection, sentence: str) -> None:
    """Each trouble has its sentence, and a problem replaces it."""
    assert " ".join(words.band(View(connection, "in_call"))).strip() == sentence


def test_alerts_are_not_promised_without_a_call() -> None:
    """Before a call the band does not claim that alerts work."""
    assert "Alerts" not in " ".join(words.band(View(Connection("reconnecting", 9, 0, 4))))


def test_trouble_shows_after_two_seconds() -> None:
    """A second of trouble is not worth a band; a problem is at once."""
    assert not words.is_troubled(Connection("offline", 1))
    assert words.is_troubled(Connection("offline", 2))
    assert words.is_troubled(Connection("live", problem="Token refused."))


def test_tags() -> None:
    """The right end of a row names the most pressing thing."""
    row = ChecklistItem("r", "Fee", "The fee is $89.", deadline="before close")
    assert words.tag(row, is_next=False) == "before close"
    assert words.tag(row, is_next=True) == "Next"
    assert words.tag(replace(row, due_in_s=20), is_next=True) == "due in 0:20"
    assert words.tag(replace(row, state="overdue"), is_next=True) == "late"
    assert words.tag(replace(row, deadline="", optional=True), is_next=False) == "optional"
    assert words.tag(replace(row, state="done", done_at_ms=61_000), is_next=False) == "1:01"


def test_claim_is_spoken_whole() -> None:
    """A screen reader hears the claim, the words, what to say instead and why."""
    assert words.claim_spoken(CLAIM) == (
        "Claim: Same-day promise. You said: we'll be there Say instead: Let me correct that. Why."
    )
    assert words.claim_spoken(replace(CLAIM, state="corrected", corrected_after_s=6)) == (
        "Corrected in 6 s: Same-day promise."
    )


def test_waiting_claims_are_counted_beside_the_age() -> None:
    """A second claim waits and is told beside the age."""
    assert words.card_age(replace(CLAIM, waiting=1)) == "1 more \u00b7 3 s ago"


def test_labels_within_a_sentence() -> None:
    """A label loses its capital within a sentence, an abbreviation keeps it."""
    assert words.lowered("Recording notice") == "recording notice"
    assert words.lowered("ZIP code") == "ZIP code"
