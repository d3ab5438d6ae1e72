"""The vault: work on threads that nobody has to wait for; those who keep something test it with a real keyring."""

import threading

import pytest

from transcripts.vault import Vault, VaultError, on_a_thread


def test_work_on_a_thread_gives_its_result_or_its_error() -> None:
    """The future holds what the work returned or raised, a time limit of the work's own included."""
    assert on_a_thread(lambda: 7).result(20) == 7

    def late() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own"):
        on_a_thread(late).result(20)


def test_a_thread_that_nobody_waits_for_holds_nothing_up() -> None:
    """The work runs on a daemon thread, and the future cannot be cancelled under its hands."""
    gate = threading.Event()
    working = on_a_thread(gate.wait)
    assert [thread.daemon for thread in threading.enumerate() if thread.name == "keyring"] == [True]
    assert not working.cancel()
    gate.set()
    assert working.result(20)


def test_without_a_keyring_an_error_says_what_cannot_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no allowed keyring works, none that is configured steps in, and the value is in no error."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    vault = Vault("licence")
    with pytest.raises(VaultError, match="There is no keyring service to keep the licence in"):
        vault.read("a")
    with pytest.raises(VaultError) as caught:
        vault.keep("a", "hunter")
    assert "hunter" not in str(caught.value)
    with pytest.raises(VaultError):
        vault.forget("a")
