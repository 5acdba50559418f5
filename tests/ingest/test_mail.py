"""Messages become articles: their words whole, their sender, date and address as they declare them."""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import SourceUnreadable, TooLarge
from ingest.read import mail
from ingest.read.text import Details

HEADERS = (
    b"From: Velm Courier <news@velm.example>\r\nSubject: Ferries sail again\r\n"
    b"Date: Tue, 10 Mar 2026 09:30:00 +0200\r\n"
)
STORY = (
    "The ferries of Velm sail again from Monday, the harbour board said after a vote that took four hours.",
    "“Nobody should have to swim to work,” said its chair, Ilse Marn.",
)
HTML_STORY = "".join(f"<p>{words}</p>" for words in STORY)


def one(data, details=Details()):  # noqa: B008 - frozen
    (piece,) = mail.read(data, "a.eml", details)
    return piece


def html(body, head=""):
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return HEADERS + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()


class TestHeaders:
    def test_subject_sender_and_date_are_those_of_the_article(self):
        article = one(HEADERS + b"\r\nThe ferries sail.\r\n").article

        assert (article.title, article.outlet) == ("Ferries sail again", "Velm Courier")
        assert article.published_at == datetime(2026, 3, 10, 7, 30, tzinfo=UTC)
        assert article.published_zone == 120
        assert (article.url, article.published_day) == (None, False)

    def test_what_the_person_says_goes_before_what_the_message_says(self):
        said = Details("T", "O", "https://velm.example/a", datetime(2026, 1, 1, tzinfo=UTC), True, "mine")

        article = one(HEADERS + b"\r\nThe ferries sail.\r\n", said).article

        assert (article.title, article.outlet, article.url) == ("T", "O", "https://velm.example/a")
        assert (article.published_at, article.published_day) == (said.published_at, True)
        assert (article.published_zone, article.collection) == (None, "mine")

    @pytest.mark.parametrize(
        ("raw", "title"),
        [
            (b"=?utf-8?q?Caf=C3=A9_closes?=", "Café closes"),
            (b"=?utf-8?b?0JLQtdC70Lw=?= =?utf-8?q?_=D0=B1?=", "Велм б"),
            (b"=?utf-8?q?one_?=\r\n =?utf-8?q?word?=", "one word"),
            (b"=?utf-8?q?Caf=C3?= =?utf-8?q?=A9?=", "Café"),  # a letter in two words
            (b"=?no-such-charset?q?Caf=C3=A9?=", "Café"),
            (b"=?iso-8859-1?q?=93Quoted=94?=", "“Quoted”"),
            (b"Caf\xc3\xa9 in bare bytes", "Café in bare bytes"),
            (b"Caf\xe9 in older bytes", "Café in older bytes"),
            (b"=?utf-8?b?!!!?= broken", None),
            (b"Re: FWD: Fw[2]: Ferries", "Ferries"),
            (b"Fwd:", "The ferries sail."),
            (b"", "The ferries sail."),
        ],
    )
    def test_a_subject_is_read_however_it_is_encoded(self, raw, title):
        data = HEADERS.replace(b"Ferries sail again", raw) + b"\r\nThe ferries sail.\r\n"

        found = one(data).article.title

        assert found == title or (title is None and "broken" in found)

    @pytest.mark.parametrize(
        ("lines", "outlet"),
        [
            (b"From: =?utf-8?q?Kurier=2C_Velm?= <a@velm.example>", "Kurier, Velm"),
            (b'From: "Courier, The" <a@velm.example>', "Courier, The"),
            (b"From: news@velm.example", "velm.example"),
            (b'From: "news@velm.example" <news@velm.example>', "velm.example"),
            (b"From: a@velm.example\r\nList-Id: Velm Daily <daily.velm.example>", "Velm Daily"),
            (b"From: a@velm.example\r\nList-Id: 8f3c2a1b0c9dmc list <x.mcsv.net>", "velm.example"),
            (b"From: ", None),
            (b"From: " + b'"<(' * 2_000, None),
        ],
    )
    def test_who_sent_it_is_the_outlet(self, lines, outlet):
        assert one(lines + b"\r\nSubject: x\r\n\r\nThe ferries sail.").article.outlet == outlet

    @pytest.mark.parametrize(
        "date",
        [b"", b"yesterday", b"Thu, 99 Foo 99999 99:99:99 +9999"],
    )
    def test_a_bad_date_leaves_it_undated(self, date):
        article = one(b"From: a@b.example\r\nDate: " + date + b"\r\n\r\nThe ferries sail.").article

        assert (article.published_at, article.published_zone) == (None, None)

    def test_a_date_that_keeps_its_zone_to_itself_has_none(self):
        article = one(b"From: a@b.example\r\nDate: Tue, 10 Mar 2026 09:30:00 -0000\r\n\r\nThey sail.").article

        assert (article.published_at.hour, article.published_zone) == (9, None)


