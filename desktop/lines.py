"""The transcript as the window shows it: one line per utterance, the ones still being spoken last."""

from __future__ import annotations

from dataclasses import replace

from desktop.view import Line, Mark
from transcripts.events import AlertRaised, SegmentAdded


class Lines:
    """Lines in the order in which utterances became final. Unchanged lines keep their identity."""

    def __init__(self) -> None:
        self._finals: list[Line] = []
        self._places: dict[str, int] = {}
        self._interims: dict[str, Line] = {}

    def add(self, segment: SegmentAdded) -> None:
        """An utterance is final; its interim makes way for it."""
        self._interims.pop(segment.utterance_id, None)
        line = Line(segment.utterance_id, segment.speaker, segment.text, segment.at_ms)
        place = self._places.setdefault(segment.utterance_id, len(self._finals))
        if place == len(self._finals):
            self._finals.append(line)
        else:
            self._finals[place] = line

    def speak(self, interim: SegmentAdded, marks: tuple[Mark, ...]) -> bool:
        """Show an utterance so far; tell whether it is news (an interim may come after its final)."""
        if interim.utterance_id in self._places:
            return False
        self._interims[interim.utterance_id] = Line(
            interim.utterance_id, interim.speaker, interim.text, interim.at_ms, marks, interim=True
        )
        return True

    def mark(self, alert: AlertRaised) -> None:
        """Highlight what made a rule fire."""
        place = self._places.get(alert.utterance_id or "")
        if place is not None:
            line = self._finals[place]
            self._finals[place] = replace(line, marks=tuple(sorted({*line.marks, *marks_of(alert)}, key=_by_place)))

    def text(self, utterance_id: str) -> str:
        """The words of an utterance, final or so far."""
        place = self._places.get(utterance_id)
        if place is not None:
            return self._finals[place].text
        interim = self._interims.get(utterance_id)
        return interim.text if interim else ""

    def drop_interims(self) -> None:
        """Nobody is speaking any more."""
        self._interims.clear()

    def snapshot(self) -> tuple[Line, ...]:
        """The lines now."""
        return (*self._finals, *self._interims.values())


def marks_of(alert: AlertRaised) -> tuple[Mark, ...]:
    """The highlights of an alert: claims red, a customer's signals blue, what is only counted not at all."""
    if alert.kind == "prohibited_claim":
        return tuple(Mark(span, "claim") for span in alert.evidence)
    if alert.say_instead or (alert.severity != "info" and alert.kind != "conversation"):
        return tuple(Mark(span, "signal") for span in alert.evidence)
    return ()


def _by_place(mark: Mark) -> tuple[int, int, str]:
    return (*mark.span, mark.kind)
