"""What somebody removed does not come back by anything that is watched, until somebody adds it."""

from datetime import timedelta

import pytest

from ingest.intake import keep
from ingest.read.text import Details, from_text
from ingest.watched import entries, feeds
from ingest.web.secrets import Secret
from tests.fakes.imap import PASSWORD, USER, Folder, ImapServer
from tests.ingest.watched.telling import RSS, START, held, item, later, one, rss, watch, words

LINK = "https://velm.example/b/1"


@pytest.fixture
def url(server):
    return server.page("/f", rss(item("Bridge 1", LINK, "b1", words(1))), type=RSS)


def removed(watcher):
    (source,) = held(watcher)
    watcher.archive.remove([source.article_id])


def letter(text):
    return f"From: Ommel Post <a@ommel.example>\r\nSubject: Issue\r\n\r\n{text}\r\n".encode()


def mailbox(watcher, server):
    secret = watcher.web.safe.seal(Secret(name=USER, password=PASSWORD))
    return watch(watcher, f"imap://127.0.0.1:{server.port}/INBOX", kind="mailbox", secret=secret)


def test_a_feed_that_is_added_again_does_not_bring_it_back_and_says_so(watcher, url):
    watcher.check(watch(watcher, url), later(0))
    removed(watcher)
    feeds.remove(watcher.archive, one(watcher))

    checked = watcher.check(watch(watcher, url), later(1))

    assert (checked.added, held(watcher)) == (0, [])
    assert entries.removed(watcher.archive, one(watcher)) == 1


def test_what_somebody_adds_again_by_hand_is_kept_and_followed_again(watcher, url, server):
    watcher.check(watch(watcher, url), later(0))
    removed(watcher)
    keep(from_text(words(1), "a", Details(title="Bridge 1", url=LINK)), watcher.archive, watcher.measure)
    server.page("/f", rss(item("Bridge 1", LINK, "b1", words(1) + " Two fell.")), type=RSS)

    assert watcher.check(one(watcher), START + timedelta(hours=1)).updated == 1


def test_the_same_letter_in_another_mailbox_does_not_bring_it_back(watcher):
    with ImapServer(Folder({1: letter(words(1))})) as first:
        watcher.check(mailbox(watcher, first), later(0))
    removed(watcher)

    with ImapServer(Folder({7: letter(words(1)), 8: letter(words(2))})) as second:
        feed = mailbox(watcher, second)
        checked = watcher.check(feed, later(1))

    assert (checked.added, len(held(watcher))) == (1, 1)
    assert entries.removed(watcher.archive, feed) == 1


def test_a_letter_that_cannot_be_read_is_told_with_its_feed(watcher):
    sealed = (
        b"From: Ommel Post <a@ommel.example>\r\nSubject: Sealed\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: multipart/encrypted; boundary=x\r\n\r\n--x\r\n"
        b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--x--\r\n"
    )
    with ImapServer(Folder({1: letter(words(1)), 2: sealed})) as server:
        feed = mailbox(watcher, server)
        assert watcher.check(feed, later(0)).added == 1

    ((why, count),) = entries.troubles(watcher.archive, feed)
    assert ("encrypted" in why, count) == (True, 1)


def test_an_entry_without_an_address_that_goes_back_to_its_first_words_is_kept(watcher, server):
    for hour, text in enumerate((words(1), words(2), words(1))):
        said = f"<title>Ferry</title><description>{text}</description>"
        url = server.page("/odd", rss(f"<item><guid isPermaLink='false'>f1</guid>{said}</item>"), type=RSS)
        watcher.check(watch(watcher, url) if hour == 0 else one(watcher), later(hour))

    (source,) = held(watcher)
    assert source.title == "Ferry"
