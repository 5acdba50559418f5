"""Packed bodies open up to the limit and never beyond."""

import gzip
import tracemalloc
import zlib

import pytest

from ingest.errors import BodyRefused, BodyTooLarge
from ingest.web.unpack import Unpacker, unpack

_TEXT = b"Nine ferries lay tied up in the port. " * 5_000  # 190 kB


def _raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


_PACKED = {
    "": _TEXT,
    "identity": _TEXT,
    "gzip": gzip.compress(_TEXT),
    "X-GZIP": gzip.compress(_TEXT),
    "deflate": zlib.compress(_TEXT),
    " Deflate ": _raw_deflate(_TEXT),
}


def _fed(encoding, data, limit=1_000_000, step=1_000):
    unpacker = Unpacker(encoding, limit)
    for start in range(0, len(data), step):
        unpacker.feed(data[start : start + step])
    return unpacker.end()


@pytest.mark.parametrize("encoding", _PACKED)
@pytest.mark.parametrize("step", [1, 7, 65_536, 1_000_000])
def test_a_body_comes_out_as_it_went_in(encoding, step):
    assert _fed(encoding, _PACKED[encoding], step=step) == _TEXT


@pytest.mark.parametrize("encoding", _PACKED)
def test_at_the_limit_it_is_taken_and_beyond_it_is_not(encoding):
    assert _fed(encoding, _PACKED[encoding], limit=len(_TEXT)) == _TEXT
    with pytest.raises(BodyTooLarge, match="189,999 bytes"):
        _fed(encoding, _PACKED[encoding], limit=len(_TEXT) - 1)


def test_what_is_over_the_limit_is_cut_there():
    unpacker = Unpacker("gzip", 1_000)

    with pytest.raises(BodyTooLarge):
        unpacker.feed(gzip.compress(_TEXT))

    assert bytes(unpacker.data) == _TEXT[:1_000]


def test_a_body_that_opens_to_gigabytes_costs_no_more_than_its_limit():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()
    tracemalloc.start()

    with pytest.raises(BodyTooLarge):
        _fed("gzip", bomb, limit=5_000_000)

    assert tracemalloc.get_traced_memory()[1] < 15_000_000
    tracemalloc.stop()


def test_a_body_that_opens_to_nothing_ends_at_the_limit_too():
    """Empty blocks of deflate: all the work and no output."""
    empty_blocks = b"\x78\x9c" + b"\x00\x00\x00\xff\xff" * 300_000

    with pytest.raises(BodyTooLarge):
        _fed("deflate", empty_blocks, limit=1_000_000, step=65_536)


@pytest.mark.parametrize(
    "encoding", ["br", "gzip, gzip", "gzip,deflate", "zstd", "compress", "gzip br", "x" * 999]
)
def test_other_packings_and_several_are_refused(encoding):
    with pytest.raises(BodyRefused, match="only gzip, deflate is read"):
        Unpacker(encoding, 1_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", " Deflate "])
def test_a_body_that_ends_too_early_is_refused(encoding):
    with pytest.raises(BodyRefused, match="too early"):
        _fed(encoding, _PACKED[encoding][:-5])


def test_a_deflate_body_of_one_byte_is_refused():
    with pytest.raises(BodyRefused, match="too early"):
        _fed("deflate", b"x")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_damaged_body_is_refused(encoding):
    with pytest.raises(BodyRefused, match="damaged"):
        _fed(encoding, b"<html>no packing at all</html>")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_an_empty_body_needs_no_packing(encoding):
    assert Unpacker(encoding, 1_000).end() == b""


@pytest.mark.parametrize("step", [1, 1_000])
def test_a_gzip_body_may_have_parts_and_padding(step):
    parts = gzip.compress(b"Talks ") + gzip.compress(b"resume.")

    assert _fed("gzip", parts, step=step) == b"Talks resume."
    assert _fed("gzip", parts + bytes(5_000), step=step) == b"Talks resume."


def test_a_gzip_body_of_thousands_of_parts_is_refused():
    with pytest.raises(BodyRefused, match="more than 100 parts"):
        _fed("gzip", gzip.compress(b"") * 5_000, step=65_536)


def test_a_gzip_file_is_unpacked_and_any_other_left_alone():
    assert unpack(gzip.compress(b"<urlset/>"), 100) == unpack(b"<urlset/>", 100) == b"<urlset/>"
    with pytest.raises(BodyTooLarge):
        unpack(gzip.compress(bytes(101)), 100)


def test_the_packed_bytes_count_against_the_limit_too():
    packed = gzip.compress(b"Talks.")  # larger than what is in it

    assert _fed("gzip", packed, limit=len(packed)) == b"Talks."
    with pytest.raises(BodyTooLarge):
        _fed("gzip", packed, limit=len(packed) - 1)
