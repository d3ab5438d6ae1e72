"""Global hotkeys on X11: passive key grabs on a display connection of their own.

A connection apart from Qt's keeps our events and errors out of Qt's way. Xlib is called on the GUI thread only.
"""

import ctypes
import ctypes.util
import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier

_CONTROL, _ALT, _CAPS_LOCK = 1 << 2, 1 << 3, 1 << 1
_KEY_PRESS, _KEY_RELEASE, _MAPPING_NOTIFY = 2, 3, 34
_MAPPING_POINTER = 2
_ANY_MODIFIER = 1 << 15
_BAD_ACCESS = 10
_ASYNC = 1
_NUM_LOCK_KEYSYM = 0xFF7F
# Where the key is when the layout, say a Cyrillic one, has no such letter.
_EVDEV_KEYCODES = {"a": 38, "s": 39, "u": 30, "c": 54, "x": 53, "g": 42, "p": 33}


class _ErrorEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("resource", ctypes.c_ulong),
        ("serial", ctypes.c_ulong),
        ("error", ctypes.c_ubyte),
        ("request", ctypes.c_ubyte),
        ("minor", ctypes.c_ubyte),
    )


class _KeyEvent(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("root", ctypes.c_ulong),
        ("subwindow", ctypes.c_ulong),
        ("time", ctypes.c_ulong),
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("x_root", ctypes.c_int),
        ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint),
        ("keycode", ctypes.c_uint),
    )


class _MappingEvent(ctypes.Structure):
    _fields_ = (*_KeyEvent._fields_[:5], ("request", ctypes.c_int))


class _Event(ctypes.Union):
    _fields_ = (
        ("type", ctypes.c_int),
        ("key", _KeyEvent),
        ("mapping", _MappingEvent),
        ("padding", ctypes.c_long * 24),
    )


class _ModifierMap(ctypes.Structure):
    _fields_ = (("per_modifier", ctypes.c_int), ("keycodes", ctypes.POINTER(ctypes.c_ubyte)))


_ErrorHandler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(_ErrorEvent))


@functools.cache
def _xlib() -> Any:
    """Loads libX11 and declares what is called in it; raises OSError where there is none."""
    lib = ctypes.CDLL("libX11.so.6")
    display, window = ctypes.c_void_p, ctypes.c_ulong
    declared: dict[str, tuple[object, tuple[object, ...]]] = {
        "XOpenDisplay": (display, (ctypes.c_char_p,)),
        "XCloseDisplay": (ctypes.c_int, (display,)),
        "XConnectionNumber": (ctypes.c_int, (display,)),
        "XDefaultRootWindow": (window, (display,)),
        "XKeysymToKeycode": (ctypes.c_ubyte, (display, ctypes.c_ulong)),
        "XGetModifierMapping": (ctypes.POINTER(_ModifierMap), (display,)),
        "XFreeModifiermap": (ctypes.c_int, (ctypes.POINTER(_ModifierMap),)),
        "XGrabKey": (
            ctypes.c_int,
            (display, ctypes.c_int, ctypes.c_uint, window, ctypes.c_int, ctypes.c_int, ctypes.c_int),
        ),
        "XUngrabKey": (ctypes.c_int, (display, ctypes.c_int, ctypes.c_uint, window)),
        "XSync": (ctypes.c_int, (display, ctypes.c_int)),
        "XPending": (ctypes.c_int, (display,)),
        "XNextEvent": (ctypes.c_int, (display, ctypes.POINTER(_Event))),
        "XRefreshKeyboardMapping": (ctypes.c_int, (ctypes.POINTER(_MappingEvent),)),
        "XkbSetDetectableAutoRepeat": (ctypes.c_int, (display, ctypes.c_int, ctypes.POINTER(ctypes.c_int))),
        "XSetErrorHandler": (ctypes.c_void_p, (ctypes.c_void_p,)),
    }
    for name, (result, arguments) in declared.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


