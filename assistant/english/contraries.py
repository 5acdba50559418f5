"""Words that say the contrary of each other in news: "rose" and "fell", "approved" and "vetoed".

Pure lists of base forms beside the dictionary's own opposites.
"""

from functools import lru_cache

from assistant.english.listed import listed
from assistant.english.thesaurus import are_opposite, bases, related

_SURE = 0.9
# Contraries of news that no dictionary pairs; of the first six both are hardly ever true of one thing.
_CONTRARY = tuple(
    (listed(one), listed(other))
    for one, other in (
        (
            "rise up climb increase gain grow jump soar surge higher more advance raise lift add upward "
            "swell expand widen mount upturn rebound strengthen boost quicken accelerate",
            "fall down drop decline decrease slip lose shrink slump plunge sink lower fewer cut reduce dip "
            "tumble mark downward slide contract narrow weaken shed less slow ease",
        ),
        (
            "accept approve agree back support endorse welcome pass allow permit authorise authorize ratify "
            "adopt uphold grant greenlight",
            "reject oppose refuse block veto ban forbid contest dispute challenge prohibit outlaw overturn "
            "quash bar rebuff decline deny",
        ),
        ("win beat victory triumph", "lose defeat"),
        ("confirm admit concede acknowledge", "deny dispute refute"),
        ("open reopen", "close shut"),
        ("guilty convict", "acquit clear innocent exonerate"),
        ("begin start launch", "end stop halt"),
        ("continue", "stop end quit abandon cease"),
        ("before", "after"),
        ("suspend freeze ice halt pause", "continue resume"),
        ("majority most", "minority few"),
        ("overloaded overcrowded", "underloaded"),
        ("hire recruit appoint", "fire dismiss sack"),
        ("buy acquire purchase", "sell"),
        ("join", "leave quit withdraw"),
        ("stay remain", "leave quit depart withdraw"),
        ("safe", "dangerous unsafe"),
        ("better improve", "worse worsen deteriorate"),
        ("early earlier", "late later delay"),
        ("survive", "die perish"),
        ("succeed manage", "fail"),
        ("arrest detain jail imprison", "release free"),
        ("impose introduce", "lift scrap abolish repeal"),
        ("include", "exclude"),
        ("reveal disclose publish", "hide conceal withhold"),
        ("praise applaud", "criticise criticize condemn denounce"),
        ("cheap cheaper", "expensive dear costlier"),
        ("above over exceed", "below under"),
        ("tighten", "loosen relax ease"),
        ("pleased satisfied delighted happy", "disappointed dissatisfied unhappy angry"),
        ("likely", "unlikely"),
        ("possible", "impossible"),
        ("always", "never"),
        ("attend", "boycott skip miss"),
        ("ahead lead", "behind trail"),
        ("advance", "retreat"),
        ("return", "keep"),
        ("healthy", "ill sick"),
    )
)
_FIRM = 6


@lru_cache(20_000)
def are_contrary(one: str, other: str) -> bool:
    """Whether two words say the contrary of each other, by the dictionary or in news."""
    mine, theirs = bases(one), bases(other)
    if any((mine & a and theirs & b) or (mine & b and theirs & a) for a, b in _CONTRARY):
        return not mine & theirs
    return are_opposite(one, other) and related(one, other) < _SURE


def is_direction(pairs: list[tuple[str, str]]) -> bool:
    """Whether a pair is of those that are hardly ever both true of one thing."""
    return any(
        (bases(a) & one and bases(b) & other) or (bases(b) & one and bases(a) & other)
        for a, b in pairs
        for one, other in _CONTRARY[:_FIRM]
    )
