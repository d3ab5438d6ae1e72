"""What a call and a backend may ask of the model."""

import pytest

from backend.assist.budget import CallBudget, Room
from backend.assist.settings import BudgetSettings


@pytest.mark.parametrize(
    "limits",
    [
        BudgetSettings(requests_per_call=2),
        BudgetSettings(tokens_per_call=300),
        BudgetSettings(cost_per_call_usd=0.02),
    ],
    ids=["requests", "tokens", "cost"],
)
def test_a_call_that_spent_its_share_asks_no_more(limits: BudgetSettings) -> None:
    """Each of the three bounds ends it, whichever is reached first."""
    budget = CallBudget(limits)
    for _ in range(2):
        assert not budget.is_spent
        budget.begin(400)
        budget.settle(400, 150, 0.01)
    assert budget.is_spent


def test_a_request_under_way_counts() -> None:
    """Two requests at once cannot share what is left for one."""
    budget = CallBudget(BudgetSettings(tokens_per_call=100))
    budget.begin(400)
    assert budget.is_spent


def test_what_was_reckoned_gives_way_to_what_was_told() -> None:
    """The provider's count replaces the estimate made when the request began."""
    budget = CallBudget(BudgetSettings())
    budget.begin(4_000)
    budget.settle(4_000, 180, None)
    assert budget.tokens == 180
    assert budget.cost_usd == 0


def test_room_is_given_back_whatever_happens_in_it() -> None:
    """A place is free again after an error; who finds none does not take one."""
    room = Room(1)
    with pytest.raises(ZeroDivisionError), room.place(), room.place() as has_second:
        assert 1 / has_second is False
    with room.place() as has:
        assert has
