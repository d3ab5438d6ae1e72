"""Redaction of written forms, example by example."""

from __future__ import annotations

import pytest

from transcripts.redaction import EMPTY, Redactor, redact, redact_interim

PHONES = """
(512) 555-0147
(512)555-0147
512.555.0147
512-555-0147
512 555 0147
512 - 555 - 0147
512/555-0147
512, 555, 0147
512·555·0147
512_555_0147
5125550147
512 5550147
512555 0147
512 55 50147
51 25 55 01 47
5 1 2 5 5 5 0 1 4 7
5, 1, 2, 5, 5, 5, 0, 1, 4, 7
1-800-555-0147
1 (800) 555-0147
1.800.555.0147
1800 555 0147
18005550147
+1 512 555 0147
+1 (512) 555-0147
+1-512-555-0147
+15125550147
555-0147
555.0147
555 0147
123-456-7890
(123) 456-7890
+44 20 7946 0958
+44 (0)20 7946 0958
+442079460958
020 7946 0958
07911 123456
+33 1 23 45 67 89
01 23 45 67 89
0044 20 7946 0958
011 44 20 7946 0958
+49 30 901820
+52 55 1234 5678
+61 2 5550 1234
512-555-0147 ext. 12
512-555-0147 x12
512-555-0147x1234
512-555-0147, extension 204
(512) 555-0147 extension number 204
512-555-0147 #12
1-800-FLOWERS
1-800-GOT-JUNK
512-555-HVAC
512\u2011555\u20110147
512\u2013555\u20130147
512\u00a0555\u00a00147
\u202a+1 (512) 555\u20110147\u202c
5\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e3 555 0147
""".strip().splitlines()

CARDS = """
4111 1111 1111 1111
4111-1111-1111-1111
4111111111111111
4111, 1111, 1111, 1111
4111.1111.1111.1111
4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1
41 11 11 11 11 11 11 11
411 111 111 111 111 1
5555 5555 5555 4444
2223 0031 2200 3222
3782 822463 10005
3782-822463-10005
378282246310005
3056 930902 5904
30569309025904
4222222222222
6011 1111 1111 1117
""".strip().splitlines()

EMAILS = """
pat@example.com
pat.field@mail.example.co.uk
pat+hvac@example.com
o'brien@example.com
o\u2019brien@example.com
pat_field-2@sub-domain.example.org
5125550147@text.example.com
jürgen@müller.de
用户@例子.广告
pat @ example.com
pat@ example.com
pat@example . com
pat@gmail
"pat field"@example.com
pat@[192.168.0.1]
pat@example。com
""".strip().splitlines()

BENIGN = """
it's $89 for the visit
$1,250.00, or 1,250,000 all told
between $350-1200
350-1200 dollars
usually 250-1500
89.99 plus 8.25 percent
$512-1200
tomorrow between 8 and 10
at 2:30 pm on 12/27/2025
2025-12-27 14:30:00
July 15 2024 at 3 30
4512 Oak Hollow Drive, Austin 78704
1200 W 45th St, Apt 204, 78704-1234
02134-1234
512 1200 Congress Avenue
the filter is 16x25x1
20 x 25 x 4, or 16 25 1
we're open 24/7
hang up and call 911
built in 1987, 2400 square feet
1998 2004 2019
model 58CVA090-16, serial 1912345678
the serial number is 2304567890
model number 2TWR4036A1000AA
24ACC636A003
R-410A and R22
order number 5551234567
the confirmation number is 5550147
invoice 123-4567
part 123-45-6789
those 1-800 numbers
press 1-800 and hang up
1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16
16 20 24 28 32 36
10 9 8 7 6 5 4 3 2 1
the 3/4 inch pipe and the 1/2
220 volts, 30 amps
a 5 ton with 60000 btu
set it to 72 68 74
error code E3 15
3 @ $50, 12 @ 4.99, 5@10
meet @ noon
version 1.2.3.4 at 192.168.1.1
2.5 3.5 4.5 5
100, 200, 3000
the serial number 4111 1111 1111 1112 is no card
two dogs, three kids, one cat
my security code of conduct
what three digits?
I have 3 units and 2 cats, 10 years old
""".strip().splitlines()


