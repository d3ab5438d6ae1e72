"""The shipped ruleset: what it must catch, what it must leave alone, and the words it puts on the screen."""

from __future__ import annotations

from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.engine import Engine, Rulebook
from rules.examples import is_heard
from rules.ruleset import Rule, make_ruleset
from tests.rules.calls import SESSION_ID, home_services, redacted, rulebook, sample
from transcripts.events import AlertCorrected, AlertRaised, QuestionSatisfied, SegmentAdded, Speaker
from transcripts.files import utterances

CLAIMS = [
    "guarantee_arrival",
    "guarantee_price",
    "guarantee_outcome",
    "phone_diagnosis",
    "unsafe_diy_advice",
    "coverage_promise",
    "license_claim",
    "competitor_disparagement",
    "card_read_aloud",
    "false_urgency",
]
QUESTIONS = [
    "disclose_recording",
    "ask_name",
    "confirm_callback_number",
    "confirm_service_address",
    "new_or_existing_customer",
    "describe_problem",
    "equipment_details",
    "ask_vulnerable_occupants",
    "ask_water_shutoff",
    "ask_home_warranty",
    "ask_pets_children",
    "identify_pest",
    "disclose_diagnostic_fee",
    "ask_for_booking",
    "ask_marketing_source",
    "offer_membership",
    "recap_appointment",
    "sms_consent",
]
CUSTOMER_SIGNALS = [
    "price_objection",
    "competitor_mention",
    "cancellation_risk",
    "wants_manager",
    "legal_threat",
    "warranty_question",
    "membership_interest",
    "decision_maker_absent",
    "just_shopping",
    "stop_texting",
    "spam_or_solicitor",
    "wrong_number",
    "reschedule_request",
    "appointment_status",
    "thanks_positive",
]
CSR_SIGNALS = ["empathy_shown", "booking_asked", "slot_confirmed", "transfer_announced", "hold_announced"]
EITHER_SIGNALS = ["out_of_area"]
LIFE_SAFETY = [
    "gas_smell",
    "carbon_monoxide",
    "electrical_fire_risk",
    "active_flooding",
    "no_heat_or_cool_vulnerable",
]
CONVERSATION = ["dead_air", "monologue", "talk_ratio", "overlap", "closing_with_open_items"]
PLAYBOOK = [
    "price_objection",
    "competitor_mention",
    "cancellation_risk",
    "warranty_question",
    "decision_maker_absent",
    "just_shopping",
    "wants_manager",
    # of a trade
    "refrigerant_request",
    "sewage_backup",
    "permit_question",
    "street_outage",
    "repeat_problem",
    "treatment_safety",
]

RULES = {rule.id: rule for rule in home_services().rules}


@cache
def unconditional(rule_id: str = "") -> Rulebook:
    """The rule alone, or all of them, as if whatever their `when` names had fired."""
    rules = [RULES[rule_id]] if rule_id else RULES.values()
    free = (msgspec.structs.replace(rule, when=()) for rule in rules)
    return Rulebook(make_ruleset("test", "Test", free, home_services().terms))


def heard(speaker: Speaker, text: str, rule_id: str = "") -> set[str]:
    """The ids of the rules that fire on a single utterance; how the two talk is no matter of one."""
    engine = Engine(unconditional(rule_id), SESSION_ID, "desktop")
    facts = engine.observe(SegmentAdded("u1", speaker, text, 1_000))
    return {fact.rule.id for fact in facts if isinstance(fact.payload, AlertRaised | QuestionSatisfied)}


def speakers(rule: Rule) -> list[Speaker]:
    """Whose words the rule hears."""
    return [speaker for speaker in ("csr", "customer") if rule.hears(speaker)]


@pytest.mark.parametrize("rule_id", RULES)
def test_examples_hold(rule_id: str) -> None:
    """Every rule fires on its `match` examples and on none of its `no_match` examples, for each speaker it hears."""
    rule = RULES[rule_id]
    for speaker in speakers(rule):
        missed = [text for text in rule.examples.match if not is_heard(unconditional(rule_id), rule_id, speaker, text)]
        false = [text for text in rule.examples.no_match if is_heard(unconditional(rule_id), rule_id, speaker, text)]
        assert (missed, false) == ([], [])


