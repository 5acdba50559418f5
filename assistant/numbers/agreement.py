"""Whether two quantities say the same: of one unit, within what "about" and "more than" allow.

Pure arithmetic; knows nothing of texts.
"""

from dataclasses import dataclass, replace

from assistant.calendar.days import Mention
from assistant.english.listed import listed
from assistant.numbers import units
from assistant.numbers.quantity import Quantity

_ABOUT = 0.06  # share by which "about" may miss
_BOUND = 0.35  # share by which "more than" and "fewer than" may round
_ROUND = 1e-6
_PEOPLE = listed(
    "people person persons residents inhabitants citizens men women children pupils students "
    "employees workers customers users passengers patients toddlers soldiers players teachers nurses "
    "doctors babies voters members teenagers adults girls boys"
)
_THINGS = listed(
    "schools hospitals clinics shops stores branches outlets companies firms towns villages cities countries "
    "states ships vessels boats trains buses cars vehicles lorries trucks planes flights aircraft buildings "
    "bridges tunnels roads pages emails letters books songs films games matches hives trees wells mines "
    "turbines satellites robots computers websites tonnes"
)
_COMPARING = listed("as more the higher larger bigger greater that its their faster")
_HOUSES = listed("households homes families houses household home flats dwellings")
_SHARE = 0.025
_STOPS = listed(
    "in of at on for and to from by or as with than who that were was is are had have above below "
    "over under up down more less per about against before after last this next not but while when "
    "which because if than could would should will may might can must did does do has been"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The numbers and dates of a text."""

    numbers: tuple[Quantity, ...]
    dates: tuple[Mention, ...]


def is_counted(one: Quantity) -> bool:
    """Whether a noun follows that says what is counted."""
    return bool(one.noun) and one.noun not in _STOPS


def agrees(wanted: Quantity, told: Quantity) -> bool:
    """Whether two numbers say the same of the same unit."""
    if units.are_other_rates(wanted.rate, told.rate):
        return False
    if wanted.kind == "times" and wanted.low < 1:  # "halved" for "fell by 50 percent"
        wanted = replace(wanted, kind="share", low=wanted.low, high=wanted.high)
    if "share" in (wanted.kind, told.kind) and wanted.kind != told.kind:
        return _share_agrees(wanted, told)
    if "clock" in (wanted.kind, told.kind) and wanted.kind != told.kind:
        return False
    if told.kind == "times" and wanted.kind != told.kind:
        return False
    if wanted.kind == "number" and told.kind == "ordinal" and is_counted(wanted) and is_counted(told):
        return wanted.low == told.low and wanted.noun.removesuffix("s") == told.noun.removesuffix("s")
    if wanted.kind == "times" and told.kind == "ordinal":
        return wanted.low == told.low and wanted.noun not in _COMPARING
    if wanted.kind == "times" and told.kind == "number":
        return wanted.low == told.low and told.unit is None and wanted.noun not in _COMPARING
    if wanted.kind == "times" and told.kind != "times":
        return False
    if not _same_count(wanted, told):
        return False
    one, other = _scaled(wanted, told)
    if one is None or other is None:
        return False
    return is_within(replace(wanted, low=one[0], high=one[1]), replace(told, low=other[0], high=other[1]))


def _same_count(wanted: Quantity, told: Quantity) -> bool:
    """Households are no people, and 81 percent of toddlers are not 81 toddlers."""
    if (wanted.noun in _HOUSES and told.noun in _PEOPLE) or (wanted.noun in _PEOPLE and told.noun in _HOUSES):
        return False
    if (wanted.noun in _THINGS and told.noun in _PEOPLE) or (wanted.noun in _PEOPLE and told.noun in _THINGS):
        return False
    return not (wanted.unit is None and told.unit and is_counted(wanted) and wanted.kind == "number")


def _scaled(
    wanted: Quantity, told: Quantity
) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Both in one unit; None where they have different ones."""
    a, b = wanted.unit, told.unit
    plain = (wanted.low, wanted.high), (told.low, told.high)
    if a is None or b is None:
        return plain if a is None else (None, None)
    if a == b or units.are_one_money(a.dimension, b.dimension):
        return plain
    if a.dimension != b.dimension or a.dimension.startswith("money"):
        return None, None
    return (wanted.low * a.factor, wanted.high * a.factor), (told.low * b.factor, told.high * b.factor)


def is_within(wanted: Quantity, told: Quantity) -> bool:
    """Whether a value lies within what the wanted one allows, units apart."""
    size = abs(told.low) or 1.0
    if wanted.low != wanted.high:  # "dozens"
        return wanted.low <= told.low <= wanted.high or (wanted.low, wanted.high) == (told.low, told.high)
    same = abs(wanted.low - told.low) <= _ROUND * size or _converted(wanted, told)
    if same:
        return wanted.bound * told.bound != -1
    if not (wanted.bound or wanted.is_about) or not _is_rounder(wanted, told):
        return False
    apart = (told.low - wanted.low) / size
    if wanted.bound == 1:
        return 0 < apart <= _BOUND and told.bound >= 0
    if wanted.bound == -1:
        return -_BOUND <= apart < 0 and told.bound <= 0
    return wanted.is_about and abs(apart) <= _ABOUT


def _is_rounder(wanted: Quantity, told: Quantity) -> bool:
    """Nobody says "about 3,601" for 3,600, nor "under 19" for "under 18"; parts and units convert freely."""
    if wanted.kind != "number" or told.kind != "number" or (wanted.unit and wanted.unit != told.unit):
        return True
    if told.unit and not wanted.unit and not told.is_age:
        return False
    if wanted.bound and wanted.bound == told.bound and _digits(wanted.low) >= _digits(told.low):
        return False  # "up to ten" for "up to nine"
    return _roundness(wanted.low) > _roundness(told.low)


def _digits(value: float) -> int:
    """How many digits a number has without the noughts around it."""
    return len(f"{abs(value):.3f}".replace(".", "").strip("0"))


def _roundness(value: float) -> float:
    """The place of the last digit that is no nought; a five, and a dozen, is halfway to the next."""
    digits = f"{abs(value):.3f}"
    whole, _, rest = digits.partition(".")
    if rest := rest.rstrip("0"):
        return -len(rest) + (rest[-1] == "5") / 2
    bare = whole.rstrip("0")
    return len(whole) - len(bare) + (bare[-1:] == "5" or bare in ("12", "24")) / 2


def _converted(wanted: Quantity, told: Quantity) -> bool:
    """Months are not of one length: "a year" is "12 months"."""
    if not (wanted.unit and told.unit and wanted.unit != told.unit and wanted.unit.dimension == "time"):
        return False
    return abs(wanted.low - told.low) <= 0.02 * abs(told.low)


def _share_agrees(wanted: Quantity, told: Quantity) -> bool:
    """ "a fifth" for 21 percent, "nearly a third" for 29, "one in three" for 33."""
    share, other = (wanted, told) if wanted.kind == "share" else (told, wanted)
    if other.unit and other.unit.dimension == "percent":
        value = other.low / 100
        slack = _SHARE if share is wanted else 0.005
        same = not wanted.bound and abs(share.low - value) <= slack
        asked, given = (share.low, value) if share is wanted else (value, share.low)
        plain = replace(wanted, low=asked, high=asked, unit=None)
        return same or is_within(plain, replace(told, low=given, high=given, unit=None))
    if other.kind == "times":
        return abs(share.low - other.low) < _ROUND
    return other.unit is None and other.kind == "ordinal" and abs(share.low - 1 / other.low) < _ROUND
