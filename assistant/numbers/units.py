"""Units of measure and money, as the words of news write them.

Knows which belong to one dimension and how they convert; money never converts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.english.listed import listed


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: quantities compare only within one dimension."""

    dimension: str
    factor: float = 1.0


_MONEY = {
    "usd": "dollar dollars usd buck bucks",
    "eur": "euro euros eur",
    "gbp": "pound pounds gbp quid",
    "jpy": "yen jpy",
    "cny": "yuan renminbi cny",
    "inr": "rupee rupees inr",
    "chf": "franc francs chf",
    "rub": "rouble roubles ruble rubles rub",
    "crown": "crown crowns krona kronor krone kroner kr koruna korunas koruny",
    "krw": "won",
    "brl": "real reais",
    "peso": "peso pesos",
    "rand": "rand rands",
    "lira": "lira liras",
    "zloty": "zloty zlotys zloties",
    "forint": "forint forints",
    "leu": "leu lei",
    "lev": "lev leva",
    "shekel": "shekel shekels",
    "riyal": "riyal riyals rial rials",
    "dinar": "dinar dinars",
    "dirham": "dirham dirhams",
    "naira": "naira",
    "shilling": "shilling shillings",
    "hryvnia": "hryvnia hryvnias",
    "baht": "baht",
    "cent": "cent cents",
    "pence": "pence penny",
    "bitcoin": "bitcoin bitcoins",
}
_MEASURES: dict[str, dict[float, str]] = {
    "length": {
        0.001: "millimetre millimetres millimeter millimeters mm",
        0.01: "centimetre centimetres centimeter centimeters cm",
        1: "metre metres meter meters",
        1000: "kilometre kilometres kilometer kilometers km kms",
        0.3048: "foot feet ft",
        0.0254: "inch inches",
        0.9144: "yard yards",
        1609.344: "mile miles",
    },
    "mass": {
        1: "gram grams gramme grammes g",
        1000: "kilogram kilograms kilogramme kilogrammes kilo kilos kg",
        1e6: "tonne tonnes",
        1e6 + 1: "ton tons",
        28.3495: "ounce ounces",
        6350.29: "stone",
    },
    "time": {
        1: "second seconds sec secs",
        60: "minute minutes min mins",
        3600: "hour hours hr hrs",
        86400: "day days",
        604800: "week weeks",
        1209600: "fortnight fortnights",
        2629800: "month months",
        31557600: "year years yr yrs",
        315576000: "decade decades",
        3155760000: "century centuries",
        31557600000: "millennium millennia millenniums",
    },
    "volume": {1: "litre litres liter liters", 158.987: "barrel barrels", 3.785: "gallon gallons"},
    "power": {
        1: "watt watts",
        1e3: "kilowatt kilowatts kw",
        1e6: "megawatt megawatts mw",
        1e9: "gigawatt gigawatts gw",
        1e12: "terawatt terawatts tw",
    },
    "energy": {1e3: "kwh", 1e6: "mwh", 1e9: "gwh", 1e12: "twh"},
    "area": {1e4: "hectare hectares ha", 4046.86: "acre acres"},
    "data": {1e6: "megabyte megabytes mb", 1e9: "gigabyte gigabytes gb", 1e12: "terabyte terabytes tb"},
    "speed": {0.44704: "mph", 0.27778: "kph", 0.5144: "knot knots"},
    "bushel": {1: "bushel bushels"},
    "degree": {1: "degree degrees ° c"},
    "percent": {1: "percent pct"},
    "basis": {1: "bps"},
}
_WORDS = {word: Unit(f"money:{code}") for code, words in _MONEY.items() for word in words.split()} | {
    word: Unit(dimension, float(factor))
    for dimension, named in _MEASURES.items()
    for factor, words in named.items()
    for word in words.split()
}
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp", "¥": "jpy"}
_DOLLARS = {"A$": "aud", "C$": "cad", "NZ$": "nzd", "HK$": "hkd", "S$": "sgd"}
_NATIONS = listed("us american australian canadian singapore hong kong swiss norwegian swedish danish")
_RATE = listed("a an per each every")
_PERIODS = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "day",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "annum": "year",
    "annual": "year",
    "second": "second",
    "minute": "minute",
    "hour": "hour",
    "day": "day",
    "night": "day",
    "week": "week",
    "month": "month",
    "year": "year",
}
_LENGTHS = frozenset(_PERIODS.values())
_LASTING = listed("for in after within of about nearly almost over under than at by to")
_NEAR = 3  # words from a number to what it is given for
_ADVERBS = listed("hourly daily nightly weekly monthly yearly annually")


