"""What can go wrong while answering; every message is fit for the reader."""

from pathlib import Path


class AssistantError(Exception):
    """A question could not be taken."""


class UnknownConversation(AssistantError):
    """No conversation of this reader has this id."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"no conversation has the id {conversation_id[:80]!r}; leave it out to begin one")
        self.conversation_id = conversation_id


class UnknownBriefing(AssistantError):
    """No briefing of this reader has this id."""

    def __init__(self, briefing_id: str) -> None:
        super().__init__(f"no briefing has the id {briefing_id[:80]!r}; order one to get its id")
        self.briefing_id = briefing_id


class ModelFailed(AssistantError):
    """The chat model gave no answer, or stopped in the middle of one."""


class KeyIsSet(AssistantError):
    """The access key is set from outside; it cannot be renewed here."""

    def __init__(self) -> None:
        super().__init__(
            "the access key is the one in CITEDESK_ACCESS_KEY: change it there and start the server again"
        )


class BadValue(AssistantError):
    """A command was given a value that cannot be used; a secret one is not shown."""

    def __init__(self, name: str, value: object, wanted: str) -> None:
        value_shown = "" if value is None else f" {str(value)[:80]!r}"
        shown = f"{name}{value_shown}: " if name else ""
        super().__init__(f"{shown}{wanted[:1].lower()}{wanted[1:]}")
        self.name, self.value = name, value


class PortTaken(AssistantError):
    """The server cannot listen at its address."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port}: {reason}; choose another with --port, or make run PORT=…, "
            "or one of this machine's addresses with --host"
        )


class RerankerUnusable(AssistantError):
    """The second ranker is no model that can be used: its folder holds none, or no chat model is set."""

    def __init__(self, folder: Path | None) -> None:
        if folder is None:
            super().__init__(
                "CITEDESK_RERANKER is “model”, and no chat model is set: set OPENAI_API_KEY or "
                "OPENAI_BASE_URL too, or unset it"
            )
            return
        super().__init__(
            f"{folder} holds no cross-encoder: it needs model.onnx, of BERT's inputs, and tokenizer.json; "
            "unset CITEDESK_RERANKER to rank without one"
        )


class UnknownDigest(AssistantError):
    """There is no such digest, or it is another reader's."""

    def __init__(self, digest_id: str) -> None:
        super().__init__(f"there is no digest {digest_id[:80]!r} of yours; list yours to see their ids")


class UnknownEdition(AssistantError):
    """A digest has no edition of this date, or none of it that is in the state asked for."""

    def __init__(self, digest_id: str, day: str, which: str = "") -> None:
        told = f"digest {digest_id[:80]!r} has no edition of {day[:40]!r}"
        super().__init__(f"{told}{which and ' '}{which}; list its editions")


class UnknownWatch(AssistantError):
    """There is no such watch, or it is another reader's."""

    def __init__(self, watch_id: str) -> None:
        super().__init__(f"there is no watch {watch_id[:80]!r} of yours; list yours to see their ids")


class UnknownMessage(AssistantError):
    """Nothing of this key has come to this reader."""

    def __init__(self, key: str) -> None:
        super().__init__(f"nothing with the key {key[:80]!r} has come to you; list what came to see the keys")