class X11Grab:
    """The keys, grabbed with Ctrl+Alt whether or not Caps Lock and Num Lock are on.

    Args:
        keys: The letter of each name.
        pressed: Called with the name, once for a press.
        settled: Called with the name and why its key cannot be had, or None when it can; again after a change of
            the keyboard's layout.
        parent: Owns the notifier that watches the connection.

    Raises:
        OSError: There is no libX11 or no display.
    """

    def __init__(
        self,
        keys: Mapping[str, str],
        pressed: Callable[[str], object],
        settled: Callable[[str, str | None], object],
        parent: QObject,
    ) -> None:
        self._keys = dict(keys)
        self._pressed = pressed
        self._settled = settled
        self._x = _xlib()
        self._display = self._x.XOpenDisplay(None)
        if not self._display:
            raise OSError("The X display cannot be reached for global hotkeys.")
        self._root = self._x.XDefaultRootWindow(self._display)
        # Without it a held key looks like one that is pressed again and again.
        self._x.XkbSetDetectableAutoRepeat(self._display, 1, None)
        self._names: dict[int, str] = {}
        self._held: set[int] = set()
        self._grab_all()
        self._notifier = QSocketNotifier(self._x.XConnectionNumber(self._display), QSocketNotifier.Type.Read, parent)
        self._notifier.activated.connect(self._drain)
        self._drain()  # what the calls above have read already wakes no notifier

    def close(self) -> None:
        """Gives the keys back; further calls do nothing."""
        if not self._display:
            return
        self._notifier.setEnabled(False)
        self._notifier.deleteLater()
        self._x.XCloseDisplay(self._display)  # the server drops the grabs with their client
        self._display = None

    def _grab_all(self) -> None:
        num_lock = self._num_lock()
        locks = sorted({0, _CAPS_LOCK, num_lock, _CAPS_LOCK | num_lock})
        for name, letter in self._keys.items():
            keycode = self._x.XKeysymToKeycode(self._display, ord(letter)) or _EVDEV_KEYCODES.get(letter, 0)
            with self._errors() as errors:
                for lock in locks:
                    modifiers = _CONTROL | _ALT | lock
                    self._x.XGrabKey(self._display, keycode, modifiers, self._root, 0, _ASYNC, _ASYNC)
            if not errors:
                self._names[keycode] = name
                self._settled(name, None)
                continue
            self._ungrab(keycode)  # with Num Lock on, say, it may have been free
            if errors[0] == _BAD_ACCESS:
                self._settled(name, f"Another program already uses Ctrl+Alt+{letter.upper()}.")
            else:
                self._settled(name, f"The X server refused Ctrl+Alt+{letter.upper()} (error {errors[0]}).")

    def _ungrab(self, keycode: int) -> None:
        with self._errors():
            self._x.XUngrabKey(self._display, keycode, _ANY_MODIFIER, self._root)

    def _grab_again(self) -> None:
        """Follows a change of the keyboard's layout, after which a letter may sit on another key."""
        for keycode in self._names:
            self._ungrab(keycode)
        self._names.clear()
        self._held.clear()
        self._grab_all()

    def _num_lock(self) -> int:
        """The modifier that Num Lock is on this keyboard; 0 where it has none."""
        keycode = self._x.XKeysymToKeycode(self._display, _NUM_LOCK_KEYSYM)
        modifiers = self._x.XGetModifierMapping(self._display)
        per = modifiers.contents.per_modifier
        rows = [modifiers.contents.keycodes[row * per : row * per + per] for row in range(8)]
        self._x.XFreeModifiermap(modifiers)
        return next((1 << row for row, codes in enumerate(rows) if keycode and keycode in codes), 0)

    @contextmanager
    def _errors(self) -> Iterator[list[int]]:
        """Collects the codes of the errors that this connection's requests in the block run into.

        Xlib's own answer to an error is to end the program. The handler is the process's, so errors of other
        connections go on to the one that stood before, and it is put back at the end.
        """
        codes: list[int] = []

        def note(display: int, event: Any) -> int:
            if display == self._display:
                codes.append(event.contents.error)
            elif before:
                _ErrorHandler(before)(display, event)
            return 0

        handler = _ErrorHandler(note)
        self._x.XSync(self._display, 0)
        before = self._x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
        try:
            yield codes
            self._x.XSync(self._display, 0)
        finally:
            self._x.XSetErrorHandler(before)

    def _drain(self) -> None:
        event = _Event()
        remapped = False
        while self._display and self._x.XPending(self._display):
            self._x.XNextEvent(self._display, ctypes.byref(event))
            if event.type == _KEY_PRESS:
                self._on_press(event.key.keycode)
            elif event.type == _KEY_RELEASE:
                self._held.discard(event.key.keycode)
            elif event.type == _MAPPING_NOTIFY and event.mapping.request != _MAPPING_POINTER:
                self._x.XRefreshKeyboardMapping(ctypes.byref(event.mapping))
                remapped = True
        if remapped:
            self._grab_again()

    def _on_press(self, keycode: int) -> None:
        name = self._names.get(keycode)
        if name is not None and keycode not in self._held:
            self._held.add(keycode)
            self._pressed(name)
