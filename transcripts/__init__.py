"""The call itself: events, their chain and fold, redaction, wire messages, transcript files and replay.

Nothing in here reads a clock, an environment variable or a socket (the command line in `cli` aside): time, randomness
and bytes come in as arguments, so every result can be reproduced from the log.
"""
