"""The overlay: the small window on top of the CSR's desktop."""

from desktop.overlay.window import Overlay

__all__ = ["Overlay"]
