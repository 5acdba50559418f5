"""A setting of fetching that cannot be is one clear line."""

import pytest

from ingest.errors import BadSetting
from ingest.proxies import Proxy
from ingest.public import allowed
from ingest.settings import FetchSettings, fetch_settings

_NAMES = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def environment(monkeypatch, tmp_path):
    """Nothing of this machine, and no .env."""
    for name in (*_NAMES, "CITEDESK_FETCH_ALLOW", "CITEDESK_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_without_settings_the_public_internet_is_fetched_straight():
    settings = fetch_settings()

    assert settings.inside == allowed("")
    assert settings.proxy_for("http") is settings.proxy_for("https") is settings.ca_bundle is None


def test_they_are_read_by_the_names_other_programs_use(environment):
    environment.setenv("https_proxy", "proxy.house.lan:3128")
    environment.setenv("HTTP_PROXY", "")
    environment.setenv("NO_PROXY", ".house.lan")
    environment.setenv("CITEDESK_FETCH_ALLOW", "10.2.0.0/16")
    environment.setenv("CITEDESK_CA_BUNDLE", "")

    settings = fetch_settings()

    assert settings.proxy_for("https") == Proxy("http", "proxy.house.lan", 3128)
    assert settings.proxy_for("http") is settings.ca_bundle is None
    assert (settings.no_proxy, settings.inside) == (".house.lan", allowed("10.2.0.0/16"))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("CITEDESK_FETCH_ALLOW", "10.2.0.0/99", "'10.2.0.0/99' is no network and no host"),
        ("CITEDESK_CA_BUNDLE", "nowhere.pem", "'nowhere.pem': cannot be read: No such file"),
        ("CITEDESK_CA_BUNDLE", "empty.pem", "holds no certificates"),
        ("HTTPS_PROXY", "socks5://u:s3cret@h:1080", "HTTPS_PROXY: socks5:// is not spoken"),
        ("HTTP_PROXY", "http://u:s3cret@", "HTTP_PROXY: names no host"),
        ("HTTP_PROXY", "http://u:s3cret@h:port", "HTTP_PROXY: is no address of a proxy"),
    ],
)
def test_what_cannot_be_is_one_line_with_the_name_and_without_a_password(
    environment, tmp_path, name, value, words
):
    (tmp_path / "empty.pem").touch()
    environment.setenv(name, value)

    with pytest.raises(BadSetting) as caught:
        fetch_settings()

    told = str(caught.value)
    assert told.startswith(name)
    assert words in told
    assert "\n" not in told
    assert "s3cret" not in told


def test_a_proxys_password_is_not_shown():
    assert "s3cret" not in repr(FetchSettings(HTTP_PROXY="http://u:s3cret@h"))