class TestAddress:
    def test_the_address_it_is_archived_at_is_its_own(self):
        data = HEADERS + b"Archived-At: <https://lists.velm.example/arch/msg/q1w2>\r\n\r\nThe ferries sail."

        assert one(data).article.url == "https://lists.velm.example/arch/msg/q1w2"

    def test_the_archive_of_the_list_is_no_address_of_a_message(self):
        """It is one for all messages: each would take the place of the one before."""
        data = HEADERS + b"List-Archive: <https://lists.velm.example/arch/2026>\r\n\r\nThe ferries sail."

        assert one(data).article.url is None

    @pytest.mark.parametrize(
        ("link", "url"),
        [
            (
                "https://velm.example/p/ferries-sail-again?utm_source=mail",
                "p/ferries-sail-again?utm_source=mail",
            ),
            ("https://velm.example/letters/20260310", "letters/20260310"),
            ("https://velm.example/issue-412?e=7f3a2b1c9d", "issue-412"),
            ("https://velm.example/", None),
            ("https://velm.example/newsletter/today", None),  # that of every issue
            ("https://click.velm.example/p/ferries-sail-again", None),
            ("https://velm.example/ss/c/u001.K3jd83kKjd82hHd93kLs0a92/412", None),
            ("https://velm.example/issue-412?who=jane@velm.example", None),
            ("javascript:alert(412)", None),
            ("https://[velm/412", None),
            ("", None),
        ],
    )
    def test_a_link_to_the_browser_counts_where_it_leads_everybody_to_this_message(self, link, url):
        article = one(html(f'<p><a href="{link}">View in browser</a></p>{HTML_STORY}')).article

        assert article.url == (f"https://velm.example/{url}" if url else None)

    def test_any_other_link_does_not(self):
        body = f'{HTML_STORY}<p><a href="https://velm.example/p/ferries-sail-again">Read more</a></p>'

        assert one(html(body)).article.url is None

    def test_a_canonical_link_is_declared(self):
        head = '<link rel="canonical" href="https://velm.example/p/ferries-sail-again">'

        assert one(html(HTML_STORY, head)).article.url == "https://velm.example/p/ferries-sail-again"


