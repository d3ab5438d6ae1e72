"""Subcommands of `csr-backend`, a module each."""
