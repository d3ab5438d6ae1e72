"""The file of the local door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.door import Door, read_door


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_door_is_read_as_it_was_written(url: str, token: str) -> None:
    """What a backend writes, a program reads."""
    assert read_door(Door(url, token).write()) == Door(url, token)


def test_the_file_is_what_the_wire_document_promises() -> None:
    """The file is a JSON object with `url` and `token`; further members are for others."""
    assert Door("ws://127.0.0.1:1", "csr_x").write() == b'{"url":"ws://127.0.0.1:1","token":"csr_x"}'
    assert read_door(b'{"token":"t","url":"u","more":[1]}') == Door("u", "t")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"url":"u"}', b'{"url":1,"token":"t"}', b'{"url":"\xff","token":"t"}', b'{"a":' + b"[" * 9999],
)
def test_anything_else_is_no_door(content: bytes) -> None:
    """A file that is empty, half written or about something else describes no door."""
    assert read_door(content) is None


@given(st.binary(max_size=60))
def test_no_content_is_an_error(content: bytes) -> None:
    """Reading never fails, whatever the file holds."""
    assert read_door(content) is None or content.strip().startswith(b"{")