@pytest.mark.parametrize(
    "frame", ["{}", "call me at {}", "{} is best.", "Sure, it's {}, thanks", "reach us on ({}) then"]
)
@pytest.mark.parametrize("phone", PHONES)
def test_a_phone_number_is_replaced_whole(phone: str, frame: str) -> None:
    """A phone number in any written punctuation becomes one placeholder, wherever it stands in the sentence."""
    _, redacted = redact(EMPTY, "customer", frame.format(phone))
    assert redacted.replace("\u202a", "").replace("\u202c", "") == frame.format("[PHONE]")


@pytest.mark.parametrize("frame", ["{}", "the card is {} and", "{}.", "ok, {}, got it?"])
@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_replaced_whole(card: str, frame: str) -> None:
    """A card number in any grouping that satisfies Luhn becomes one placeholder."""
    _, redacted = redact(EMPTY, "customer", frame.format(card))
    assert redacted.replace("[CVV]", "").replace("[CARD] ", "[CARD]") == frame.format("[CARD]").replace(
        "[CARD] ", "[CARD]"
    )


@pytest.mark.parametrize("frame", ["{}", "write to {} please", "it's {}.", "<{}>", "mailto:{}"])
@pytest.mark.parametrize("email", EMAILS)
def test_an_email_address_is_replaced_whole(email: str, frame: str) -> None:
    """An e-mail address becomes one placeholder and takes no punctuation of the sentence along."""
    _, redacted = redact(EMPTY, "customer", frame.format(email))
    assert redacted == frame.format("[EMAIL]")


@pytest.mark.parametrize("text", BENIGN)
def test_benign_text_stays_as_it_is(text: str) -> None:
    """Prices, times, addresses, sizes, labels and counts are not touched."""
    assert redact(EMPTY, "csr", text)[1] == text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("the cvv is 123", "the cvv is [CVV]"),
        ("CVC: 1234", "CVC: [CVV]"),
        ("security code on the back is 1 2 3", "security code on the back is [CVV]"),
        ("and the three digits on the back? 456", "and the three digits on the back? [CVV]"),
        ("the 3 digit code is 1-2-3", "the 3 digit code is [CVV]"),
        ("456 is the security code", "[CVV] is the security code"),
        ("456 on the back", "[CVV] on the back"),
        ("cvv 123, and I'm at 4512 Oak", "cvv [CVV], and I'm at 4512 Oak"),
        ("4111 1111 1111 1111 12/27 123", "[CARD] [CARD] [CVV]"),
        ("4111 1111 1111 1111 12 27 123", "[CARD] [CVV]"),
        ("4111111111111111 exp 12/27 cvv 123", "[CARD] exp [CARD] cvv [CVV]"),
        ("cvv on the 4111111111111111 card is 123", "cvv on the [CARD] card is [CVV]"),
        ("SSN 123-45-6789", "SSN [SSN]"),
        ("my social is 123456789", "my social is [SSN]"),
        ("social security number is 123 45 6789", "social security number is [SSN]"),
        ("123-45-6789", "[SSN]"),
        ("it's 4111 1111 1111 1111, and the code is 837", "it's [CARD], and the code is [CVV]"),
        ("tax id 12 3456789", "tax id [SSN]"),
    ],
)
def test_a_code_is_known_by_its_context(text: str, redacted: str) -> None:
    """Security codes and social security numbers are told by the words and digits around them."""
    assert redact(EMPTY, "customer", text)[1] == redacted


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("apartment 12 512 555 0147", "apartment 12 [PHONE]"),
        ("4512 512 555 0147", "4512 [PHONE]"),
        ("78704 512-555-0147", "78704 [PHONE]"),
        ("512 555 0147 512 555 0199", "[PHONE] [PHONE]"),
        ("512-555-0147 ext 12 512-555-0199", "[PHONE] [PHONE]"),
        ("at 2:30 call 555-0147 about the 16x25x1", "at 2:30 call [PHONE] about the 16x25x1"),
        ("I have a job, 5125550147", "I have a job, [PHONE]"),
        ("the serial is worn off, but I am at 5125550147", "the serial is worn off, but I am at [PHONE]"),
        ("cell512-555-0147", "cell[PHONE]"),
    ],
)
def test_neighbouring_numbers_do_not_hide_an_item(text: str, redacted: str) -> None:
    """An item is found between other numbers, and those stay."""
    assert redact(EMPTY, "customer", text)[1] == redacted


