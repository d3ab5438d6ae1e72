"""Lines offered to the CSR, and what became of them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from transcripts.payloads.base import Evidence, Identifier, Milliseconds, Name, Payload, Text

Author = Literal["model", "playbook"]


class Passage(Struct, frozen=True, forbid_unknown_fields=True):
    """A passage of the playbook. `source` is its file within the playbook, `path` the titles that lead to it."""

    source: Name
    path: Annotated[tuple[Name, ...], Meta(max_length=8)]


class SuggestionOffered(Payload, frozen=True):
    """A reply was offered, whole and vetted by the rules. The event's id is the suggestion's.

    `author` is who wrote `text`: the `model` (named in `model`), or the `playbook`, word for word. It answers the
    segment `utterance_id`, in it the words at `evidence` where they are known; null when nothing was said yet.
    `passages` are what it rests on. `at_ms` is when it was whole. `first_token_ms` and `latency_ms` are how long the
    first and the last word took, from when it was asked for. `asked_for` is whether the CSR asked. `offline` says why
    the playbook answered though a model is set up (as `timeout` or `rate_limited`), and is empty otherwise.
    """

    text: Text
    author: Author
    utterance_id: Identifier | None
    at_ms: Milliseconds
    evidence: Evidence = ()
    model: Name = ""
    passages: Annotated[tuple[Passage, ...], Meta(max_length=16)] = ()
    first_token_ms: Milliseconds = 0
    latency_ms: Milliseconds = 0
    asked_for: bool = False
    offline: Name = ""


class SuggestionWithheld(Payload, frozen=True):
    """A reply of the model broke a rule and was not offered; what had been shown of it was taken back.

    `rule_id`, `title` and `ruleset` (its version) name the rule, `text` is the sentence that broke it, in the words at
    `evidence`. The rule `unsupported_figure` is built in: the sentence states a price, a time or a share that neither
    the call nor the playbook holds. `utterance_id`, `model` and `at_ms` are as in `suggestion.offered`.
    """

    rule_id: Name
    title: Name
    text: Text
    utterance_id: Identifier | None
    at_ms: Milliseconds
    evidence: Annotated[Evidence, Meta(description="The words that broke the rule, as spans of `text`.")] = ()
    ruleset: Name = ""
    model: Name = ""


class SuggestionUsed(Payload, frozen=True):
    """The CSR used an offered line. `suggestion_id` is the event id of the offer (or of the alert that carried it)."""

    suggestion_id: Identifier


class SuggestionDismissed(Payload, frozen=True):
    """The CSR put an offered line away. `suggestion_id` is the event id of the offer (or of the alert)."""

    suggestion_id: Identifier


class SuggestionRated(Payload, frozen=True):
    """The CSR's thumb on an offered line, up when `useful`; the latest one counts.

    `suggestion_id` is the event id of the offer (or of the alert).
    """

    suggestion_id: Identifier
    useful: bool
