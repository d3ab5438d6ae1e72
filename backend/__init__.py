"""The service that owns the event log: intake, log, fan-out, rules of record, and the gateway to them."""
