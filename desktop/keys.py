"""The keys of the window, which is never in the focus: letters pressed together with Ctrl and Alt.

They keep clear of what desktops take for themselves: Ctrl+Alt with D, L, T and the arrows. Some keyboards write a
letter with AltGr, which is Ctrl+Alt on Windows: there that letter goes to this window while it runs.
"""

KEYS = {
    "acknowledge": "a",
    "suggest": "s",
    "use": "u",
    "copy": "c",
    "dismiss": "x",
    "praise": "g",
    "blame": "p",
}
"""The letter, by the name of what it does."""

CARD_KEYS = ("use", "copy", "dismiss", "praise", "blame")
"""What is done to the suggestion on the screen."""


def shown(name: str) -> str:
    """The combination as people read it: `Ctrl+Alt+S`."""
    return f"Ctrl+Alt+{KEYS[name].upper()}"
