"""The command that says how long articles are kept tells what that concerns, and when."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def news(run):
    """Three articles of an outlet, two of them old, and one without any."""
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    for number, day in enumerate(("2020-03-10", "2020-03-11", today)):
        said = ("--outlet", "Velm Courier", "--published", day)
        run("add", "-", *said, stdin=f"The tide of day {number} was high.")
    run("add", "-", stdin="Nobody says whose this is.")


@pytest.mark.usefixtures("news")
def test_a_rule_is_told_with_the_articles_it_concerns_and_when(run):
    done = run("retain", "--outlet", "Velm Courier", "--days", "30")

    assert done.stdout == "velm courier: 30 days; 2 of 3 articles older than that now\n"
    assert done.stderr.startswith("what is older is removed once a day, within minutes, while the server")


def test_by_a_clock_that_the_news_speaks_against_nothing_goes_and_that_is_told(run):
    run("add", "-", "--published", "2020-03-10", stdin="The tide was high.")

    done = run("retain", "--days", "30")

    assert done.stdout == "all others: 30 days; 1 of 1 article older than that now\n"
    assert "nothing is removed for now" in done.stderr
    assert "remove --before DATE" in done.stderr


@pytest.mark.usefixtures("news")
def test_a_dry_run_counts_and_sets_nothing(run):
    run("retain", "--days", "1")

    done = run("retain", "--outlet", "velm courier", "--days", "30", "--dry-run")
    dropped = run("retain", "none", "--dry-run")

    assert done.stdout == "would be set: velm courier: 30 days; 2 of 3 articles older than that now\n"
    assert dropped.stdout == "1 rule would be dropped\n"
    assert run("retain", "list").stdout == "all others: 1 day; 2 of 4 articles older than that now\n"


@pytest.mark.usefixtures("news")
def test_a_mistyped_outlet_is_told_and_how_to_take_the_rule_back(run):
    done = run("retain", "--outlet", "Vlm Courier", "--days", "30")

    assert done.returncode == 0
    assert done.stdout == "vlm courier: 30 days; 0 of 0 articles older than that now\n"
    assert done.stderr.splitlines()[:2] == [
        "no article is of the outlet 'Vlm Courier'; is it 'Velm Courier'?",
        "the rule waits for its news; drop it: python -m ingest retain none --outlet 'Vlm Courier'",
    ]
    assert run("retain", "none", "--outlet", "Vlm Courier").stdout == "1 rule dropped\n"


def test_rules_are_set_listed_and_dropped(run):
    def of(*arguments):
        lines = run("retain", *arguments).stdout.splitlines()
        return [line.partition(";")[0] for line in lines]

    assert of("--outlet", "Velm Courier", "--days", "30") == ["velm courier: 30 days"]
    assert of("--days", "365") == ["velm courier: 30 days", "all others: 365 days"]
    assert of("none", "--outlet", "velm courier") == ["1 rule dropped", "all others: 365 days"]
    assert of("list") == ["all others: 365 days"]
    assert run("retain", "none", "--outlet", "nobody").stderr.startswith("no rule is for 'nobody'")


@pytest.mark.parametrize(
    "arguments", [(), ("list", "--days", "3"), ("--days", "0"), ("--outlet", "", "--days", "3"), ("lst",)]
)
def test_what_cannot_be_meant_is_refused(run, arguments):
    done = run("retain", *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip()
