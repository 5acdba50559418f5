"""Settings come from CITEDESK_* and OPENAI_*, or from .env, and nowhere else."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import BadValue
from assistant.settings import Settings, read
from tests.assistant.running import REPOSITORY


def test_nothing_set_means_loopback_and_no_model():
    given = Settings(_env_file=None, models=None)

    assert (given.host, given.port, given.home) == ("127.0.0.1", 8000, Path("data"))
    assert given.model_folder == Path("data/model")
    assert given.access_key is None
    assert not given.writes


def test_every_setting_is_taken_from_its_variable(monkeypatch):
    for name, value in {
        "CITEDESK_HOME": "/srv/news",
        "CITEDESK_MODELS": "/srv/models",
        "CITEDESK_HOST": "localhost",
        "CITEDESK_PORT": "9000",
        "CITEDESK_ACCESS_KEY": "a key of our own choosing".replace(" ", "-"),
        "CITEDESK_MODEL": "tiny-7b",
        "CITEDESK_MODEL_TIMEOUT_S": "30",
        "CITEDESK_ZONE": "Europe/Kyiv",
        "CITEDESK_SMTP": "smtps://desk%40velm.example@mail.velm.example",
        "CITEDESK_SMTP_PASSWORD": "of the desk",
        "CITEDESK_MAIL_FROM": "Velm desk <desk@velm.example>",
        "CITEDESK_URL": "https://news.velm.example/",
        "OPENAI_API_KEY": "sk-mine",
        "OPENAI_BASE_URL": "http://127.0.0.1:11434/v1",
    }.items():
        monkeypatch.setenv(name, value)

    given = Settings(_env_file=None)

    assert (given.home, given.model_folder) == (Path("/srv/news"), Path("/srv/models"))
    assert (given.host, given.port) == ("localhost", 9000)
    assert given.zone == "Europe/Kyiv"
    assert given.smtp == "smtps://desk%40velm.example@mail.velm.example"
    assert given.smtp_password.get_secret_value() == "of the desk"
    assert (given.mail_from, given.url) == ("Velm desk <desk@velm.example>", "https://news.velm.example")
    assert given.access_key.get_secret_value() == "a-key-of-our-own-choosing"
    assert (given.model, given.model_timeout_s) == ("tiny-7b", 30)
    assert given.openai_api_key.get_secret_value() == "sk-mine"
    assert given.openai_base_url == "http://127.0.0.1:11434/v1"


def test_a_file_named_env_in_the_folder_is_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("CITEDESK_PORT=9001\nOPENAI_API_KEY=sk-mine\nANOTHER=thing\n")
    monkeypatch.chdir(tmp_path)

    given = Settings()

    assert (given.port, given.writes) == (9001, True)


@pytest.mark.parametrize(
    ("more", "writes"),
    [
        ({"OPENAI_API_KEY": "sk-mine"}, True),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, True),
        ({"OPENAI_API_KEY": ""}, False),
        ({"OPENAI_BASE_URL": ""}, False),
    ],
)
def test_a_key_or_an_address_means_a_model_writes(more, writes):
    assert Settings(_env_file=None, **more).writes is writes


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP", "smtp://desk:hunter2@mail.velm.example"),
        ("SMTP", "mail.velm.example"),
        ("MAIL_FROM", "the desk"),
        ("MAIL_FROM", "Desk <a@b.example>\nBcc: c@d.example"),
        ("URL", "news.velm.example"),
    ],
)
def test_what_mail_needs_is_refused_where_it_cannot_be_and_no_password_is_shown(monkeypatch, name, value):
    monkeypatch.setenv(f"CITEDESK_{name}", value)
    with pytest.raises(BadValue, match=f"CITEDESK_{name}") as raised:
        read()

    assert "hunter2" not in f"{raised.value} {raised.value.__cause__}"


def test_a_mail_server_without_a_sender_is_refused(monkeypatch):
    monkeypatch.setenv("CITEDESK_SMTP", "smtp://mail.velm.example:25")
    with pytest.raises(BadValue, match="CITEDESK_MAIL_FROM"):
        read()


@pytest.mark.parametrize("values", [{"port": "x"}, {"port": -1}, {"port": 65_536}, {"model_timeout_s": 0}])
def test_bad_values_are_refused(values):
    with pytest.raises(ValidationError):
        Settings(_env_file=None, **values)


def test_keys_are_not_shown():
    shown = repr(
        Settings(
            _env_file=None,
            OPENAI_API_KEY="sk-mine",
            access_key="sk-mine-of-sixteen-or-more",
            smtp_password="sk-mine",
        )
    )

    assert "sk-mine" not in shown


@pytest.mark.parametrize(
    ("key", "fault"),
    [("", "0 characters"), ("x" * 15, "15 characters"), ("é" * 16, "header"), ("two words " * 2, "header")],
)
def test_an_access_key_that_is_short_or_cannot_be_sent_is_refused(key, fault):
    with pytest.raises(ValidationError, match=fault):
        Settings(_env_file=None, access_key=key)


def test_every_setting_says_what_it_is():
    assert all(field.description for field in Settings.model_fields.values())


def test_the_environment_is_read_nowhere_else():
    code = [file for part in ("assistant", "ingest", "prompts") for file in (REPOSITORY / part).rglob("*.py")]

    readers = [
        f.name
        for f in code
        if re.search(r"os\.(environ(?!\[\"\w+\"\] = )|getenv)", f.read_text(encoding="utf-8"))
    ]

    assert code
    assert readers == []
