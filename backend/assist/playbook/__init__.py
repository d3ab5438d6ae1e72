"""The playbook: what the company knows and how it puts it, found by what a caller says."""
