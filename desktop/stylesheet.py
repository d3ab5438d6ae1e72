"""The style sheet, generated from the token table.

Code sets what a widget means as a dynamic property (`kind`, `state`, `role`); the selectors here decide how that looks.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from desktop.theme import Theme

_SHEET = Template("""
QWidget { color: $t1; }
QFrame#card { background: $raised; border: 1px solid $line; border-radius: 10px; }
QFrame#card[kind="claim"] { background: $danger_bg; border: ${thick}px solid $danger_line; border-radius: 10px; }
QFrame#card[kind="safety"] { background: $warn_bg; border: ${thick}px solid $warn_line; border-radius: 10px; }
QFrame#row { background: transparent; border: none; }
QFrame#row[state="next"] { background: $raised; border: 1px solid $line; border-radius: 8px; }
QFrame#row[state="due"] { background: $warn_bg; border: 1px solid $warn_line; border-radius: 8px; }
QFrame#band { background: $warn_bg; border: none; border-top: 1px solid $warn_line; }
QFrame#band[state="stale"] { background: $warn; border-top: 1px solid $warn; }
QFrame#chip { background: $ok_bg; border: 1px solid $ok_line; border-radius: ${chip}px; }
QFrame#chip[state="open"] { background: transparent; border: 1px solid $line_s; }
QFrame#menu { background: $raised; border: 1px solid $line_s; border-radius: 12px; }
QFrame#rule { background: $line; border: none; }
QPushButton { background: transparent; border: 1px solid transparent; border-radius: 8px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton[on="true"] { background: $hover; }
QPushButton[role="bordered"] { background: $btn; border: 1px solid $btn_line; }
QPushButton[role="bordered"]:hover { background: $hover; }
QPushButton[role="bordered"]:pressed { background: $pressed; }
QPushButton[role="prime"] { background: $prime; border: 1px solid $prime; }
QPushButton[role="prime"]:hover { background: $prime_hover; border: 1px solid $prime_hover; }
QPushButton[role="prime"]:pressed { background: $prime_pressed; border: 1px solid $prime_pressed; }
QPushButton[role="choice"]:focus { background: $hover; }
QPushButton[role="bordered"]:disabled, QPushButton[role="prime"]:disabled {
    background: $btn; border: 1px $disabled $line; }
QPushButton[role="safety"]:hover, QPushButton[role="safety-icon"]:hover { background: $safety_hover; }
QPushButton[role="safety"]:pressed, QPushButton[role="safety-icon"]:pressed { background: $safety_pressed; }
QPushButton[role="safety-bordered"] { border: 1px solid $safety_t1; }
QPushButton[role="safety-bordered"]:hover { background: $safety_hover; }
QPushButton[role="safety-bordered"]:pressed { background: $safety_pressed; }
QPushButton[role="safety-prime"] { background: $safety_plate; border: 1px solid $safety_plate; }
QPushButton[role="safety-prime"]:hover { background: $safety_t2; border: 1px solid $safety_t2; }
QPushButton[role="safety-prime"]:pressed { background: $safety_edge; border: 1px solid $safety_edge; }
QPushButton[role="safety-prime"]:disabled { background: transparent; border: 1px $disabled $safety_line; }
QLineEdit { background: $window; color: $t1; border: 1px solid $line_s; border-radius: 8px; padding: 0 8px;
    selection-background-color: $accent; selection-color: $window; }
QLineEdit:focus { border: 2px solid $accent; padding: 0 7px; }
QPlainTextEdit { background: $window; color: $t1; border: 1px solid $line_s; border-radius: 8px; padding: 4px 7px;
    selection-background-color: $accent; selection-color: $window; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 3px 6px; }
QLineEdit[role="safety"] { background: $safety_plate; color: $on_plate; border: 1px solid $safety_plate;
    selection-background-color: $safety; selection-color: $safety_t1; }
QLineEdit[role="safety"]:focus { border: 2px solid $safety_edge; padding: 0 7px; }
QRadioButton { background: transparent; border: none; }
QMenu { background: $raised; color: $t1; border: 1px solid $line_s; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 10px; border-radius: 4px; margin: 1px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $t3; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QToolTip { background: $raised; color: $t1; border: 1px solid $line_s; padding: 4px; }
QScrollArea, QScrollArea > QWidget > QWidget#rows { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar::handle:vertical { background: $line_s; border-radius: 3px; min-height: 24px; }
QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical { height: 0; }
QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical { background: transparent; }
""")


def style_sheet(theme: Theme) -> str:
    """The style sheet of a theme, for the window's root widget."""
    darker = {
        "pressed": theme.colour("hover").darker(115).name(),
        "safety_hover": theme.tokens.hover if theme.contrast else theme.tokens.safety,
        "safety_pressed": theme.colour("safety").darker(115).name(),
        "prime_hover": theme.colour("prime").darker(108).name(),
        "prime_pressed": theme.colour("prime").darker(118).name(),
    }
    manners = {
        "thick": str(theme.border),
        "disabled": "dashed" if theme.contrast else "solid",
        "chip": str((theme.line("title") + 12) // 2),
    }
    return _SHEET.substitute(asdict(theme.tokens) | darker | manners)
