"""Letters go out by a real mail server: under TLS, logged in, and no text becomes a header."""

import socket

import pytest

from assistant.coming.channels import Letter, NotSent
from assistant.coming.mail import Mail
from assistant.coming.outbox import Delivery
from assistant.errors import BadValue
from assistant.mail_address import MailServer
from tests.fakes.imap import certificate
from tests.fakes.smtp import PASSWORD, USER, SmtpServer

SENDER = ("Vélm desk", "desk@velm.example")
LETTER = Letter("Morning, 3 March", "Ferries sail – again.\n.\n", "<p>Ferries sail – again.</p>")
DELIVERY = Delivery("digest:d1:2026-03-03", "me", "mail", "reader@velm.example", "{}", 0)


def mail(server, user=None, password=None, authorities=None):
    return Mail(MailServer("127.0.0.1", server.port, server.is_tls, user), password, SENDER, authorities)


def send(channel, letter=LETTER, delivery=DELIVERY):
    channel.send(delivery, lambda _: letter)


def test_a_letter_comes_as_text_and_as_html():
    with SmtpServer() as server:
        send(mail(server))

    (one,) = server.taken
    message = one.message
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert one.to == ["reader@velm.example"]
    assert (message["Subject"], message["From"]) == (LETTER.title, "Vélm desk <desk@velm.example>")
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html
    assert message["Date"].datetime
    assert message["Auto-Submitted"] == "auto-generated"


def test_sent_twice_it_is_one_message_and_another_is_another():
    with SmtpServer() as server:
        send(mail(server))
        send(mail(server))
        send(mail(server), delivery=Delivery("digest:d1:2026-03-04", "me", "mail", "a@b.example", "{}", 0))

    first, again, other = (one.message["Message-ID"] for one in server.taken)
    assert first == again != other
    assert first.endswith("@velm.example>")


def test_it_goes_under_tls_and_logged_in_where_the_server_offers_that(tmp_path):
    file = certificate(tmp_path)
    with SmtpServer(file, asks_login=True) as server:
        send(mail(server, USER, PASSWORD, file))

    assert [(one.is_tls, one.user) for one in server.taken] == [(True, USER)]


def test_it_goes_under_tls_from_the_first_byte_where_that_is_set(tmp_path):
    file = certificate(tmp_path)
    with SmtpServer(file, is_tls=True) as server:
        send(mail(server, authorities=file))

    assert server.taken[0].is_tls


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(tmp_path):
    with SmtpServer(certificate(tmp_path)) as server, pytest.raises(NotSent, match="certificate") as raised:
        send(mail(server))

    assert not raised.value.is_final
    assert server.taken == []


def test_a_wrong_password_is_told_without_it(tmp_path):
    file = certificate(tmp_path)
    with SmtpServer(file, asks_login=True) as server, pytest.raises(NotSent, match="535") as raised:
        send(mail(server, USER, "hunter2-and-more", file))

    assert not raised.value.is_final
    assert "hunter2" not in repr(raised.value)


def test_no_password_goes_to_another_machine_without_tls(tmp_path):
    """The server is this machine under a name of its own, as the net has it."""
    name = socket.gethostname()
    with SmtpServer() as server:
        channel = Mail(MailServer(name, server.port, False, USER), PASSWORD, SENDER)
        server_at = socket.getaddrinfo(name, server.port)[0][4][0]
        if not server_at.startswith("127.0.0.1"):
            pytest.skip("this machine's name is not looked up as 127.0.0.1")
        with pytest.raises(NotSent, match="offers no TLS"):
            send(channel)

    assert server.taken == []


@pytest.mark.parametrize(
    ("answer", "is_final"), [("450 try later", False), ("550 no such user", True), ("452 full", False)]
)
def test_what_is_refused_for_good_is_told_apart_from_what_may_be_taken_later(answer, is_final):
    with SmtpServer(answers=[answer]) as server:
        with pytest.raises(NotSent, match=answer) as raised:
            send(mail(server))
        send(mail(server))

    assert raised.value.is_final is is_final
    assert len(server.taken) == 1


def test_words_a_server_refuses_for_good_are_not_sent_again():
    with SmtpServer(after_data=["554 looks like spam"]) as server, pytest.raises(NotSent) as raised:
        send(mail(server))

    assert raised.value.is_final
    assert str(raised.value) == f"the mail server 127.0.0.1:{server.port} refuses it: 554 looks like spam"


def test_a_server_that_is_away_is_tried_again():
    with SmtpServer() as server:
        gone = mail(server)
    with pytest.raises(NotSent, match="cannot be used") as raised:
        send(gone)

    assert not raised.value.is_final


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x00", "\x0b"])
def test_no_line_of_a_title_or_name_becomes_a_header(break_):
    title = f"Morning{break_}Bcc: thief@velm.example{break_}{break_}Another body"
    with SmtpServer() as server:
        channel = Mail(
            MailServer("127.0.0.1", server.port, False, None), None, (f"Desk{break_}X-Of: me", SENDER[1])
        )
        send(channel, Letter(title, "Words.", "<p>Words.</p>"))

    (one,) = server.taken
    assert one.to == ["reader@velm.example"]
    assert one.message["Subject"] == "Morning Bcc: thief@velm.example Another body"
    assert {"Bcc", "X-Of"}.isdisjoint(one.message.keys())


@pytest.mark.parametrize(
    "address",
    ["", None, "nobody", "a@b.example\r\nBcc: x@y.example", "a@b.example, c@d.example", "<a@b.example>",
     "a b@c.example", "å@b.example", "a@", "a@-b.example", "a@" + "b." * 130 + "example"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_before_anything_is_made(address):
    channel = Mail(MailServer("127.0.0.1", 25, False, None), None, SENDER)

    with pytest.raises(BadValue, match="address"):
        channel.checked(address)


def test_an_address_of_a_domain_in_its_own_letters_is_kept_as_it_is_looked_up():
    channel = Mail(MailServer("127.0.0.1", 25, False, None), None, SENDER)

    assert channel.checked(" desk+news@bücher.example ") == "desk+news@xn--bcher-kva.example"


def test_without_a_mail_server_it_says_what_to_set():
    with pytest.raises(BadValue, match="CITEDESK_SMTP"):
        Mail().checked("a@b.example")
    with pytest.raises(NotSent, match="CITEDESK_SMTP"):
        send(Mail())
