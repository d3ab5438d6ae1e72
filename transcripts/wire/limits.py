"""The figures of the protocol that both sides keep."""

SUBPROTOCOL = "csr-assist.v1"
MAX_FRAME = 1 << 20  # bytes; a larger frame of a client is answered with an error
HARD_FRAME = 8 << 20  # bytes; a larger frame of anybody closes the connection
MAX_EVENTS = 500  # events in one frame
HEARTBEAT_S = 5.0  # both sides send something at least this often
SILENCE_S = 15.0  # a peer silent for this long is dead
