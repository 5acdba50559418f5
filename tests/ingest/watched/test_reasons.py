"""Each trouble a feed is known to have is told in a word, and nothing of its address is in it."""

import pytest

from ingest.errors import MailboxUnreadable, NotAFeed
from ingest.watched.reasons import REASONS, reason


@pytest.mark.parametrize(
    ("trouble", "word"),
    [
        ("velm.example: has trouble of its own (status 503)", "status"),
        ("velm.example: wants fewer requests (status 429)", "status"),
        ("velm.example: sends on more than 5 times", "status"),
        ("velm.example: refuses without credentials (status 401)", "credentials"),
        ("velm.example: refuses the credentials (status 403)", "credentials"),
        ("velm.example: has no such page (status 404)", "gone"),
        ("velm.example: says that the page is gone (status 410)", "gone"),
        ("velm.example: its robots.txt does not want citedesk to fetch this", "robots"),
        (
            "velm.example: answers with status 503 (its robots.txt, without which nothing is fetched)",
            "robots",
        ),
        ("velm.example: leads to 10.1.2.3, which is not public", "forbidden"),
        ("velm.example: its certificate does not hold (self-signed certificate); …", "certificate"),
        ("velm.example: speaks no TLS that is safe to use", "certificate"),
        ("velm.example: takes too long to answer", "unreachable"),
        ("velm.example: refuses the connection", "unreachable"),
        ("velm.example: the connection broke", "unreachable"),
        ("velm.example: no such host is known; check the address, or the network", "unreachable"),
        ("velm.example: the proxy refuses to connect; see HTTPS_PROXY and its rules", "unreachable"),
        (str(NotAFeed("https://velm.example/", "a page")), "not_a_feed"),
        (str(MailboxUnreadable("mail.velm.example", "no answer within 20 s")), "unreachable"),
        (str(MailboxUnreadable("mail.velm.example", "Connection refused")), "unreachable"),
        (
            str(MailboxUnreadable("mail.velm.example", "it refused the name and password of 'x'")),
            "credentials",
        ),
        ("something that nobody foresaw", "other"),
    ],
)
def test_a_trouble_has_its_word(trouble, word):
    assert reason(trouble) == word
    assert word in REASONS
