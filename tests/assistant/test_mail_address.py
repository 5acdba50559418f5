"""Mail servers and addresses are taken as people write them, and nothing that could be more than one."""

import pytest

from assistant.mail_address import MailServer, mail_address, mail_server, sender


@pytest.mark.parametrize(
    ("text", "server"),
    [
        ("smtp://mail.velm.example", MailServer("mail.velm.example", 587, False, None)),
        ("smtps://mail.velm.example", MailServer("mail.velm.example", 465, True, None)),
        ("smtp://desk%40velm@[::1]:25/", MailServer("::1", 25, False, "desk@velm")),
    ],
)
def test_a_mail_server_is_read(text, server):
    assert mail_server(text) == server


@pytest.mark.parametrize(
    "text",
    ["", "mail.velm.example:25", "http://mail.velm.example", "smtp://", "smtp://h:99999", "smtp://h/inbox",
     "smtp://h?tls=no", "smtp://u%0aser@h", "smtp://[h"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused(text):
    with pytest.raises(ValueError, match=r"mail server|nobody can write"):
        mail_server(text)


def test_a_password_in_it_is_refused_and_not_shown():
    with pytest.raises(ValueError, match="CITEDESK_SMTP_PASSWORD") as raised:
        mail_server("smtp://desk:hunter2@mail.velm.example")

    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize("address", ["desk@velm.example", "o'neil+news@sub.velm.example"])
def test_an_address_is_kept_as_it_is(address):
    assert mail_address(f" {address} ") == address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("desk@velm.example", ("", "desk@velm.example")),
        ("Vélm desk <desk@velm.example>", ("Vélm desk", "desk@velm.example")),
    ],
)
def test_a_sender_may_have_a_name(text, parts):
    assert sender(text) == parts


@pytest.mark.parametrize("text", ["", "the desk", "Desk <a@b.example>\nBcc: c@d.example", "<a b@c.example>"])
def test_what_is_no_sender_is_refused(text):
    with pytest.raises(ValueError, match=r"no sender|no mail address"):
        sender(text)
