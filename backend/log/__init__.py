"""The append-only event log: its contract, its schema, and one module per store. Only this group touches SQLAlchemy."""
