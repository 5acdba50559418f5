"""A mailbox is read from where the last look ended, nothing in it changes, no bad server holds us."""

from dataclasses import replace

import pytest

from ingest.errors import BadField, MailboxUnreadable
from ingest.public import NOTHING, allowed
from ingest.watched import mailbox
from ingest.watched.mailbox import Mailbox, Mark
from tests.fakes.imap import PASSWORD, USER, Folder, ImapServer, certificate

HERE = allowed("127.0.0.0/8")


def message(number, sender="Velm Courier <news@velm.example>"):
    return f"From: {sender}\r\nSubject: Issue {number}\r\n\r\nFerry {number} sails again.\r\n".encode()


def box(server, **more):
    given = {"is_secure": False} | more
    return Mailbox("127.0.0.1", server.port, USER, PASSWORD, **{"allowed": HERE} | given)


@pytest.fixture
def server():
    with ImapServer(Folder({uid: message(uid) for uid in (3, 5, 9)})) as running:
        yield running


def test_all_messages_come_with_their_marks_the_oldest_first(server):
    letters = list(mailbox.unseen(box(server)))

    assert [letter.mark for letter in letters] == [Mark(7, 3), Mark(7, 5), Mark(7, 9)]
    assert [letter.data for letter in letters] == [message(3), message(5), message(9)]


def test_nothing_in_the_mailbox_changes(server):
    list(mailbox.unseen(box(server)))

    assert server.changed == []
    assert [said for said in server.said if "FETCH" in said][:2] == [
        "UID FETCH 3 (RFC822.SIZE)",
        "UID FETCH 3 (BODY.PEEK[])",
    ]


@pytest.mark.parametrize(("uid", "expected"), [(3, [5, 9]), (5, [9]), (9, []), (12, [])])
def test_the_next_look_begins_after_the_last_mark(server, uid, expected):
    """A server counts the last message to any range that ends with a star."""
    letters = list(mailbox.unseen(box(server), Mark(7, uid)))

    assert [letter.mark.uid for letter in letters] == expected


def test_a_folder_made_anew_is_read_anew(server):
    server.folder.validity = 8

    letters = list(mailbox.unseen(box(server), Mark(7, 9)))

    assert [letter.mark for letter in letters] == [Mark(8, 3), Mark(8, 5), Mark(8, 9)]


def test_a_look_ends_after_so_many_and_the_next_goes_on(server):
    some = box(server, most=2)
    first = list(mailbox.unseen(some))

    second = list(mailbox.unseen(some, first[-1].mark))

    assert [letter.mark.uid for letter in first + second] == [3, 5, 9]


def test_only_wanted_senders_are_taken_by_address_or_host(server):
    server.folder.messages |= {
        10: message(10, "Ommel <a@ommel.example>"),
        11: message(11, '"news@velm.example" <x@evil.example>'),
        12: message(12, "Ommel <b@notommel.example>"),
    }
    wanted = box(server, senders=("news@velm.example", "@ommel.example"))

    assert [letter.mark.uid for letter in mailbox.unseen(wanted)] == [3, 5, 9, 10]


def test_a_message_over_the_limit_is_told_and_not_fetched(server):
    server.folder.sizes[5] = 30_000_000

    letters = list(mailbox.unseen(box(server)))

    assert [bool(letter.data) for letter in letters] == [True, False, True]
    assert letters[1].trouble == "message 5 has 30,000,000 bytes; at most 25,000,000 are taken"
    assert "UID FETCH 5 (BODY.PEEK[])" not in server.said


def test_a_server_that_announces_more_than_it_said_is_left(server):
    server.literal = 4_000_000_000

    with pytest.raises(MailboxUnreadable, match="4,000,000,000 bytes announced"):
        list(mailbox.unseen(box(server)))


def test_what_came_before_a_trouble_is_kept(server):
    letters = mailbox.unseen(box(server))
    first = next(letters)
    server.literal = 4_000_000_000

    with pytest.raises(MailboxUnreadable):
        next(letters)
    assert first.mark == Mark(7, 3)


def test_a_server_that_never_answers_is_left_when_the_time_is_over(server, monkeypatch):
    monkeypatch.setattr(mailbox, "_SECONDS", 0.5)
    server.hangs_at = b"SEARCH"

    with pytest.raises(MailboxUnreadable):
        list(mailbox.unseen(box(server)))


def test_a_server_that_never_ends_is_left(monkeypatch):
    with (
        ImapServer(Folder(), greeting=b"* OK " + b"x" * 1_100_000 + b"\r\n") as server,
        pytest.raises(MailboxUnreadable),
    ):
        list(mailbox.unseen(box(server)))


