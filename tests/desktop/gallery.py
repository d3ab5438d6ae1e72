"""Renders the overlay in each state of the look as PNG files: `python -m tests.desktop.gallery OUTDIR`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from tests.desktop.safety_scenes import SAFETY_SCENES
from tests.desktop.scenes import SCENES, Scene
from tests.desktop.suggestion_scenes import SUGGESTION_SCENES


def main(arguments: Sequence[str] | None = None) -> int:
    """Write one picture for each scene; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outdir", type=Path)
    parser.add_argument("--theme", choices=("dark", "light", "high_contrast"))
    parser.add_argument("--text-size", type=int, choices=(90, 100, 115, 130), default=100)
    parser.add_argument("--scale", type=float, default=2.0)
    parser.add_argument("--only", default="", help="scenes whose name contains this")
    options = parser.parse_args(arguments)
    # Both are read when the application starts.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = str(options.scale)
    options.outdir.mkdir(parents=True, exist_ok=True)
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 # after the environment is set

    application = QApplication([])
    for scene in (*SCENES, *SAFETY_SCENES, *SUGGESTION_SCENES):
        if options.only in scene.name:
            picture(scene, options.theme or scene.theme, options.text_size, options.outdir / f"{scene.name}.png")
    application.processEvents()
    return 0


def picture(scene: Scene, theme: str, text_size: int, path: Path) -> None:
    """Render one scene into `path`, on the ground the look's pictures have."""
    from PySide6.QtGui import QColor, QPainter, QPixmap  # noqa: PLC0415 # after the environment is set
    from PySide6.QtTest import QTest  # noqa: PLC0415 # after the environment is set

    from desktop.overlay import Overlay  # noqa: PLC0415 # after the environment is set
    from desktop.settings import Settings  # noqa: PLC0415 # after the environment is set

    settings = Settings()
    settings.change(theme=theme, text_size=text_size, reduced_motion="on")
    overlay = Overlay(settings, composited=True, height=scene.height)
    overlay.show()
    overlay.show_view(scene.view)
    if scene.collapsed:
        overlay.set_collapsed(True)
    if scene.act is not None:
        scene.act(overlay)
    # The first 600 ms of a claim have a thicker border; the pictures show what comes after.
    QTest.qWait(700 if scene.has_claim else 30)
    shot = overlay.grab()
    whole = QPixmap(shot.size())
    whole.setDevicePixelRatio(shot.devicePixelRatio())
    whole.fill(QColor({"light": "#DDE1E8", "high_contrast": "#1B1B1B"}.get(theme, "#08090B")))
    painter = QPainter(whole)
    painter.drawPixmap(0, 0, shot)
    painter.end()
    whole.save(str(path))
    overlay.close()
    overlay.deleteLater()


if __name__ == "__main__":
    raise SystemExit(main())
