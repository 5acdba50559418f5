"""Where the archive lives and how the web is reached, read once from the environment or .env."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadSetting
from ingest.proxies import Proxy, proxy
from ingest.public import Allowed, allowed


class ArchiveSettings(BaseSettings):
    """Settings of everything that reads or writes the archive."""

    model_config = SettingsConfigDict(env_prefix="CITEDESK_", env_file=".env", extra="ignore")

    home: Path = Field(default=Path("data"), description="folder of the archive and its index; a local disk")
    models: Path | None = Field(
        None,
        description="folder of the prepared embedding model; `model` in the home unless set",
    )
    embedding: Literal["english", "multilingual"] = Field(
        default="english",
        description="what is found by meaning: `english` news, or news and questions in some hundred "
        "languages (`multilingual`: slower to embed, 190 MB more memory)",
    )

    @field_validator("home", "models")
    @classmethod
    def _is_a_folder(cls, folder: Path | None) -> Path | None:
        if folder is not None and str(folder) in ("", "."):
            raise ValueError("names no folder of its own")
        return folder.expanduser() if folder else None

    @property
    def model_folder(self) -> Path:
        """Folder the embedding model is prepared in."""
        return self.models or self.home / "model"


class FetchSettings(BaseSettings):
    """Settings of everything that fetches from the web."""

    model_config = SettingsConfigDict(env_prefix="CITEDESK_", env_file=".env", extra="ignore")

    fetch_allow: str = Field(
        default="",
        description="networks and hosts inside the house that may be fetched from, as in "
        "10.2.0.0/16,cms.house.lan; everything else must be public",
    )
    ca_bundle: Path | None = Field(
        default=None,
        description="file of certificates (PEM) that are trusted besides the public ones",
    )
    https_proxy: SecretStr | None = Field(
        default=None, alias="HTTPS_PROXY", description="proxy through which https addresses are fetched"
    )
    http_proxy: SecretStr | None = Field(
        default=None, alias="HTTP_PROXY", description="proxy through which http addresses are fetched"
    )
    no_proxy: str = Field(
        default="", alias="NO_PROXY", description="hosts and networks that are reached without a proxy"
    )

    @field_validator("fetch_allow")
    @classmethod
    def _is_a_list(cls, text: str) -> str:
        allowed(text)
        return text

    @field_validator("ca_bundle")
    @classmethod
    def _holds_certificates(cls, file: Path | None) -> Path | None:
        if file is None or str(file) == ".":
            return None
        import ssl  # whoever never fetches does not wait for it

        file = file.expanduser()
        try:
            ssl.create_default_context().load_verify_locations(file)
        except ssl.SSLError as error:
            raise ValueError("holds no certificates: give a file in PEM form") from error
        except OSError as error:
            raise ValueError(f"cannot be read: {error.strerror}") from error
        return file

    @field_validator("https_proxy", "http_proxy")
    @classmethod
    def _is_a_proxy(cls, text: SecretStr | None) -> SecretStr | None:
        if text is None or not text.get_secret_value().strip():
            return None
        proxy(text.get_secret_value().strip())
        return text

    @property
    def inside(self) -> Allowed:
        """What of the house may be fetched from."""
        return allowed(self.fetch_allow)

    def proxy_for(self, scheme: str) -> Proxy | None:
        """The proxy of http or https addresses, before anybody asks whether a host goes past it."""
        text = self.https_proxy if scheme == "https" else self.http_proxy
        return proxy(text.get_secret_value().strip()) if text else None


def fetch_settings() -> FetchSettings:
    """Read the settings of fetching; raises BadSetting, which never shows a proxy's password."""
    try:
        return FetchSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        is_proxy = name.endswith("_PROXY")
        raise BadSetting(
            name if is_proxy else f"CITEDESK_{name}",
            None if is_proxy else first["input"],
            first["msg"].removeprefix("Value error, "),
        ) from (None if is_proxy else error)
