"""Text from calls: plain, in fixed lines, with marks where the words are."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.overlay.paragraph import Paragraph, characters, plain, units
from desktop.overlay.quote import cut, marks_of, whole
from desktop.theme import choose
from desktop.view import Mark, Quote, Span

DARK = choose("dark")
texts = st.text(max_size=80)


def painted(paragraph: Paragraph, width: int = 300) -> QImage:
    """The paragraph on the window's ground."""
    image = QImage(width, max(1, paragraph.height + 4), QImage.Format.Format_RGB32)
    image.fill(DARK.colour("window"))
    painter = QPainter(image)
    paragraph.paint(painter, 0, 0, "t1")
    painter.end()
    return image


def columns_of(image: QImage, colour: QColor) -> list[int]:
    """The columns that hold a pixel of exactly this colour."""
    return [x for x in range(image.width()) if any(image.pixelColor(x, y) == colour for y in range(image.height()))]


def test_markup_is_shown_as_written(qtbot: QtBot) -> None:
    """Text that looks like HTML is laid out as the characters it has."""
    paragraph = Paragraph(DARK, "body", "<b>bold</b> &amp;", 900)
    assert paragraph.text == "<b>bold</b> &amp;"
    assert paragraph.line_count == 1


@given(texts)
def test_control_characters_keep_offsets(text: str) -> None:
    """Cleaning replaces characters one for one and leaves none that breaks a line or turns the direction."""
    clean = plain(text)
    assert len(clean) == len(text)
    assert not any(ord(char) < 0x20 or 0x202A <= ord(char) <= 0x202E for char in clean)


@given(texts, st.integers(0, 80))
def test_offsets_translate_both_ways(text: str, index: int) -> None:
    """Python and Qt offsets translate into each other, pictures of two units included."""
    index = min(index, len(text))
    assert characters(text, units(text, index)) == index


def test_lines_have_the_fixed_height(qtbot: QtBot) -> None:
    """Two lines of body text are 40 px high, whatever script stands in them."""
    for text in ("one two three four five six", "eins 😀 zwei 中文 three four"):
        paragraph = Paragraph(DARK, "body", text, 100)
        assert paragraph.height == 20 * paragraph.line_count
        assert paragraph.line_count >= 2


def test_too_many_lines_are_elided(qtbot: QtBot) -> None:
    """The last line allowed ends with an ellipsis."""
    paragraph = Paragraph(DARK, "say", "word " * 60, 300, max_lines=3)
    assert paragraph.line_count == 3
    assert paragraph.is_elided
    assert paragraph.text.endswith("…")


def test_mark_lies_under_its_words(qtbot: QtBot) -> None:
    """The underline begins and ends with the marked words, also after a picture of two units."""
    text = "😀 we were told no heat at all"
    start = text.index("no heat")
    paragraph = Paragraph(DARK, "body", text, 900, marks=(Mark((start, start + 7), "signal"),))
    before = Paragraph(DARK, "body", text[:start], 900).natural_width
    through = Paragraph(DARK, "body", text[: start + 7], 900).natural_width
    found = columns_of(painted(paragraph), DARK.colour("accent"))
    assert abs(found[0] - before) <= 3
    assert abs(found[-1] - through) <= 5
    assert found == list(range(found[0], found[-1] + 1))


def test_mark_makes_room_for_its_background(qtbot: QtBot) -> None:
    """The background is 2 px wider than the words at either end, and the words beside it stand clear of it."""
    text = "it was no heat, really"
    bare = Paragraph(DARK, "body", text, 900)
    marked = Paragraph(DARK, "body", text, 900, marks=(Mark((7, 14), "signal"),))
    assert abs(marked.natural_width - bare.natural_width - 4) < 1.5


def test_mark_over_two_lines_has_two_pieces(qtbot: QtBot) -> None:
    """A mark that wraps is underlined in each of its lines."""
    text = "Don't worry, we will definitely have someone there today."
    paragraph = Paragraph(DARK, "body", text, 200, marks=(Mark((13, 56), "claim"),))
    image = painted(paragraph)
    sign = DARK.colour("danger")
    rows = {y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) == sign}
    assert paragraph.line_count == 2
    assert min(rows) < 22 < max(rows)


def test_evidence_is_bold_black_in_high_contrast(qtbot: QtBot) -> None:
    """High contrast paints the words black on white."""
    theme = choose("high_contrast")
    image = QImage(200, 24, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    Paragraph(theme, "body", "no heat", 200, marks=(Mark((0, 7), "claim"),)).paint(painter, 0, 0, "t1")
    painter.end()
    inside = [image.pixelColor(x, 9).lightness() for x in range(2, 40)]
    assert max(inside) > 240
    assert min(inside) < 60


def test_short_quotation_stands_whole() -> None:
    """A quotation that fits is not cut."""
    quote = Quote("we'll be there today", ((0, 20),))
    assert cut(quote, lambda text, spans: True) == whole(quote) == ("“we'll be there today”", ((1, 21),))


@given(st.lists(st.text("abcdefg", min_size=1, max_size=7), min_size=1, max_size=60), st.data())
def test_cut_keeps_the_evidence(given_words: list[str], data: st.DataObject) -> None:
    """Whatever is left out, the evidence stays in sight and marked, and the rest fits."""
    text = " ".join(given_words)
    first = data.draw(st.integers(0, len(given_words) - 1))
    start = len(" ".join(given_words[:first])) + (1 if first else 0)
    end = start + len(given_words[first])
    limit = data.draw(st.integers(14, 200))

    def fits(shown: str, spans: tuple[Span, ...]) -> bool:
        return len(shown) <= limit

    shown, spans = cut(Quote(text, ((start, end),)), fits)
    assert [shown[left:right] for left, right in spans] == [text[start:end]]
    assert len(shown) <= max(limit, 14)
    assert [mark.kind for mark in marks_of(spans, "claim")] == ["claim"]
