"""What can go wrong while answering; every message is fit for the reader."""


class AssistantError(Exception):
    """A question could not be taken."""


class UnknownConversation(AssistantError):
    """No conversation of this reader has this id."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"no conversation has the id {conversation_id[:80]!r}; leave it out to begin one")
        self.conversation_id = conversation_id


class ModelFailed(AssistantError):
    """The chat model gave no answer, or stopped in the middle of one."""


class NotLoopback(AssistantError):
    """The server was asked to listen where others could reach it."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"--host {host}: only loopback addresses (127.0.0.1, localhost) are served for now, because "
            "there are no accounts yet: whoever reaches the port reads the whole archive"
        )


class BadValue(AssistantError):
    """A command was given a value that cannot be used."""

    def __init__(self, name: str, value: object, wanted: str) -> None:
        shown = f"{name} {str(value)[:80]!r}: " if name else ""
        super().__init__(f"{shown}{wanted[:1].lower()}{wanted[1:]}")


class PortTaken(AssistantError):
    """The server cannot listen at its address."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"cannot listen on {host}:{port}: {reason}; choose another with --port, or make run PORT=…"
        )
