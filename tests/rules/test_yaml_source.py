"""Rulesets as files: what is read, and what is said about files that are wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.ruleset import Examples, Rule, RulesetError, make_ruleset, merge
from rules.yaml_source import MAX_BYTES, load, shipped, shipped_names, shipped_one

CLAIM = """
  - id: guarantee_price
    kind: prohibited_claim
    title: Price guaranteed
    any: ["guarantee* ... price"]
"""


def rules(*parts: str) -> str:
    """A file with these rules, each the text of its list item."""
    return "id: house\ntitle: House rules\nrules:\n" + "".join(part.strip("\n") + "\n" for part in parts)


def problems(text: str) -> tuple[str, ...]:
    """What is wrong with the file `house.yaml` of this text."""
    with pytest.raises(RulesetError) as caught:
        load(text, "house.yaml")
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_every_field_is_read() -> None:
    """A rule has what its file says, texts with their white space joined."""
    question = """
  - id: ask_slot
    kind: required_question
    title: Offer a slot
    severity: warning
    any:
      - "does <day> work"
    when: [guarantee_price]
    due: before_close
    ask: |
      Does tomorrow
      work?
    why: "No slot: no booking"
    optional: true
    examples: {match: ["Does Monday work?"], no_match: [yes, 2:30]}
"""
    alert = """
  - {id: a, kind: keyword_alert, title: A, speaker: either, any: no, unless: [no one], cooldown: 30, when: ask_slot,
     say_instead: Say, source: "Price › Fee"}
"""
    claim = CLAIM + "    corrected_by: [I take that back]\n"
    ruleset = load(rules(claim, question, alert), "house.yaml")
    assert (ruleset.id, ruleset.title) == ("house", "House rules")
    assert ruleset.rules == (
        Rule(
            id="guarantee_price",
            kind="prohibited_claim",
            title="Price guaranteed",
            speaker="csr",
            severity="critical",
            any=("guarantee* ... price",),
            corrected_by=("I take that back",),
        ),
        Rule(
            id="ask_slot",
            kind="required_question",
            title="Offer a slot",
            speaker="csr",
            severity="warning",
            any=("does <day> work",),
            when=("guarantee_price",),
            due="before_close",
            ask="Does tomorrow work?",
            why="No slot: no booking",
            optional=True,
            examples=Examples(match=("Does Monday work?",), no_match=("yes", "2:30")),
        ),
        Rule(
            id="a",
            kind="keyword_alert",
            title="A",
            speaker="either",
            severity="info",
            any=("no",),
            unless=("no one",),
            when=("ask_slot",),
            cooldown=30,
            say_instead="Say",
            source="Price › Fee",
        ),
    )


def test_a_file_without_an_id_is_called_by_its_name() -> None:
    """The file's stem is the id, and the id is the title, where the file gives none."""
    ruleset = load("rules:" + CLAIM, "some/where/pool_service.yaml")
    assert (ruleset.id, ruleset.title) == ("pool_service", "pool_service")


