"""The channels there are, by their names."""

from collections.abc import Mapping

from assistant.coming.channels import Channel, Web
from assistant.coming.mail import Mail
from assistant.errors import BadValue
from assistant.mail_address import mail_server, sender
from assistant.settings import Settings

Channels = Mapping[str, Channel]


def channels_of(settings: Settings) -> Channels:
    """Every channel, also one that no server is set for: it says so."""
    return {channel.name: channel for channel in (Web(), _mail(settings))}


def checked(channels: Channels, name: str, address: str | None) -> str | None:
    """The address on a channel, as it is kept; raises BadValue."""
    if name not in channels:
        raise BadValue("channel", name, f"Give one of {', '.join(sorted(channels))}")
    return channels[name].checked(address)


def _mail(settings: Settings) -> Mail:
    if settings.smtp is None or settings.mail_from is None:
        return Mail()
    from ingest.settings import fetch_settings

    password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
    server, trusted = mail_server(settings.smtp), fetch_settings().ca_bundle
    return Mail(server, password, sender(settings.mail_from), trusted)
