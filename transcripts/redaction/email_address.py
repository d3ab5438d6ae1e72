"""E-mail addresses, as written: quoted, tagged, on subdomains, internationalised, with spaces around the sign."""

from __future__ import annotations

from collections.abc import Iterator

import re2

_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~.\x1f-]"
_LOCAL = rf'(?:"[^"@\[\]]{{1,64}}"|{_ATOM}*[a-z0-9_]{_ATOM}*)'
_LABEL = r"[a-z0-9\x1f](?:[a-z0-9@_\x1f-]*[a-z0-9\x1f])?"
_TOP = r"(?:com|net|org|edu|gov|mil|io|co|us|me|info|biz|dev|app|uk|ca)"
_ADDRESS = re2.compile(
    rf"(?i){_LOCAL}"
    rf"(?:@(?:{_LABEL}(?:\s*\.\s*{_LABEL})*\s*\.\s*{_TOP}\b(?:\.{_LABEL})*|{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])"
    rf"|\s?@\s?{_LABEL}(?:\.{_LABEL})*\s?\.\s?[a-z]{{2,24}}\b)"
)
_UNFINISHED = re2.compile(rf"(?i)(?:{_LOCAL}?\s?@\s?[a-z0-9@_.\x1f-]*[\s.]*|{_ATOM}*[a-z0-9]{_ATOM}*)$")
_AMOUNT = re2.compile(r"^[0-9.,$x\s]+@[\s0-9.,-]+$")  # "3@50" and "12 @ 4.99" are prices


def recognise(shadow: str) -> Iterator[tuple[int, int]]:
    """The addresses in a text's shadow, `[start, end)` each, from left to right."""
    if "@" not in shadow:
        return
    for match in _ADDRESS.finditer(shadow):
        start, end = match.span()
        if _AMOUNT.search(match.group()):
            continue
        while shadow[start] in "'.-*=/`":  # quotes and dashes of the sentence, not of the address
            start += 1
        yield start, end


def unfinished(shadow: str, *, expected: bool) -> int:
    """Where an address that may still grow begins at the end of a text's shadow; the text's length if nowhere.

    A last word without the sign is held back when it looks like the start of an address (a dot, a digit, an underscore
    or a plus inside), and any last word is when the talk is of an e-mail address.
    """
    match = _UNFINISHED.search(shadow[-320:])
    if match is None:
        return len(shadow)
    word = match.group()
    if "@" in word or expected or any(char in "._+0123456789" for char in word.rstrip(".")):
        return len(shadow) - len(word)
    return len(shadow)
