"""The overlay's states in an emergency, as plain views: taken over, asked why it is overridden, calm again, amber."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.view import (
    AdviceCard,
    Checklist,
    Connection,
    Quote,
    SafetyCard,
    SafetyLine,
    SafetyScreen,
    Speaker,
    View,
)
from tests.desktop.scenes import APOSTROPHE, DONE, FEE_DUE, LIVE, SLOT, SOURCE, Scene, said

if TYPE_CHECKING:
    from desktop.overlay import Overlay
    from desktop.overlay.advice_line import AdviceLine
    from desktop.overlay.safety_page import SafetyPage


def quote(text: str, words: str) -> Quote:
    """A quotation with some of its words as the evidence."""
    text = text.replace("'", APOSTROPHE)
    start = text.index(words)
    return Quote(text, ((start, start + len(words)),))


def advice(
    *lines: tuple[str, str], said_at: tuple[int, ...] = (), optional: tuple[int, ...] = ()
) -> tuple[SafetyLine, ...]:
    """Lines of (what to say, title); the first of them were said at these instants of the call clock."""
    made = []
    for number, (say, title) in enumerate(lines, start=1):
        at = said_at[number - 1] if number <= len(said_at) else None
        state = "said" if at is not None else "active" if number == len(said_at) + 1 else "waiting"
        line = SafetyLine(number, say.replace("'", APOSTROPHE), title, "waiting", at, number in optional)
        made.append(replace(line, state="said" if state == "said" else "active" if state == "active" else "waiting"))
    return tuple(made)


GAS = (
    ("Please get everyone out of the house right now.", "Everyone out"),
    ("Don't touch any switches, and don't use a phone inside.", "No switches, no phone inside"),
    ("Once you're outside, call 911 and your gas utility.", "911 and the gas utility"),
)
GERMAN = (
    ("Bitte verlassen Sie sofort alle gemeinsam das Gebäude und nehmen Sie niemanden mit hinein.", "Alle ins Freie"),
    (
        "Betätigen Sie keinerlei Lichtschalter, Klingeln oder Sicherungsautomaten und telefonieren Sie nicht drinnen.",
        "Keine Schalter, kein Telefon im Haus",
    ),
    (
        "Rufen Sie von draußen die Feuerwehr unter 112 und danach den Bereitschaftsdienst Ihres Gasversorgers an.",
        "Feuerwehr und Gasversorger angerufen",
    ),
)
REASONS = ("They are outside and 911 is called", "Not a gas smell, heard wrong")
SMELL = "Hi, it smells like rotten eggs by the stove."
SAID = (
    said("customer", SMELL, 164_000, ("smells like rotten eggs", "signal")),
    said("csr", "Please get everyone out of the house right now.", 167_000),
    said("csr", "And please don't touch any switches or use a phone inside.", 172_000),
    said("customer", "Okay. Everyone's coming out now.", 174_000),
    said("csr", "Once you're outside, call 911 and your gas utility.", 178_000),
    said("customer", "I will. Thank you.", 182_000),
)
MORNING = said("customer", "I don't know, it's been there since this morning.", 165_000)
OPEN = Checklist((FEE_DUE, SLOT, SOURCE, *DONE[:5]), FEE_DUE.rule_id)

SCREEN = SafetyScreen(
    "s1",
    "Gas smell",
    "customer",
    quote(SMELL, "smells like rotten eggs"),
    advice(*GAS, optional=(2,)),
    REASONS,
    (MORNING,),
)
TAKEN = View(LIVE, "in_call", 164_000, None, OPEN, (*SAID[:1], MORNING), safety=SCREEN)
TWO_SAID = replace(
    TAKEN,
    clock_ms=175_000,
    lines=SAID[:4],
    safety=replace(SCREEN, lines=advice(*GAS, said_at=(167_000, 172_000), optional=(2,)), recent=SAID[2:4]),
)
ONE_SAID = replace(
    TAKEN,
    clock_ms=169_000,
    lines=SAID[:2],
    safety=replace(SCREEN, lines=advice(*GAS, said_at=(167_000,), optional=(2,)), recent=SAID[1:2]),
)
GIVEN = View(
    LIVE,
    "in_call",
    184_000,
    AdviceCard(
        "s1",
        advice(*GAS, said_at=(167_000, 172_000, 178_000)),
        f"Please hang up and call 911 from outside. We{APOSTROPHE}ll help with repairs once it{APOSTROPHE}s safe.",
        14,
    ),
    OPEN,
    SAID,
)
GERMAN_SCREEN = replace(
    SCREEN,
    title="Gasgeruch oder ausströmendes Erdgas",
    quote=quote(
        "Ja guten Tag, also wir haben hier im Treppenhaus seit heute Morgen ganz deutlich einen "
        "Geruch nach faulen Eiern, vor allem neben der Therme im Heizungskeller unten",
        "Geruch nach faulen Eiern",
    ),
    lines=advice(*GERMAN, optional=(2,)),
    reasons=(
        "Alle Bewohner sind bereits im Freien und die Feuerwehr ist verständigt",
        "Kein Gasgeruch, die Spracherkennung hat sich verhört",
    ),
)
GERMAN_TAKEN = replace(TAKEN, safety=GERMAN_SCREEN)
GERMAN_ONE_SAID = replace(
    GERMAN_TAKEN, safety=replace(GERMAN_SCREEN, lines=advice(*GERMAN, said_at=(167_000,), optional=(2,)))
)


def amber(
    title: str, words: Quote, *lines: tuple[str, str], reasons: tuple[str, ...], said_at: tuple[int, ...] = ()
) -> SafetyCard:
    """An amber card, three seconds old."""
    who: Speaker = "customer"
    return SafetyCard("w1", title, who, words, advice(*lines, said_at=said_at, optional=(2,)), reasons, 3)


WATER = amber(
    "Active flooding",
    quote("There's water pouring through the ceiling and I can't make it stop.", "water pouring"),
    ("Is it still running? Where is your main water shut-off?", "Main water shut-off"),
    ("Keep away from outlets and anything electric in the water.", "Away from electrics"),
    reasons=("The water is off already", "No flooding, heard wrong"),
)
COLD = amber(
    "Person at risk",
    quote("We have no heat and my mother is here, she's 84.", "my mother is here"),
    ("What's the temperature inside right now?", "Indoor temperature"),
    ("Can they stay somewhere warm or cool until we come?", "A safe place to wait"),
    reasons=("The person is safe elsewhere", "Nobody at risk, heard wrong"),
)
HEARD_WATER = said(
    "customer",
    "There's water pouring through the ceiling and I can't make it stop.",
    9_000,
    ("water pouring", "signal"),
)
HEARD_COLD = said(
    "customer", "We have no heat and my mother is here, she's 84.", 9_000, ("my mother is here", "signal")
)
FLOODED = View(LIVE, "in_call", 63_000, WATER, OPEN, (*SAID[:1], HEARD_WATER))
AT_RISK = View(LIVE, "in_call", 63_000, COLD, OPEN, (HEARD_COLD,))


def choose(overlay: Overlay, place: int) -> None:
    """Open the sheet of reasons and choose the one at `place`."""
    if overlay.body.safety is not None and overlay.body.safety.isVisible():
        overlay.body.safety.override.click()
    else:
        card = overlay.body.slot.safety
        assert card is not None
        card.override.click()
    sheet = overlay.body.sheet
    assert sheet is not None
    if place >= 0:
        sheet.radios[place].click()


def write_reason(overlay: Overlay) -> None:
    """Open the sheet, and write a reason of one's own."""
    choose(overlay, 2)
    sheet = overlay.body.sheet
    assert sheet is not None
    sheet.field.setText("Drill of the fire department")


