"""The rules applied to one call."""

from __future__ import annotations

from functools import lru_cache

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.engine import Engine, Fact, Rulebook
from rules.yaml_source import load, shipped
from transcripts.events import (
    AlertCorrected,
    AlertRaised,
    CardSuppressed,
    NoteAdded,
    Payload,
    QuestionMissed,
    QuestionSatisfied,
    SegmentAdded,
    SessionStarted,
    Speaker,
)
from transcripts.identity import derived_id

RULES = """
rules:
  - id: late_question
    kind: required_question
    title: Asked for the shut-off
    any: ["(where is|find) ... shut off", "what <day>"]
    unless: ["never find"]
    when: [leak, claim]
  - id: follow_up
    kind: keyword_alert
    title: Follow-up
    speaker: either
    any: [by the way]
    when: claim
  - id: claim
    kind: prohibited_claim
    title: Guaranteed
    why: No truck is confirmed.
    say_instead: We'll do our best.
    any: ["guarantee*", "fire", "100 percent"]
    unless: ["(not|never) ... guarantee*"]
    corrected_by: [let me correct that, "i misspoke"]
  - id: leak
    kind: keyword_alert
    title: Leak
    speaker: customer
    severity: warning
    any: [leak*]
    cooldown: 30
"""
BOOK = Rulebook(load(RULES, "house.yaml"))
COUNT = iter(range(10**9))


def say(text: str, speaker: Speaker = "csr", at_ms: int = 0, utterance: str = "") -> SegmentAdded:
    """An utterance; each has an id of its own unless one is given."""
    return SegmentAdded(utterance or f"u{next(COUNT)}", speaker, text, at_ms)


def engine(book: Rulebook = BOOK, session: str = "s") -> Engine:
    """An engine at the start of a call."""
    return Engine(book, session, "backend")


def fired(facts: list[Fact]) -> list[str]:
    """The ids of the rules behind these facts, corrections marked; cards that are not shown are left out."""
    shown = [fact for fact in facts if not isinstance(fact.payload, CardSuppressed)]
    return [f"{fact.rule.id}{' corrected' * isinstance(fact.payload, AlertCorrected)}" for fact in shown]


@pytest.mark.parametrize(
    ("text", "speaker", "rules"),
    [
        ("I guarantee it", "csr", ["claim"]),
        ("Do you guarantee it?", "customer", []),
        ("I can't guarantee it", "csr", []),
        ("i cant really guarantee it", "csr", []),
        ("I can't promise today, but I guarantee the price", "csr", ["claim"]),
        ("I can't, unfortunately, guarantee it", "csr", []),
        ("I never said that. I guarantee it", "csr", ["claim"]),
        ("He got fired from Costco", "csr", []),
        ("Fire!", "csr", ["claim"]),
        ("It leaks", "customer", ["leak"]),
        ("It leaks", "csr", []),
        ("Where is the main shut-off?", "csr", ["late_question"]),
        ("Where is the main shut-off?", "customer", []),
        ("You never find the shut-off", "csr", []),
        ("", "csr", []),
    ],
)
def test_a_rule_fires_on_its_speakers_words_unless_the_clause_excuses_it(
    text: str, speaker: Speaker, rules: list[str]
) -> None:
    """Scope, word boundaries, and excuses in the same clause decide; an excuse elsewhere does not."""
    assert fired(engine().observe(say(text, speaker))) == rules


def test_an_alert_says_what_its_rule_says_and_shows_the_words() -> None:
    """The payload has the rule's texts, the ranges of the words, the clock of the utterance and the version."""
    text = "👍🏽 Cafe\u0301: I GUARANTEE it — 100% guaranteed"
    [fact] = Engine(BOOK, "s", "desktop").observe(say(text, at_ms=7000, utterance="u"))
    assert isinstance(fact.payload, AlertRaised)
    assert [text[start:end] for start, end in fact.payload.evidence] == ["GUARANTEE", "100%", "guaranteed"]
    assert fact.payload == AlertRaised(
        rule_id="claim",
        kind="prohibited_claim",
        severity="critical",
        title="Guaranteed",
        why="No truck is confirmed.",
        say_instead="We'll do our best.",
        utterance_id="u",
        evidence=fact.payload.evidence,
        origin="desktop",
        at_ms=7000,
        ruleset=BOOK.version,
    )
    assert fact.event_id == derived_id("s", BOOK.version, "claim", "u")
    assert fact.rule is BOOK.by_id["claim"]


