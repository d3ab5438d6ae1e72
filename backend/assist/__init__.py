"""The probabilistic half: suggestions, the playbook, summaries by a model."""
