"""What callers say for what the playbook writes.

Two tables, of words and of ways to put things. They are short, and of the trades: a company that wants to be found by
other words gives them as triggers.
"""

from __future__ import annotations

from rules.normal import plain_words

_ONE_FOR_ALL = """
price cost pricing fee charge rate quote estimate
expensive pricey steep
cheap cheaper inexpensive
technician tech guy repairman plumber electrician exterminator
bug pest insect critter
husband wife spouse partner
ac aircon conditioner
kid child baby toddler infant newborn son daughter
dog cat pet puppy
outlet plug receptacle socket
faucet tap spigot
clogged plugged stopped backed
toilet commode
chirp beep peep
roach cockroach
lawyer attorney
membership member club
permit paperwork
recording recorded taping taped
mouse mice rat
mold mildew
mattress bed
driveway yard backyard lawn
appointment visit
breaker braker
manager supervisor
discount coupon promo promotion special deal
smell odor stink stinks reek reeks
"""

_PUT_OTHERWISE = """
visa|mastercard|amex|american express|credit card|debit card = card payment
venmo|zelle|paypal|apple pay = pay payment
break it up|installments|spread it out|monthly payments|pay over time = finance payment plans
attorney|lawyer|sue|suing|small claims|court = lawyer legal action
apprentice|apprentices|job opening|resume|looking for work = hiring
above you|boss = manager supervisor
check these guys|vet your|screened|live alone = background checks
in the sticks|out in the country|come out as far|come out to = service area
texts|texting = texts messages
lightning = surge
dim|dims|dimming|flicker|blink|blinking = flickering lights
level two|electric vehicle|carport = car charger
chandelier|pendant = light fixture
amp|amps = panel amps
city hall = permit
popping|trips = breaker tripping
freon|coolant|recharge = refrigerant
no vents|mini split|mini splits = ductless
iced|iced up|ice = frozen ice
asthma|allergies = air quality allergies
nest|ecobee = smart thermostat
air filter = filter size
old|years old = old replace
checkup|check up|yearly|annual|tune up = tune up maintenance
program|come out regularly = maintenance plan membership
every month = monthly
take me off of it|take me off it|get out of = cancel
front of the line|ahead of = priority members faster
ripped off|took our money|scammed = burned bad
one star|reviews|yelp|online = reviews
calling around|shopping around|seeing who = compare
somebody else to take a look|somebody else to look|another look = second opinion
for nothing|no charge = free
bid|remodel|redo|redoing = quote big project
run it by|sleep on it|mull it over|think it over = think talk first
ballpark|roughly|rough idea = ballpark price
hourly|an hour|by the hour = charged hour
best you can do|kidding me|arm and a leg|highway robbery|outrageous|too much|that high = too expensive afford
why should i go with you|what makes you|any better = better company other
sprayed|treated = spray treatment
marching|line of them|sugar = ants
eaten alive = mosquitoes
locked in = contract
turds|pellets|poop = droppings mouse
raccoon|squirrel|possum|bat|bats|snake = wildlife
hive|hornet|hornets|yellow jacket|yellow jackets|stung = wasp nest
drano = drain chemical
grinds up food = garbage disposal
jiggle the handle|quit running = toilet running
trickle|dribble|dribbles = low pressure shower
puddle|dripping = leak dripping
cold shower|cold showers|ice cold = no hot water
pouring|shooting|gushing|spraying everywhere = water burst
zapped|jolt|threw him|threw her = shocked
tree came down|wire|line down = power line down
hissing|reeks = smell gas
co|ppm|monoxide = carbon monoxide
oxygen|elderly|ninety = risk
hundred outside|degrees outside|air quit|air is out|ac is out = cooling hot
light it back|little flame = relight pilot
hot plastic|burnt = burning smell
push it|different day = reschedule
don't send|call it off = cancel visit
time and a half|overtime = extra night weekend
this afternoon|right away|asap|desperate = today soon
landlord|tenant|renting|renter = renting rental
heads up|shows up = technician close call
narrow it down|window = exact time window
nobody's here|still waiting|no show = waiting late
get in with the code|let himself in = home door key
amazon|bought it myself = bought part online
home shield = home warranty
homeowners|adjuster|deductible = insurance claim
stand behind = guarantee
trane|carrier|lennox|rheem|goodman = manufacturer unit
same thing|doing it again = again
this thing worth|good money = worth
a foot of water|outlets are under = water electrics
on top = toward bill
saturday|sunday|weekends = weekend
report|write up|paperwork for = in writing
standing water|under water = flooding water
hablo|espanol|translator|accent = speak spanish english
bonded|certified = licensed insured
refund|unacceptable|ridiculous|terrible|fed up = complaint
better business bureau|report you = state complaint
unsubscribe|opt out = stop texts
advertising|seo|sales call = marketing business
miles|county|how far = travel service area
gfi = gfci outlet
standby = generator
no power|lost power|blackout|whole house is dark = power out electricity
fuse|fuses|breaker box = panel
smoke detector|smoke detectors = smoke alarm
knocks the power out|blows|blew = breaker tripping
warm air|hot air|not cold|isn't cold = not cooling
emergency heat|heat strips = aux heat pump
water bug|water bugs = roaches
swarm|swarmers|wood damage = termites wings
poisonous|toxic|harmful|hurt him|hurt her = safe chemicals
itchy|bites in a row = bites bed bugs
one time|just once|do it once = one time treatment
gurgling|standing in water = drain backing up
sewer|raw|comes up in = sewage
lukewarm|not hot|out of hot water = no hot water
military|senior|aarp = discount
service call|show up fee|trip charge = charge to come out fee
interest|loan|apr = finance
late at night|midnight|nine o'clock at night = night after hours
soonest|first available|how soon = earliest opening
lockbox|key|garage code = key let in
all day|how many hours|how long is this = how long
never showed|where is he|where are they = waiting technician late
own parts|supply the part|bought the = bought part
broke again|breaks again = warranty repair again
factory|registered|register = manufacturer warranty
get it cheaper|better price|come down = match price
too slow to drain|forever to empty = drain slow
"""

SAME: dict[str, str] = {word: words[0] for words in map(str.split, _ONE_FOR_ALL.strip().splitlines()) for word in words}
"""A word -> the one that stands for all that mean the same."""

MEANT: dict[str, tuple[str, ...]] = {
    f" {' '.join(plain_words(said))} ": tuple(plain_words(meant))
    for line in _PUT_OTHERWISE.strip().splitlines()
    for ways, _, meant in (line.partition(" = "),)
    for said in ways.split("|")
}
"""A way to put it, in normalised words with a space on each side -> the words that the playbook has for it."""
