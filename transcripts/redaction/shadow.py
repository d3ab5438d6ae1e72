"""A plain-ASCII likeness of a text, character for character, so that patterns are written once.

Full-width digits, typographic dashes, no-break spaces and accented letters become their ASCII relatives; what is
invisible (zero-width and direction marks, combining accents) becomes `INVISIBLE`. Offsets are those of the original.
"""

from __future__ import annotations

import unicodedata

INVISIBLE = "\x1f"
_OTHER = "\x01"
_SPECIAL = {
    0x00B7: ".",  # middle dot and bullet: how some people write 512·555·0147
    0x2022: ".",
    0x3002: ".",  # the full stop of internationalised domain names
    0x2018: "'",
    0x2019: "'",
    0x2212: "-",
    0x2044: "/",
    0x20E3: INVISIBLE,  # the keycap of an emoji digit
    0xFE0F: INVISIBLE,
}


class _Likeness(dict[int, str]):
    """The table for `str.translate`, filled in as characters are met."""

    def __missing__(self, code: int) -> str:
        likeness = self[code] = _likeness(chr(code))
        return likeness


def _likeness(char: str) -> str:
    if char.isascii():
        return char
    compatible = unicodedata.normalize("NFKC", char)
    if len(compatible) == 1 and compatible.isascii():
        return compatible
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Pd":
        return "-"
    if category[0] == "Z":
        return " "
    if category in ("Cf", "Mn", "Me"):
        return INVISIBLE
    if char.isalpha():
        base = unicodedata.normalize("NFKD", char)[0]
        return base if base.isascii() and base.isalpha() else "x"
    return _OTHER


_TABLE = _Likeness(_SPECIAL)


def shadow(text: str) -> str:
    """The ASCII likeness of `text`: as many characters, each at its place."""
    return text if text.isascii() else text.translate(_TABLE)
