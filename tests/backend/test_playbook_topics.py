"""Topics of the playbook as files: what they say, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.assist.playbook.company import Company, read_company
from backend.assist.playbook.front_matter import TopicError
from backend.assist.playbook.topics import read_topic
from tests.backend.shelf import FEE

HEAD = "---\ntitle: A\n---\n"


def test_a_topic_is_a_passage_and_each_section_another() -> None:
    """Each has its line, its background, its source and the titles that lead to it."""
    first, second = read_topic(FEE, "pricing/after-hours/diagnostic-fee.md").passages
    assert first.passage.source == "pricing/after-hours/diagnostic-fee.md"
    assert first.passage.path == ("Pricing", "After hours", "Diagnostic fee")
    assert first.line == "I hear you. The visit is {diagnostic_fee}. You get the price before any work."
    assert first.background == "The fee pays for the trip. It {fee_credit}."
    assert second.passage.source == "pricing/after-hours/diagnostic-fee.md#fee-toward-the-repair"
    assert second.passage.path == ("Pricing", "After hours", "Diagnostic fee", "Fee toward the repair")
    assert second.background == "Say so before the booking."


def test_a_trigger_leads_to_the_passage_that_it_shares_words_with() -> None:
    """Those that share none with a section lead to what the topic says first."""
    text = FEE.replace("trip charge", "does the fee go toward the repair")
    first, second = read_topic(text, "a.md").passages
    assert first.triggers == ("how much to come out",)
    assert second.triggers == ("does the fee go toward the repair",)


def test_lines_that_are_folded_are_one() -> None:
    """A block quote and a paragraph may be broken over lines."""
    (passage,) = read_topic(HEAD + "> One\n> and two.\n\nThree\nand four.\n\nFive.\n", "a.md").passages
    assert (passage.line, passage.background) == ("One and two.", "Three and four.\n\nFive.")


def test_a_topic_of_sections_alone_has_no_passage_of_its_own() -> None:
    """Nothing stands before the first heading, so nothing is said there."""
    (passage,) = read_topic(HEAD + "## B\n> One.\n", "a.md").passages
    assert passage.passage.source == "a.md#b"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "must begin with front matter"),
        ("# A\n", 1, "must begin with front matter"),
        ("---\ntitle: A\n", 1, "has no end"),
        ("---\ntitle: [A\n---\n> B\n", 3, "not YAML"),
        ("---\n- A\n---\n> B\n", 2, "must be fields"),
        ("---\ntitle: A\nauthor: B\n---\n> C\n", 3, "`author` is no field here"),
        ("---\ntitle: A\ntitle: B\n---\n> C\n", 3, "given twice"),
        ("---\ntrades: []\n---\n> B\n", 2, "needs a `title`"),
        ("---\ntitle: ''\n---\n> B\n", 2, "`title` is empty"),
        ("---\ntitle: A\ntrades: hvac\n---\n> B\n", 3, "`trades` must be a list"),
        ("---\ntitle: A\ntriggers: [[B]]\n---\n> C\n", 3, "must be text, not a list"),
        ("---\ntitle: A\ndisabled: maybe\n---\n> B\n", 3, "must be true or false"),
        ("---\ntitle: &a A\ntriggers: [*a]\n---\n> B\n", 3, "aliases are not supported"),
        (HEAD, 4, "there is nothing to say"),
        (HEAD + "Words.\n", 4, "there is no line to say here"),
        (HEAD + "> A.\n\n> B.\n", 6, "one line to say"),
        (HEAD + ">\n", 4, "is empty"),
        (HEAD + "> It is **ours**.\n", 4, "leave bold type"),
        (HEAD + "> It is {Fee}.\n", 4, "a brace must enclose"),
        (HEAD + "> A.\n\n# B\n", 6, "one kind of heading"),
        (HEAD + "> A.\n\n## B\n\nC.\n", 6, "there is no line to say here"),
        (HEAD + "> A.\n\n## B\n> C.\n\n## b\n> D.\n", 9, "a second section"),
        (HEAD + "> A.\n\n## !\n> C.\n", 6, "a heading needs words"),
    ],
)
def test_a_topic_that_is_wrong_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    """The error names the line in the file, and what to do."""
    with pytest.raises(TopicError) as refused:
        read_topic(text, "a.md")
    assert words in refused.value.problem
    assert refused.value.line == line


@given(st.text(st.sampled_from("-:>#{}[]*&!|\n\t \r\ufeff aB1'\"\\.é\x00\ud800"), max_size=60))
def test_any_text_is_read_or_refused(body: str) -> None:
    """No file makes the reader fail in another way, with or without front matter before it."""
    for text in (body, HEAD + body, f"---\n{body}\n---\n> A.\n"):
        try:
            topic = read_topic(text, "a/b.md")
        except TopicError as error:
            where = error.line
        else:
            where = len(topic.passages) or topic.disabled
        assert where >= 1


FACTS = Company({"fee": "$89", "term": "one-year"})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("The fee is {fee}.", "The fee is $89."),
        ("I hear you. It is {price}. You decide.", "I hear you. You decide."),
        ("It is {price} or {fee}.", ""),
        ("Mr. {owner} calls. Dr. Lee has {fee}.", "Dr. Lee has $89."),
        ("A {term} warranty! Is {price} fine? Yes.", "A one-year warranty! Yes."),
    ],
)
def test_a_sentence_with_an_unknown_fact_is_left_out(written: str, said: str) -> None:
    """The other sentences stay, with the facts in their place."""
    assert FACTS.fill(written) == said


def test_a_fact_is_put_in_once() -> None:
    """What a fact says is not read again, so that a brace in it names nothing."""
    assert Company({"a": "{b}", "b": "c"}).fill("It is {a}.") == "It is {b}."


def test_a_company_gives_its_facts() -> None:
    """Whatever a fact is taken for in YAML, it is said as written; one without a value is not known."""
    company = read_company(
        "---\nfacts:\n  company: North\n  fee: $89\n  years: 1.50\n  open: yes\n  plan:\n---\nWords.\n"
    )
    assert company.name == "North"
    assert company.facts == {"company": "North", "fee": "$89", "years": "1.50", "open": "yes"}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\nfee: 1\n---\n", 2, "`fee` is no field here"),
        ("---\nfacts: [1]\n---\n", 2, "must be a mapping"),
        ("---\nfacts:\n  The Fee: 1\n---\n", 3, "lower-case letters"),
        ("---\nfacts:\n  fee: [1]\n---\n", 3, "must be text"),
    ],
)
def test_company_facts_that_are_wrong_are_refused(text: str, line: int, words: str) -> None:
    """The error names the line in the file, and what to do."""
    with pytest.raises(TopicError, match=words) as refused:
        read_company(text)
    assert refused.value.line == line