@pytest.mark.parametrize(
    "greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x00\xff\r\n", b"* BYE full\r\n", b"* OK [\r\n"]
)
def test_another_kind_of_server_is_told_in_our_words(greeting):
    with ImapServer(Folder(), greeting=greeting) as server:
        if greeting == b"* OK [\r\n":
            assert list(mailbox.unseen(box(server))) == []
            return
        with pytest.raises(MailboxUnreadable, match=r"the mailbox at 127\.0\.0\.1"):
            list(mailbox.unseen(box(server)))


def test_a_wrong_password_is_told_without_it(server):
    wrong = replace(box(server), password="hunter-2")

    with pytest.raises(
        MailboxUnreadable, match=r"refused the name and password of 'desk@velm\.example'"
    ) as told:
        list(mailbox.unseen(wrong))
    assert "hunter-2" not in f"{told.value} {told.value.__cause__} {wrong!r}"


def test_a_folder_that_is_not_there_is_told(server):
    with pytest.raises(MailboxUnreadable, match="no such folder"):
        list(mailbox.unseen(box(server, folder="Letters")))


def test_nobody_listening_is_told(server):
    with pytest.raises(MailboxUnreadable, match="refused"):
        list(mailbox.unseen(replace(box(server), port=1)))


class TestAddress:
    def test_a_certificate_that_is_trusted_lets_the_password_pass(self, tmp_path):
        made = certificate(tmp_path)
        with ImapServer(Folder({1: message(1)}), made) as server:
            letters = list(mailbox.unseen(box(server, is_secure=True, authority=made)))

        assert [letter.data for letter in letters] == [message(1)]

    def test_certificates_of_the_house_are_trusted_besides_the_public_ones(self, tmp_path, monkeypatch):
        (tmp_path / "house").mkdir()
        public, house = certificate(tmp_path), certificate(tmp_path / "house", "mail.house.lan")
        monkeypatch.setattr("certifi.where", lambda: str(public))
        for made in (public, house):
            with ImapServer(Folder({1: message(1)}), made) as server:
                letters = list(mailbox.unseen(box(server, is_secure=True, authority=house)))

            assert [letter.data for letter in letters] == [message(1)]

    def test_a_certificate_nobody_knows_is_refused_before_the_password(self, tmp_path):
        with (
            ImapServer(Folder(), certificate(tmp_path)) as server,
            pytest.raises(MailboxUnreadable, match="certificate is not trusted"),
        ):
            list(mailbox.unseen(box(server, is_secure=True)))
        assert server.said == []

    @pytest.mark.parametrize(
        "host", ["10.1.2.3", "169.254.169.254", "192.168.0.9", "::ffff:10.0.0.1", "64:ff9b::a00:1", "0.0.0.0"]
    )
    def test_an_address_inside_the_house_is_never_asked(self, server, host):
        with pytest.raises(MailboxUnreadable, match="lies inside the house"):
            list(mailbox.unseen(replace(box(server), host=host)))

    def test_a_name_that_means_loopback_is_never_asked(self, server, monkeypatch):
        loopback = (2, 1, 6, "", ("127.0.0.1", server.port))
        monkeypatch.setattr("ingest.watched.imap.socket.getaddrinfo", lambda *_, **__: [loopback])

        with pytest.raises(MailboxUnreadable, match="lies inside the house"):
            list(mailbox.unseen(replace(box(server), host="mail.velm.example", allowed=NOTHING)))
        known = replace(box(server), host="mail.velm.example", allowed=HERE)
        assert len(list(mailbox.unseen(known))) == 3

    def test_a_password_goes_to_no_other_machine_without_tls(self, server):
        with pytest.raises(MailboxUnreadable, match="over TLS only"):
            list(mailbox.unseen(replace(box(server), host="8.8.8.8")))

    def test_an_address_is_read_into_its_parts(self):
        made = mailbox.at("imaps://mail.velm.example/News%20letters", USER, PASSWORD)

        assert (made.host, made.port, made.folder, made.is_secure) == (
            "mail.velm.example",
            993,
            "News letters",
            True,
        )
        assert mailbox.at("imap://desk%40velm.example@localhost:1143", "", "x").user == USER

    @pytest.mark.parametrize(
        "address",
        ["https://velm.example", "imaps:///INBOX", "imaps://u:p@velm.example", "imaps://velm.example:x"],
    )
    def test_what_is_no_address_is_refused(self, address):
        with pytest.raises(BadField):
            mailbox.at(address, USER, PASSWORD)
