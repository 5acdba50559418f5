"""Nothing but the public internet is connected to, in a network of the test's own where all would answer."""

import json
import subprocess
import sys
from functools import cache

import pytest

from tests.conftest import REPOSITORY
from tests.ingest.addresses import INSIDE, PUBLIC, PUBLIC_SIX

_OUTSIDE = {PUBLIC, PUBLIC_SIX}


@cache
def _way_in() -> list[str] | None:
    """The command that runs another one in an empty network, or None where the system has none."""
    for command in (["unshare", "-n"], ["unshare", "-rn"]):
        try:
            tried = [*command, "ip", "link", "set", "lo", "up"]
            if subprocess.run(tried, capture_output=True, timeout=20).returncode == 0:
                return command
        except FileNotFoundError:
            return None
    return None


@pytest.fixture(scope="module")
def report():
    if (command := _way_in()) is None:
        pytest.skip("`unshare -n` and `ip` are needed: no network of its own can be made here")
    done = subprocess.run(
        [*command, sys.executable, "-m", "tests.ingest.cut_off"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


def test_what_is_public_is_reached(report):
    assert report["public"] == [[PUBLIC] * 2, [PUBLIC_SIX] * 2, [PUBLIC] * 2]  # robots.txt and the page


def test_the_same_addresses_are_reached_where_all_is_allowed(report):
    """So the count sees a connection that is not to be."""
    assert len([place for place in report["open"] if place not in _OUTSIDE]) >= 40


def test_no_address_leads_inside(report):
    assert len(INSIDE) >= 60
    assert {url: found for url, found in report["addresses"].items() if set(found) - _OUTSIDE} == {}


def test_no_redirect_leads_inside(report):
    """Each was followed up to its last step outside."""
    assert len(report["redirects"]) == len(INSIDE)
    assert all(found[:2] == [PUBLIC] * 2 for found in report["redirects"])
    assert set().union(*report["redirects"]) == {PUBLIC}


def test_no_chain_of_redirects_leads_inside(report):
    assert [len(found) for found in report["chains"]] == [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]
    assert set().union(*report["chains"]) == {PUBLIC}


def test_a_name_that_changes_its_answer_never_leads_inside(report):
    assert set(report["rebinding"]) == {PUBLIC}


def test_no_robots_txt_leads_inside(report):
    assert set(report["robots"]) == {PUBLIC}


def test_what_is_allowed_of_the_house_is_reached_but_not_because_somebody_outside_says_so(report):
    straight, by_name, led, beside, by_number = report["house"]

    assert straight == ["10.2.0.1"] * 2
    assert by_name == ["10.0.0.7"] * 2
    assert led == [PUBLIC] * 2
    assert beside == by_number == []
