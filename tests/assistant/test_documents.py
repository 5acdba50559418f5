"""What can be said to the program is said in the README."""

import pytest
import typer

from assistant.__main__ import app as assistant_app
from assistant.settings import Settings
from ingest.__main__ import app as ingest_app
from ingest.settings import FetchSettings
from tests.assistant.running import REPOSITORY

PROGRAMS = {
    "python -m assistant": typer.main.get_command(assistant_app),
    "python -m ingest": typer.main.get_command(ingest_app),
}
COMMANDS = [(program, name) for program, group in PROGRAMS.items() for name in group.commands]
OPTIONS = sorted(
    {
        (f"{program} {name}", option)
        for program, name in COMMANDS
        for parameter in PROGRAMS[program].commands[name].params
        for option in parameter.opts
        if option.startswith("--")
    }
)
VARIABLES = [
    field.alias or f"CITEDESK_{name}".upper()
    for name, field in (Settings.model_fields | FetchSettings.model_fields).items()
]


@pytest.fixture(scope="module")
def readme():
    file = REPOSITORY / "README.md"
    assert file.is_file(), "README.md is not written yet"
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("program", "name"), COMMANDS, ids=" ".join)
def test_every_command_is_documented(readme, program, name):
    assert f"{program} {name}" in readme


@pytest.mark.parametrize(("command", "option"), OPTIONS, ids=" ".join)
def test_every_option_is_documented(readme, command, option):
    assert option in readme


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_setting_is_documented(readme, variable):
    assert variable in readme


def test_the_rules_above_see_something():
    assert ("python -m assistant", "serve") in COMMANDS
    assert ("python -m ingest add", "--outlet") in OPTIONS
    assert {"CITEDESK_HOME", "OPENAI_API_KEY", "CITEDESK_MODEL_TIMEOUT_S"} <= set(VARIABLES)
