"""Numbers with their nouns, as a person says them."""


def counted(many: int, one: str, more: str | None = None) -> str:
    """Say how many: "1 article", "2 articles"; ``more`` where an s is not enough."""
    return f"{many:,} {one if many == 1 else more or f'{one}s'}"
