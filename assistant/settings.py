"""Settings of the server and of answering, read once from CITEDESK_* and OPENAI_* or .env."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from assistant.errors import BadValue
from assistant.mail_address import mail_server, sender
from ingest.settings import ArchiveSettings

_SHORTEST_KEY = 16  # characters


def _is_a_key(secret: SecretStr) -> SecretStr:
    """Refuse what could be guessed or could not be sent in a header."""
    key = secret.get_secret_value()
    if len(key) < _SHORTEST_KEY:
        raise ValueError(
            f"has {len(key)} characters; an access key has at least {_SHORTEST_KEY}: "
            "choose a longer one, or unset it and Citedesk makes one where it needs one"
        )
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError("has characters a header cannot carry: use letters, digits and signs of ASCII")
    return secret


def _is_a_zone(name: str) -> str:
    """Refuse a name of no time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is no time zone: give an IANA name as in Europe/Kyiv, or UTC") from error
    return name


def _is_a_mail_server(text: str | None) -> str | None:
    """Refuse what names no mail server, and a password in it."""
    if not text or not text.strip():
        return None
    mail_server(text)
    return text.strip()


def _is_a_sender(text: str | None) -> str | None:
    """Refuse what no mail can be from."""
    if not text or not text.strip():
        return None
    sender(text.strip())
    return text.strip()


def _is_an_address(text: str | None) -> str | None:
    """Refuse what no browser can open."""
    if not text or not text.strip():
        return None
    parts = urlsplit(text.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is no address of a page: give it as in https://news.velm.example")
    return text.strip().rstrip("/")


class Settings(ArchiveSettings):
    """All settings; those of the archive come with it."""

    host: str = Field(
        default="127.0.0.1",
        description="address the server listens on; any other than loopback needs the access key",
    )
    port: int = Field(default=8000, ge=0, le=65_535, description="port the server listens on")
    access_key: Annotated[SecretStr, AfterValidator(_is_a_key)] | None = Field(
        default=None,
        description="access key that every request must bring; unset, one is made where it is needed",
    )
    model: str = Field(default="gpt-4o-mini", description="name of the chat model that writes answers")
    model_timeout_s: float = Field(
        default=12.0,
        gt=0,
        description="seconds to wait for a model's next sentence before quoting instead; raise it for "
        "models on slow machines",
    )
    zone: Annotated[str, AfterValidator(_is_a_zone)] = Field(
        default="UTC",
        description='time zone in which "today" and "on Tuesday" begin, an IANA name as in Europe/Kyiv',
    )
    openai_api_key: SecretStr | None = Field(
        default=None, alias="OPENAI_API_KEY", description="key of the chat model; unset, answers are quoted"
    )
    openai_base_url: str | None = Field(
        default=None,
        alias="OPENAI_BASE_URL",
        description="address of an OpenAI-shaped server: Ollama, vLLM and the like",
    )
    reranker: Literal["model"] | Path | None = Field(
        default=None,
        description="folder of a cross-encoder (model.onnx, tokenizer.json) that reads the best passages "
        'again before they are handed on; or "model": the chat model does',
    )
    second_opinion: bool = Field(
        default=False,
        description="ask the chat model of each sentence that passed its checks whether it, too, finds it "
        "in the words cited; it can only refuse, and each sentence waits for it",
    )
    smtp: Annotated[str | None, BeforeValidator(_is_a_mail_server)] = Field(
        default=None,
        description="mail server that takes letters: smtp://user@host:port (TLS as soon as it offers it), "
        "or smtps:// (TLS from the first byte)",
    )
    smtp_password: SecretStr | None = Field(default=None, description="password of that user")
    mail_from: Annotated[str | None, BeforeValidator(_is_a_sender)] = Field(
        default=None,
        validate_default=True,
        description="whom mail is from: an address, or Velm desk <desk@velm.example>",
    )
    url: Annotated[str | None, BeforeValidator(_is_an_address)] = Field(
        default=None,
        description="address at which readers reach the page: letters link to it; unset, to the articles",
    )

    @field_validator("mail_from")
    @classmethod
    def _is_with_server(cls, given: str | None, info: ValidationInfo) -> str | None:
        """Refuse a mail server without a sender."""
        if given is None and info.data.get("smtp"):
            raise ValueError("is unset, and CITEDESK_SMTP is set: say whom mail is from")
        return given

    @property
    def writes(self) -> bool:
        """Whether a chat model is set."""
        return bool(self.openai_base_url or (self.openai_api_key and self.openai_api_key.get_secret_value()))


def read() -> Settings:
    """Read the settings; raises BadValue, which never shows a secret."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        is_secret = name in ("ACCESS_KEY", "OPENAI_API_KEY", "SMTP", "SMTP_PASSWORD")
        raise BadValue(
            name if name.startswith("OPENAI") else f"CITEDESK_{name}",
            None if is_secret else first["input"],
            first["msg"].removeprefix("Value error, "),
        ) from (None if is_secret else error)
