"""Whether transparent pixels are transparent: without a compositor they are black, and the window is drawn square."""

from __future__ import annotations

import ctypes
import ctypes.util

from PySide6.QtGui import QGuiApplication


def is_composited() -> bool:
    """Whether the desktop composes windows.

    Windows, macOS and Wayland always do. On X11 the owner of the selection `_NET_WM_CM_S<screen>` is the compositor;
    where that cannot be asked there is taken to be none.
    """
    platform = QGuiApplication.platformName()
    if platform == "xcb":
        return _has_selection_owner()
    return platform in ("windows", "cocoa", "wayland", "wayland-egl")


def _has_selection_owner() -> bool:
    found = ctypes.util.find_library("X11") or "libX11.so.6"
    try:
        xlib = ctypes.CDLL(found)
    except OSError:
        return False
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XOpenDisplay.argtypes = [ctypes.c_char_p]
    xlib.XDefaultScreen.argtypes = [ctypes.c_void_p]
    xlib.XInternAtom.restype = ctypes.c_ulong
    xlib.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    xlib.XGetSelectionOwner.restype = ctypes.c_ulong
    xlib.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    xlib.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = xlib.XOpenDisplay(None)
    if not display:
        return False
    try:
        name = f"_NET_WM_CM_S{xlib.XDefaultScreen(display)}"
        return bool(xlib.XGetSelectionOwner(display, xlib.XInternAtom(display, name.encode(), 0)))
    finally:
        xlib.XCloseDisplay(display)