def test_overlapping_evidence_is_joined() -> None:
    """Phrases of one rule that match the same words show them once."""
    book = Rulebook(load(RULES.replace('"guarantee*"', '"guarantee* it", "it today"'), "house.yaml"))
    [fact] = engine(book).observe(say("I guarantee it today"))
    assert isinstance(fact.payload, AlertRaised)
    assert fact.payload.evidence == ((2, 20),)


def test_a_question_is_satisfied_once_in_a_call() -> None:
    """Asking again makes no second fact, and asking before its condition holds counts."""
    call = engine()
    [fact] = call.observe(say("Can you find the shut-off?", at_ms=5000, utterance="q"))
    assert fact.payload == QuestionSatisfied("late_question", "q", ((8, 25),), 5000, BOOK.version)
    assert call.observe(say("Where is the shut-off?")) == []


def test_a_rule_fires_again_in_another_utterance() -> None:
    """Each utterance with a claim raises an alert of its own; the same utterance does so once."""
    call = engine()
    first = call.observe(say("I guarantee it, guaranteed", utterance="a"))
    assert fired(first) == ["claim"]
    assert call.observe(say("I guarantee it", utterance="a")) == []
    assert fired(call.observe(say("I guarantee it", utterance="b"))) == ["claim"]


@pytest.mark.parametrize(("at_ms", "again"), [(29_999, []), (30_000, ["leak"]), (60_000, ["leak"])])
def test_a_rule_rests_for_its_cooldown(at_ms: int, again: list[str]) -> None:
    """Within the cooldown on the call clock a rule stays silent."""
    call = engine()
    call.observe(say("A leak", "customer", 0))
    assert fired(call.observe(say("A leak", "customer", at_ms))) == again


def test_a_condition_holds_once_the_rule_that_it_names_has_fired() -> None:
    """A conditional alert is silent before, and speaks after, also in the utterance that makes it active."""
    call = engine()
    assert call.observe(say("By the way")) == []
    assert not call.active("follow_up")
    assert fired(call.observe(say("By the way, I guarantee it"))) == ["claim", "follow_up"]
    assert call.active("follow_up")
    assert fired(call.observe(say("By the way", "customer"))) == ["follow_up"]


def test_the_words_that_made_a_rule_active_are_quoted() -> None:
    """The first of the named rules that fired gives the quote; without a condition there is none."""
    call = engine()
    assert (call.active("late_question"), call.activated_by("late_question")) == (False, None)
    call.observe(say("There are leaks, it leaked", "customer", 4000, "u"))
    call.observe(say("I guarantee it"))
    quote = call.activated_by("late_question")
    assert call.active("late_question")
    assert quote is not None
    assert (quote.rule_id, quote.utterance_id, quote.at_ms, quote.words) == ("leak", "u", 4000, "leaks … leaked")
    assert (call.active("claim"), call.activated_by("claim")) == (True, None)
    assert (call.active("unknown"), call.activated_by("unknown")) == (False, None)


