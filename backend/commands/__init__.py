"""The subcommands of `csr-backend` that have a module of their own."""
