"""Settings of the server and of answering, read once from CITEDESK_* and OPENAI_* or .env."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, SecretStr, ValidationError

from assistant.errors import BadValue
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
        is_secret = name in ("ACCESS_KEY", "OPENAI_API_KEY")
        raise BadValue(
            name if name.startswith("OPENAI") else f"CITEDESK_{name}",
            None if is_secret else first["input"],
            first["msg"].removeprefix("Value error, "),
        ) from (None if is_secret else error)
