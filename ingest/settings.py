"""Where the archive lives, read once from CITEDESK_* variables or .env."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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
