"""Colour, type and the style sheet: every colour on the screen is a role of one `Tokens` table.

A `Theme` is one table at one text size. Widgets ask it for a colour by role and a font by the name of its step in the
type scale; the style sheet for frames, buttons, menus and fields is generated from the same table.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

from desktop.settings import ThemeChoice

Step = Literal["command", "say", "clock", "reply", "said", "title", "body", "small", "label", "key"]

TEXT_FAMILIES = ["Inter", "Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Noto Sans", "sans-serif"]

COMMAND_SPACING = -0.0125  # of the type size: large bold letters stand closer

# name: pixels, line height, weight; the text-size setting multiplies the first two
TYPE: dict[Step, tuple[int, int, int]] = {
    "command": (24, 32, 700),
    "say": (20, 28, 600),
    "clock": (20, 24, 600),
    "reply": (17, 26, 400),
    "said": (17, 24, 500),
    "title": (15, 20, 600),
    "body": (14, 20, 400),
    "small": (13, 18, 400),
    "label": (12, 16, 600),
    "key": (11, 16, 400),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """One colour for each role, written #RRGGBB."""

    window: str
    raised: str
    sunken: str
    hover: str
    line: str
    line_s: str
    t1: str
    t2: str
    t3: str
    accent: str
    accent_bg: str
    danger: str
    danger_fill: str
    on_fill: str
    danger_bg: str
    danger_line: str
    hl: str
    hlw: str
    warn: str
    warn_bg: str
    warn_line: str
    ok: str
    ok_bg: str
    ok_line: str
    btn: str
    btn_line: str
    prime: str
    on_prime: str
    you: str
    cust: str
    safety: str
    safety_foot: str
    safety_line: str
    safety_edge: str
    safety_t1: str
    safety_t2: str
    safety_plate: str
    on_plate: str


# Life safety looks the same in dark and light, so that it is known at once.
_SAFETY = {
    "safety": "#8F1216",
    "safety_foot": "#5C080C",
    "safety_line": "#C9555A",
    "safety_edge": "#FFB4AE",
    "safety_t1": "#FFFFFF",
    "safety_t2": "#FFD9D6",
    "safety_plate": "#FFFFFF",
    "on_plate": "#14181F",
}

