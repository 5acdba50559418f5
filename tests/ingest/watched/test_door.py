"""A feed without an end, through the door: its first entries are kept, at a bounded price."""

import subprocess
import sys

from tests.ingest.watched.telling import item, words

# What is imported is there before and counts for nothing.
_READ = """
import resource, sys
from ingest.fetch import Fetcher
from ingest.read import feed
from ingest.settings import FetchSettings
from ingest.watched.look import BYTES

fetcher = Fetcher(FetchSettings(fetch_allow="127.0.0.0/8"), pause_s=0)
feed.read(b"<rss><channel><item><title>A</title></item></channel></rss>", "https://velm.example/")
used = lambda: resource.getrusage(resource.RUSAGE_SELF)
before = used()
fetched = fetcher.get(sys.argv[1], limit=BYTES, is_cut=True)
read = feed.read(fetched.body, fetched.url, fetched.content_type)
after = used()
seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
megabytes = (after.ru_maxrss - before.ru_maxrss) // 1024
print(len(read.entries), round(seconds, 2), megabytes, read.entries[0].title)
"""


def test_a_feed_of_a_million_entries_costs_two_seconds_and_a_hundred_megabytes_at_most(server):
    def endless(_):
        yield b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nConnection: close\r\n\r\n"
        yield b"<rss version='2.0'><channel><title>Post</title>"
        yield item("The good one", "https://velm.example/good", "good", words(1)).encode()
        for start in range(0, 1_000_000, 1_000):
            yield b"".join(b"<item><guid>%d</guid></item>" % n for n in range(start, start + 1_000))
        yield b"</channel></rss>"

    server.routes["/endless"] = endless
    done = subprocess.run(
        [sys.executable, "-c", _READ, server.url("/endless")], capture_output=True, text=True, check=True
    )

    entries, seconds, megabytes, title = done.stdout.strip().split(" ", 3)
    assert (int(entries), title) == (1_000, "The good one")
    assert float(seconds) <= 2
    assert int(megabytes) <= 100
