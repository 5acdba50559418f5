"""Words that say the contrary of each other in news: "rose" and "fell", "approved" and "vetoed".

Pure lists beside the dictionary's own opposites.
"""

from functools import lru_cache

from assistant.thesaurus import are_opposite, related

_SURE = 0.9
_FIRM = 6  # of the contraries, those that are hardly ever both true of one thing
# Contraries of news that no dictionary pairs.
_CONTRARY = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        (
            "rise rose risen rises rising up climb climbed climbs increase increased increases gain "
            "gained gains "
            "grow grew grown grows jump jumped soar soared surge surged higher more advance advanced "
            "raise raised "
            "raises raising lift lifted add added climbing growing increasing upward",
            "fall fell fallen falls falling down drop dropped drops decline declined decrease "
            "decreased decreases "
            "slip slipped lose lost loses shrink shrank shrunk slump slumped plunge plunged sink "
            "sank lower fewer "
            "cut cuts cutting reduce reduced reduces reducing dip dipped tumble tumbled marked downward",
        ),
        (
            "accept accepted accepts approve approved approves agree agreed agrees back backed backs support "
            "supported supports endorse endorsed welcome welcomed passed pass "
            "allow allowed allows permit permitted",
            "reject rejected rejects oppose opposed opposes refuse refused refuses block blocked blocks "
            "veto vetoed "
            "ban banned bans forbid forbidden contest contested dispute disputed challenge challenged",
        ),
        ("win won wins beat beats beaten victory", "lose lost loses defeat defeated"),
        ("confirm confirmed confirms admit admitted admits concede conceded concedes", "deny denied denies"),
        ("open opened opens opening reopen reopened", "close closed closes closing shut shuts"),
        ("guilty convicted convict", "acquitted acquit cleared innocent"),
        ("begin began begun begins start started starts", "end ended ends stop stopped stops"),
        ("continue continued continues", "stop stopped end ended quit"),
        ("before", "after"),
        ("suspend suspended suspends freeze ice halt halted", "continue continued resume resumed"),
        ("majority most", "minority few"),
        ("overloaded overcrowded", "underloaded"),
        ("hire hired recruit recruited", "fire fired dismiss dismissed"),
        ("buy bought buys", "sell sold sells"),
        ("join joined joins", "leave left leaves quit"),
        ("safe", "dangerous unsafe"),
        ("better improve improved improves", "worse worsen worsened worsens"),
        ("early earlier", "late later delayed"),
    )
)


@lru_cache(20_000)
def are_contrary(one: str, other: str) -> bool:
    """Whether two words say the contrary of each other, by the dictionary or in news."""
    if any((one in a and other in b) or (one in b and other in a) for a, b in _CONTRARY):
        return True
    return are_opposite(one, other) and related(one, other) < _SURE


def is_direction(pairs: list[tuple[str, str]]) -> bool:
    """Whether a pair is of those that are hardly ever both true of one thing."""
    return any(
        (a in one and b in other) or (b in one and a in other)
        for a, b in pairs
        for one, other in _CONTRARY[:_FIRM]
    )