# fmt: off
DARK = Tokens(
    window="#14171C", raised="#1D2128", sunken="#0F1115", hover="#272C35", line="#2F3540", line_s="#6B7585",
    t1="#F3F5F8", t2="#BAC2CE", t3="#929CAB", accent="#7DB7FF", accent_bg="#172638",
    danger="#FF8B82", danger_fill="#C62A22", on_fill="#FFFFFF", danger_bg="#2A1718", danger_line="#A8423C",
    hl="#6B2420", hlw="#1E3550", warn="#F4B94F", warn_bg="#2B2214", warn_line="#80612A",
    ok="#62CF96", ok_bg="#14261D", ok_line="#377D5A", btn="#2A303A", btn_line="#6B7585",
    prime="#E9EDF3", on_prime="#14171C", you="#9CC7FF", cust="#D9C7A8", **_SAFETY,
)
LIGHT = Tokens(
    window="#FFFFFF", raised="#F5F7F9", sunken="#ECEFF3", hover="#E7EBF0", line="#DCE1E8", line_s="#7C8696",
    t1="#14181F", t2="#434C5A", t3="#5E6878", accent="#1B5DBF", accent_bg="#EAF2FD",
    danger="#B3201A", danger_fill="#C4261E", on_fill="#FFFFFF", danger_bg="#FDF0EF", danger_line="#D9645D",
    hl="#FFD3CE", hlw="#D6E7FC", warn="#8A5300", warn_bg="#FFF5E0", warn_line="#C08A2B",
    ok="#146C43", ok_bg="#E9F7EF", ok_line="#4C9C74", btn="#FFFFFF", btn_line="#7C8696",
    prime="#1B2028", on_prime="#FFFFFF", you="#1B5DBF", cust="#6A4A12", **_SAFETY,
)
HIGH_CONTRAST = Tokens(
    window="#000000", raised="#000000", sunken="#000000", hover="#1A1A1A", line="#FFFFFF", line_s="#FFFFFF",
    t1="#FFFFFF", t2="#FFFFFF", t3="#E0E0E0", accent="#8CC8FF", accent_bg="#000000",
    danger="#FF9C94", danger_fill="#FF9C94", on_fill="#000000", danger_bg="#000000", danger_line="#FF9C94",
    hl="#FFFFFF", hlw="#FFFFFF", warn="#FFD24D", warn_bg="#000000", warn_line="#FFD24D",
    ok="#6DF0A5", ok_bg="#000000", ok_line="#6DF0A5", btn="#000000", btn_line="#FFFFFF",
    prime="#FFFFFF", on_prime="#000000", you="#8CC8FF", cust="#FFE08A",
    safety="#000000", safety_foot="#000000", safety_line="#FFFFFF", safety_edge="#FF9C94",
    safety_t1="#FFFFFF", safety_t2="#FFFFFF", safety_plate="#FFFFFF", on_plate="#000000",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Theme:
    """One token table at one text size (per cent).

    `contrast` switches the high-contrast manners on: thicker borders, no shadow, bold evidence, dashed disabled
    borders. `on_mark` is the colour of evidence text there.
    """

    tokens: Tokens
    text_size: int = 100
    contrast: bool = False
    on_mark: str = "#000000"

    def colour(self, role: str) -> QColor:
        """The colour of a role; `role` is a field of `Tokens`."""
        return _colour(getattr(self.tokens, role))

    def pixels(self, step: Step) -> int:
        """Type size in pixels at this text size, never below what stays readable."""
        floor = 11 if step == "key" else 12
        return max(floor, round(TYPE[step][0] * self.text_size / 100))

    def line(self, step: Step) -> int:
        """Line height in pixels at this text size."""
        return max(TYPE[step][1] * 3 // 4, round(TYPE[step][1] * self.text_size / 100))

    def font(self, step: Step, weight: int = 0) -> QFont:
        """The font of a step, with tabular figures; `weight` of 0 takes the step's own."""
        spacing = COMMAND_SPACING if step == "command" else 0.0
        return _font(self.pixels(step), weight or TYPE[step][2], spacing)

    @property
    def border(self) -> int:
        """Border width of the window and the claim card in pixels."""
        return 2 if self.contrast else 1

    @property
    def safety_border(self) -> int:
        """Border width of the window that life safety has taken over, in pixels."""
        return 4 if self.contrast else 1


@cache
def _colour(value: str) -> QColor:
    return QColor(value)


@cache
def _font(pixels: int, weight: int, spacing: float) -> QFont:
    font = QFont()
    font.setFamilies(TEXT_FAMILIES)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    # Hinted advances differ from size to size: a line would break elsewhere on another screen.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    if spacing:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing * pixels)
    return font


def choose(choice: ThemeChoice, text_size: int = 100) -> Theme:
    """The theme for the user's choice; "system" follows the desktop's contrast and colour scheme, else dark."""
    if choice == "light":
        return Theme(LIGHT, text_size)
    if choice == "high_contrast":
        return Theme(HIGH_CONTRAST, text_size, contrast=True)
    if choice == "system":
        hints = QGuiApplication.styleHints()
        if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return from_palette(QGuiApplication.palette(), text_size)
        if hints.colorScheme() == Qt.ColorScheme.Light:
            return Theme(LIGHT, text_size)
    return Theme(DARK, text_size)


def from_palette(palette: QPalette, text_size: int = 100) -> Theme:
    """The theme of a forced system palette: only Window, WindowText, Highlight and HighlightedText are used."""
    ground = palette.color(QPalette.ColorRole.Window).name()
    text = palette.color(QPalette.ColorRole.WindowText).name()
    mark = palette.color(QPalette.ColorRole.Highlight).name()
    on_mark = palette.color(QPalette.ColorRole.HighlightedText).name()
    surfaces = ("window", "raised", "sunken", "hover", "accent_bg", "danger_bg", "warn_bg", "ok_bg", "btn")
    grounds = dict.fromkeys((*surfaces, "safety", "safety_foot"), ground)
    marks = dict.fromkeys(("danger_fill", "hl", "hlw", "prime", "safety_plate"), mark)
    on_marks = dict.fromkeys(("on_fill", "on_prime", "on_plate"), on_mark)
    base = dict.fromkeys((field.name for field in fields(Tokens)), text)
    return Theme(Tokens(**(base | grounds | marks | on_marks)), text_size, contrast=True, on_mark=on_mark)


def palette_of(theme: Theme) -> QPalette:
    """The Qt palette of a theme, for the parts that no style sheet reaches."""
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "t1",
        QPalette.ColorRole.Base: "window",
        QPalette.ColorRole.AlternateBase: "raised",
        QPalette.ColorRole.Text: "t1",
        QPalette.ColorRole.PlaceholderText: "t3",
        QPalette.ColorRole.Button: "btn",
        QPalette.ColorRole.ButtonText: "t1",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "window",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "t1",
        QPalette.ColorRole.Link: "accent",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, theme.colour(token))
    return palette