class TestWords:
    def test_a_newsletter_laid_out_in_tables_keeps_its_paragraphs(self):
        body = f"""<div style="display: none; max-height:0">A preview &#847; &zwnj; &nbsp;</div>
            <table><tr><td><a href="x">View in browser</a></td></tr></table>
            <table><tr><td><table><tr><td><h1>Ferries</h1></td></tr><tr><td>{HTML_STORY}
            <ul><li>Monday</li><li>Tuesday</li></ul></td></tr></table></td><td>Beside</td></tr></table>
            <table><tr><th>Town</th><th>Ships</th></tr><tr><td>Velm</td><td>3</td></tr></table>
            <p>One line<br>and another</p><style>p {{ color: red }}</style>"""

        text = one(html(body)).article.text

        assert text == "\n\n".join(
            [
                "Ferries",
                *STORY,
                "- Monday",
                "- Tuesday",
                "Beside",
                "Town | Ships\nVelm | 3",
                "One line\nand another",
            ]
        )

    @pytest.mark.parametrize(
        ("plain", "taken"),
        [
            ("Ferries. Read it in your browser: https://velm.example/x", "html"),
            ("\n\n".join([*STORY, *STORY, *STORY]), "plain"),  # the HTML is a teaser
        ],
    )
    def test_of_the_same_twice_the_fuller_is_taken(self, plain, taken):
        message = EmailMessage()
        message["From"] = "Velm Courier <news@velm.example>"
        message.set_content(plain)
        message.add_alternative(HTML_STORY, subtype="html")

        text = one(bytes(message)).article.text

        assert text == ("\n\n".join(STORY) if taken == "html" else plain)

    def test_lines_broken_at_a_width_are_joined_and_lists_are_not(self):
        data = (
            b"The ferries of Velm sail again from Monday, the harbour board said after a\r\n"
            b"vote that took four hours, and nobody was surprised.\r\n\r\n- One\r\n- Two\r\n\r\n"
            b"Roses\r\nViolets\r\n\r\n* * *\r\n\r\nSee the map [https://velm.example/m] there.\r\n"
        )

        assert one(HEADERS + b"\r\n" + data).article.text.split("\n\n") == [
            "The ferries of Velm sail again from Monday, the harbour board said after a vote that took four "
            "hours, and nobody was surprised.",
            "- One\n- Two",
            "Roses\nViolets",
            "See the map there.",
        ]

    def test_flowed_lines_are_one_line(self):
        data = b"Content-Type: text/plain; format=flowed\r\n\r\nThe ferries \r\nsail again.\r\nAll of them."

        assert one(HEADERS + data).article.text == "The ferries sail again.\nAll of them."

    @pytest.mark.parametrize(
        ("declared", "data"),
        [
            ("us-ascii", "Café “closes”".encode()),
            ("iso-8859-1", "Café “closes”".encode()),  # says Latin, is UTF-8
            ("iso-8859-1", "Café “closes”".encode("cp1252")),
            ("utf-8", "Café “closes”".encode("cp1252")),
            ("x-unknown", "Café “closes”".encode()),
            ("punycode", "Café “closes”".encode()),
            ("unicode_escape", "Café “closes”".encode()),
            ("zip", "Café “closes”".encode()),
            ("utf-16", "Café “closes”".encode("utf-16")),
            (None, "Café “closes”".encode()),
        ],
    )
    def test_a_charset_that_lies_is_seen_through(self, declared, data):
        kind = f"Content-Type: text/plain; charset={declared}\r\n" if declared else ""
        head = f"{kind}Content-Transfer-Encoding: base64\r\n\r\n".encode()

        assert one(HEADERS + head + base64.encodebytes(data)).article.text == "Café “closes”"

    @pytest.mark.parametrize(
        ("charset", "words"),
        [("koi8-r", "Паромы"), ("shift_jis", "①フェリー"), ("gb2312", "渡輪號"), ("windows-1251", "Пороми")],
    )
    def test_letters_of_the_world_are_read(self, charset, words):
        wider = {"shift_jis": "cp932", "gb2312": "gb18030"}.get(charset, charset)
        head = (
            f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
        )

        assert one(HEADERS + head + words.encode(wider)).article.text == words

    def test_html_that_names_its_charset_is_read_by_it(self):
        page = '<html><head><meta charset="koi8-r"></head><body><p>Паромы</p></body></html>'

        assert (
            one(HEADERS + b"Content-Type: text/html\r\n\r\n" + page.encode("koi8-r")).article.text == "Паромы"
        )

    def test_quoted_printable_and_nul_are_no_words(self):
        head = b"Content-Transfer-Encoding: quoted-printable\r\n\r\nCaf=C3=A9 =\r\nclo\x00ses=00.\r\n"

        assert one(HEADERS + head).article.text == "Café closes."


