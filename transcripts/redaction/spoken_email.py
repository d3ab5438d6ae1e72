"""E-mail addresses as people say them: "pat dot field at example dot com", letter by letter, or only in part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcripts.redaction import address_cues, spoken_echo, spoken_name, spoken_pieces
from transcripts.redaction.address_cues import WHOM
from transcripts.redaction.address_words import (
    ADJOINED,
    CONNECTORS,
    FORMAL,
    JOINERS,
    LEADS,
    OPENERS,
    SENDING,
    SKIPPED,
    STOP,
    WEB,
)
from transcripts.redaction.expectation import Talk
from transcripts.redaction.spoken_domain import PROVIDERS, WORDS, Domain, Word, domains, split
from transcripts.redaction.spoken_name import MARKS
from transcripts.redaction.topics import EMAIL, HELD, PRIVATE, Topic

_PROVIDERS = "|".join(sorted(PROVIDERS - WORDS))
WORTH = (
    rf"mail|\binbox\b|\bno\s+caps\b|\blower\s?case\b|\b[a-z]\s+as\s+in\s+[a-z]|\b[b-hj-z]\s+like\s+[a-z]|\bspell\s+that\s+back|\bat\s+(?:{_PROVIDERS})\b|\[EMAIL\]|@"
    r"|\b(?:dot|underscore|yahoo|outlook|i\s?cloud|a\s?o\s?l|proton|[a-z]\s+[a-z]\s+[a-z])\b"
    r"|\.(?:com|net|org|edu|io|co|me|us|gov|info|biz)\b"
)
"""A pattern without which a text cannot hold anything for `mask` while no address is under way."""
_LONGEST = 24  # words of a name that is being given
_LONGEST_SENT = 9  # words
_SENDERS = frozenset(("send", "sent", "email", "e-mail", "mail", "forward", "write", "cc", "copy", "emailed", "shoot"))
_DOING = ("ing", "ed")
_BEING = frozenset(("stuck", "online", "inside", "lost", "done", "not", "also", "still"))
"""What somebody is or does at a website."""
_NOBODY = WHOM | {"you", "home", "work", "look", "one", "all", "least", "most", "first", "last", "noon", "night"}
_LEADING = frozenset(("is", "it's", "its", "use", "to"))
_HESITATING = frozenset("um uh well okay ok er so".split())
_NUMBERS = PRIVATE - {Topic.EMAIL}
_SHORT = 8  # words: a longer segment does not just repeat an address
_FEW = 4  # words of one that nobody asked for, not joined by dots or made of letters
_ENDED = 4  # words of "at gmail dot com"
_LATER = 8  # words before a domain in which a dot shows that a name is told: "my first name dot my last name"


def mask(text: str, plain: str, now: Talk, *, interim: bool) -> str:
    """The text with the spoken addresses replaced.

    Args:
        text: One segment, written addresses masked.
        plain: Its shadow.
        now: What the segments before lead to expect.
        interim: Whether the segment may go on.
    """
    asked = now.asked is Topic.EMAIL and not now.own
    going = now.going is Topic.EMAIL and now.asked not in _NUMBERS  # after "and the card?" nobody goes on spelling
    words = split(plain)
    named = address_cues.named(plain, words)
    if named is None and not (asked or going):
        named = address_cues.spelling(plain, words)
    expected = asked or going or named is not None
    spans = list(_whole(words, named, expected=expected, under_way=asked or going, fresh=going and now.fresh))
    whole = max((last for _, last in spans), default=0)
    begins = 0 if asked else named or 0
    if expected or spans:
        sure = asked and now.certain
        told = sure or (named is not None and address_cues.given(words, named))
        for first, last in _between(words, spans, begins):
            if not expected and (last - first == 1 or not any(map(address_cues.spells, words[first:last]))):
                continue  # talk before or after an address, or one letter, is no piece of another
            alike = (going and now.fresh) or (told and (last < len(words) or not whole))
            figures = sure or (going and last - first <= _SHORT)
            spans += spoken_pieces.pieces(words, first, last, alike=alike, figures=figures)
    elif any(word.text == "underscore" for word in words) or spoken_name.dotted(words):
        spans += spoken_pieces.pieces(words, 0, len(words), alike=False, figures=False)
    elif now.asked is Topic.READY:
        spans = spoken_pieces.letters(words, 0, len(words))
    if not spans and now.quiet:
        spans = spoken_pieces.told(words)
    if spans:
        spans += spoken_echo.echoes(words, spans, list(_between(words, spans, 0)))
        spans = spoken_echo.joined(words, spans) if expected else spans
    spans = sorted((first - _titled(words, first), last) for first, last in spans)
    held = _unfinished(words, whole, begins, expected=expected) if interim else None
    if held is not None:
        return _replaced(text, words, [span for span in spans if span[1] <= held], words[held].start)
    return _replaced(text, words, spans, None)


def _titled(words: Sequence[Word], first: int) -> bool:
    """Whether an address begins with "the", the first word of the segment, and not with the word after it."""
    if not first or words[first - 1].text != "the" or words[first].text == EMAIL:
        return False
    return all(word.text in MARKS or word.text in _HESITATING for word in words[: first - 1])


def _replaced(text: str, words: Sequence[Word], spans: Sequence[tuple[int, int]], held: int | None) -> str:
    done: list[str] = []
    at = 0
    for first, last in spans:
        start, end = words[first].start, words[last - 1].end
        if start < at or text[start:end] == EMAIL:
            continue
        done += text[at:start], EMAIL
        at = end
    if held is not None:
        done += text[at:held], HELD
        return "".join(done)
    return "".join((*done, text[at:])) if done else text


def _whole(
    words: Sequence[Word], named: int | None, *, expected: bool, under_way: bool, fresh: bool
) -> Iterator[tuple[int, int]]:
    """The addresses that have a domain, as words `[first, last)`."""
    floor = 0
    for domain in _with_items(words, expected=expected, fresh=fresh):
        if domain.sign < floor:
            continue
        after_naming = named is not None and named <= domain.sign
        if under_way or after_naming:
            low = max(floor, named) if after_naming and named is not None else floor
            first: int | None = _reach(words, low, domain)
        else:
            first = _alone(words, floor, domain)
        if first is not None:
            last = spoken_name.spelled_after(words, domain.last)
            yield first, last
            floor = last


def _with_items(words: Sequence[Word], *, expected: bool, fresh: bool) -> list[Domain]:
    """The domains, and the addresses masked already, to which a name may be joined by a dot."""
    found = list(domains(words, expected=expected, fresh=fresh))
    for at, word in enumerate(words):
        if word.text == EMAIL:
            last = at + 1
            if last + 1 < len(words) and words[last].text == "dot":
                last = next((one.last for one in domains(words[last:], expected=True) if one.sign == 0), 0) + last
            found.append(Domain(at, last, mailbox=False, signed=False))
    return sorted(found)


def _reach(words: Sequence[Word], floor: int, domain: Domain) -> int:
    """Where the address begins that is being given: after what leads to it."""
    if words[domain.sign].text == EMAIL:
        return _joined(words, floor, domain.sign)
    at = domain.sign
    while at > floor and domain.sign - at < _LONGEST:
        word = words[at - 1].text
        joined = at < domain.sign and words[at].text in CONNECTORS and word != ","
        opens = word in OPENERS and not joined and not spoken_name.formal(words, at - 1)
        if word in (";", "?", "!", "…") or word[0] == "[" or opens:
            break
        at -= 1
    first = at
    while at < domain.sign and not spoken_name.belongs(words, at, domain.sign):
        at += 1
        if words[at - 1].text not in ADJOINED:
            first = at
    if floor == 0 and _answers(words, domain.sign):
        return 0
    return first if at < domain.sign else at


def _answers(words: Sequence[Word], sign: int) -> bool:
    """Whether a segment begins with a name and not with what leads to one: "so over winter at"."""
    said = [word.text for word in words[:sign]]
    return 0 < sign <= _SHORT and MARKS.isdisjoint(said) and said[0] not in LEADS | OPENERS | SKIPPED | FORMAL | WEB


def _joined(words: Sequence[Word], floor: int, at: int) -> int:
    """Where the words begin that dots join to the address masked already at this place."""
    first = at
    while first - 2 >= floor and words[first - 1].text in CONNECTORS and words[first - 2].text[0].isalnum():
        first -= 2
    return first


def _alone(words: Sequence[Word], floor: int, domain: Domain) -> int | None:
    """Where an address begins that nobody asked for; None when the words before the sign are talk."""
    if words[domain.sign].text == EMAIL:
        return _joined(words, floor, domain.sign)
    if not domain.signed:
        return domain.sign
    first = spoken_name.start(words, floor, domain.sign, longest=_FEW)
    if domain.mailbox:
        reached = _reach(words, floor, domain)
        led = reached > floor and words[reached - 1].text in _LEADING
        first = reached if led and first - _FEW <= reached < first else first
    if first < domain.sign and not domain.mailbox and words[domain.sign - 1].text in _NOBODY:
        return None  # "i saw one at lowes dot com"
    if domain.sign == 0 and domain.mailbox:
        return 0  # all that is said
    if first == domain.sign and _addressed(words, floor, domain.sign):
        return domain.sign - 1
    if first == domain.sign and domain.mailbox and domain.last - domain.sign >= _ENDED:
        return _reach(words, floor, domain)
    if first == domain.sign:
        near = [word.text for word in words[max(floor, domain.sign - _LATER) : domain.sign]]
        return _sent(words, floor, domain.sign) if JOINERS.isdisjoint(near) else first
    while domain.mailbox and first - 1 > floor and words[first - 1].text in ("my", "the", "our"):
        first -= 1  # "it's my three sons at …"
    before = words[first - 1].text if first > floor else ""
    single = domain.sign - first == 1 and before in ("have", "got", "show") and words[first].text[-1:] != "s"
    if single or domain.mailbox or before == "" or before in SENDING | OPENERS or before in (",", ";", "?", "!"):
        return first
    if before in ("i'm", "im") and all(_may_name(word.text) for word in words[first : domain.sign]):
        return first
    made = any(word.text in CONNECTORS or len(word.text) == 1 for word in words[first : domain.sign])
    if made and before not in WEB:
        return first
    return _sent(words, floor, domain.sign)


def _may_name(word: str) -> bool:
    """Whether somebody who says "I'm … at a domain" may give their address, and not what they do there."""
    return word.isalpha() and word not in spoken_name.KNOWN and not word.endswith(_DOING) and word not in _BEING


def _addressed(words: Sequence[Word], floor: int, sign: int) -> bool:
    """Whether a single word before a sign is a name, though it is a word of sentences: "send it to office at"."""
    if sign - 2 < floor or words[sign - 2].text not in ("at", "to", "use"):
        return False
    return words[sign - 1].text.isalpha() and words[sign - 1].text not in _NOBODY


def _sent(words: Sequence[Word], floor: int, sign: int) -> int | None:
    """Where an address begins to which something is to be sent, whatever its words: "send it to the front desk at"."""
    low = max(floor, sign - _LONGEST_SENT)
    for at in range(sign - 1, low, -1):
        if words[at].text == "to":
            verbs = {word.text for word in words[max(floor, at - 4) : at]}
            return None if verbs.isdisjoint(_SENDERS) else at + 1 + (words[at + 1].text in ("the", "my", "our"))
    return None


def _between(words: Sequence[Word], spans: Sequence[tuple[int, int]], begins: int) -> Iterator[tuple[int, int]]:
    """The words from `begins` on that no address covers, `[first, last)` each, from left to right."""
    at = begins
    for first, last in sorted(spans):
        if at < first:
            yield at, first
        at = max(at, last)
    if at < len(words):
        yield at, len(words)


def _unfinished(words: Sequence[Word], done: int, begins: int, *, expected: bool) -> int | None:
    """The first word of an interim, after the addresses that are whole, that may turn out to be a part of one.

    Where an address is expected, that is the first word that is not talk. Otherwise a name shows as the words it is
    made of until dots, letters or the sign tell: nobody could speak if each word waited for the next.
    """
    if expected:
        at = max(done, begins)
        while at < len(words) and not spoken_name.may_belong(words, at):
            at += 1
        return at if at < len(words) else None
    first = spoken_name.start(words, done, len(words), longest=_FEW)
    lettered = bool(words) and len(words[-1].text) == 1 and words[-1].text.isalpha() and words[-1].text not in "aio"
    led = first > 0 and first < len(words) and words[first - 1].text in ("to", "at")
    if first < len(words) and (lettered or led or spoken_name.made(words[first:])):
        return first
    sign = next(
        (at for at in range(len(words) - 1, max(done, len(words) - _LATER), -1) if words[at].text == "at"), None
    )
    if sign is None or any(word.text in STOP | FORMAL for word in words[sign + 1 :]):
        return None
    first = spoken_name.start(words, done, sign, longest=_FEW)
    before = words[first - 1].text if first > done else ""
    led = before == "" or before in SENDING | OPENERS or spoken_name.made(words[first:sign])
    return first if first < sign and led else None
