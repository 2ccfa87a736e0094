"""The words that numbers measure and count in, and which of them are of one kind."""

from collections.abc import Iterable, Sequence

from summarize.grounding.passages import Passage

SIGNS = {
    "$": "dollars",
    "£": "pounds sterling",
    "€": "euros",
    "¥": "yen",
    "₹": "rupees",
    "₩": "won",
    "₽": "roubles",
}
CURRENCY_CODES = {
    "usd": "dollars",
    "eur": "euros",
    "gbp": "pounds sterling",
    "jpy": "yen",
    "cny": "yuan",
    "inr": "rupees",
    "rs": "rupees",
}
_CURRENCIES = """
    dollars: dollar dollars usd bucks / euros: euro euros eur / yen: yen / yuan: yuan renminbi / rupees: rupee rupees inr
    roubles: rouble roubles ruble rubles / francs: franc francs / kroner: krone kroner krona kronor / pesos: peso pesos
    pence: pence penny / cents: cent cents / lei: lei leu / reais: reais real / rand: rand / lira: lira liras
"""
_MEASURES = """
    km: km kms kilometer kilometers kilometre kilometres / miles: mile miles mi / metres: meter meters metre metres
    feet: foot feet ft / inches: inch inches / cm: cm centimeter centimeters centimetre centimetres
    yards: yard yards / mm: mm millimetre millimetres millimeter millimeters / mph: mph / km/h: kph kmh
    kg: kg kilo kilos kilogram kilograms / pounds: pound pounds lb lbs / grams: gram grams / tonnes: ton tons tonne tonnes
    ounces: ounce ounces oz / acres: acre acres / hectares: hectare hectares / litres: litre litres liter liters
    gallons: gallon gallons / barrels: barrel barrels / degrees: degree degrees / watts: watt watts / kW: kw kilowatt kilowatts
    MW: mw megawatt megawatts / GW: gw gigawatt gigawatts
    seconds: second seconds sec secs / minutes: minute minutes min mins / hours: hour hours hr hrs / days: day days
    weeks: week weeks / months: month months / years: year years yr yrs yearly / decades: decade decades
    centuries: century centuries / points: point points
"""


def _table(lines: str) -> dict[str, str]:
    parts = (part.split(":") for line in lines.strip().splitlines() for part in line.split(" / "))
    return {word: name.strip() for name, words in parts for word in words.split()}


CURRENCIES = _table(_CURRENCIES)
UNITS = {**_table(_MEASURES), **CURRENCIES}
BEFORE = {"square": "square ", "cubic": "cubic ", "sq": "square ", "nautical": "nautical "}
# Units that a figure is written together with; the ambiguous ones only so.
GLUED = {
    "m": "metres",
    "ft": "feet",
    "km": "km",
    "kg": "kg",
    "p": "pence",
    "s": "seconds",
    "g": "grams",
    "lb": "pounds",
}
AMBIGUOUS = frozenset(("m", "p", "s", "g"))
AGES = frozenset(("years", "months"))
# "£5" and "five pounds" may be one.
SAME = frozenset((frozenset(("pounds", "pounds sterling")),))

# Nouns that stand for one another where a number counts them.
_KINDS = """
    person: people person persons man men woman women child children boy boys girl girls victim victims resident residents
    civilian civilians passenger passengers worker workers employee employees staff soldier soldiers troop troops marine
    marines sailor sailors student students pupil pupils member members protester protesters demonstrator demonstrators
    suspect suspects prisoner prisoners patient patients refugee refugees migrant migrants officer officers police
    policeman policemen fighter fighters militant militants rebel rebels bomber bombers attacker attackers gunman gunmen
    citizen citizens voter voters survivor survivors hostage hostages journalist journalists expert experts official
    officials teenager teenagers adult adults crew personnel delegate delegates participant participants attendees guests
    spectators fans tourists villagers inmates detainees dead deaths lives injured wounded casualties fatalities killed
    death die died missing homeless population inhabitants users customers players athletes lawmakers senators nationals
    families family others individual individuals participants visitors climbers miners pilgrims teacher teachers kid kids case cases infection infections teen teens youth youths deputy deputies
    place: country countries nation nations state states city cities town towns village villages province provinces district
    districts county counties region regions
    building: building buildings house houses home homes school schools church churches hospital hospitals shop shops
    store stores apartment apartments property properties structure structures
    firm: company companies firm firms business businesses bank banks corporation corporations
    vehicle: car cars vehicle vehicles bus buses truck trucks train trains carriage carriages lorry lorries
    aircraft: plane planes aircraft jet jets helicopter helicopters airliner airliners
    ship: ship ships boat boats vessel vessels
    vote: vote votes ballot ballots
    seat: seat seats
    job: job jobs
    animal: animal animals dog dogs cat cats horse horses bird birds cattle sheep
    quake: quake quakes earthquake earthquakes aftershock aftershocks tremor tremors
    blast: blast blasts explosion explosions bombing bombings bomb bombs
"""


def _kinds() -> dict[str, str]:
    table: dict[str, str] = {}
    name = ""
    for word in _KINDS.split():
        if word.endswith(":"):
            name = word[:-1]
        else:
            table[word] = name
    return table


_KIND = _kinds()
# These stand for any persons; two other words for persons do not stand for one another.
_ANYONE = frozenset(
    """
    people person persons man men woman women kid kids child children resident residents dead death deaths lives injured
    wounded casualty casualties fatality fatalities killed die died other others individual individuals population staff member
    members citizen citizens crew participant participants personnel troops
    """.split()
)
_DEAD = frozenset(
    "dead killed kills killing kill death deaths died dies die lives fatalities fatality fatal toll perished bodies slain claimed dying murdered assassinated executed shot drowned".split()
)
_HURT = frozenset(
    "injured wounded hurt injuries injury wounds injuring wounding hospitalised hospitalized".split()
)
_BEFALLEN = {"dead": _DEAD, "hurt": _HURT, "missing": frozenset(("missing", "unaccounted"))}


def share(after: Sequence[str]) -> str:
    """Read "percent", "per cent" or "percentage points" in the words behind a number; "" where it is no share."""
    if after[0] in {"%", "percent", "percentage", "pct"}:
        rest = after[1]
    elif after[0] == "per" and after[1] == "cent":
        rest = after[2]
    else:
        return ""
    return "points" if rest in {"point", "points"} else "percent"


def kind(word: str) -> str:
    """The kind of thing that a word in lower case names; "" for most words."""
    return _KIND.get(word, "")


def is_alike(one: str, other: str) -> bool:
    """Tell whether two words in lower case may name the same things."""
    same = kind(one)
    return bool(same) and same == kind(other) and (same != "person" or bool({one, other} & _ANYONE))


def casualty(words: Iterable[str]) -> str:
    """What befell those whom a number counts, by the nearest word that says so; "" where none does."""
    return next((name for word in words for name, listed in _BEFALLEN.items() if word in listed), "")


def befell(name: str, passages: Iterable[Passage]) -> bool:
    """Tell whether passages say anywhere that somebody died, was hurt or is missing."""
    return any(not one.plain.isdisjoint(_BEFALLEN[name]) for one in passages)
