"""Makes up calls until the time is over, or one breaks what must hold; then shows the shortest that does."""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Sequence

from tests.fuzz import claims, material

STALL_S = 5.0  # no call of a dozen turns comes near it


def check(turns: Sequence[material.Turn], seed: int) -> None:
    """Try everything on one call.

    Raises:
        AssertionError: Something does not hold, or takes far too long.
    """
    began = time.thread_time()
    listed = list(turns)
    claims.words_map_back(listed)
    claims.facts_are_the_same_everywhere(listed)
    claims.nothing_private_is_left(listed, random.Random(seed))
    claims.a_cut_hides_as_much(listed, random.Random(seed))
    taken = time.thread_time() - began
    assert taken < STALL_S, f"{taken:.1f} s"


def shortest(turns: list[material.Turn], seed: int) -> list[material.Turn]:
    """The call without the turns that the failure does not need."""
    for at in reversed(range(len(turns))):
        fewer = turns[:at] + turns[at + 1 :]
        if fewer and _fails(fewer, seed):
            turns = fewer
    return turns


def _fails(turns: list[material.Turn], seed: int) -> bool:
    try:
        check(turns, seed)
    except Exception:  # noqa: BLE001 # whatever broke
        return True
    return False


def main() -> int:
    """Run; 1 if something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000_000, help="of the first call")
    arguments = parser.parse_args()
    seed, until = arguments.seed, time.monotonic() + arguments.seconds
    while time.monotonic() < until:
        turns = material.call(random.Random(seed))
        try:
            check(turns, seed)
        except Exception:  # noqa: BLE001 # whatever broke
            traceback.print_exc()
            print(f"seed {seed} breaks it; without what does not matter:", file=sys.stderr)
            for turn in shortest(turns, seed):
                print(f"  {turn!r}", file=sys.stderr)
            return 1
        seed += 1
    print(f"{seed - arguments.seed:,} calls from seed {arguments.seed} on; nothing broke")
    return 0


if __name__ == "__main__":
    sys.exit(main())