@pytest.mark.parametrize("rule_id", RULES)
def test_examples_are_plenty_and_fit_the_speaker(rule_id: str) -> None:
    """Every rule of words has at least five examples each way, and does not fire when the other speaker says them."""
    rule = RULES[rule_id]
    assert len(rule.examples.match) >= (5 if rule.any else 0)
    assert len(rule.examples.no_match) >= (5 if rule.any else 0)
    for other in {"csr", "customer"} - set(speakers(rule)):
        assert not any(heard(other, text, rule_id) for text in rule.examples.match)  # type: ignore[arg-type]  # a speaker


def test_every_id_of_the_domain_is_there_in_its_kind_and_scope() -> None:
    """The ruleset carries the domain's claims, questions and signals under their names."""

    def ids(kind: str, speaker: str) -> set[str]:
        return {rule.id for rule in RULES.values() if (rule.kind, rule.speaker) == (kind, speaker)}

    assert ids("prohibited_claim", "csr") == set(CLAIMS)
    assert ids("required_question", "csr") >= set(QUESTIONS)
    for trade_question in ids("required_question", "csr") - set(QUESTIONS):
        assert RULES[trade_question].optional
        assert RULES[trade_question].trades
    assert ids("keyword_alert", "customer") >= set(CUSTOMER_SIGNALS)
    assert ids("keyword_alert", "csr") >= set(CSR_SIGNALS)
    assert ids("keyword_alert", "either") >= set(EITHER_SIGNALS)
    assert ids("life_safety", "either") == set(LIFE_SAFETY)
    assert ids("conversation", "csr") == set(CONVERSATION)


@pytest.mark.parametrize("rule_id", RULES)
def test_words_fit_the_screen(rule_id: str) -> None:
    """Titles, reasons, lines to say and questions keep to the lengths and the tone that the screen has room for."""
    rule = RULES[rule_id]
    assert len(rule.title.split()) <= (4 if rule.kind == "required_question" else 3)
    assert 0 < len(rule.why) <= 60
    for text in (rule.title, rule.why, rule.say_instead, rule.ask, rule.source):
        assert "!" not in text
        assert "[" not in text
    if rule.kind == "prohibited_claim":
        assert rule.corrected_by
        assert 0 < len(rule.say_instead.split()) <= 18
        assert rule.say_instead.endswith(".")
    if rule.kind == "required_question":
        assert 0 < len(rule.ask) <= 45
    if rule.kind == "life_safety":
        assert rule.until
        assert rule.closing
        assert all(len(line.say.split()) <= 12 and "[" not in line.say for line in rule.until)
    assert bool(rule.source) == (rule.kind == "keyword_alert" and bool(rule.say_instead))


def test_playbook_lines_are_whole_and_name_their_source() -> None:
    """The signals that call for an answer offer one, short enough for five lines, and say where it is written."""
    assert {rule.id for rule in RULES.values() if rule.source} == set(PLAYBOOK)
    for rule_id in PLAYBOOK:
        assert len(RULES[rule_id].say_instead) <= 160
        assert " › " in RULES[rule_id].source


@pytest.mark.parametrize("rule_id", CLAIMS)
def test_the_line_to_say_instead_is_no_claim_and_repairs_this_one(rule_id: str) -> None:
    """A CSR who reads the line aloud makes no new claim and has the standing one marked as corrected."""
    rule = RULES[rule_id]
    assert heard("csr", rule.say_instead).isdisjoint(CLAIMS)
    engine = Engine(unconditional(rule_id), SESSION_ID, "desktop")
    (claim,) = engine.observe(SegmentAdded("u1", "csr", rule.examples.match[0], 1_000))
    (repair,) = engine.observe(SegmentAdded("u2", "csr", rule.say_instead, 7_000))
    assert isinstance(repair.payload, AlertCorrected)
    assert (repair.payload.alert_id, repair.payload.after_ms) == (claim.event_id, 6_000)


@pytest.mark.parametrize("rule_id", PLAYBOOK)
def test_playbook_lines_make_no_claim(rule_id: str) -> None:
    """What the playbook offers may be said."""
    assert heard("csr", RULES[rule_id].say_instead).isdisjoint(CLAIMS)