def test_every_problem_names_file_line_and_rule_in_order() -> None:
    """All that is wrong is collected; reading does not stop at the first problem."""
    text = rules(
        """
  - id: guarantee_price
    kind: prohibited_clam
    title: Price
    any: ["guarantee (it"]
    unles: [no]
    wen: customer
""",
        """
  - id: guarantee_price
    kind: keyword_alert
    titel: Price
    any: []
    when: guarante_price
    cooldown: soon
    ask: Why?
""",
        "  - just text",
    )
    assert problems(text) == (
        "house.yaml:5: rule `guarantee_price`: 'prohibited_clam' is not possible here; did you mean prohibited_claim?",
        "house.yaml:7: rule `guarantee_price`: `)` is missing (at character 14 of `guarantee (it`)",
        "house.yaml:8: rule `guarantee_price`: there is no field `unles`; did you mean `unless`?",
        "house.yaml:9: rule `guarantee_price`: there is no field `wen`; did you mean `when`?",
        "house.yaml:10: rule `guarantee_price`: `speaker` is missing: csr, customer or either",
        "house.yaml:10: rule `guarantee_price`: `title` is missing",
        "house.yaml:10: rule `guarantee_price`: the rule on line 4 has the same id",
        "house.yaml:12: rule `guarantee_price`: there is no field `titel`; did you mean `title`?",
        "house.yaml:13: rule `guarantee_price`: the list is empty",
        "house.yaml:14: rule `guarantee_price`: `when` names guarante_price, and there is no such rule; "
        "did you mean guarantee_price?",
        "house.yaml:15: rule `guarantee_price`: expected a whole number, such as 30",
        "house.yaml:16: rule `guarantee_price`: `ask` has no effect on a keyword_alert",
        "house.yaml:17: a rule is a mapping of fields, not text",
    )


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("speaker: customer", "only the CSR's words count for a prohibited_claim: `speaker` must be csr"),
        ("severity: high", "'high' is not possible here; there are critical, warning, info"),
        ("severity: [info]", "expected text, found a list"),
        ("unless: {no: yes}", "expected text, found a mapping"),
        ("unless: [no, no]", "`no` stands in this list twice"),
        ("unless: [~]", "expected text, found nothing"),
        ("when: guarantee_price", "`when` names the rule itself"),
        ("due: 20s", "`due` has no effect on a prohibited_claim"),
        ("why: ''", "the text is empty"),
        ("why: " + "x" * 2001, "longer than 2,000 characters"),
        ("examples: [no]", "expected `match` and `no_match`, found a list"),
        ("examples: {mach: [no]}", "there is no field `mach`; did you mean `match`?"),
        ("cooldown: -1", "expected a whole number, such as 30"),
    ],
)
def test_a_wrong_value_is_named(field: str, problem: str) -> None:
    """Each kind of wrong value has a message that says what is expected."""
    assert f"house.yaml:8: rule `guarantee_price`: {problem}" in problems(rules(CLAIM + f"    {field}\n"))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("kind: life_safety", "`speaker` is missing: csr, customer or either"),
        ("kind: life_safety\n    speaker: either", "`until` is missing: what the CSR has to say"),
        ("kind: life_safety\n    overrides: [a, b, c, d, e]", "more than 4 reasons: nobody reads them"),
        ("kind: life_safety\n    speaker: either\n    until: [leave]", "expected `say`, `title` and `any`, found text"),
        ("kind: life_safety\n    speaker: either\n    until: leave", "expected a list of 1 to 5 lines of advice"),
        (
            "kind: life_safety\n    speaker: either\n    until: [{say: Out., title: Out, any: [out], optional: true}]",
            "every line is optional: the emergency would never end by advice",
        ),
        ("kind: life_safety\n    speaker: either\n    until: [{say: Out., title: Out}]", "`any` is missing"),
        ("kind: conversation", "`measure` is missing: silence, monologue, talk_share, overlaps, open_items"),
        ("kind: conversation\n    measure: silence", "`limit` is missing: from where silence counts"),
        ("kind: conversation\n    measure: loudness", "'loudness' is not possible here"),
    ],
)
def test_what_a_kind_needs_is_asked_for(fields: str, problem: str) -> None:
    """A rule that would silently never fire, or never end, is an error."""
    text = rules(CLAIM.replace("kind: prohibited_claim", fields))
    assert any(problem in found for found in problems(text))


def test_terms_are_shared_with_the_files_beside() -> None:
    """A file's phrases use its own terms and those of the rulesets beside it, which may not mean two things."""
    first = load("terms: {crew: '(tech|plumber)'}\nrules: []\n", "first.yaml")
    claim = CLAIM.replace('"guarantee* ... price"', '"<they> ... today"')
    text = "terms: {crew: '(tech|plumber)', they: '<crew> (come|arrive)'}\nrules:" + claim
    loaded = load(text, "second.yaml", beside=[first])
    assert dict(loaded.terms) == {"crew": "(tech|plumber)", "they": "<crew> (come|arrive)"}
    with pytest.raises(RulesetError, match="`crew` means something else"):
        load("terms: {crew: 'man'}\nrules: []\n", "third.yaml", beside=[first])
    with pytest.raises(RulesetError, match="term `they`: <crow> is not known"):
        load("terms: {they: '<crow>'}\nrules: []\n", "third.yaml", beside=[first])


def test_a_file_may_use_shipped_rulesets() -> None:
    """`uses` brings the terms of a shipped ruleset, and its rules for `when`; an unknown name is an error."""
    text = f"uses: home_services\n{rules(CLAIM)}    when: gas_smell\n"
    assert dict(load(text, "mine.yaml").terms) == dict(shipped_one("home_services").terms)
    with pytest.raises(RulesetError, match=r"mine.yaml:1: `uses` names a ruleset that comes with the product"):
        load(text.replace("home_services", "homes", 1), "mine.yaml")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("due: soon", "'soon' is no deadline"),
        ("due: 0s", "'0s' is no deadline"),
        ("optional: maybe", "expected true or"),
    ],
)
def test_wrong_values_of_a_question_are_named(value: str, problem: str) -> None:
    """Deadlines and flags of required questions are checked."""
    text = rules(f"  - {{id: q, kind: required_question, title: Q, any: [why], {value}}}")
    assert problem in problems(text)[0]


