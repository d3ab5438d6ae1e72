"""The inflected forms of an English word, for `word*` in phrases."""

from __future__ import annotations

VOWELS = frozenset("aeiou")

# Bases whose forms the regular endings do not give.
IRREGULAR: dict[str, tuple[str, ...]] = {
    "be": ("am", "is", "are", "was", "were", "been", "being"),
    "become": ("became",),
    "begin": ("began", "begun"),
    "blow": ("blew", "blown"),
    "break": ("broke", "broken"),
    "bring": ("brought",),
    "build": ("built",),
    "burn": ("burnt",),
    "burst": (),
    "buy": ("bought",),
    "catch": ("caught",),
    "child": ("children",),
    "choose": ("chose", "chosen"),
    "come": ("came",),
    "cost": (),
    "cut": (),
    "do": ("does", "did", "done", "doing"),
    "drive": ("drove", "driven"),
    "eat": ("ate", "eaten"),
    "fall": ("fell", "fallen"),
    "feel": ("felt",),
    "find": ("found",),
    "foot": ("feet",),
    "forget": ("forgot", "forgotten"),
    "freeze": ("froze", "frozen"),
    "get": ("got", "gotten"),
    "give": ("gave", "given"),
    "go": ("goes", "went", "gone", "going"),
    "have": ("has", "had"),
    "hear": ("heard",),
    "hold": ("held",),
    "keep": ("kept",),
    "know": ("knew", "known"),
    "leave": ("left",),
    "lose": ("lost",),
    "make": ("made",),
    "man": ("men",),
    "mean": ("meant",),
    "meet": ("met",),
    "mouse": ("mice",),
    "pay": ("paid",),
    "person": ("people",),
    "put": (),
    "quit": (),
    "read": (),
    "ring": ("rang", "rung"),
    "run": ("ran",),
    "say": ("said",),
    "see": ("saw", "seen"),
    "sell": ("sold",),
    "send": ("sent",),
    "set": (),
    "show": ("shown",),
    "shut": (),
    "smell": ("smelt",),
    "speak": ("spoke", "spoken"),
    "spend": ("spent",),
    "stand": ("stood",),
    "steal": ("stole", "stolen"),
    "take": ("took", "taken"),
    "tech": ("techs",),
    "tell": ("told",),
    "think": ("thought",),
    "throw": ("threw", "thrown"),
    "understand": ("understood",),
    "wake": ("woke", "woken"),
    "wear": ("wore", "worn"),
    "woman": ("women",),
    "write": ("wrote", "written"),
}


def forms(word: str) -> tuple[str, ...]:
    """The word and its forms: plural or third person, past, -ing, possessive, and irregular ones it is known to have.

    Endings are added as English spells them ("tries", "promised", "stopping", "cancelled" and "canceled"); no other
    ending counts, so "cost" has "costs" and "costing" but not "costco". Some forms are no words; they do no harm.

    Args:
        word: One lower-case word. Anything that does not end in an ASCII letter has no other forms.
    """
    last = word[-1:]
    if not ("a" <= last <= "z") or len(word) < 2:
        return (word,)
    before = word[-2]
    if last == "y" and before not in VOWELS:
        endings = [word[:-1] + "ies", word[:-1] + "ied", word + "ing"]
    elif last == "e":
        stem = word[:-2] + "y" if before == "i" else word if before in "eoy" else word[:-1]
        endings = [word + "s", word + "d", stem + "ing"]
    else:
        plural = "es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s"
        endings = [word + plural, word + "ed", word + "ing"]
        if _may_double(word):
            endings += [word + last + "ed", word + last + "ing"]
    found = [word, *endings, word + "'s", *IRREGULAR.get(word, ())]
    return tuple(dict.fromkeys(found))


def _may_double(word: str) -> bool:
    """Whether the last consonant may double before an ending ("stop", "cancel")."""
    if len(word) < 3 or word[-1] in VOWELS or word[-1] in "wxy":
        return False
    return word[-2] in VOWELS and word[-3] not in VOWELS
