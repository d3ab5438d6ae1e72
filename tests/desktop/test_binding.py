"""The Python binding of Qt keeps the reference counts of None and True in balance."""

import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtCore import QObject, Signal

class Bell(QObject):
    rang = Signal(int)

bell = Bell()
bell.rang.connect(lambda number: None)
bell.rang.emit(0)
bell.setObjectName("bell")
before = sys.getrefcount(None), sys.getrefcount(True)
for number in range(300):
    bell.rang.emit(number)
    bell.setObjectName("bell")
early = sys.getrefcount(None) - before[0], sys.getrefcount(True) - before[1]
print(*early, flush=True)
if max(map(abs, early)) < 50:
    for number in range(5_000):
        bell.rang.emit(number)
        bell.setObjectName("bell")
print(sys.getrefcount(None) - before[0], sys.getrefcount(True) - before[1])
"""


def test_calls_and_emits_keep_references_in_balance() -> None:
    """Thousands of emits and void calls lose no reference to None or True: a lost one ends in an abort."""
    # In a process of its own: a count that reaches zero takes the whole interpreter down.
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    drift = [int(number) for number in done.stdout.split()]
    assert len(drift) == 4
    assert max(map(abs, drift)) < 50, drift