def test_a_correction_repairs_every_standing_claim_once() -> None:
    """The first words of repair correct all claims of the rule that stand, with the time each took."""
    call = engine()
    [first] = call.observe(say("I guarantee it", at_ms=1000, utterance="a"))
    second, _ = call.observe(say("Guaranteed", at_ms=3000, utterance="b"))
    assert call.observe(say("Let me correct that", "customer", 4000)) == []
    facts = call.observe(say("Sorry, let me correct that", at_ms=7000, utterance="c"))
    assert [fact.payload for fact in facts] == [
        AlertCorrected(first.event_id, "claim", "c", ((7, 26),), 6000),
        AlertCorrected(second.event_id, "claim", "c", ((7, 26),), 4000),
    ]
    assert [fact.event_id for fact in facts] == [
        derived_id("s", BOOK.version, "claim", utterance, "corrected") for utterance in "ab"
    ]
    assert call.observe(say("Let me correct that")) == []


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("I guarantee it. Let me correct that", ["claim", "claim corrected"]),
        ("Guaranteed let me correct that", ["claim", "claim corrected"]),
        ("Let me correct that. I guarantee it", ["claim"]),
        ("I guarantee it. I misspoke. I guarantee it", ["claim"]),
    ],
)
def test_a_claim_may_be_repaired_in_the_utterance_that_makes_it(text: str, rules: list[str]) -> None:
    """Words of repair count after the last claim of the utterance, not before it."""
    assert fired(engine().observe(say(text))) == rules


def test_an_interim_gives_the_facts_of_its_words_and_changes_nothing() -> None:
    """Facts of an interim have the ids of the final's, and the final gives them again."""
    call = engine()
    early = call.hear(say("I guarantee", utterance="u"))
    assert fired(early) == ["claim"]
    assert fired(call.hear(say("I guarantee it by", utterance="u"))) == ["claim"]
    assert not call.active("follow_up")
    final = call.observe(say("I guarantee it by the way", utterance="u"))
    assert fired(final) == ["claim", "follow_up"]
    assert final[0].event_id == early[0].event_id
    assert call.hear(say("I guarantee it by the way", utterance="u")) == []


def test_facts_of_the_log_are_known() -> None:
    """A fact that another engine logged first is not found again, and counts for conditions and corrections."""
    claim = say("I guarantee it", at_ms=1000, utterance="u")
    [logged] = engine().observe(claim)
    call = engine()
    assert call.observe(logged.payload) == []
    assert call.active("follow_up")
    assert call.observe(claim) == []
    [corrected] = call.observe(say("I misspoke", at_ms=2000))
    assert corrected.payload.after_ms == 1000 if isinstance(corrected.payload, AlertCorrected) else False
    again = engine()
    for payload in (claim, logged.payload, corrected.payload):
        again.observe(payload)
    assert again.observe(say("I misspoke")) == []


def test_facts_of_another_version_of_the_rules_count() -> None:
    """After a change of rules a satisfied question stays satisfied, and an old claim can be corrected."""
    old = Rulebook(load(RULES.replace("Guaranteed", "Promised"), "house.yaml"))
    before = engine(old)
    question, claim = say("Find the shut-off", utterance="q"), say("I guarantee it", utterance="c")
    facts = [*before.observe(question), *before.observe(claim)]
    call = engine()
    for fact in facts:
        call.observe(fact.payload)
    assert call.observe(say("Find the shut-off")) == []
    [corrected] = call.observe(say("I misspoke"))
    assert isinstance(corrected.payload, AlertCorrected)
    assert corrected.payload.alert_id == facts[1].event_id


def test_other_events_are_ignored() -> None:
    """Events that say nothing about rules follow without facts."""
    call = engine()
    assert call.observe(SessionStarted("Ana")) == []
    assert call.observe(NoteAdded("I guarantee it", 0)) == []


UTTERANCES = st.lists(
    st.builds(
        say,
        st.lists(
            st.sampled_from(
                [
                    "I guarantee it",
                    "can't",
                    "but",
                    "leaks",
                    "by the way",
                    "let me correct that",
                    "find the shut-off",
                    ".",
                    "👍",
                ]
            ),
            max_size=5,
        ).map(" ".join),
        st.sampled_from(["csr", "customer"]),
        st.integers(0, 90_000),
    ),
    max_size=12,
)


