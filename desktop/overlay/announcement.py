"""Telling a screen reader what has just appeared."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, words: str, *, politely: bool = False) -> None:
    """Have `words` spoken at once, whatever is being read, or politely when there is a pause.

    Nothing happens while no screen reader listens.
    """
    if QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(widget, words)
        manners = QAccessible.AnnouncementPoliteness
        event.setPoliteness(manners.Polite if politely else manners.Assertive)
        QAccessible.updateAccessibility(event)