@pytest.mark.parametrize("rule_id", QUESTIONS)
def test_the_words_to_ask_tick_the_item(rule_id: str) -> None:
    """Reading the checklist's sentence aloud ticks its item and makes no claim."""
    said = heard("csr", RULES[rule_id].ask)
    assert rule_id in said
    assert said.isdisjoint(CLAIMS)


FIRES: list[tuple[Speaker, str, str]] = [
    ("csr", "I guarantee we'll be there today.", "guarantee_arrival"),
    ("csr", "I GUARANTEE you someone will be there by noon", "guarantee_arrival"),
    ("csr", "We guarantee same-day service", "guarantee_arrival"),
    ("csr", "He\u2019ll be there at 3 o\u2019clock.", "guarantee_arrival"),
    ("csr", "I can't promise today, but I guarantee the price.", "guarantee_price"),
    ("csr", "A new compressor will run you about two thousand dollars", "guarantee_price"),
    ("csr", "This repair is 100 % guaranteed", "guarantee_outcome"),
    ("csr", "Sounds like a bad capacitor", "phone_diagnosis"),
    ("csr", "turn the gas valve back on and relight it", "unsafe_diy_advice"),
    ("csr", "your home warranty should cover the whole thing", "coverage_promise"),
    ("csr", "We're licensed electricians", "license_claim"),
    ("csr", "Honestly, those guys are crooks.", "competitor_disparagement"),
    ("csr", "What's the security code on the back?", "card_read_aloud"),
    ("csr", "You have to book right now to get that price", "false_urgency"),
    ("csr", "I have you at [PHONE], correct?", "confirm_callback_number"),
    ("csr", "I have 22 North Oak Street, correct?", "confirm_service_address"),
    ("csr", "It's eighty-nine dollars for the diagnostic visit.", "disclose_diagnostic_fee"),
    ("csr", "We have a slot Thursday morning between 8 and 10.", "ask_for_booking"),
    ("csr", "May I ask how you heard about us?", "ask_marketing_source"),
    ("customer", "$89 just to look at it?", "price_objection"),
    ("customer", "there's a smell of gas", "gas_smell"),
    ("customer", "My CO detector went off", "carbon_monoxide"),
    ("customer", "sparks are coming from the outlet", "electrical_fire_risk"),
    ("customer", "water is pouring out of the ceiling", "active_flooding"),
    ("customer", "we have no heat and a newborn baby", "no_heat_or_cool_vulnerable"),
    ("customer", "where's my technician", "appointment_status"),
    ("customer", "We're calling about your car's extended warranty", "spam_or_solicitor"),
]
SILENT: list[tuple[Speaker, str, str]] = [
    ("customer", "do you guarantee same day?", "guarantee_arrival"),
    ("csr", "I can't guarantee same day", "guarantee_arrival"),
    ("csr", "I can't, unfortunately, promise anybody today", "guarantee_arrival"),
    ("csr", "There's no guarantee we can make it today", "guarantee_arrival"),
    ("csr", "You asked if we guarantee same day, we don't.", "guarantee_arrival"),
    ("csr", "we'll do our best to get someone out today", "guarantee_arrival"),
    ("csr", "between 2 and 4", "guarantee_arrival"),
    ("csr", "We'll see you today between 1 and 3", "guarantee_arrival"),
    ("csr", "I can't promise today, but I guarantee the price.", "guarantee_arrival"),
    ("csr", "I'd never promise a price over the phone", "guarantee_price"),
    ("csr", "There's an $89 service fee", "guarantee_price"),
    ("csr", "the technician gives you the price before any work", "guarantee_price"),
    ("csr", "our work carries a one-year labor warranty", "guarantee_outcome"),
    ("csr", "it could be several things; the technician will find out", "phone_diagnosis"),
    ("csr", "Go ahead and switch the thermostat off", "unsafe_diy_advice"),
    ("csr", "you can check with your warranty company", "coverage_promise"),
    ("csr", "Our license number is 12345", "license_claim"),
    ("csr", "I can't speak for them; here is how we work", "competitor_disparagement"),
    ("csr", "I've paused the recording", "card_read_aloud"),
    ("csr", "The tune-up special ends on April 30", "false_urgency"),
    ("customer", "you already have my phone number", "confirm_callback_number"),
    ("csr", "You already have my phone number", "confirm_callback_number"),
    ("customer", "I shop at Costco a lot", "price_objection"),
    ("customer", "I shop at Costco a lot", "just_shopping"),
    ("customer", "my husband got fired", "electrical_fire_risk"),
    ("customer", "my husband got fired", "decision_maker_absent"),
    ("customer", "you're on fire today", "electrical_fire_risk"),
    ("customer", "I'm at a gas station", "gas_smell"),
    ("customer", "smells like a good deal", "gas_smell"),
    ("customer", "the furnace died of old age", "no_heat_or_cool"),
    ("customer", "My name is Sue", "legal_threat"),
    ("csr", "If this is an emergency, hang up and dial 911", "emergency_referral"),
]