def sign(text: str) -> Unit | None:
    """Read a currency sign, with the letters before it."""
    if text in _DOLLARS:
        return Unit(f"money:{_DOLLARS[text]}")
    return Unit(f"money:{_SIGNS[text[-1]]}") if text[-1] in _SIGNS else None


def after(words: Sequence[str]) -> tuple[Unit | None, int]:
    """Read the unit that follows a number, and how many words it takes."""
    skip = 1 if words[:1] == ["-"] else 0
    skip += 1 if words[skip : skip + 1] and words[skip] in _NATIONS else 0
    rest = list(words[skip : skip + 3])
    if not rest:
        return None, 0
    if rest[0] in ("percentage", "percent", "%") and "point" in "".join(rest[1:2]):
        return Unit("points"), skip + 2
    if rest[:2] == ["per", "thousand"]:
        return Unit("permille"), skip + 2
    if rest[0] in ("degree", "degrees") and rest[1:2] == ["fahrenheit"]:
        return Unit("fahrenheit"), skip + 2
    if rest[0] == "%" or rest[:2] == ["per", "cent"]:
        return Unit("percent"), skip + (1 if rest[0] == "%" else 2)
    if rest[:2] in (["basis", "points"], ["basis", "point"]):
        return Unit("basis"), skip + 2
    if rest[0] in ("square", "cubic", "nautical", "light", "sq") and len(rest) > 1 + (rest[1] == "-"):
        named = _WORDS.get(rest[1 + (rest[1] == "-")])
        return (_powered(rest[0], named), skip + 2 + (rest[1] == "-")) if named else (None, 0)
    unit = _WORDS.get(rest[0])
    return (unit, skip + 1) if unit else (None, 0)


def _powered(word: str, unit: Unit) -> Unit:
    power = {"square": 2, "sq": 2, "cubic": 3}.get(word)
    if power:
        dimension = "area" if power == 2 else "cube"
        return Unit(dimension, unit.factor**power)
    return Unit(f"{word} {unit.dimension}", unit.factor)


def rate(words: Sequence[str]) -> str:
    """What a quantity is given for: "day" after "26,000 vehicles a day", "episode" after "an episode"."""
    for place, word in enumerate(words[:7]):
        if word in (".", ";", ","):
            break
        if word in _ADVERBS or (word in _PERIODS and _is_rate(words[:place])):
            return _PERIODS[word]
    return _thing(words)


def _is_rate(before: Sequence[str]) -> bool:
    """Whether "a" ends these words as in "vehicles a day", and not as in "men for a day"."""
    return before[-1:] != [] and before[-1] in _RATE and (len(before) < 2 or before[-2] not in _LASTING)


def _thing(words: Sequence[str]) -> str:
    """ "episode" of "380,000 viewers an episode"."""
    for place in range(2, min(len(words), _NEAR + 1)):
        noun, link, word = words[place - 2 : place + 1]
        if link in _RATE and noun.isalpha() and word.isalpha() and word not in _RATE and noun not in _RATE:
            return word
        if not link.isalpha():
            break
    return ""


def are_other_rates(one: str, other: str) -> bool:
    """Whether two rates differ: a month is no episode, but a kilo may be a kilogram."""
    return bool(one and other) and one != other and bool({one, other} & _LENGTHS)


def are_one_money(one: str, other: str) -> bool:
    """Whether two currencies may be the same: "$" alone may be any dollar."""
    if not (one.startswith("money:") and other.startswith("money:")):
        return False
    dollars = {"money:usd", *(f"money:{code}" for code in _DOLLARS.values())}
    return one == other or ("money:usd" in (one, other) and {one, other} <= dollars)
