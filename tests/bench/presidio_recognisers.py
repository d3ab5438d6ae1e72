"""What presidio's pattern recognisers take: run by a Python that has `presidio-analyzer`, not by ours.

Reads segments as lines from standard input and prints the microseconds of each, the fastest of `RUNS`, as a JSON list.
The recognisers are those of the same kinds of data: telephone, e-mail, card and social security number.
"""

import json
import sys
import time

from presidio_analyzer import predefined_recognizers as recognisers

RUNS = 3


def main() -> None:
    """Measure each line."""
    asked = [
        recognisers.PhoneRecognizer(),
        recognisers.EmailRecognizer(),
        recognisers.CreditCardRecognizer(),
        recognisers.UsSsnRecognizer(),
    ]
    texts = sys.stdin.read().splitlines()
    runs = []
    for _ in range(RUNS):
        taken = []
        for text in texts:
            began = time.perf_counter_ns()
            for one in asked:
                one.analyze(text, one.supported_entities, None)
            taken.append((time.perf_counter_ns() - began) / 1000)
        runs.append(taken)
    json.dump([min(times) for times in zip(*runs, strict=True)], sys.stdout)


main()
