"""How well the window hears the call, in its own words."""

from __future__ import annotations

from desktop.link import LinkState
from desktop.reception import reception
from tests.desktop.story import Story


def test_connected_without_a_call_is_idle_and_with_one_live() -> None:
    """The state follows the call once the link stands."""
    online = LinkState(online=True, since=0)
    story = Story()
    assert reception(online, 0, None, 5).state == "idle"
    assert reception(online, 0, story.call, story.now).state == "idle"
    story.begin()
    assert reception(online, 0, story.call, story.now).state == "live"


def test_a_silent_call_is_stale_and_says_since_when() -> None:
    """After 15 s without a word the transcript is stale, from the instant it stopped."""
    online = LinkState(online=True, since=0)
    story = Story().begin()
    story.say("customer", "hello", 10)
    assert reception(online, 0, story.call, story.now + 14).state == "live"
    stale = reception(online, 0, story.call, story.now + 18)
    assert (stale.state, stale.silent_s, stale.stopped_at_ms) == ("stale", 18, 10_000)


def test_an_announced_hold_may_be_silent_for_longer() -> None:
    """After "hold on" a minute may pass before anybody worries."""
    online = LinkState(online=True, since=0)
    story = Story().begin()
    story.say("csr", "hold on please", 10)
    assert reception(online, 0, story.call, story.now + 50).state == "live"
    assert reception(online, 0, story.call, story.now + 61).state == "stale"


def test_a_fresh_loss_reconnects_and_an_old_one_is_offline() -> None:
    """A loss says when the next try is; a long one, or one with facts waiting, is offline."""
    lost = LinkState(online=False, since=100, next_try_at=107)
    fresh = reception(lost, 0, None, 103)
    assert (fresh.state, fresh.next_try_s, fresh.troubled_s) == ("reconnecting", 4, 3)
    assert reception(lost, 2, None, 103).state == "offline"
    assert reception(lost, 0, None, 130).state == "offline"


def test_what_needs_a_person_is_said() -> None:
    """A refused token is in the band's words."""
    refused = LinkState(online=False, since=100, next_try_at=107, problem="Ask IT for a new token.")
    assert reception(refused, 0, None, 103).problem == "Ask IT for a new token."
