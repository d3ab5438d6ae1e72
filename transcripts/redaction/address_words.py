"""The words of spoken e-mail addresses: what joins them, what is said about them, and what no name is made of."""

from __future__ import annotations

CONNECTORS = frozenset(
    ("dot", "period", "point", "underscore", "dash", "hyphen", "minus", "plus", "apostrophe", "score", "_", "+")
)
"""What stands between the words of an address and belongs to it."""
FORMAL = frozenset(
    """
    um uh er uhm erm hmm okay ok yeah so like then and all one word no spaces space lowercase lower upper
    uppercase case capital cap caps letter letters number numbers the as in spelled spelt altogether together
    with a under first last name initial sign symbol again sorry wait actually
    """.split()  # noqa: SIM905 # a list of words reads best as one
)
"""What is said about an address while it is given: "all one word", "b as in boy"."""
STOP = frozenset(
    """
    is it's its it at to me us you him her them my your his our their email e-mail mail address that's that this
    be would reach write send sent call contact can i i'm i'd we we're yes yep sure please here there have has
    had get got use using used want need do does did don't not was are am on for of from by or but if when will
    just also still through via online website site page visit book booking find look looking up out order pay
    apply schedule more information available listed shop store chat go check see review account log sign web
    portal app form details download register read about located work works working meet meeting arrive stop
    start noon live lives living set now what what's how who where why which any other same right good great
    fine alright wrong best better hi hello hey oh thanks thank perfect too well know think because could should
    let's let say says said try file already both everything anything something nothing someone technician
    someone's customer company house job today tomorrow he she they he's she's they're put gave give make made
    new old again correct cool awesome gotcha hold second sec minute moment no problem worries thing bad haven't
    doesn't can't couldn't never mind down full broken busy slow hacked updated changed confirmed received
    confirm spell repeat pardon come came back really ma'am sir an
    """.split()  # noqa: SIM905 # a list of words reads best as one
)
"""What ends an address to the left: the words of sentences."""
WEB = frozenset(
    """
    online us website site page visit book find up out more info information reviews here there it you them
    portal schedule pay order chat home shop store is was be are meet looking look
    """.split()  # noqa: SIM905 # a list of words reads best as one
)
"""What comes before "at" and the name of a website."""
LEADS = frozenset(
    """
    is it it's its at to as that that's the my would be um uh er so okay ok yeah yes sure over address and for
    his her our your me us him just gonna going well oh hmm let's see you can use write one i guess i'm with
    mine this let actually
    """.split()  # noqa: SIM905 # a list of words reads best as one
)
"""What comes between "email" and the address."""
GIVEN = frozenset(("is", "it's", "that's", "at", "to", "as", "be"))
"""Of the leads, those after which an address is given."""
JOINERS = frozenset(("dot", "underscore", "dash"))
"""Of the connectors, those that are seldom said of anything else."""