def run(payloads: list[Payload], *, logged: bool) -> tuple[list[Fact], Engine]:
    """All facts of these events; with `logged` each fact comes back as an event right after."""
    call = engine()
    found: list[Fact] = []
    for payload in payloads:
        facts = call.observe(payload)
        found += facts
        for fact in facts if logged else ():
            assert call.observe(fact.payload) == []
    return found, call


@given(UTTERANCES, st.data())
def test_a_call_gives_the_same_facts_whatever_else_happens(call: list[Payload], data: st.DataObject) -> None:
    """Facts coming back from the log, interims, and a restart in the middle change no fact and no id."""
    plain, _ = run(call, logged=False)
    assert run(call, logged=True)[0] == plain
    assert len({fact.event_id for fact in plain}) == len(plain)

    log: list[tuple[Payload, list[Fact]]] = []  # with the facts that follow from each
    writer = engine()
    for payload in call:
        if data.draw(st.booleans()):
            writer.hear(say("I guarantee it by the way"))
        facts = writer.observe(payload)
        log += [(payload, facts), *((fact.payload, list[Fact]()) for fact in facts)]
    assert [fact for _, facts in log for fact in facts] == plain
    cut = data.draw(st.integers(0, len(log)))
    restarted = engine()
    for payload, _ in log[:cut]:
        restarted.observe(payload)
    for payload, facts in log[cut:]:
        assert restarted.observe(payload) == facts


# A spelling of the claim, and what may stand around it without being part of it.
SPELLINGS = ["guarantee", "GUARANTEE", "guar\u00adantee", "ｇｕａｒａｎｔｅｅｄ", "𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞", "gua\u200drantee"]
AROUND = [
    " ",
    "👍🏽 ",
    "e\u0301 ",
    "ß ",
    "ﬁn ",
    "İ ",
    "ŉ ",
    "½ ",
    "한국 ",
    "… ",
    "— ",
    "“",
    "(",
    "\u0301 ",
    "won't ",
    "$1,200 ",
    "🇺🇸 ",
]


@given(st.lists(st.sampled_from(AROUND)), st.sampled_from(SPELLINGS), st.lists(st.sampled_from(AROUND)))
def test_evidence_is_exactly_the_words_in_any_surroundings(before: list[str], claim: str, after: list[str]) -> None:
    """Emoji, combining characters and letters that fold to several do not shift the evidence by a character."""
    lead = "".join(before) + " "
    [fact] = engine(BOOK).observe(say(f"{lead}{claim} {''.join(after)}".replace("won't", "we'll")))
    assert isinstance(fact.payload, AlertRaised)
    start = len(lead.replace("won't", "we'll"))
    assert fact.payload.evidence == ((start, start + len(claim)),)


@settings(max_examples=50)
@given(st.text(max_size=200), st.sampled_from(["csr", "customer"]))
def test_any_text_gives_facts_with_evidence_inside_of_it(text: str, speaker: Speaker) -> None:
    """Every fact of the shipped rules has ordered, non-empty evidence within the text."""
    for fact in engine(shipped_book()).observe(say(text, speaker)):
        ends = 0
        assert not isinstance(fact.payload, QuestionMissed)
        assert fact.payload.evidence
        for start, end in fact.payload.evidence:
            assert ends <= start < end <= len(text)
            ends = end


def test_rules_are_evaluated_after_those_they_wait_for() -> None:
    """File order holds except where a condition names a later rule."""
    assert [rule.id for rule in BOOK.rules] == ["claim", "leak", "late_question", "follow_up"]


@lru_cache
def shipped_book() -> Rulebook:
    """The shipped rules, compiled once."""
    return Rulebook(shipped())


@pytest.mark.parametrize("phrase", ["guarantee", "re:guarantee", "re: guarantee "])
def test_an_excuse_beside_the_words_is_seen_however_they_are_matched(phrase: str) -> None:
    """A match of `re:` may leave out the spaces around its words; "not" is beside it all the same."""
    rules = f"""
rules:
  - {{id: r, kind: prohibited_claim, title: R, any: ["{phrase}"], unless: ["not <match>", "<match> if"]}}
"""
    book = Rulebook(load(rules, "r.yaml"))
    heard = [bool(engine(book).observe(say(text))) for text in ("we guarantee", "we do not guarantee", "guarantee if")]
    assert heard == [True, False, False]


