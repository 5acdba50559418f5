"""Unpack gzip and deflate as it comes in, and never more than a limit of it.

A small packed body can open to a thousand times its size, so nothing here asks zlib for more than
is still wanted.
"""

import zlib

from ingest.errors import BodyRefused, BodyTooLarge

ENCODINGS = "gzip, deflate"  # what is asked for
_STEP = 65_536  # bytes asked of zlib at a time
_MEMBERS = 100  # of one gzip body; a body of thousands of empty ones only costs time
_GZIP, _ZLIB, _RAW = 31, 15, -15  # as zlib numbers its formats
_GZIP_MAGIC = b"\x1f\x8b"


class Unpacker:
    """A body that is being read; `data` is what has been unpacked so far."""

    def __init__(self, encoding: str, limit: int) -> None:
        """Take the Content-Encoding header; raises BodyRefused for one that is not read."""
        named = [
            part for part in encoding.lower().replace(" ", "").split(",") if part not in ("", "identity")
        ]
        if len(named) > 1 or (named and named[0] not in ("gzip", "x-gzip", "deflate")):
            raise BodyRefused(f"sends {encoding[:60]!r}, of which only {ENCODINGS} is read, and only once")
        self.data = bytearray()
        self._limit = limit
        self._came = 0
        self._kind = named[0].removeprefix("x-") if named else None
        self._head = b""  # of a deflate body, until two bytes tell which kind it is
        self._members = 0
        self._stream = zlib.decompressobj(_GZIP) if self._kind == "gzip" else None
        self._is_over = False

    def feed(self, chunk: bytes) -> None:
        """Take what came; raises BodyTooLarge at the limit, BodyRefused where it is damaged."""
        self._came += len(chunk)
        if self._kind is None:
            self._take(chunk)
        else:
            if self._came > self._limit:
                raise BodyTooLarge(self._too_large())
            self._unpack(chunk)

    def end(self) -> bytes:
        """All of it; raises BodyRefused where the packed body is not whole."""
        if self._kind and self._came and not (self._is_over or (self._stream and self._stream.eof)):
            raise BodyRefused(f"its {self._kind} body ended too early")
        return bytes(self.data)

    def _unpack(self, chunk: bytes) -> None:
        if self._stream is None:
            chunk = self._head = self._head + chunk
            if len(chunk) < 2:
                return
            self._stream = zlib.decompressobj(_deflate_kind(chunk))
        step = b""
        while (chunk or len(step) == _STEP) and not self._is_over:  # a full step may leave more inside zlib
            try:
                step = self._stream.decompress(chunk, _STEP)
            except zlib.error as error:
                raise BodyRefused(f"its {self._kind} body is damaged") from error
            self._take(step)
            chunk = self._stream.unconsumed_tail or self._next_member()

    def _next_member(self) -> bytes:
        """Go on with what follows the end of a member; gzip may have several, anything else is padding."""
        if self._stream is None or not self._stream.eof:
            return b""
        rest = self._stream.unused_data
        if self._kind != "gzip" or (rest and not rest.startswith(_GZIP_MAGIC[: len(rest)])):
            self._is_over = True
            return b""
        if rest:
            self._members += 1
            if self._members > _MEMBERS:
                raise BodyRefused(f"its gzip body has more than {_MEMBERS} parts")
            self._stream = zlib.decompressobj(_GZIP)
        return rest

    def _take(self, data: bytes) -> None:
        self.data += data[: self._limit - len(self.data) + 1]
        if len(self.data) > self._limit:
            del self.data[self._limit :]
            raise BodyTooLarge(self._too_large())

    def _too_large(self) -> str:
        return f"sends more than {self._limit:,} bytes"


def unpack(data: bytes, limit: int) -> bytes:
    """Unpack a gzip file, as in sitemap.xml.gz; anything else is given back as it is."""
    unpacker = Unpacker("gzip" if data.startswith(_GZIP_MAGIC) else "", limit)
    unpacker.feed(data)
    return unpacker.end()


def _deflate_kind(head: bytes) -> int:
    """Servers send deflate with zlib's two bytes before it, and without."""
    is_zlib = head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _ZLIB if is_zlib else _RAW
