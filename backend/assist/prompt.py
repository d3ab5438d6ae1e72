"""What the model is told about a call: the redacted words of its last minutes, and what is known beside them.

The transcript is somebody else's words. It goes to the model as strings of a JSON object in a message of its own, so
that no wording of it can end the data and begin an instruction; the instructions are the same for every call.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from backend.assist.playbook.search import Found
from rules.engine import Engine
from rules.outcomes import DISPOSITIONS, REASONS
from transcripts.events import SegmentAdded
from transcripts.session import Session

WINDOW = 24  # utterances of a call that a reply needs to know
LONGEST_LINE = 600  # characters of one utterance
_BACKGROUND = 1_200  # characters of a passage's background


def reply_brief(session: Session, engine: Engine, found: Sequence[Found], facts: Sequence[str]) -> str:
    """The data for the next thing to say, a JSON object.

    Args:
        session: The call, folded from its log: redacted by then.
        engine: Its rules, for what is still to be asked.
        found: The passages of the playbook that may answer.
        facts: The company's facts, a line each.
    """
    passages = [
        {"source": " > ".join(one.passage.path), "say": one.say, "background": one.background[:_BACKGROUND]}
        for one in found
    ]
    data = {
        "trade": session.started.trade if session.started else "",
        "facts": list(facts),
        "passages": passages,
        "open_questions": [rule.ask or rule.title for rule in engine.open_questions() if not rule.optional],
        "signals": _signals(session),
        "transcript": _lines(list(session.segments.values())[-WINDOW:]),
    }
    return json.dumps(data, ensure_ascii=False)


def summary_brief(segments: Iterable[SegmentAdded], draft: str) -> str:
    """The data for a summary: the whole call, or what followed a draft that stands for the words before it."""
    outcomes = {name: list(REASONS.get(name, ())) for name in DISPOSITIONS}
    data: dict[str, object] = {"outcomes": outcomes, "transcript": _lines(segments)}
    if draft:
        data["draft"] = json.loads(draft)
    return json.dumps(data, ensure_ascii=False)


def _lines(segments: Iterable[SegmentAdded]) -> list[dict[str, str]]:
    return [{"speaker": segment.speaker, "text": segment.text[:LONGEST_LINE]} for segment in segments]


def _signals(session: Session) -> list[str]:
    """What the rules have heard, newest last, each once."""
    titles = [alert.raised.title for alert in session.alerts.values() if alert.raised.kind != "conversation"]
    return list(dict.fromkeys(titles))[-8:]
