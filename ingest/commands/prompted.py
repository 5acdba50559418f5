"""Ask for credentials at the terminal."""

import typer

from ingest.web.secrets import Secret


def asked_secret() -> Secret:
    """Ask for credentials at the terminal, where no history keeps them; raises BadSecret."""
    name = _ask("name", is_secret=False)
    password = _ask("password") if name else ""
    cookies = _ask("cookies, as in a=1; b=2")
    header = _ask("header, as in X-Key: abc")
    pairs = [pair.strip().partition("=") for pair in cookies.split(";") if pair.strip()]
    field, _, value = header.partition(":")
    return Secret(
        name or None,
        password or None,
        ((field.strip(), value.strip()),) if header else (),
        tuple((key, given) for key, _, given in pairs),
    )


def _ask(what: str, is_secret: bool = True) -> str:
    return str(typer.prompt(what, default="", show_default=False, hide_input=is_secret, err=True))
