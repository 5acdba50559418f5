"""Connections are held to one time limit, whatever they are asked for."""

import ssl

import pytest

from ingest.web.dial import Deadline, Dialer
from tests.fakes.web import Web


@pytest.fixture
def web():
    with Web() as opened:
        yield opened


def test_no_time_left_is_no_time_to_do_anything(web):
    late = Deadline(0)
    stream = Dialer(("127.0.0.1",), Deadline(5)).connect_tcp("x", web.port)
    stream._deadline = late

    for act in (
        lambda: Dialer(("127.0.0.1",), late).connect_tcp("x", web.port),
        lambda: stream.read(1),
        lambda: stream.write(b"x"),
        lambda: stream.start_tls(ssl.create_default_context()),
    ):
        with pytest.raises(Exception, match="no time left"):
            act()
    assert stream.get_extra_info("socket")
    stream.close()


def test_a_part_of_an_errand_ends_with_the_whole():
    whole = Deadline(1)
    part = Deadline(50, whole)

    assert 0 < part.left() <= 1
    part.extend(20)
    assert 20 < part.left() <= 21
    assert 20 < whole.left() <= 21