@pytest.mark.parametrize(("speaker", "text", "rule_id"), FIRES)
def test_catches(speaker: Speaker, text: str, rule_id: str) -> None:
    """Ways of saying it beyond the examples are caught."""
    assert rule_id in heard(speaker, text)


@pytest.mark.parametrize(("speaker", "text", "rule_id"), SILENT)
def test_leaves_alone(speaker: Speaker, text: str, rule_id: str) -> None:
    """Negated, hedged, quoted, figurative and look-alike words fire nothing."""
    assert rule_id not in heard(speaker, text)


WHO = st.sampled_from(["a technician", "someone", "somebody", "a plumber", "he", "they"])
WHEN = st.sampled_from(["today", "tonight", "this afternoon", "by noon", "by 5 pm"])
PROMISE = st.sampled_from(["promise", "guarantee"])


@given(WHO, WHEN, PROMISE, st.sampled_from(["", "Yes, ", "No worries, ", "Um, okay, so "]))
def test_every_arrival_promise_is_a_claim(who: str, when: str, promise: str, opening: str) -> None:
    """Whoever is promised for whenever today, after whatever opening, it is the arrival claim."""
    assert "guarantee_arrival" in heard("csr", f"{opening}I {promise} {who} will be there {when}.")


@given(WHO, WHEN, PROMISE, st.sampled_from(["can't", "cannot", "could never", "won't", "don't", "am not able to"]))
def test_no_negated_arrival_promise_is_a_claim(who: str, when: str, promise: str, negation: str) -> None:
    """The same promise refused is no claim."""
    assert heard("csr", f"I {negation} {promise} {who} will be there {when}.").isdisjoint(CLAIMS)


def test_a_claim_is_caught_while_it_is_spoken() -> None:
    """In the demo call the claim is raised by an interim, under the id that the final gives it, and repaired soon."""
    file = sample("hvac_booking")
    finals = redacted(file)
    claim_at = next(at for at, segment in enumerate(finals) if "guarantee" in segment.text)
    engine = Engine(rulebook(), SESSION_ID, "desktop")
    for segment in finals[:claim_at]:
        for fact in engine.observe(segment):
            engine.observe(fact.payload)
    claim = finals[claim_at]
    interims = [
        msgspec.structs.replace(claim, text=part.text)
        for part, utterance in zip(file.segments, utterances(file), strict=True)
        if f"u{utterance}" == claim.utterance_id and not part.is_final
    ]
    early = [fact.event_id for interim in interims for fact in engine.hear(interim)]
    (raised,) = (
        fact
        for fact in engine.observe(claim)
        if isinstance(fact.payload, AlertRaised) and fact.rule.kind == "prohibited_claim"
    )
    assert isinstance(raised.payload, AlertRaised)
    assert raised.rule.id == "guarantee_arrival"
    assert set(early) == {raised.event_id}
    engine.observe(raised.payload)
    repairs = [
        fact.payload
        for segment in finals[claim_at + 1 :]
        for fact in engine.observe(segment)
        if isinstance(fact.payload, AlertCorrected)
    ]
    assert [repair.alert_id for repair in repairs] == [raised.event_id]
    assert 3_000 <= repairs[0].after_ms <= 9_000
