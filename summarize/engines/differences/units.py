"""Units of measure and currencies: what a number is of, and how much of the base unit one is."""

# name: (dimension, how many of its base unit one is)
_METRE, _GRAM, _SECOND = "length", "mass", "time"
MEASURES: dict[str, tuple[str, float]] = {
    "km": (_METRE, 1_000.0),
    "kms": (_METRE, 1_000.0),
    "kilometre": (_METRE, 1_000.0),
    "kilometer": (_METRE, 1_000.0),
    "mile": (_METRE, 1_609.344),
    "metre": (_METRE, 1.0),
    "meter": (_METRE, 1.0),
    "m": (_METRE, 1.0),
    "foot": (_METRE, 0.3048),
    "feet": (_METRE, 0.3048),
    "ft": (_METRE, 0.3048),
    "yard": (_METRE, 0.9144),
    "inch": (_METRE, 0.0254),
    "inche": (_METRE, 0.0254),
    "cm": (_METRE, 0.01),
    "centimetre": (_METRE, 0.01),
    "centimeter": (_METRE, 0.01),
    "kg": (_GRAM, 1_000.0),
    "kilogram": (_GRAM, 1_000.0),
    "kilo": (_GRAM, 1_000.0),
    "pound": (_GRAM, 453.592),
    "tonne": (_GRAM, 1e6),
    "ton": (_GRAM, 1e6),
    "mph": ("speed", 1.609344),
    "kph": ("speed", 1.0),
    "kmh": ("speed", 1.0),
    "hectare": ("area", 1.0),
    "acre": ("area", 0.404686),
    "litre": ("volume", 1.0),
    "liter": ("volume", 1.0),
    "gallon": ("volume", 3.785),
    "barrel": ("barrels", 1.0),
    "second": (_SECOND, 1.0),
    "minute": (_SECOND, 60.0),
    "hour": (_SECOND, 3_600.0),
    "day": (_SECOND, 86_400.0),
    "week": (_SECOND, 604_800.0),
    "month": (_SECOND, 2_629_746.0),
    "year": (_SECOND, 31_556_952.0),
    "percent": ("percent", 1.0),
    "%": ("percent", 1.0),
    "pc": ("percent", 1.0),
    "degree": ("degrees", 1.0),
    "strong": ("strength", 1.0),
    "times": ("times", 1.0),
    "kiloton": ("yield", 1e3),
    "megaton": ("yield", 1e6),
    "gigaton": ("yield", 1e9),
    "megawatt": ("power", 1.0),
    "mw": ("power", 1.0),
}
SIGNS = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY"}
CURRENCIES = {
    "dollar": "USD",
    "usd": "USD",
    "euro": "EUR",
    "eur": "EUR",
    "sterling": "GBP",
    "gbp": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "rupee": "INR",
    "rouble": "RUB",
    "ruble": "RUB",
    "franc": "CHF",
    "lei": "RON",
}


def unit_of(word: str) -> tuple[str, float] | None:
    """Give the dimension and the size of a unit's name, singular or plural; None for any other word."""
    if word == "time":  # "one time", "full-time"
        return None
    return MEASURES.get(word) or MEASURES.get(word.removesuffix("s"))


def currency_of(word: str) -> str:
    """Give the code of a currency's name, "" for any other word."""
    return CURRENCIES.get(word) or CURRENCIES.get(word.removesuffix("s"), "")


def sign_of(mark: str) -> str:
    """Give the code of a currency's sign, "" for any other mark; a letter before it makes it another ("HK$")."""
    prefix, sign = mark[:-1].upper(), mark[-1:]
    if sign not in SIGNS:
        return ""
    return SIGNS[sign] if prefix in {"", "US"} else f"{prefix}{sign}"