def page_of(overlay: Overlay) -> SafetyPage:
    """The page of life safety, which is on the screen."""
    page = overlay.body.safety
    assert page is not None
    assert page.isVisible()
    return page


def lines_of(overlay: Overlay) -> list[AdviceLine]:
    """The lines of advice in the order in which they stand."""
    return sorted((line for line in page_of(overlay).lines if line.isVisible()), key=lambda line: line.y())


SAFETY_SCENES = (
    Scene("04-taken", TAKEN),
    Scene("04-two-said", TWO_SAID),
    Scene("04-override", ONE_SAID, act=lambda overlay: choose(overlay, 1)),
    Scene("04-override-unchosen", ONE_SAID, act=lambda overlay: choose(overlay, -1)),
    Scene("04-override-other", ONE_SAID, act=write_reason),
    Scene("04-override-end", ONE_SAID, act=lambda overlay: overlay.body.ask_to_end()),
    Scene("04-given", GIVEN),
    Scene("04-given-light", GIVEN, theme="light"),
    Scene("04-given-contrast", GIVEN, theme="high_contrast"),
    Scene("04-taken-light", TAKEN, theme="light"),
    Scene("04-taken-contrast", TAKEN, theme="high_contrast"),
    Scene("04-two-said-contrast", TWO_SAID, theme="high_contrast"),
    Scene("04-override-contrast", ONE_SAID, theme="high_contrast", act=lambda overlay: choose(overlay, 1)),
    Scene("04-taken-offline", replace(TAKEN, connection=Connection("offline", troubled_s=9, waiting=3))),
    Scene("04-taken-stale", replace(TAKEN, connection=Connection("stale", 18, 0, None, 18, 150_000))),
    Scene("04-taken-small", TAKEN, height=520),
    Scene("04-two-said-small", TWO_SAID, height=520),
    Scene("04-override-small", ONE_SAID, height=520, act=lambda overlay: choose(overlay, 1)),
    Scene("04-given-small", GIVEN, height=520),
    Scene("04-german", GERMAN_TAKEN),
    Scene("04-german-one-said", GERMAN_ONE_SAID),
    Scene("04-german-override", GERMAN_ONE_SAID, act=lambda overlay: choose(overlay, 0)),
    Scene("04-german-small", GERMAN_TAKEN, height=520),
    Scene("11-water", FLOODED),
    Scene(
        "11-water-asked",
        replace(
            FLOODED,
            card=replace(
                WATER,
                lines=(
                    replace(WATER.lines[0], state="active"),
                    replace(WATER.lines[1], state="said", said_at_ms=61_000),
                ),
            ),
        ),
    ),
    Scene("11-risk", AT_RISK),
    Scene("11-water-light", FLOODED, theme="light"),
    Scene("11-water-contrast", FLOODED, theme="high_contrast"),
    Scene("11-water-small", FLOODED, height=520),
    Scene("11-water-override", FLOODED, act=lambda overlay: choose(overlay, 0)),
    Scene("11-water-override-light", FLOODED, theme="light", act=write_reason),
    Scene("11-water-override-small", FLOODED, height=520, act=lambda overlay: choose(overlay, 0)),
    Scene("11-water-given", replace(FLOODED, card=replace(WATER, state="given"))),
    Scene("11-water-overridden", replace(FLOODED, card=replace(WATER, state="overridden"))),
    Scene("11-water-waiting", replace(FLOODED, card=replace(WATER, waiting=1))),
    Scene("11-pill-water", FLOODED, collapsed=True),
)
