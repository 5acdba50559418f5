"""What is watched under faults: a news site by its feed, its sitemap and one of its pages, and a mailbox.

Publishes, corrects and sends letters between two looks, and knows what has to be kept of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.faults.state import State
from ingest.archive import Archive
from ingest.home import prepare
from ingest.watched import feeds
from ingest.watched.feeds import Wish
from ingest.web.secrets import Safe, Secret
from tests.fakes.imap import PASSWORD, USER, Folder, ImapServer
from tests.fakes.newsroom import Site
from tests.fakes.web import Web

BEGAN = datetime(2026, 11, 16, 6, 0, tzinfo=UTC)
_STEP = timedelta(minutes=40)  # between two rounds: each feed is due again
_STORIES = 4  # published between two looks
_CORRECTED = 3  # one is corrected after every so many looks
_RENUMBERED = 7  # the mailbox gives its letters other numbers after every so many
_OUTLET = "Ostrel Letter"


@dataclass(slots=True)
class House:
    """What is published so far."""

    site: Site
    mail: ImapServer
    corrections: int = 0
    letters: dict[int, str] = field(default_factory=dict)  # the words of each

    def begin(self, home: Path) -> None:
        """Watch all of it from a new home."""
        self.site.publish(1)
        self.site.offer_sitemap()
        self._send(1)
        archive = Archive(prepare(home))
        secret = Safe(home).seal(Secret(name=USER, password=PASSWORD))
        url = f"imap://127.0.0.1:{self.mail.port}/INBOX"
        for wish in (
            Wish(self.site.feed),
            Wish(self.site.web.url("/sitemap.xml"), backfill_days=3),
            Wish(self.site.web.url("/news/1"), "page"),
            Wish(url, "mailbox", outlet=_OUTLET, secret=secret),
        ):
            feeds.add(archive, wish, int(BEGAN.timestamp()))
        archive.close()

    def publish(self, n: int) -> None:
        """Publish some stories, correct one now and then, and send letters."""
        for k in range(_STORIES):
            self.site.publish(_STORIES * n + k)
        if n % _CORRECTED == 0:
            self.site.correct(_STORIES * n - 2)
            self.corrections += 1
        for number in (2 * n, 2 * n + 1):
            self._send(number)
        if n % _RENUMBERED == 0:
            folder = self.mail.folder
            folder.validity += 1
            folder.messages = {uid + 1_000: data for uid, data in folder.messages.items()}

    def later(self) -> datetime:
        """Let time pass until all is due again."""
        self.site.now += _STEP
        return self.site.now

    def wrong(self, held: State) -> dict[str, list[str]]:
        """What a home lacks or has too much of, by what is wrong with it."""
        stories = {story.path: story.sentences for story in self.site.stories.values()}
        letters = [kept.text for kept in held.articles.values() if kept.source.outlet == _OUTLET]
        pages = [kept for kept in held.articles.values() if kept.source.outlet != _OUTLET]
        by_path = {"/news/" + str(kept.source.url).rpartition("/")[2]: kept for kept in pages}
        both = stories.keys() & by_path.keys()
        old = [path for path in both if any(each not in by_path[path].text for each in stories[path])]
        surplus = sum(kept.versions for kept in held.articles.values()) - len(held.articles)
        return {
            "lost": sorted(stories.keys() - by_path.keys()),
            "not as corrected": sorted(old),
            "twice": ["pages"] * (len(pages) - len(by_path)),
            "versions too many": ["versions"] * (surplus - self.corrections),
            "letters lost": [
                text for text in self.letters.values() if not any(text in each for each in letters)
            ],
            "letters too many": ["letters"] * (len(letters) - len(self.letters)),
        }

    def _send(self, number: int) -> None:
        lamps, masts = 300 + number, 7 * number + 11
        text = f"The keeper of pier {number} lit {lamps} lamps and counted {masts} masts before the tide."
        self.letters[number] = text
        sent = self.site.now.strftime("%a, %d %b %Y %H:%M:%S +0000")
        head = f"From: {_OUTLET} <desk@ostrel.example>\r\nSubject: Letter {number}\r\nDate: {sent}\r\n\r\n"
        more = f"Pier {number} stays open until week {number % 40 + 2}, and {lamps} lamps will be kept lit."
        uid = max(self.mail.folder.messages, default=0) + 1
        self.mail.folder.messages[uid] = f"{head}{text}\r\n\r\n{more}\r\n".encode()


@contextmanager
def opened() -> Iterator[House]:
    """Open the site and the mailbox on loopback."""
    with Web() as web, ImapServer(Folder()) as mail:
        yield House(Site(web, BEGAN), mail)
