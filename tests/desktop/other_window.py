"""Another program on the desktop: a text field that has the keyboard, and eyes for what is on the screen.

Lines on standard input are questions, answered by a line each: `text` (what was typed so far), `focus` (whether the
field still has the keyboard), `red` (how many pixels of the whole screen have the colour of a claim card's header).
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

CLAIM_RED = QColor("#C62A22").rgb()


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
        answers = {"text": field.text, "focus": lambda: field.isActiveWindow() and field.hasFocus(), "red": _red}
        print(answers[question](), flush=True)

    listening.activated.connect(answer)
    print("ready", flush=True)
    return application.exec()


def _red() -> int:
    picture = QGuiApplication.primaryScreen().grabWindow(0).toImage()
    wide, high = picture.width(), picture.height()
    return sum(picture.pixelColor(x, y).rgb() == CLAIM_RED for y in range(0, high, 4) for x in range(0, wide, 4))


if __name__ == "__main__":
    sys.exit(main())
