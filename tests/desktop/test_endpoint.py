"""Where the desktop looks for its backend and its token."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.credentials import CredentialsError
from desktop.endpoint import default_door, find_endpoint
from desktop.link import Endpoint
from transcripts.door import Door


def token_file(folder: Path) -> Path:
    """A token as IT would put it on a kiosk."""
    path = folder / "token"
    path.touch(mode=0o600)
    path.write_text("csr_kiosk\n")
    return path


async def test_told_nothing_it_takes_the_local_door(tmp_path: Path) -> None:
    """Address and token come from the door, read anew each time."""
    door = tmp_path / "local.json"
    find = find_endpoint(None, None, door)
    with pytest.raises(FileNotFoundError):
        await find()
    door.write_bytes(Door("ws://127.0.0.1:1", "one").write())
    assert await find() == Endpoint("ws://127.0.0.1:1", "one")
    door.write_bytes(Door("ws://127.0.0.1:2", "two").write())
    assert await find() == Endpoint("ws://127.0.0.1:2", "two")


async def test_a_broken_door_says_what_to_do(tmp_path: Path) -> None:
    """A file that describes no backend is an error for a person."""
    door = tmp_path / "local.json"
    door.write_text("{")
    with pytest.raises(CredentialsError, match="csr-backend serve"):
        await find_endpoint(None, None, door)()


async def test_a_token_file_goes_before_the_keyring(tmp_path: Path) -> None:
    """With an address and a token file no keyring is asked."""
    find = find_endpoint("wss://calls.example.com", token_file(tmp_path), tmp_path / "none")
    assert await find() == Endpoint("wss://calls.example.com", "csr_kiosk")


async def test_a_token_file_may_open_the_local_door(tmp_path: Path) -> None:
    """The door gives the address, the file another token than the door's own."""
    door = tmp_path / "local.json"
    door.write_bytes(Door("ws://127.0.0.1:1", "one").write())
    assert await find_endpoint(None, token_file(tmp_path), door)() == Endpoint("ws://127.0.0.1:1", "csr_kiosk")


async def test_without_a_keyring_the_way_out_is_named(tmp_path: Path) -> None:
    """No keyring service: the error names --token-file."""
    with pytest.raises(CredentialsError, match="--token-file"):
        await find_endpoint("wss://calls.example.com", None, tmp_path / "none")()


def test_the_door_is_in_the_users_data_folder(home: Path) -> None:
    """The default door lies under the user's own data folder."""
    assert default_door().is_relative_to(home)
