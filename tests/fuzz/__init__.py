"""Calls made up at random, and what must hold of any call: `python -m tests.fuzz [--seconds N] [--seed N]`."""