def test_a_sentence_begins_with_an_utterance_as_well() -> None:
    """Where the speaker goes on without a stop, `^` is there and where the sentence before began."""
    rules = """
rules:
  - {id: whole, kind: prohibited_claim, title: R, any: ["^ so it is yours"]}
  - {id: part, kind: prohibited_claim, title: R, any: ["^ it is yours"]}
"""
    call = engine(Rulebook(load(rules, "r.yaml")))
    assert [call.observe(say(text, "csr", n)) for n, text in enumerate(("so it", "is"))] == [[], []]
    assert [fact.rule.id for fact in call.observe(say("it is yours", "csr", 9))] == ["part"]
    assert [fact.rule.id for fact in call.observe(say("yours", "csr", 20))] == []


CUT = """
rules:
  - id: promise
    kind: prohibited_claim
    title: Promise
    any: ["(have|get) somebody ... today", "guarantee"]
    unless: ["can not ... <match>", "try ... <match>"]
"""
CUT_BOOK = Rulebook(load(CUT, "cut.yaml"))


@pytest.mark.parametrize(
    ("lines", "heard_in"),
    [
        ([("csr", "we'll have somebody"), ("csr", "at your house today")], [1]),
        ([("csr", "we'll have somebody"), ("customer", "okay"), ("csr", "there today")], [2]),
        ([("csr", "we'll have somebody"), ("customer", "when?"), ("csr", "there today")], []),
        ([("csr", "We have somebody."), ("csr", "There today")], []),
        ([("csr", "I can't"), ("csr", "guarantee it")], []),
        ([("csr", "we'll try to have somebody"), ("csr", "there today")], []),
        ([("csr", "I guarantee it"), ("csr", "okay")], [0]),
        ([("customer", "have somebody"), ("csr", "today")], []),
        ([("csr", "have"), ("csr", "somebody"), ("csr", "there today")], [2]),
    ],
)
def test_an_utterance_cut_over_segments_is_matched_across_the_cut(
    lines: list[tuple[Speaker, str]], heard_in: list[int]
) -> None:
    """Words and excuses go on from the same speaker's last segment, a nod between or not, but not past a stop."""
    call = engine(CUT_BOOK)
    found = [call.observe(say(text, speaker, n * 2_000)) for n, (speaker, text) in enumerate(lines)]
    assert [n for n, facts in enumerate(found) if fired(facts)] == heard_in
    for n in heard_in:
        [fact] = found[n]
        assert isinstance(fact.payload, AlertRaised)
        text = lines[n][1]
        assert all(0 <= start < end <= len(text) for start, end in fact.payload.evidence)


LINES = st.lists(
    st.tuples(
        st.sampled_from(["csr", "customer"]),
        st.lists(
            st.sampled_from(["i", "guarantee", "have", "somebody", "today", "can't", "okay", "try", "."]), max_size=6
        ),
    ),
    max_size=8,
)


@given(LINES)
def test_the_same_events_give_the_same_facts_whoever_folds_them(lines: list[tuple[Speaker, list[str]]]) -> None:
    """Two engines, one of them told the facts as the log has them, find the same, to the byte."""
    first, second = engine(CUT_BOOK), engine(CUT_BOOK)
    for n, (speaker, words) in enumerate(lines):
        segment = SegmentAdded(f"u{n}", speaker, " ".join(words), n * 3_000)
        early = [fact.event_id for fact in first.hear(segment)]
        found = first.observe(segment)
        assert [msgspec.json.encode(fact) for fact in second.observe(segment)] == [
            msgspec.json.encode(fact) for fact in found
        ]
        assert set(early) <= {fact.event_id for fact in found}
        for fact in found:
            assert second.observe(fact.payload) == []
