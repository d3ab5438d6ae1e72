"""The local door: the file in which a loopback backend says where it is and how programs of the same user get in.

It lies in the user's data folder, readable by that user only. Its token is valid for one run of the backend, so a
program reads the file anew before every attempt to connect.
"""

from __future__ import annotations

import msgspec

APP = "csr-assist"  # names the user's folders of this program
FILE = "local.json"


class Door(msgspec.Struct, frozen=True):
    """Where a local backend listens, and the token for it."""

    url: str
    token: str

    def write(self) -> bytes:
        """The content of the file."""
        return msgspec.json.encode(self)


def read_door(content: bytes) -> Door | None:
    """The door that the file describes; None when it describes none."""
    try:
        return msgspec.json.decode(content, type=Door)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
