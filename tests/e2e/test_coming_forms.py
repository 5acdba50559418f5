"""The forms of digests and watches, in a real browser: what is typed is taken, or told wrong and kept."""

import shutil

import pytest

from tests.assistant.running import serving
from tests.e2e.test_page import CREW, DONE
from tests.e2e.test_sign_in import FORM, IN, KEY

TOPIC = "ferry strike pay offer"
SAVE = "dialog[open] [type=submit]"


@pytest.fixture
def page(site, visit):
    """The inbox of a server that nothing has come from."""
    page = visit(site, path="/#inbox")
    page.wait_for_selector("#watches")
    return page


@pytest.fixture
def wrong(troubles):
    """The browser's report of each refusal is expected."""
    yield
    troubles[:] = [
        each for each in troubles if "422" not in each and "ERR_" not in each and "401" not in each
    ]


def _new_digest(page, name, **values):
    page.click("#digests .heading-row button")
    page.fill("#digest-name", name)
    for field, value in values.items():
        page.fill(f"#digest-{field}", value)


def _kept(server, what):
    with server.client() as http:
        return http.get(f"/v1/{what}").json()[what]


def _named(server, name):
    (found,) = [each for each in _kept(server, "digests") if each["name"] == name]
    return found


def _focused(page):
    return page.evaluate("() => document.activeElement.id")


class TestDigest:
    def test_it_is_made_as_the_form_says(self, site, page):
        _new_digest(page, "Quays", topics=f"{TOPIC}\n\n harvest ", at="06:45", zone="America/New_York")
        page.uncheck("#digest-dialog [name=weekdays][value='1']")
        page.check("#digest-dialog [name=outlets][value=Norrwire]")
        page.check("#digest-dialog [name=asks_first]")
        page.click(SAVE)
        page.wait_for_selector("#digests li:has-text('Quays')")

        made = _named(site, "Quays")
        wanted = {"topics": [TOPIC, "harvest"], "outlets": ["Norrwire"], "weekdays": "2345", "at": "06:45"}
        wanted |= {"zone": "America/New_York", "asks_first": True, "skips_empty": True, "channel": "web"}
        assert {name: made[name] for name in wanted} == wanted
        told = page.inner_text("#digests li:has-text('Quays')")
        assert "Tuesdays, Wednesdays, Thursdays and Fridays at 06:45, America/New York" in told
        assert "06:45" in told.split("Next:")[1]

    def test_the_zone_is_the_browsers_own_unless_said_otherwise(self, page):
        page.click("#digests .heading-row button")

        own = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
        assert page.input_value("#digest-zone") == own
        assert page.locator("#digest-zones option[value='Europe/Berlin']").count() == 1

    def test_a_zone_there_is_none_of_is_told_at_its_field_and_nothing_typed_is_lost(self, page, wrong):
        _new_digest(page, "Red mornings", topics="dust", zone="Mars/Olympus")
        page.click(SAVE)
        page.wait_for_selector("#digest-zone-error:not([hidden])")

        assert "Mars/Olympus" in page.text_content("#digest-zone-error")
        assert page.get_attribute("#digest-zone", "aria-invalid") == "true"
        assert "digest-zone-error" in page.get_attribute("#digest-zone", "aria-describedby")
        assert _focused(page) == "digest-zone"
        page.keyboard.press("Escape")
        page.click("#digests .heading-row button")
        assert (page.input_value("#digest-name"), page.input_value("#digest-topics")) == (
            "Red mornings",
            "dust",
        )
        page.fill("#digest-zone", "UTC")
        page.click(SAVE)
        page.wait_for_selector("#digests li:has-text('Red mornings')")

    def test_mail_that_no_server_is_set_for_is_told_where_it_is_chosen(self, page, wrong):
        _new_digest(page, "By post")
        page.check("#digest-dialog [name=channel][value=mail]")
        page.fill("#digest-address", "desk@velm.example")
        page.click(SAVE)

        page.wait_for_selector("#digest-dialog [data-field=channel] .error:not([hidden])")
        assert "mail server" in page.inner_text("#digest-dialog [data-field=channel] .error")

    def test_without_a_day_it_is_refused_in_the_form(self, page, wrong):
        _new_digest(page, "Never")
        for day in "12345":
            page.uncheck(f"#digest-dialog [name=weekdays][value='{day}']")
        page.click(SAVE)

        page.wait_for_selector("#digest-dialog [data-field=weekdays] .error:not([hidden])")

    def test_it_is_changed_paused_and_removed_after_asking(self, own_site, visit):
        server = own_site()
        page = visit(server, path="/#inbox")
        _new_digest(page, "Evening")
        page.click(SAVE)
        entry = page.locator("#digests li[data-id]")

        entry.get_by_role("button", name="Change: Evening").click()
        page.fill("#digest-name", "Night")
        page.click(SAVE)
        entry.get_by_role("button", name="Pause: Night").click()
        page.wait_for_selector("#digests li[data-paused=true]")
        assert _named(server, "Night")["paused"]

        remove = entry.get_by_role("button", name="Remove: Night")
        remove.click()
        assert "Really remove?" in entry.inner_text()
        assert _kept(server, "digests")
        entry.locator("[data-sure]").click()
        entry.wait_for(state="detached")
        assert _kept(server, "digests") == []

    def test_a_briefing_is_wanted_regularly_with_its_topic_and_outlets(self, site, visit):
        page = visit(site)
        page.click("#brief")
        page.fill("#brief-topic", TOPIC)
        page.check("#brief-outlets input[value=Norrwire]")
        page.click("#brief-submit")
        page.click("text=Send me this regularly")

        assert page.input_value("#digest-topics") == TOPIC
        assert page.is_checked("#digest-dialog [name=outlets][value=Norrwire]")


