"""Another program on the desktop: a text field that has the keyboard, and eyes for what is on the screen.

Lines on standard input are questions, answered by a line each: `text` (what was typed so far), `focus` (whether the
field still has the keyboard), `claim` and `safety` (how many pixels of the whole screen have the colour of a claim
card's header, or of life safety).
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

COLOURS = {"claim": QColor("#C62A22").rgb(), "safety": QColor("#8F1216").rgb()}


def main() -> int:
    """Show the field, answer until the input ends."""
    application = QApplication(sys.argv)
    field = QLineEdit()
    field.setGeometry(40, 40, 500, 60)
    field.show()
    field.activateWindow()
    field.setFocus()
    listening = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def answer() -> None:
        question = sys.stdin.readline().strip()
        if not question:
            application.quit()
            return
        if question in COLOURS:
            print(_pixels(COLOURS[question]), flush=True)
        else:
            print(field.text() if question == "text" else field.isActiveWindow() and field.hasFocus(), flush=True)

    listening.activated.connect(answer)
    print("ready", flush=True)
    return application.exec()


def _pixels(colour: int) -> int:
    picture = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    wide, high = picture.width(), picture.height()
    return sum(picture.pixelColor(x, y).rgb() == colour for y in range(0, high, 4) for x in range(0, wide, 4))


if __name__ == "__main__":
    sys.exit(main())
