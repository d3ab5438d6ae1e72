"""The icons: one outline path each in a 16 x 16 view, drawn in any colour with the same 1.5 px stroke at every size."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QPainter, QPixmap

PATHS = {
    "check": "M3 8.5 6.5 12 13 4.5",
    "circle": "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z",
    "check-circle": "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z M5.4 8.2 7.2 10 10.6 6.2",
    "clock": "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11z M8 5v3.2l2.2 1.4",
    "branch": "M4 2.5v6a2 2 0 0 0 2 2h6.5 M10 8l2.5 2.5L10 13",
    "stop": "M5.4 2h5.2L14 5.4v5.2L10.6 14H5.4L2 10.6V5.4z M8 5v3.6 M8 11v.01",
    "warn": "M8 2.4 14.3 13.2H1.7z M8 6.6v3 M8 11.3v.01",
    "diamond": "M8 1.8 14.2 8 8 14.2 1.8 8z",
    "x": "M4 4l8 8 M12 4l-8 8",
    "pill": "M4.7 5h6.6a3 3 0 0 1 0 6H4.7a3 3 0 0 1 0-6z M4.9 8h.01",
    "more": "M3.5 8h.01 M8 8h.01 M12.5 8h.01",
    "note": "M3 2.5h10v7.5l-3.5 3.5H3z M9.5 13.5V10H13 M5.5 5.5h5 M5.5 8h2.5",
    "phone-end": (
        "M1.75 10.4v-.8C1.75 7.4 4.6 6 8 6s6.25 1.4 6.25 3.6v.8c0 .5-.4.8-.9.7l-2.1-.4a.9.9 0 0"
        " 1-.7-.9V8.6a9 9 0 0 0-5.1 0v1.2a.9.9 0 0 1-.7.9l-2.1.4a.75.75 0 0 1-.9-.7z"
    ),
    "copy": "M6 5.5h7v8H6z M3.5 10.5H3v-8h7V3",
    "up": ("M5 7v6.5H2.5V7z M5 7l2.6-4.8c1 0 1.6.7 1.6 1.6V6h3.2c.8 0 1.4.7 1.2 1.5l-1 4.8c-.1.7-.7 1.2-1.4 1.2H5"),
    "down": (
        "M5 9V2.5H2.5V9z M5 9l2.6 4.8c1 0 1.6-.7 1.6-1.6V10h3.2c.8 0 1.4-.7 1.2-1.5l-1-4.8c-.1-.7-.7-1.2-1.4-1.2H5"
    ),
    "bubble": "M2.5 3h11v8H7l-3 2.5V11H2.5z M5.5 6h5 M5.5 8.2h3",
    "book": (
        "M8 4.2C6.8 3.2 5 2.8 2.5 2.8v9.4c2.5 0 4.3.4 5.5 1.4 1.2-1 3-1.4 5.5-1.4V2.8C11 2.8 9.2 3.2 8 4.2z M8 4.2v9.4"
    ),
    "wifi": "M2 6.2a9 9 0 0 1 12 0 M4.3 8.8a5.5 5.5 0 0 1 7.4 0 M8 11.8v.01",
    "offline": (
        "M2.5 2.5l11 11 M2 6.2a9 9 0 0 1 3-1.9 M8.2 3.9A9 9 0 0 1 14 6.2 M4.3 8.8a5.5 5.5 0 0 1 2.6-1.4 M8 11.8v.01"
    ),
    "retry": (
        "M13.2 7A5.3 5.3 0 0 0 3.6 5L2.5 6.2 M2.5 3v3.2h3.2 M2.8 9a5.3 5.3 0 0 0 9.6 2l1.1-1.2 M13.5 13V9.8h-3.2"
    ),
    "hourglass": "M4 2.5h8 M4 13.5h8 M5 2.5v2.6L8 8l3-2.9V2.5 M5 13.5v-2.6L8 8l3 2.9v2.6",
    "search": "M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9z M10.3 10.3 13.5 13.5",
    "calendar": "M2.5 3.5h11v10h-11z M2.5 6.8h11 M5.5 2v3 M10.5 2v3",
    "flag": "M3.5 14V2.5H12l-2 3 2 3H3.5",
    "play": "M5 3v10l8-5z",
    "pause": "M5.5 3.5v9 M10.5 3.5v9",
    "user": ("M8 2.5a2.7 2.7 0 1 1 0 5.4a2.7 2.7 0 0 1 0-5.4z M2.8 13.5c.4-2.4 2.4-3.7 5.2-3.7s4.8 1.3 5.2 3.7"),
    "edit": "M3 13l.6-2.8 7-7a1.3 1.3 0 0 1 1.9 0l.3.3a1.3 1.3 0 0 1 0 1.9l-7 7z",
    "arrow": "M2.5 8h10.5 M9 4l4 4-4 4",
    "download": "M8 2.5v7.5 M4.8 7 8 10.2 11.2 7 M2.5 13.5h11",
    "shield": "M8 1.8 13 3.6v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4z",
    "pulse": "M1.5 8.5h3l2-5 3 9 2-4h3",
    "list": "M5.5 4h8 M5.5 8h8 M5.5 12h8 M2.5 4h.01 M2.5 8h.01 M2.5 12h.01",
    "rules": "M5 4.5 1.8 8 5 11.5 M11 4.5 14.2 8 11 11.5 M9 3l-2 10",
    "chart": "M2.5 13.5h11 M4.5 11V8 M8 11V4 M11.5 11V6.5",
    "flame": ("M8 1.8c.6 2.4 4 3.8 4 7.4a4 4 0 0 1-8 0c0-1.6.8-2.6 1.6-3.4.2 1.2.8 1.7 1.4 1.8C6.6 5.4 7 3.4 8 1.8z"),
    "say": "M2.5 6v4h2.2L8 12.8V3.2L4.7 6z M10.5 6a3 3 0 0 1 0 4 M12.4 4.2a5.6 5.6 0 0 1 0 7.6",
    "chev-d": "M4 6l4 4 4-4",
    "chev-r": "M6 4l4 4-4 4",
    "chev-l": "M10 4 6 8l4 4",
    "plus": "M8 3v10 M3 8h10",
    "minus": "M3 8h10",
    "filter": "M2.5 4h11 M4.5 8h7 M6.5 12h3",
    "whisper": "M2.5 3h11v8H9l-3 2.5V11H2.5z M5.5 7h.01 M8 7h.01 M10.5 7h.01",
    "undo": "M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6 M5.8 3.5 2.8 6.5l3 3",
    "gear": (
        "M8 5.8a2.2 2.2 0 1 1 0 4.4a2.2 2.2 0 0 1 0-4.4z M8 1.8v1.7 M8 12.5v1.7 M1.8 8h1.7 M12.5"
        " 8h1.7 M3.6 3.6l1.2 1.2 M11.2 11.2l1.2 1.2 M12.4 3.6l-1.2 1.2 M4.8 11.2l-1.2 1.2"
    ),
}


@lru_cache(maxsize=512)
def icon(name: str, size: int, colour: str, ratio: float = 1.0, *, filled: bool = False) -> QPixmap:
    """The icon as a pixmap of `size` x `size` device-independent pixels.

    `colour` is #RRGGBB, `ratio` the device pixel ratio of where it will be painted. `filled` also fills the outline,
    for a thumb that was chosen.

    Raises:
        KeyError: there is no icon of that name.
    """
    # Qt's SVG module is loaded by the first icon, not by whoever imports this table.
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 # see above

    stroke = (2 if name == "more" else 1.5) * 16 / size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="{PATHS[name]}" '
        f'fill="{colour if filled else "none"}" stroke="{colour}" stroke-width="{stroke}" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