class TestFooters:
    @pytest.mark.parametrize(
        "footer",
        [
            "<p>You are receiving this email because you signed up with us.</p><p>Velm, 1 Main Street</p>",
            "<p><a href=x>Unsubscribe</a> | <a href=y>Preferences</a></p><p>© 2026 Velm Courier</p>",
            "<p>Copyright © 2026 Velm Courier, All rights reserved.</p><p>Our mailing address is: Velm</p>",
            "<p>Sie erhalten diese E-Mail an jane@velm.example.</p><p>Abmelden</p>",
        ],
    )
    def test_how_to_get_no_more_of_it_is_no_news(self, footer):
        assert one(html(HTML_STORY + footer)).article.text == "\n\n".join(STORY)

    @pytest.mark.parametrize(
        "last",
        [
            "Readers could not unsubscribe from the service, the court found.",
            "All rights reserved seats were sold, the theatre said, and " + "the hall was full. " * 30,
            "The board will view the plans online on Friday, and everybody may watch it do so.",
        ],
    )
    def test_news_of_such_things_stays(self, last):
        assert one(html(f"{HTML_STORY}<p>{last}</p>")).article.text.endswith(last.strip())

    def test_a_footer_is_never_most_of_a_message(self):
        article = one(
            html("<p>They sail.</p><p>You received this because you asked us to tell you.</p>")
        ).article

        assert "They sail." in article.text
        assert "You received this" in article.text

    def test_a_signature_is_cut_and_a_rule_between_stories_is_not(self):
        signed = one(HEADERS + b"\r\nThe ferries sail.\r\n\r\n-- \r\nJane Doe\r\nVelm Courier\r\n").article
        ruled = one(HEADERS + b"\r\nOne.\r\n\r\n-- \r\n" + b"More news.\r\n\r\n" * 20).article

        assert signed.text == "The ferries sail."
        assert "More news." in ruled.text


class TestParts:
    def message(self):
        made = EmailMessage()
        made["From"] = "Velm Courier <news@velm.example>"
        made["Subject"] = "Ferries"
        return made

    def test_attachments_are_named_and_not_read(self):
        message = self.message()
        message.set_content("\n\n".join(STORY))
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="Fähren.pdf")
        message.add_attachment("Secret words.", filename="notes.txt")
        message.add_attachment(b"x", maintype="application", subtype="octet-stream")

        piece = one(bytes(message))

        assert piece.notes == ("attachments not read: Fähren.pdf, notes.txt, application/octet-stream",)
        assert "Secret" not in piece.article.text

    def test_pictures_beside_few_words_are_told(self):
        body = '<p>Today in pictures.</p><img src="a.png" width="600"><img src="t.gif" width="1" height="1">'

        assert one(html(body)).notes == ("1 picture, which may hold most of it, not read",)
        assert one(html(HTML_STORY * 4 + body)).notes == ()

    def test_a_message_of_pictures_alone_is_refused_with_the_reason(self):
        with pytest.raises(SourceUnreadable, match="holds no text; 2 pictures not read"):
            one(html('<img src="a.png"><img src="b.png">'))

    def test_an_encrypted_message_is_refused_with_the_reason(self):
        head = b'Content-Type: multipart/encrypted; boundary="b"\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n'

        with pytest.raises(SourceUnreadable, match="it is encrypted"):
            one(HEADERS + head)

    def forwarding(self, note, *stories):
        message = self.message()
        message.set_content(note)
        for number, story in enumerate(stories, 1):
            inner = EmailMessage()
            inner["From"] = f"Ommel Post {number} <post@ommel.example>"
            inner["Subject"] = f"Story {number}"
            inner["Date"] = f"Mon, 0{number} Mar 2026 10:00:00 +0000"
            inner.set_content(story)
            message.add_attachment(inner)
        return bytes(message)

    def test_a_forwarded_message_is_the_article_with_its_own_sender_and_date(self):
        piece = one(self.forwarding("See below.", "The lamps of Ommel are lit."))

        assert (piece.article.title, piece.article.outlet) == ("Story 1", "Ommel Post 1")
        assert (piece.article.published_at.day, piece.number) == (1, None)

    def test_several_forwarded_messages_are_articles_of_their_own(self):
        given = self.forwarding("\n\n".join(STORY * 4), "The lamps are lit.", "", "The lamps are out.")

        pieces = mail.read(given, "a.eml", Details(title="Mine", outlet="Desk"))

        assert [piece.number for piece in pieces] == [1, 2, 3, 4]
        assert [piece.article.title if piece.article else None for piece in pieces] == [
            "Ferries",
            "Story 1",
            None,
            "Story 3",
        ]
        assert "holds no text" in pieces[2].reason
        assert {piece.article.outlet for piece in pieces if piece.article} == {"Desk"}


def nested(depth):
    head = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n'
    return b"".join(head % (at, at) for at in range(depth)) + b"\r\nThe ferries sail.\r\n"


