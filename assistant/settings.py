"""Settings of the server and of answering, read once from CITEDESK_* and OPENAI_* or .env."""

from pydantic import Field, SecretStr

from ingest.settings import ArchiveSettings


class Settings(ArchiveSettings):
    """All settings; those of the archive come with it."""

    host: str = Field(default="127.0.0.1", description="address the server listens on; loopback only")
    port: int = Field(default=8000, ge=0, le=65_535, description="port the server listens on")
    model: str = Field(default="gpt-4o-mini", description="name of the chat model that writes answers")
    model_timeout_s: float = Field(
        default=12.0,
        gt=0,
        description="seconds to wait for a model's next sentence before quoting instead; raise it for "
        "models on slow machines",
    )
    openai_api_key: SecretStr | None = Field(
        default=None, alias="OPENAI_API_KEY", description="key of the chat model; unset, answers are quoted"
    )
    openai_base_url: str | None = Field(
        default=None,
        alias="OPENAI_BASE_URL",
        description="address of an OpenAI-shaped server: Ollama, vLLM and the like",
    )

    @property
    def writes(self) -> bool:
        """Whether a chat model is set."""
        return bool(self.openai_base_url or (self.openai_api_key and self.openai_api_key.get_secret_value()))
