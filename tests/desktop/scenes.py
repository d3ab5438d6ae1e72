"""The overlay's states as the pictures of the look have them, as plain views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.crm import CallRecord, Outcome
from desktop.ending import EndPanel, OutcomeChoice, Proof
from desktop.view import (
    Checklist,
    ChecklistItem,
    ClaimCard,
    Connection,
    Line,
    Mark,
    Quote,
    SuggestionCard,
    View,
)

if TYPE_CHECKING:
    from desktop.overlay import Overlay

APOSTROPHE = "\u2019"


@dataclass(frozen=True)
class Scene:
    """One picture: a view, and what else brings the window into its state."""

    name: str
    view: View
    theme: str = "dark"
    height: int = 720
    collapsed: bool = False
    act: Callable[[Overlay], None] | None = None

    @property
    def has_claim(self) -> bool:
        """Whether a claim card is in it."""
        return isinstance(self.view.card, ClaimCard)


def said(speaker: str, text: str, at_ms: int, *marks: tuple[str, str], interim: bool = False) -> Line:
    """A line with the words of each (words, kind) marked."""
    text = text.replace("'", APOSTROPHE)
    spans = []
    for words, kind in marks:
        start = text.index(words.replace("'", APOSTROPHE))
        spans.append(Mark((start, start + len(words)), "claim" if kind == "claim" else "signal"))
    return Line(f"u{at_ms}", "csr" if speaker == "csr" else "customer", text, at_ms, tuple(spans), interim)


def item(label: str, ask: str = "", **more: object) -> ChecklistItem:
    """A checklist row whose id is its label."""
    return replace(ChecklistItem(label, label, ask), **more)  # type: ignore[arg-type]  # the fields of a row


FEE = item("Diagnostic fee", "The visit is $89 with a full diagnosis.")
RISK = item("Anyone at risk at home?", "Is anyone at home at risk?", added_because="no heat")
NUMBER = item("Best callback number", f"What{APOSTROPHE}s the best number to reach you on?")
EQUIPMENT = item("Equipment type and age", "What kind of system is it, and how old?")
SLOT = item("Offer a time slot", "Does tomorrow between 8 and 10 work?", deadline="before close")
SOURCE = item("How did you find us?", "How did you find us?", deadline="before close")
FEE_DUE = replace(FEE, due_in_s=20, due_share=0.25)
DONE = [
    item(label, state="done", done_at_ms=20_000 * (number + 1))
    for number, label in enumerate(
        ("Recording", "Name", "Address", "Number", "Member", "Equipment", "Risk", "Urgency", "Access")
    )
]

MARGUERITE = [
    said("customer", "It's Marguerite Vandenberghe-Ostrowski.", 1_000),
    said("csr", "Thank you, Marguerite.", 2_000),
    said("csr", "Okay, and how long has the furnace been off?", 3_000),
    said("customer", "Since last night. We woke up and there was no heat at all.", 4_000, ("no heat", "signal")),
    said("csr", "I'm sorry, that's a cold way to wake up. I have 418 Alder Court, is that right?", 5_000),
]
CARRIER = [
    said("customer", "Yes, the blue house.", 6_000),
    said("customer", "It's a Carrier I think, maybe", 7_000, interim=True),
]
LATER = [
    *MARGUERITE[3:],
    said("customer", "Yes, the blue house. It's a Carrier.", 6_000),
    said("customer", "We have my mother here, she's 84. Can somebody come?", 8_000),
    said(
        "csr",
        "Don't worry, we'll definitely have someone there today.",
        9_000,
        ("we'll definitely have someone there today", "claim"),
    ),
]
PRICE = [
    *MARGUERITE,
    said("customer", "Yes, the blue house. What do you charge?", 6_000),
    said("csr", "It's eighty-nine dollars for the diagnostic visit.", 7_000),
    said(
        "customer",
        "Hm. Eighty-nine seems like a lot just to look at it.",
        8_000,
        ("Eighty-nine seems like a lot", "signal"),
    ),
]
SAID = f"Don{APOSTROPHE}t worry, we{APOSTROPHE}ll definitely have someone there today."
CLAIM = ClaimCard(
    "a1",
    "Same-day promise",
    Quote(SAID, ((13, len(SAID) - 1),)),
    f"Let me correct that. We{APOSTROPHE}ll do our best to get someone out today.",
    "No truck is confirmed for today yet.",
    3,
)
PLAYBOOK = SuggestionCard(
    "c1",
    "playbook",
    Quote("eighty-nine seems like a lot", ((0, 28),)),
    "The diagnostic visit is $89. That covers a full check of the system, "
    "and you get the price before any work starts.",
    "Playbook \u203a Pricing \u203a Diagnostic fee",
    4,
)
LIVE = Connection("live")

CALM = View(
    LIVE,
    "in_call",
    252_000,
    None,
    Checklist((FEE_DUE, RISK, NUMBER, EQUIPMENT, SLOT, SOURCE, *DONE[:5]), FEE.rule_id),
    (*MARGUERITE, *CARRIER),
)
HEARD = View(
    LIVE,
    "in_call",
    303_000,
    CLAIM,
    Checklist((FEE_DUE, SLOT, SOURCE, EQUIPMENT, *DONE[:7]), FEE.rule_id),
    tuple(LATER),
)
CORRECTED = View(
    LIVE,
    "in_call",
    309_000,
    replace(CLAIM, state="corrected", corrected_after_s=6),
    Checklist(
        (replace(FEE, due_in_s=14, due_share=0.25), EQUIPMENT, SLOT, SOURCE, *DONE[1:8]),
        FEE.rule_id,
    ),
    (*LATER, said("csr", "Sorry, let me correct that. We'll do our best to get someone out today.", 9_500)),
)
OFFERED = View(
    Connection("offline", troubled_s=9, waiting=3),
    "in_call",
    343_000,
    replace(PLAYBOOK, offline=True),
    Checklist((SLOT, SOURCE, *DONE), SLOT.rule_id),
    tuple(PRICE),
)
CUT_OFF = View(
    Connection("offline", troubled_s=9, waiting=12),
    "in_call",
    266_000,
    None,
    Checklist(
        (NUMBER, RISK, EQUIPMENT, replace(FEE, deadline="before booking"), SLOT, SOURCE, *DONE[:5]), NUMBER.rule_id
    ),
    (*MARGUERITE, *CARRIER),
)
END = EndPanel(
    ready=True,
    outcome="Booked",
    proofs=(
        Proof("Address confirmed", "418 Alder Court", 134_000),
        Proof("Slot offered", "“tomorrow between 8 and 10”", 351_000),
        Proof("Customer agreed", "“yes, that works”", 356_000),
        Proof("Recap given", "day, window, address", 380_000),
    ),
    choices=(
        OutcomeChoice("booked", "Booked", "", 4, 4, current=True),
        OutcomeChoice(
            "lead",
            "Lead",
            "price, timing, shopping …",
            2,
            2,
            reasons=(("price", "Price"), ("timing", "Timing"), ("shopping", "Shopping around")),
        ),
        OutcomeChoice("existing_job", "Existing job", "reschedule, cancel, status", 0, 1),
        OutcomeChoice("not_a_lead", "Not a lead", "wrong number, out of area …", 0, 1),
        OutcomeChoice("safety_referred", "Safety referred", "", 0, 2),
        OutcomeChoice("spam", "Spam"),
        OutcomeChoice("abandoned", "Abandoned"),
    ),
    summary=(
        f"No heat since last night, furnace won{APOSTROPHE}t start. Mother, 84, at home.",
        "Carrier gas furnace, about 15 years",
        "Tomorrow, 8 to 10. $89 diagnostic fee told.",
        "Ask how they found us (not asked)",
    ),
    written_by="Written by the model, checked against the call log",
    checklist_done=10,
    checklist_counted=11,
    claims="1 claim, corrected in 6 s",
    claim_rows=(("Same-day promise", "corrected in 6 s"),),
    record=CallRecord(session_id="s1", outcome=Outcome(disposition="booked"), problem="No heat"),
)
ENDED = View(Connection("idle"), "ended", 402_000, end=END)
LONG = View(
    LIVE,
    "in_call",
    3_852_000,
    replace(
        CLAIM,
        title="Garantiertes Eintreffen noch am selben Tag",
        waiting=2,
        quote=Quote(
            "Well I mean we had a lot of calls this morning and the board is full but let me tell you that "
            "we will definitely have somebody at your house today no matter what happens with the weather",
            ((94, 146),),
        ),
    ),
    Checklist(
        (
            item(
                "Wie sind Sie auf unser Unternehmen aufmerksam geworden?",
                "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen am Hut?",
                due_in_s=20,
                due_share=0.25,
            ),
            item("Recording notice", state="overdue"),
            item("Membership", optional=True),
            *DONE[:9],
        ),
        "Wie sind Sie auf unser Unternehmen aufmerksam geworden?",
    ),
    (
        said(
            "customer", "Reach me at [PHONE] or [EMAIL], the name is Konstantinopolitanischerdudelsackpfeifer.", 1_000
        ),
        said(
            "csr",
            "<b>Plain</b> text & nothing else: 😀 Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.",
            2_000,
        ),
    ),
)


def _change_outcome(overlay: Overlay) -> None:
    end = overlay.body.end
    assert end is not None
    assert end.change is not None
    end.change.click()


SCENES = (
    Scene("01-calm", CALM),
    Scene("02-claim", HEARD),
    Scene("02-corrected", CORRECTED),
    Scene("02-acknowledged", replace(CORRECTED, card=replace(CLAIM, state="acknowledged"))),
    Scene("02-old", replace(CORRECTED, card=replace(CLAIM, state="old"))),
    Scene("03-playbook", OFFERED),
    Scene("03-playbook-rated", replace(OFFERED, connection=LIVE, card=replace(PLAYBOOK, rating="up"))),
    Scene("05-offline", CUT_OFF),
    Scene(
        "05-reconnecting",
        replace(CUT_OFF, connection=Connection("reconnecting", troubled_s=14, next_try_s=4), clock_ms=271_000),
    ),
    Scene(
        "05-stale",
        replace(CUT_OFF, connection=Connection("stale", 18, 0, None, 18, 271_000), clock_ms=289_000),
    ),
    Scene("06-end", ENDED),
    Scene("06-end-making", replace(ENDED, end=EndPanel(ready=False))),
    Scene("06-outcome", ENDED, act=_change_outcome),
    Scene("07-pill-calm", replace(CALM, checklist=CUT_OFF.checklist), collapsed=True),
    Scene("07-pill-due", CALM, collapsed=True),
    Scene("07-pill-claim", HEARD, collapsed=True),
    Scene("07-pill-offline", CUT_OFF, collapsed=True),
    Scene("07-pill-stale", replace(CUT_OFF, connection=Connection("stale", 18, 0, None, 18, 271_000)), collapsed=True),
    Scene("08-calm-light", CALM, theme="light"),
    Scene("08-claim-light", HEARD, theme="light"),
    Scene("09-claim-contrast", HEARD, theme="high_contrast"),
    Scene("20-no-call", View(Connection("idle"))),
    Scene("20-no-call-offline", View(Connection("reconnecting", troubled_s=20, next_try_s=8))),
    Scene("21-long-names", LONG),
    Scene("22-small-calm", CALM, height=520),
    Scene("22-small-claim", HEARD, height=520),
    Scene("22-small-end", ENDED, height=520),
    Scene("23-note", CALM, act=lambda overlay: overlay.body.footer.open_note()),
    Scene(
        "23-scrolled",
        replace(CALM, lines=(*MARGUERITE, *LATER)),
        act=lambda overlay: overlay.body.transcript.scroll_by(-60),
    ),
)
