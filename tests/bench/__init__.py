"""The figures: what the product reaches, measured beside a bare peer in the same run. `python -m tests.bench`."""
