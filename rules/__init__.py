"""What is said about a call: rulesets, phrase matching, the engine, and the outcome that the facts prove."""
