"""Assist: a suggested reply while the call goes on, and the summary when it has ended."""