HOSTILE = {
    "10 MB of lines": HEADERS + b"\r\n" + b"a\r\n" * 3_500_000,
    "10 MB of words": HEADERS + b"\r\n" + b"word " * 2_000_000,
    "10 MB of elements": HEADERS + b"Content-Type: text/html\r\n\r\n" + b"<p>word</p>" * 900_000,
    "elements in elements": HEADERS + b"Content-Type: text/html\r\n\r\n" + b"<div>" * 900_000 + b"words",
    "tables in tables": HEADERS + b"Content-Type: text/html\r\n\r\n" + b"<table><tr><td>" * 300_000 + b"w",
    "links in links": HEADERS + b"Content-Type: text/html\r\n\r\n" + b"<a href=x>" * 400_000 + b"words",
    "parts in parts": HEADERS + nested(5_000),
    "parts in parts, as deep as is taken": HEADERS + nested(99) + b"a\r\n" * 90_000,
    "messages in messages": HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * 5_000 + b"\r\nwords",
    "messages, as deep as is taken": HEADERS + b"Content-Type: message/rfc822\r\n\r\n" * 99 + b"\r\nwords",
    "a long header": b"X: " + b"a b " * 2_000_000 + b"\r\n" + HEADERS + b"\r\nwords",
    "a long kind": b"Content-Type: multipart/mixed; "
    + b'a="b\\";' * 1_000_000
    + b"\r\n"
    + HEADERS
    + b"\r\nw",
    "many headers": b"X: y\r\n" * 900_000 + HEADERS + b"\r\nwords",
    "words in words": b"Subject: "
    + b"=?utf-8?q?" * 300_000
    + b"\r\nFrom: "
    + b'"<(' * 300_000
    + b"\r\n\r\nw",
    "no boundary": HEADERS + b"Content-Type: multipart/mixed\r\n\r\nwords",
    "NULs": b"\x00" * 1_000_000,
    "nothing": b"",
    "no message": bytes(range(256)) * 4_000,
    "bad base64": HEADERS + b"Content-Transfer-Encoding: base64\r\n\r\n!!!!====\r\nabc",
    "bad uuencode": HEADERS + b"Content-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\nM\xff\r\n",
    "a bad name": HEADERS + b"Content-Type: image/png; name*0*=x''%ff%; name*2=\xff\r\n\r\nx",
    "parts in base64": HEADERS
    + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(HEADERS + b"\r\nwords"),
}


class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_a_hostile_message_is_read_or_refused_and_never_raises_another_error(self, name):
        try:
            pieces = mail.read(HOSTILE[name], "a.eml", Details())
        except SourceUnreadable as error:
            assert str(error).startswith("a.eml")  # noqa: PT017 - either is fine
        else:
            assert all(piece.article or piece.reason for piece in pieces)

    def test_of_ten_thousand_parts_the_first_thousand_are_read(self):
        part = b"--b\r\nContent-Type: text/plain\r\n\r\nThe ferries sail.\r\n"
        data = HEADERS + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n' + part * 10_000 + b"--b--\r\n"

        piece = one(data)

        assert piece.notes == ("only the first 1,000 parts read",)
        assert piece.article.text.count("sail") == 999

    def test_of_more_words_than_an_article_takes_the_first_are_read(self):
        piece = one(HEADERS + b"\r\n" + b"word " * 500_000)

        assert piece.notes == ("only the first 2,000,000 bytes of its words read",)
        assert len(piece.article.text) == 1_999_999

    def test_letters_that_take_more_bytes_here_are_counted_here(self):
        with pytest.raises(TooLarge):
            one(HEADERS + b"\r\n" + b"\xe9\xe8 " * 600_000)

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.one_of(
                st.binary(max_size=60),
                st.sampled_from(
                    [
                        HEADERS,
                        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n",
                        b"Content-Type: text/html; charset=",
                        b"Content-Type: message/rfc822\r\n\r\n",
                        b"Content-Disposition: attachment; filename*=",
                        b"Content-Transfer-Encoding: base64\r\n\r\n",
                        b"--b\r\n",
                        b"--b--\r\n",
                        b"\r\n\r\n",
                        b"<![&x",
                        b"<p>words</p>",
                        b"=?utf-8?b?",
                        b"Date: ",
                        b"From: ",
                    ]
                ),
            ),
            max_size=14,
        )
    )
    def test_any_bytes_are_read_or_refused(self, given_bytes):
        with suppress(SourceUnreadable):
            mail.read(b"".join(given_bytes), "a.eml", Details())
