"""The words of spoken e-mail addresses: what joins them, what is said about them, and what no name is made of."""

from __future__ import annotations

CONNECTORS = frozenset(
    ("dot", "period", "point", "underscore", "dash", "hyphen", "minus", "plus", "apostrophe", "score", "_", "+", ".")
)
"""What stands between the words of an address and belongs to it."""
JOINERS = frozenset(("dot", "underscore", "dash", "hyphen", "_", "+"))
"""Of the connectors, those that are seldom said of anything else."""
FORMAL = frozenset(
    """
    um uh er uhm erm hmm okay ok yeah so like then and all one word words no not spaces space lowercase lower
    upper uppercase case capital cap caps letter letters number numbers the as in spelled spelt altogether
    together with without a an under first last middle name initial sign symbol again sorry wait actually number's
    regular digit digits or out both just only another instead spell comma mean i scratch oops correction silent
    extra plural
    """.split()  # a list of words reads best as one
)
"""What is said about an address while it is given: "all one word", "b as in boy"."""
OPENERS = frozenset(
    """
    is it's its that's thats be use to was no sorry wait actually mean okay ok yes yeah yep sure so um uh er like
    me us him her them at email e-mail mail address try put down under as would might probably maybe think believe
    guess now well currently said say says
    """.split()  # a list of words reads best as one
)
"""What an address may follow; it does not reach over it."""
LEADS = frozenset(
    """
    is it it's its at to as that that's thats the my would be um uh er so okay ok yeah yes yep yup sure over
    address and for his her our your me us him just gonna going well oh hmm let's see you can use write one i
    guess i'm with mine this let actually then like right no nope not sorry wait hang on hold sec second think
    believe probably maybe same listen uh-huh mm-hmm mm-hm mhm correct exactly great perfect got ready go ahead
    good thank thanks you're welcome please sir ma'am again said say says email e-mail mail it'll hon alright
    whole full complete username cool awesome easy i've have
    """.split()  # a list of words reads best as one
)
"""What comes around an address that is given: agreement, hesitation, and what leads to it."""
ADJOINED = frozenset(
    """
    for our his her their my your this one just great good perfect same over full whole with cool awesome easy the mine
    """.split()
)
"""Of the leads, those that begin a name when it comes right after: "for kids at", "good earth at"."""
SKIPPED = frozenset("we we've they she he she's he's i'd do don't know still which".split())
"""What else comes before an address that is being given."""
GIVEN = frozenset(("is", "it's", "that's", "at", "to", "as", "be"))
"""Of the leads, those after which an address is given."""
STOP = frozenset(
    """
    is it's its it at to me us you him her them my your his our their email e-mail mail address that's that this
    be would reach write send sent call contact can i i'm i'd we we're yes yep sure please here there have has had
    get got use using used want need do does did don't not was are am on for of from by or but if when will just
    also still through via online website site page visit book booking find look looking up out order pay apply
    schedule more information available listed shop store chat go check see review account log sign web portal app
    form details download register read about located work works working meet meeting arrive stop start noon live
    lives living set now what what's how who where why which any other same right good great fine alright wrong
    best better hi hello hey oh thanks thank perfect too well know think because could should let's let say says
    said try file already both everything anything something nothing someone technician someone's customer company
    house job today tomorrow he she they he's she's they're put gave give make made new old again correct cool
    awesome gotcha hold second sec minute moment no problem worries thing bad haven't doesn't can't couldn't never
    mind down full broken busy slow hacked updated changed confirmed received confirm spell repeat pardon come
    came back really ma'am sir an
    """.split()  # a list of words reads best as one
)
"""The words of sentences, at which an address ends to the left."""
TALK = (
    STOP
    | LEADS
    | OPENERS
    | frozenset(
        """
        between during through across around near about street road avenue drive lane court apartment suite floor hour
        hours minute minutes dollar percent o'clock noon there's here's i've i'll we'll we've you've you'll don isn't
        wasn't aren't didn't won't wouldn't shouldn't than then into onto off over after before until while
        disconnected unavailable private complicated weird long short spam junk folder inbox none nope pass forgot
        forget remember remembered usual time times day days week weeks month year ago yesterday tonight morning
        afternoon evening monday tuesday wednesday thursday friday saturday sunday later soon every each another few
        lot little much many most some all only even ever always often usually maybe probably actually basically
        appointment estimate invoice receipt quote bill payment card phone cell text number zip code service repair
        unit system furnace heater water air leak filter thermostat price cost fee dollars warranty plan member
        membership husband wife son daughter mom mother dad father office business people person guy guys tech bye
        goodbye care nice lovely honey dear wow funny haha ha cute love like took take takes taking wait waiting wants
        needs help helps able anyway though hear heard listen talk talking speak speaking tell told ask asked happen
        happened since whatever whenever wherever however instead else yet way ways stuff things end ending beginning
        front correct part whole fourth fifth sixth seventh eighth ninth tenth eleventh twelfth easy easier hard kind
        sort big small next last first parts piece question questions answer sign signed paper paperwork copy copies
        copied print printed attachment link click open opened reply replied confirmation reminder update updates news
        newsletter list contract schedule scheduling done fixed fixing fix noted saved save added enter entered typed
        huh ah aha oui si roger understood excellent fantastic wonderful brilliant super neat sweet alrighty whoops
        remove
        removed delete deleted resend resending resent retry sell spam bounce bounced bounces bouncing kicked came flip
        flipped swap swapped switch switched hyphenate capitalize pronounce french spanish german italian cartoon sent
        sending fine sounds everybody everyone nobody whichever whoever invoices receipts quotes bills estimates
        reminders sure's dont wont cant didnt doesnt isnt youre thats whats im ive ill id theyre theres lets hes shes
        wanna gotta
        kinda sorta lemme gimme yall y'all
        """.split()  # a list of words reads best as one
    )
)
"""The words of sentences, of which no address is made unless one is being given."""
WEB = frozenset(
    """
    online us website site page visit book find up out more info information reviews here there it you them portal
    schedule pay order chat home shop store is was be are meet looking look
    """.split()  # a list of words reads best as one
)
"""What comes before "at" and the name of a website."""
SENDING = frozenset(
    (
        "to",
        "is",
        "it's",
        "its",
        "at",
        "use",
        "email",
        "e-mail",
        "me",
        "him",
        "her",
        "be",
        "under",
        "put",
        "write",
        "that's",
    )
)
"""What an address that nobody asked for comes after."""
