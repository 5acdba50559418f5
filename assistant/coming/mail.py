"""Letters by e-mail: written as a message, handed to the one mail server that is set.

Knows SMTP; nothing about what letters say.
"""

import base64
import hashlib
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from ipaddress import ip_address
from pathlib import Path

from assistant.coming.channels import Letter, NotSent, Write
from assistant.coming.outbox import Delivery
from assistant.errors import BadValue
from assistant.mail_address import MailServer, mail_address
from ingest.article import clean
from ingest.web.trust import trusted

_PATIENCE_S = 20.0  # for each answer of the server
_SUBJECT, _SAID = 200, 200  # letters at most
_LET_IN = 235
_REFUSED = 500  # replies from there on are meant to stay as they are
_UNSET = "No mail server is set: set CITEDESK_SMTP and CITEDESK_MAIL_FROM where the server starts"


class Mail:
    """The channel ``mail``."""

    name = "mail"

    def __init__(
        self,
        server: MailServer | None = None,
        password: str | None = None,
        sender: tuple[str, str] = ("", ""),
        authorities: Path | None = None,
    ) -> None:
        """Hand mail to ``server``, whose certificate is held against the public authorities and these."""
        self._server = server
        self._password = password
        self._sender = sender
        self._authorities = authorities

    def checked(self, address: str | None) -> str | None:
        """One address of mail; raises BadValue."""
        if self._server is None:
            raise BadValue("channel", self.name, _UNSET)
        if not address:
            raise BadValue("address", address, "Mail needs one: give it as in desk@velm.example")
        try:
            return mail_address(address)
        except ValueError as error:
            raise BadValue("address", address, str(error)) from error

    def send(self, delivery: Delivery, write: Write) -> None:
        """Send a letter; raises NotSent, which is final where the server refuses its address or its words."""
        if self._server is None:
            raise NotSent(_UNSET)
        message = _message(delivery, write(delivery), self._sender)
        try:
            with self._connected(self._server) as smtp:
                smtp.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise self._failed(f"refuses {delivery.address}", code, said, code >= _REFUSED) from error
        except smtplib.SMTPDataError as error:
            is_final = error.smtp_code >= _REFUSED
            raise self._failed("refuses it", error.smtp_code, error.smtp_error, is_final) from error
        except smtplib.SMTPResponseException as error:
            raise self._failed("fails", error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"the mail server {self._server} cannot be used: {_words(error)}") from error

    @contextmanager
    def _connected(self, server: MailServer) -> Iterator[smtplib.SMTP]:
        """A connection, under TLS as far as the server has it, logged in where a user is set."""
        context = trusted(self._authorities)
        smtp: smtplib.SMTP
        if server.is_tls:
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=_PATIENCE_S, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=_PATIENCE_S)
        try:
            smtp.ehlo_or_helo_if_needed()
            is_safe = server.is_tls or smtp.has_extn("starttls")
            if not server.is_tls and is_safe:
                smtp.starttls(context=context)
                smtp.ehlo_or_helo_if_needed()  # what was said before is not believed
            if server.user is not None:
                self._log_in(smtp, server, is_safe)
            yield smtp
            with suppress(smtplib.SMTPException, OSError):  # the message is taken: how it parts is all one
                smtp.quit()
        finally:
            smtp.close()

    def _log_in(self, smtp: smtplib.SMTP, server: MailServer, is_safe: bool) -> None:
        if not is_safe and not _is_here(server.host):
            raise NotSent(f"the mail server {server} offers no TLS: the password is not sent without")
        user, password = server.user or "", self._password or ""
        if user.isascii() and password.isascii():
            smtp.login(user, password)
            return
        # The library writes ASCII alone; by RFC 4616 it is UTF-8.
        said = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        code, words = smtp.docmd("AUTH", f"PLAIN {said}")
        if code != _LET_IN:
            raise smtplib.SMTPAuthenticationError(code, words)

    def _failed(self, what: str, code: int, said: bytes | str, is_final: bool = False) -> NotSent:
        words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        told = " ".join(clean(words).split())[:_SAID]
        return NotSent(f"the mail server {self._server} {what}: {code} {told}", is_final)


def _message(delivery: Delivery, letter: Letter, sender: tuple[str, str]) -> EmailMessage:
    """A letter as a message; sent again it is the same one to mail programs."""
    name, address = sender
    message = EmailMessage(policy=SMTP)
    message["Subject"] = _line(letter.title)
    message["From"] = Address(_line(name), addr_spec=address)
    message["To"] = Address(addr_spec=delivery.address or "")
    message["Date"] = formatdate()
    token = hashlib.sha256(delivery.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{token}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # nobody's absence is told to it
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    return message


def _line(text: str) -> str:
    """One line of a header, whatever was in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_SUBJECT]


def _words(error: Exception) -> str:
    """What a library says, in one line; of a login it never says with what."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(clean(str(said)).split())[:_SAID]


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
