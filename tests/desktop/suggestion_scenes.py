"""Suggestions being written, whole, withheld; and what a model adds to the end of a call: as plain views."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.ending import Review
from desktop.view import Connection, Quote, View, WithheldCard
from tests.desktop.scenes import END, ENDED, LIVE, LONG, OFFERED, PLAYBOOK, Scene

if TYPE_CHECKING:
    from desktop.overlay import Overlay

SENTENCES = ("I hear you. ", "The $89 visit covers a full diagnosis, and it comes off the bill if you go ahead. ")
REPLY = replace(
    PLAYBOOK,
    card_id="m1",
    author="model",
    text="".join(SENTENCES).rstrip(),
    source="Model, from Playbook › Pricing › Diagnostic fee",
    age_s=3,
)
BEGUN = replace(REPLY, text="", is_writing=True, age_s=0)
WRITING = replace(REPLY, is_writing=True, age_s=2)
WITHHELD = WithheldCard("m1", "Same-day promise")
LONG_REPLY = replace(
    REPLY,
    quote=Quote("Ist das nicht ein bisschen viel für die Donaudampfschifffahrtsgesellschaftskapitänsmützenprüfung?"),
    text="Das verstehe ich. Die Heizungsanlagenüberprüfungspauschale deckt die vollständige Untersuchung ab, "
    "und sie wird vollständig mit der Reparaturrechnung verrechnet, sobald Sie uns den Auftrag erteilen. "
    "Darf ich Ihnen dafür morgen zwischen acht und zehn Uhr einen Termin vormerken, oder passt es Ihnen später besser?",
    source="Model, from Playbook › Preise und Gebühren › Heizungsanlagenüberprüfungspauschale, 2 more",
)
RIGHT_TO_LEFT = replace(
    WRITING, quote=Quote("זה נשמע יקר מדי", ((0, 15),)), text="אני מבין. הביקור עולה 89 דולר וכולל בדיקה מלאה."
)
HOSTILE = replace(
    REPLY, text="<b>No</b>\u202e markup\x07 &amp; " + "no end " * 400, source="Playbook › <i>x</i>\n\u2066y"
)


def offering(card: object, connection: Connection = LIVE) -> View:
    """The call of the pictures with this card."""
    return replace(OFFERED, connection=connection, card=card)  # type: ignore[arg-type]  # a card


REVIEW = Review("Model said booked; 2 of 4 proofs", "booked", "", "Booked")
TO_REVIEW = replace(
    ENDED, end=replace(END, outcome="Lead", outcome_reason="Price", proofs=END.proofs[:2], review=REVIEW)
)


def edit(overlay: Overlay) -> None:
    """Press Edit in the summary."""
    assert overlay.body.end is not None
    assert overlay.body.end.summary is not None
    overlay.body.end.summary.edit.click()


SUGGESTION_SCENES = (
    Scene("03-begun", offering(BEGUN)),
    Scene("03-first-sentence", offering(replace(WRITING, text=SENTENCES[0].rstrip(), age_s=1))),
    Scene("03-writing", offering(WRITING)),
    Scene("03-reply", offering(REPLY)),
    Scene("03-reply-rated", offering(replace(REPLY, rating="down"))),
    Scene("03-reply-no-source", offering(replace(REPLY, source="Model", quote=Quote("")))),
    Scene("03-withheld", offering(WITHHELD)),
    Scene("03-writing-light", offering(WRITING), theme="light"),
    Scene("03-reply-contrast", offering(REPLY), theme="high_contrast"),
    Scene("03-long-reply", offering(LONG_REPLY)),
    Scene("03-right-to-left", offering(RIGHT_TO_LEFT)),
    Scene("03-hostile", offering(HOSTILE)),
    Scene("03-small-writing", offering(WRITING), height=520),
    Scene("06-review", TO_REVIEW),
    Scene("06-review-light", TO_REVIEW, theme="light"),
    Scene("06-edit", ENDED, act=edit),
    Scene("06-edit-contrast", ENDED, act=edit, theme="high_contrast"),
    Scene("06-edit-small", ENDED, act=edit, height=520),
    Scene("06-edited", replace(ENDED, end=replace(END, written_by="Edited by you"))),
    Scene("06-nothing-known", replace(ENDED, end=replace(END, summary=("", "", "", ""), proofs=(), outcome=""))),
    Scene(
        "06-long-review",
        replace(
            TO_REVIEW,
            end=replace(
                END,
                review=replace(REVIEW, why="Das Modell sagte " + "Terminvereinbarungsbestätigung " * 4),
                summary=(LONG_REPLY.text, LONG.lines[1].text, "", END.summary[3]),
            ),
        ),
    ),
)
