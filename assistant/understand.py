"""A Question to the Query that is searched for it."""

from assistant.conversation import Query, Question


def understand(question: Question) -> Query:
    """Search for the question's own words inside the window that was asked for."""
    return Query(" ".join(question.text.split()), question.window)