def test_rules_that_wait_for_each_other_are_refused() -> None:
    """A circle of conditions could never become active."""
    one = "  - {id: a, kind: keyword_alert, title: A, speaker: csr, any: [a], when: b}"
    two = "  - {id: b, kind: keyword_alert, title: B, speaker: csr, any: [b], when: [a, c]}"
    out = "  - {id: c, kind: keyword_alert, title: C, speaker: csr, any: [c]}"
    found = problems(rules(one, two.replace("[a, c]", "a")))
    assert [line.split(": ", 1)[1] for line in found] == [
        f"rule `{rule}`: can never be active: the rules in `when` wait for each other" for rule in "ab"
    ]
    assert len(load(rules(one, two, out), "house.yaml").rules) == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "1: the file is empty"),
        ("- a", "1: a ruleset is a mapping with `id`, `title` and `rules`, not a list"),
        ("id: x", "1: `rules` is missing"),
        ("rules: none", "1: `rules` must be a list, not text"),
        ("a: b: c", "1: not YAML: mapping values are not allowed"),
        ("id: x\nrules: [\n", "3: not YAML: "),
        ("id: \x07", "1: not YAML: the character"),
        ("id: \ud800", "1: not YAML: half of a surrogate pair"),
        ("id: x\nid: y\nrules: []", "2: `id` is given twice; the first one is on line 1"),
        ("id: &a x\ntitle: *a", "2: aliases are not supported: write out what `*a` stands for"),
        ("id: !!seq [x]\nrules: !!omap []", "2: tags like `tag:yaml.org,2002:omap` are not supported"),
        ("id: x\n---\nid: y", "2: a ruleset file has one document"),
        ("id: !!python/object:os.system x", "1: tags like"),
        ("id: !mine x", "1: tags like `!mine` are not supported"),
        ("[" * 40, "1: nested more than 16 levels deep"),
        ("? [a]\n: b", "1: the name of a field must be text"),
        ("#" * (MAX_BYTES + 1), "1: the file is longer than 1,048,576 bytes"),
        ("#" + "é" * (MAX_BYTES // 2), "1: the file is longer than 1,048,576 bytes"),
        ("id: X Y\nrules: []", "1: 'X Y' is not an id"),
    ],
)
def test_what_is_no_plain_yaml_is_refused(text: str, problem: str) -> None:
    """Broken, oversized, self-expanding and typed YAML is an error with a line, not a crash or a stall."""
    assert problems(text)[0].startswith(f"house.yaml:{problem}")


@given(st.text(st.sampled_from("id:rules -[]{}&*a!'\"\n#|>%@`\t,?é\x07"), max_size=60))
def test_any_text_is_a_ruleset_or_a_ruleset_error(text: str) -> None:
    """Whatever a file holds, loading it ends in a ruleset or in problems with a line."""
    try:
        load(text, "house.yaml")
    except RulesetError as error:
        found = error.problems
    else:
        return
    assert found
    assert all(problem.startswith("house.yaml:") for problem in found)


def test_the_version_is_that_of_the_rules() -> None:
    """Comments and the file's name change no version, any change of a rule does."""
    version = load(rules(CLAIM), "house.yaml").version
    assert len(version) == 12
    assert int(version, 16) >= 0
    assert load("# a comment\n" + rules(CLAIM), "other.yaml").version == version
    assert load(rules(CLAIM + "    why: Because\n"), "house.yaml").version != version


def test_conditions_may_name_rules_of_rulesets_beside() -> None:
    """A trade pack's `when` may name a rule of the ruleset that it is merged with."""
    pack = "rules:\n  - {id: b, kind: keyword_alert, title: B, speaker: csr, any: [b], when: guarantee_price}"
    base = load(rules(CLAIM), "house.yaml")
    with pytest.raises(RulesetError, match="no such rule"):
        load(pack, "pack.yaml")
    merged = merge([base, load(pack, "pack.yaml", beside=[base])])
    assert [rule.id for rule in merged.rules] == ["guarantee_price", "b"]
    assert (merged.id, merged.title) == ("house+pack", "House rules, pack")


def test_rulesets_with_the_same_rule_do_not_merge() -> None:
    """Two rules of one id are refused, with both rulesets named; one ruleset alone stays itself."""
    base = load(rules(CLAIM), "house.yaml")
    with pytest.raises(RulesetError, match="pool: rule `guarantee_price`: house has a rule of this id too"):
        merge([base, make_ruleset("pool", "Pool", base.rules)])
    with pytest.raises(RulesetError, match="no rulesets"):
        merge([])
    assert merge([base]) is base


def test_rules_know_their_deadline_and_whose_words_count() -> None:
    """A deadline of seconds is a number; the speaker's scope says who is heard."""
    rule = load(rules(CLAIM), "house.yaml").rules[0]
    assert (rule.due_seconds, rule.hears("csr"), rule.hears("customer")) == (None, True, False)
    text = rules("  - {id: q, kind: required_question, title: Q, any: [why], due: 20s}")
    assert load(text, "house.yaml").rules[0].due_seconds == 20


def test_the_shipped_ruleset_is_found_by_its_name() -> None:
    """The packaged files load; a name that is none of theirs is an error that lists them."""
    assert shipped_names()[0] == "home_services"
    assert shipped().id == "+".join(shipped_names())
    with pytest.raises(RulesetError, match=r"there is no ruleset '\.\./secret'; there are: home_services"):
        shipped_one("../secret")


def test_a_ruleset_gives_its_rules_by_id() -> None:
    """Rules are found by id, and an id that is not there is None."""
    ruleset = load(rules(CLAIM), "house.yaml")
    assert ruleset.rule("guarantee_price") is ruleset.rules[0]
    assert ruleset.rule("other") is None
