"""Whether there is a screen to show a window on, found out before Qt, which would abort without one."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys
from collections.abc import Mapping


def display_problem(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Empty when a window can be shown, else one sentence that says why not."""
    chosen = environment.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform in ("win32", "darwin") or chosen not in ("", "xcb", "wayland"):
        return ""
    if environment.get("WAYLAND_DISPLAY") and chosen != "xcb":
        return ""
    name = environment.get("DISPLAY", "")
    if not name:
        return "There is no display to show the window on (DISPLAY is not set)."
    return "" if _answers(name) else f"The display {name} does not answer."


def _answers(name: str) -> bool:
    """Whether an X server can be reached under this name."""
    library = ctypes.util.find_library("xcb") or "libxcb.so.1"
    try:
        xcb = ctypes.CDLL(library)
    except OSError:
        return True  # nothing to ask with: let Qt say what is missing
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(name.encode(), None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)
