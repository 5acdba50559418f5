"""A real mail server on loopback (aiosmtpd) that keeps what it takes and refuses what it is told to."""

import asyncio
import socket
import ssl
import threading
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, AuthResult

USER, PASSWORD = "desk@velm.example", "påss word%"


@dataclass
class Handed:
    """A message that was handed in."""

    to: list[str]
    message: EmailMessage
    is_tls: bool
    user: str | None


@dataclass
class SmtpServer:
    """``taken`` holds its messages; ``answers`` are given to recipients first, one each."""

    certificate: Path | None = None  # it offers STARTTLS then
    is_tls: bool = False  # from the first byte
    asks_login: bool = False
    answers: list[str] = field(default_factory=list)
    after_data: list[str] = field(default_factory=list)  # what is said of messages first, one each
    taken: list[Handed] = field(default_factory=list)
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self._listener.getsockname()[1]
        self._is_up = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self._is_up.wait()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        mine = asyncio.current_task()
        rest = [task for task in asyncio.all_tasks() if task is not mine]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def _serve(self) -> None:
        context = None
        if self.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
        offered = None if self.is_tls else context

        def session() -> SMTP:
            return SMTP(
                self,
                tls_context=offered,
                auth_required=self.asks_login,
                auth_require_tls=offered is not None,
                authenticator=_let_in,
                loop=self._loop,
            )

        asyncio.set_event_loop(self._loop)
        within = context if self.is_tls else None
        serving = self._loop.create_server(session, sock=self._listener, ssl=within)
        self._server = self._loop.run_until_complete(serving)
        self._is_up.set()
        self._loop.run_forever()

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.after_data:
            return self.after_data.pop(0)
        message = message_from_bytes(envelope.content, policy=default)
        is_tls = bool(session.ssl) or self.is_tls
        self.taken.append(Handed(list(envelope.rcpt_tos), message, is_tls, session.auth_data))
        return "250 kept"


def _let_in(server, session, envelope, mechanism, data) -> AuthResult:
    given = data.login.decode(), data.password.decode()
    return AuthResult(success=given == (USER, PASSWORD), handled=False, auth_data=given[0])
