"""Groups of things, each named by a key: any two may be united, and all that are one with them."""

from collections import defaultdict

Key = int | str


class Groups:
    """Who has been united with whom."""

    def __init__(self) -> None:
        self._above: dict[Key, Key] = {}

    def are_one(self, one: Key, other: Key) -> bool:
        """Whether two keys are of one group."""
        return self._top(one) == self._top(other)

    def unite(self, one: Key, other: Key) -> None:
        """Make one group of those of two keys."""
        self._above.setdefault(one, one)
        self._above.setdefault(other, other)
        self._above[self._top(other)] = self._top(one)

    def all(self) -> list[list[Key]]:
        """The groups that have been made, the keys of each in the order they came."""
        found = defaultdict[Key, list[Key]](list)
        for key in self._above:
            found[self._top(key)].append(key)
        return [*found.values()]

    def _top(self, key: Key) -> Key:
        while (above := self._above.get(key, key)) != key:
            key = above
        return key
