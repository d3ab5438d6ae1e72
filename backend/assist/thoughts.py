"""What a model thinks aloud is no part of what it says: text between <think> tags is taken out of a stream."""

from __future__ import annotations

import re

from backend.assist.failure import ModelError

_TAG = re.compile(r"<(/?)(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_MAY_BECOME_A_TAG = re.compile(r"</?[a-z]{0,9}\Z", re.IGNORECASE)


class Thoughts:
    """Takes thoughts out of a reply that comes in pieces; tags may be cut anywhere. Thoughts within thoughts count."""

    def __init__(self) -> None:
        self._held = ""
        self._depth = 0

    def without(self, piece: str) -> str:
        """What of the reply is certain to be said, this piece included. At most the start of a tag is held back.

        Raises:
            ModelError: A thought ends that never began: what went before was none of the reply, though it was taken
                for it (`malformed`).
        """
        text = self._held + piece
        cut = _MAY_BECOME_A_TAG.search(text)
        self._held = cut.group() if cut else ""
        text = text[: len(text) - len(self._held)]
        said: list[str] = []
        last = 0
        for tag in _TAG.finditer(text):
            if self._depth == 0:
                said.append(text[last : tag.start()])
            self._depth += -1 if tag.group(1) else 1
            if self._depth < 0:
                raise ModelError("malformed")
            last = tag.end()
        if self._depth == 0:
            said.append(text[last:])
        return "".join(said)

    def rest(self) -> str:
        """What is still held back when the reply ends: the start of a tag that came to none."""
        held, self._held = self._held, ""
        return held if self._depth == 0 else ""
