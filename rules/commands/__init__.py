"""The subcommands of `csr-rules`, a module each. They may read files and clocks; the rest of the room may not."""
