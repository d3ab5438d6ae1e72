"""Colours, type and the style sheet."""

from dataclasses import asdict

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from pytestqt.qtbot import QtBot

from desktop.settings import TEXT_SIZES, ThemeChoice
from desktop.stylesheet import style_sheet
from desktop.theme import TYPE, Theme, choose, from_palette, palette_of

NAMED: tuple[ThemeChoice, ...] = ("dark", "light", "high_contrast")
TEXTS = ("t1", "t2", "t3", "accent", "danger", "warn", "ok", "you", "cust")
SIGNS = ("line_s", "btn_line")
PAIRS = (
    ("on_fill", "danger_fill"),
    ("on_prime", "prime"),
    ("window", "warn"),
    ("safety_t1", "safety"),
    ("safety_t1", "safety_foot"),
    ("safety_t2", "safety"),
    ("safety_t2", "safety_foot"),
    ("on_plate", "safety_plate"),
    ("safety_foot", "safety_plate"),
)
GROUNDS = ("raised", "hover", "danger_bg", "warn_bg", "ok_bg", "accent_bg", "btn")


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", NAMED)
def test_every_text_can_be_read(name: ThemeChoice) -> None:
    """Text reaches 4.5:1 on the window and on its fill, main text on every surface, signs 3:1."""
    theme = choose(name)
    window = theme.colour("window")
    for role in TEXTS:
        assert contrast(theme.colour(role), window) >= 4.5, role
    for role in SIGNS:
        assert contrast(theme.colour(role), window) >= 3.0, role
    for text, fill in PAIRS:
        assert contrast(theme.colour(text), theme.colour(fill)) >= 4.5, (text, fill)
    for ground in GROUNDS:
        assert contrast(theme.colour("t1"), theme.colour(ground)) >= 4.5, ground


@pytest.mark.parametrize("name", NAMED)
def test_evidence_can_be_read(name: ThemeChoice) -> None:
    """Marked words reach 4.5:1 on their background: main text, or black in high contrast."""
    theme = choose(name)
    text = QColor(theme.on_mark) if theme.contrast else theme.colour("t1")
    assert contrast(text, theme.colour("hl")) >= 4.5
    assert contrast(text, theme.colour("hlw")) >= 4.5


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_text_never_gets_too_small(size: int) -> None:
    """At every text size nothing is below 12 px, the keycap not below 11, and lines do not overlap."""
    theme = Theme(choose("dark").tokens, size)
    for step in TYPE:
        assert theme.pixels(step) >= (11 if step == "key" else 12)
        assert theme.line(step) > theme.pixels(step)


def test_life_safety_looks_the_same_in_dark_and_light() -> None:
    """Its colours are fixed, so that it is known at once; high contrast has its own, and a border of 4 px."""
    tokens = [asdict(choose(name).tokens) for name in NAMED]
    safety = [role for role in tokens[0] if role.startswith("safety")]
    assert all(tokens[0][role] == tokens[1][role] for role in (*safety, "on_plate"))
    assert (tokens[0]["safety"], tokens[0]["safety_foot"], tokens[0]["safety_edge"]) == (
        "#8F1216",
        "#5C080C",
        "#FFB4AE",
    )
    assert (tokens[2]["safety"], tokens[2]["safety_edge"]) == ("#000000", "#FF9C94")
    assert [choose(name).safety_border for name in NAMED] == [1, 1, 4]


def test_text_size_scales_the_type_table() -> None:
    """130 % makes the spoken sentence 26 px high in lines of 36."""
    theme = Theme(choose("dark").tokens, 130)
    assert (theme.pixels("say"), theme.line("say")) == (26, 36)


def test_figures_are_tabular(qtbot: QtBot) -> None:
    """Every font asks for figures of one width, so that a clock does not wobble."""
    font = choose("dark").font("clock")
    assert font.featureValue(QFont.Tag("tnum")) == 1


@pytest.mark.parametrize("name", NAMED)
def test_style_sheet_takes_every_colour_from_the_table(name: ThemeChoice) -> None:
    """No placeholder is left, and no colour stands in the sheet that the theme does not derive."""
    theme = choose(name)
    sheet = style_sheet(theme)
    assert "$" not in sheet
    derived = {
        theme.colour("hover").darker(115).name(),
        theme.colour("prime").darker(108).name(),
        theme.colour("prime").darker(118).name(),
        theme.colour("safety").darker(115).name(),
    }
    known = {value.lower() for value in asdict(theme.tokens).values()} | derived
    found = {word.strip(";,").lower() for word in sheet.split() if word.startswith("#") and len(word.strip(";,")) == 7}
    assert found <= known


def test_high_contrast_draws_thicker_and_dashed() -> None:
    """High contrast has 2 px borders, and disabled buttons are dashed."""
    theme = choose("high_contrast")
    assert theme.border == 2
    assert "1px dashed" in style_sheet(theme)
    assert "dashed" not in style_sheet(choose("dark"))


def test_forced_palette_is_used_as_it_is() -> None:
    """A palette forced by the system gives every colour; none of our own is mixed in."""
    palette = QPalette()
    given = {
        QPalette.ColorRole.Window: "#101000",
        QPalette.ColorRole.WindowText: "#ffff00",
        QPalette.ColorRole.Highlight: "#00ffff",
        QPalette.ColorRole.HighlightedText: "#000001",
    }
    for role, colour in given.items():
        palette.setColor(role, QColor(colour))
    theme = from_palette(palette)
    assert set(asdict(theme.tokens).values()) <= set(given.values())
    assert theme.contrast
    assert theme.on_mark == "#000001"


def test_palette_follows_the_theme() -> None:
    """What no style sheet reaches has the theme's colours too."""
    theme = choose("light")
    assert palette_of(theme).color(QPalette.ColorRole.WindowText) == theme.colour("t1")