@pytest.mark.parametrize(
    ("turns", "last"),
    [
        (["what's the security code?", "uh, let me look", "sure", "it's 123"], "it's [CVV]"),
        (["and the three digits on the back?", "1 2 3"], "[CVV]"),
        (["the card number?", "4111 1111 1111 1111", "okay", "123"], "[CVV]"),
        (["card?", "4111 1111 1111 1111", "expiration?", "12/27", "and the code?", "1234"], "[CVV]"),
        (["what's your social?", "123456789"], "[SSN]"),
        (["what's the best number?", "5550147"], "[PHONE]"),
        (["what's the serial number?", "4512345678"], "4512345678"),
        (["what's the security code?", "123", "and the address?", "4512 Oak Street"], "4512 Oak Street"),
        (["what's the security code?", "it's 4512 Oak Street"], "it's 4512 Oak Street"),
    ],
)
def test_a_question_tells_what_the_answer_is(turns: list[str], last: str) -> None:
    """What one speaker asked for decides about a bare number in the other's next segments."""
    redactor = Redactor()
    redacted = [redactor.redact("customer" if turn % 2 else "csr", text) for turn, text in enumerate(turns)]
    assert redacted[-1] == last


def test_an_expectation_ends() -> None:
    """A question that nobody answered stops to matter after a few segments."""
    redactor = Redactor()
    redactor.redact("csr", "what's the security code?")
    for _ in range(5):
        redactor.redact("customer", "hold on")
    assert redactor.redact("customer", "the second one, 123") == "the second one, 123"


def test_clean_text_is_the_same_object() -> None:
    """Text with nothing to hide costs no copy and leaves an empty state as it is."""
    text = "could you tell me what the system has been doing?"
    state, redacted = redact(EMPTY, "csr", text)
    assert redacted is text
    assert state is EMPTY


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("call 512 555 01", "call …"),
        ("call 512 555 0147", "call [PHONE]"),
        ("I have 2", "I have …"),
        ("I have 2 dogs", "I have 2 dogs"),
        ("4111 1111 1111 11", "…"),
        ("my email is pat", "my email is …"),
        ("it's pat.f", "it's …"),
        ("it's pat@", "it's …"),
        ("it's pat @ exam", "it's …"),
        ("it's pat@example.com", "it's [EMAIL]"),
        ("call 1-800-FLO", "call …"),
        ("that is $89", "that is $89"),
        ("we're open 24/7", "we're open 24/7"),
        ("123 is the", "… is the"),
        ("123 is the cvv now", "[CVV] is the cvv now"),
        ("no digits in here", "no digits in here"),
    ],
)
def test_an_interim_holds_back_an_end_that_may_grow(text: str, shown: str) -> None:
    """The end of an interim is held back while it may be the start of an item, and only then."""
    assert redact_interim(EMPTY, "customer", text) == shown


def test_an_interim_leaves_the_state() -> None:
    """Interims are not part of the call: they change no expectation."""
    redactor = Redactor()
    redactor.redact("csr", "what's the security code?", final=False)
    assert redactor.state == EMPTY
    assert redactor.redact("customer", "the second one, 123") == "the second one, 123"


@pytest.mark.parametrize("piece", ["1 ", "1-", "12 345 ", "512 555 ", "a@", "a.", "cvv ", "[CARD] 1 ", "+1 ", "4111 "])
def test_hostile_repetition_is_redacted(piece: str) -> None:
    """A text of thousands of candidates neither stalls the recognisers nor exhausts the stack."""
    text = piece * 3000
    _, redacted = redact(EMPTY, "customer", text)
    assert redact(EMPTY, "customer", redacted)[1] == redacted


def test_a_telephone_before_a_card_is_no_part_of_it() -> None:
    """The first digits of the two may satisfy Luhn by chance; both are hidden whole."""
    assert Redactor().redact("csr", "9562078144 4741 6157 2679 9233, thanks") == "[PHONE] [CARD], thanks"
