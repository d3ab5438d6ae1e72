"""The programs that `startup` looks at. Run as `python -m tests.bench.starters overlay DOOR_FILE` or `… bare`.

Each prints a line at its first paint. Nothing is imported here that the program itself would not import.
"""

from __future__ import annotations

import sys
import time

from tests.bench.reporting import run_bare, say


def start_overlay(door_file: str) -> int:
    """The real command, telling when its first frame was painted."""
    from PySide6.QtCore import QTimer  # noqa: PLC0415 # the peer's imports are its own
    from PySide6.QtGui import QPaintEvent  # noqa: PLC0415 # as above

    from desktop import cli  # noqa: PLC0415 # as above
    from desktop.overlay import Overlay  # noqa: PLC0415 # as above

    paint = Overlay.paintEvent

    def first_paint(overlay: Overlay, event: QPaintEvent) -> None:
        Overlay.paintEvent = paint  # type: ignore[method-assign]  # as below
        paint(overlay, event)
        QTimer.singleShot(0, lambda: say(painted=time.perf_counter()))  # once the children are painted as well

    Overlay.paintEvent = first_paint  # type: ignore[assignment,method-assign]  # the hook is the point
    return cli.main(["overlay", "--door", door_file])


def start_bare() -> int:
    """A window with a word on it, after the same third-party imports."""
    import platformdirs  # noqa: F401, PLC0415 # as above
    import qasync  # noqa: F401, PLC0415 # as above
    import re2  # noqa: F401, PLC0415 # as above
    import websockets.asyncio.client  # noqa: F401, PLC0415 # as above
    import yaml  # noqa: F401, PLC0415 # as above
    from PySide6.QtCore import QTimer  # noqa: PLC0415 # as above
    from PySide6.QtGui import QPaintEvent  # noqa: PLC0415 # as above
    from PySide6.QtWidgets import QApplication, QLabel  # noqa: PLC0415 # as above

    class Window(QLabel):
        told = False

        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            if not self.told:
                self.told = True
                QTimer.singleShot(0, lambda: say(painted=time.perf_counter()))

    application = QApplication(sys.argv[:1])
    window = Window("waiting")
    window.resize(360, 720)
    window.show()
    return run_bare(application)


if __name__ == "__main__":
    sys.exit(start_overlay(sys.argv[2]) if sys.argv[1] == "overlay" else start_bare())