class TestWatch:
    def test_news_on_an_answer_is_watched(self, site, visit):
        page = visit(site)
        page.fill("#question", CREW)
        page.press("#question", "Enter")
        page.wait_for_selector(DONE)
        page.click("text=Tell me of news on this")
        assert page.input_value("#watch-text") == CREW
        page.fill("#watch-least", "2")
        page.fill("#watch-from", "22:00")
        page.fill("#watch-until", "07:00")
        page.click(SAVE)
        page.wait_for_selector("#watch-dialog:not([open])", state="attached")

        (made,) = [each for each in _kept(site, "watches") if each["text"] == CREW]
        assert (made["least_stories"], made["quiet_from"], made["quiet_until"]) == (2, "22:00", "07:00")
        assert "watch" not in page.evaluate("location.hash")

    def test_quiet_hours_are_taken_away_again(self, own_site, visit):
        server = own_site()
        with server.client() as http:
            quiet = {"text": TOPIC, "quiet_from": "22:00", "quiet_until": "07:00"}
            http.post("/v1/watches", json=quiet).raise_for_status()
        page = visit(server, path="/#inbox")
        page.click("#watches button[aria-label^=Change]")
        page.fill("#watch-from", "")
        page.fill("#watch-until", "")
        page.click(SAVE)
        page.wait_for_selector("#watch-dialog:not([open])", state="attached")

        assert _kept(server, "watches")[0]["quiet_from"] is None

    def test_one_without_words_is_refused_in_the_form(self, page, wrong):
        page.click("#watches .heading-row button")
        page.click(SAVE)

        page.wait_for_selector("#watch-text-error:not([hidden])")
        assert _focused(page) == "watch-text"

    def test_mail_that_no_server_is_set_for_is_told_where_it_is_chosen(self, page, wrong):
        page.click("#watches .heading-row button")
        page.fill("#watch-text", TOPIC)
        page.check("#watch-dialog [name=channel][value=mail]")
        page.fill("#watch-address", "desk@velm.example")
        page.click(SAVE)

        page.wait_for_selector("#watch-dialog [data-field=channel] .error:not([hidden])")
        assert "mail server" in page.inner_text("#watch-dialog [data-field=channel] .error")

    def test_it_is_removed_after_asking(self, own_site, visit):
        server = own_site()
        with server.client() as http:
            http.post("/v1/watches", json={"text": TOPIC}).raise_for_status()
        page = visit(server, path="/#inbox")
        entry = page.locator("#watches li[data-id]")
        entry.get_by_role("button", name=f"Remove: {TOPIC}").click()
        entry.locator("[data-sure]").click()
        entry.wait_for(state="detached")

        assert _kept(server, "watches") == []
        assert page.evaluate("document.activeElement.textContent") == "New watch"


class TestTrouble:
    def test_a_server_that_is_gone_is_told_and_the_form_is_kept(self, own_site, visit, wrong):
        server = own_site()
        page = visit(server, path="/#inbox")
        _new_digest(page, "Kept", topics=TOPIC)
        server.stop()
        page.click(SAVE)

        page.wait_for_selector("#digest-dialog .form-message .error")
        assert "cannot be reached" in page.inner_text("#digest-dialog .form-message")
        assert (page.input_value("#digest-name"), page.input_value("#digest-topics")) == ("Kept", TOPIC)

    def test_after_signing_in_again_what_was_sent_is_kept(
        self, tmp_path, model_folder, sample_home, visit, wrong
    ):
        home = tmp_path / "home"
        shutil.copytree(sample_home, home)
        with serving(home, model_folder, CITEDESK_ACCESS_KEY=KEY) as server:
            page = visit(server, path="/#inbox")
            page.fill("#access-key", KEY)
            page.press("#access-key", "Enter")
            page.wait_for_selector(IN)
            _new_digest(page, "Through the door", topics=TOPIC)
            page.context.clear_cookies()
            page.click(SAVE)
            page.wait_for_selector(FORM)
            page.fill("#access-key", KEY)
            page.press("#access-key", "Enter")

            page.wait_for_selector("#digests li:has-text('Through the door')")
            assert _named(server, "Through the door")["topics"] == [TOPIC]
