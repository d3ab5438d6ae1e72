"""The shipped sample calls: well formed, varied, lifelike, and free of anything real."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from transcripts.events import SessionStarted
from transcripts.files import TranscriptFile, read_transcript, utterances, write_transcript
from transcripts.redaction import Redactor

FOLDER = resources.files("transcripts").joinpath("samples")
NAMES = sorted(entry.name.removesuffix(".json") for entry in FOLDER.iterdir() if entry.name.endswith(".json"))
PHONE = re.compile(r"\b\d{3}-\d{3}-\d{4}\b")
EMAIL = re.compile(r"\S+@(\S+\.\w+)")
CARD = re.compile(r"\b(?:\d{4} ){3}\d{4}\b")


def sample(name: str) -> TranscriptFile:
    """The sample call of that name."""
    return read_transcript(FOLDER.joinpath(f"{name}.json").read_bytes(), f"{name}.json")


@pytest.mark.parametrize("name", NAMES)
def test_shape(name: str) -> None:
    """A sample has 10 to 60 segments in the order of time, by both speakers, and survives being written again."""
    file = sample(name)
    assert 10 <= len(file.segments) <= 60
    times = [segment.timestamp_ms for segment in file.segments]
    assert times == sorted(times)
    assert {segment.speaker for segment in file.segments} == {"csr", "customer"}
    assert all(segment.text.strip() == segment.text != "" for segment in file.segments)
    assert read_transcript(write_transcript(file), name) == file


@pytest.mark.parametrize("name", NAMES)
def test_metadata_says_what_the_call_is(name: str) -> None:
    """The metadata names the call as its file does, and fits the event that starts a session."""
    metadata = sample(name).metadata
    assert metadata["id"] == metadata["name"] == name
    assert metadata["trade"] in ("hvac", "plumbing", "electrical", "pest")
    assert metadata["title"]
    assert metadata["agent"]
    assert isinstance(metadata["expected_disposition"], str)
    assert isinstance(metadata["expected_reason"], str)
    assert all(isinstance(value, str) for value in metadata.values())
    assert SessionStarted(agent=metadata["agent"], metadata=metadata)


def test_the_samples_are_varied() -> None:
    """There are at least ten, over all trades and outcomes, one of which cannot be decided."""
    assert len(NAMES) >= 10
    metadata = [sample(name).metadata for name in NAMES]
    assert {one["trade"] for one in metadata} == {"hvac", "plumbing", "electrical", "pest"}
    assert {one["expected_disposition"] for one in metadata} == {
        "booked",
        "lead",
        "existing_job",
        "not_a_lead",
        "spam",
        "safety_referred",
        "abandoned",
        "",
    }


@pytest.mark.parametrize("name", NAMES)
def test_interims_grow_into_their_final(name: str) -> None:
    """Interims start when their final does and are longer and longer beginnings of it."""
    file = sample(name)
    by_utterance: dict[int, list[int]] = {}
    for at, utterance in enumerate(utterances(file)):
        by_utterance.setdefault(utterance, []).append(at)
    for places in by_utterance.values():
        parts = [file.segments[place] for place in places]
        assert [part.is_final for part in parts] == [False] * (len(parts) - 1) + [True]
        assert len({(part.speaker, part.timestamp_ms) for part in parts}) == 1
        lengths = [len(part.text) for part in parts]
        assert lengths == sorted(set(lengths))
        assert all(parts[-1].text.startswith(part.text) for part in parts)


def test_two_calls_have_interims_and_the_demo_around_its_claim() -> None:
    """Interims are in at least two calls; in the demo call the claim is spoken through them."""
    interims = {name: [one for one in sample(name).segments if not one.is_final] for name in NAMES}
    assert sum(bool(found) for found in interims.values()) >= 2
    assert any("guarantee" in one.text and "today" not in one.text for one in interims["hvac_booking"])


def test_the_demo_call_is_short_enough_to_watch() -> None:
    """The demo call lasts two to three minutes."""
    assert 120_000 <= sample("hvac_booking").segments[-1].timestamp_ms <= 180_000


@pytest.mark.parametrize("name", NAMES)
def test_what_looks_private_is_invented_and_redaction_takes_it_out(name: str) -> None:
    """Numbers are from the range kept for fiction, addresses from example.com, and none is left after redaction."""
    file = sample(name)
    raw = " ".join(segment.text for segment in file.segments)
    assert all(re.search(r"-555-01\d\d$", number) for number in PHONE.findall(raw))
    assert all(domain == "example.com" for domain in EMAIL.findall(raw))
    assert set(CARD.findall(raw)) <= {"4111 1111 1111 1111"}
    redactor = Redactor()
    shown = " ".join(redactor.redact(one.speaker, one.text) for one in file.segments if one.is_final)
    for pattern in (PHONE, EMAIL, CARD):
        assert not pattern.search(shown)


def test_several_calls_show_redaction_at_work() -> None:
    """At least four samples have something to redact, a phone, an e-mail, a card and its code among it."""
    seen: dict[str, set[str]] = {}
    for name in NAMES:
        redactor = Redactor()
        shown = " ".join(redactor.redact(one.speaker, one.text) for one in sample(name).segments if one.is_final)
        seen[name] = set(re.findall(r"\[[A-Z]+\]", shown))
    assert sum(bool(found) for found in seen.values()) >= 4
    assert set().union(*seen.values()) == {"[PHONE]", "[EMAIL]", "[CARD]", "[CVV]"}
