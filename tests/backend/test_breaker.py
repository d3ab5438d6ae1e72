"""The circuit breaker: when the model is asked, and when it is left alone."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from backend.assist.breaker import Breaker
from backend.assist.failure import Reason

REASONS: tuple[Reason, ...] = get_args(Reason)
HOPELESS: tuple[Reason, ...] = ("unauthorized", "no_credit", "no_key")
PASSING = [reason for reason in REASONS if reason not in HOPELESS]


def opened(breaker: Breaker, now: float = 0.0) -> Breaker:
    """The breaker after so many failures that it is open."""
    while breaker.state != "open":
        breaker.failed(now, "timeout")
    return breaker


@given(st.integers(1, 10), st.sampled_from(PASSING))
def test_failures_in_a_row_open_it(count: int, reason: Reason) -> None:
    """It takes the whole number, and a success in between starts the count anew."""
    breaker = Breaker(failures=count)
    for _ in range(count - 1):
        breaker.failed(0, reason)
    assert breaker.allow(0)
    breaker.succeeded()
    for _ in range(count - 1):
        breaker.failed(0, reason)
        assert breaker.allow(0)
    breaker.failed(0, reason)
    assert breaker.state == "open"
    assert not breaker.allow(0)


def test_one_probe_passes_after_the_pause() -> None:
    """Half open, the first who asks may pass and all others wait for what becomes of it."""
    breaker = opened(Breaker(pause_s=5))
    assert not breaker.allow(4.99)
    assert [breaker.allow(5), breaker.allow(5), breaker.allow(1e6)] == [True, False, False]
    states = [breaker.state]
    breaker.succeeded()
    assert [*states, breaker.state] == ["half_open", "closed"]
    assert all(breaker.allow(6) for _ in range(9))


def test_a_probe_that_was_given_up_lets_the_next_one_pass() -> None:
    """A suggestion that was overtaken says nothing about the model."""
    breaker = opened(Breaker(pause_s=5))
    assert breaker.allow(5)
    breaker.abandoned()
    assert [breaker.allow(5), breaker.allow(5)] == [True, False]


def test_pauses_double_up_to_the_longest() -> None:
    """A model that stays away is asked less and less, and after a success as often as at first."""
    breaker = opened(Breaker(pause_s=5, longest_pause_s=30))
    now = 0.0
    for pause in (5, 10, 20, 30, 30):
        assert not breaker.allow(now + pause - 0.01)
        now += pause
        assert breaker.allow(now)
        breaker.failed(now, "timeout")
        assert breaker.state == "open"
    now += 30
    assert breaker.allow(now)
    breaker.succeeded()
    opened(breaker, now)
    assert breaker.allow(now + 5)


@pytest.mark.parametrize("reason", HOPELESS)
def test_what_does_not_pass_by_itself_opens_it_at_once_and_for_long(reason: Reason) -> None:
    """A key that is not accepted will not be accepted in a moment either."""
    breaker = Breaker(failures=9, pause_s=5, hopeless_pause_s=300)
    breaker.failed(0, reason)
    assert not breaker.allow(299)
    assert breaker.allow(300)


@given(st.floats(0.1, 3600))
def test_a_provider_that_asks_for_time_gets_it(seconds: float) -> None:
    """Retry-After opens it at once, for that time and never for less than the pause."""
    breaker = Breaker(failures=9, pause_s=5)
    breaker.failed(0, "rate_limited", seconds)
    assert not breaker.allow(max(seconds, 5) * 0.999)
    assert breaker.allow(max(seconds, 5))


def test_requests_from_before_neither_close_nor_shorten_it() -> None:
    """What was sent before it opened may ask for more time; its success comes too late to count."""
    breaker = opened(Breaker(pause_s=5))
    breaker.succeeded()
    breaker.failed(1, "timeout")
    assert not breaker.allow(4.9)
    breaker.failed(1, "rate_limited", 20)
    breaker.failed(2, "timeout", 1)
    assert not breaker.allow(20.9)
    assert breaker.allow(21)


class Life(RuleBasedStateMachine):
    """A breaker in the hands of somebody who keeps its rules: every request that is allowed ends in one way."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker = Breaker(failures=2, pause_s=1, longest_pause_s=8, hopeless_pause_s=30)
        self.now = 0.0
        self.under_way = 0
        self.failed_in_a_row = 0

    @rule(seconds=st.floats(0, 40))
    def wait(self, seconds: float) -> None:
        """Time passes."""
        self.now += seconds

    @rule()
    def ask(self) -> None:
        """Somebody wants to ask the model; when all is quiet for long enough, somebody always may."""
        before = self.breaker.state
        if self.breaker.allow(self.now):
            assert before == "closed" or self.breaker.state == "half_open"
            self.under_way += 1

    @precondition(lambda self: self.under_way)
    @rule()
    def succeed(self) -> None:
        """A request is answered."""
        self.under_way -= 1
        self.failed_in_a_row = 0
        self.breaker.succeeded()

    @precondition(lambda self: self.under_way)
    @rule(reason=st.sampled_from(REASONS), after=st.none() | st.floats(0, 100))
    def fail(self, reason: Reason, after: float | None) -> None:
        """A request is not."""
        self.under_way -= 1
        self.failed_in_a_row += 1
        half_open = self.breaker.state == "half_open"
        self.breaker.failed(self.now, reason, after)
        if half_open or reason in HOPELESS or after:
            assert not self.breaker.allow(self.now)

    @precondition(lambda self: self.under_way)
    @rule()
    def give_up(self) -> None:
        """A request is overtaken."""
        self.under_way -= 1
        self.breaker.abandoned()

    @invariant()
    def opens_after_two(self) -> None:
        """With two failures in a row it is not closed."""
        assert self.breaker.state != "closed" or self.failed_in_a_row < 2

    def teardown(self) -> None:
        """However it was treated, a quiet hour and a good answer make it as new."""
        for _ in range(self.under_way):
            self.breaker.abandoned()
        assert self.breaker.allow(self.now + 3600)
        self.breaker.succeeded()
        assert self.breaker.state == "closed"


TestLife = Life.TestCase
