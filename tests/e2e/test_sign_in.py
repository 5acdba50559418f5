"""Signing in on the page of a server that needs its key, in a real browser, and out again."""

import re
import shutil

import pytest

from tests.assistant.running import serving
from tests.e2e.test_page import CREW, DONE, _ask, _scrolls_sideways, _violations

KEY = "a-key-of-our-own-choosing"
FORM = "#sign-in:not([hidden])"
IN = "body:not([data-locked]) #coverage:not(:empty)"


@pytest.fixture(scope="module")
def locked(tmp_path_factory, model_folder, sample_home, browser):
    """A server with the sample news that needs its key."""
    home = tmp_path_factory.mktemp("locked") / "home"
    shutil.copytree(sample_home, home)
    with serving(home, model_folder, CITEDESK_ACCESS_KEY=KEY) as server:
        yield server


@pytest.fixture
def at_the_door(locked, visit, troubles):
    """The page of that server as it first shows; the browser's report of each 401 is expected."""
    yield lambda **look: visit(locked, **look)
    troubles[:] = [each for each in troubles if "401" not in each]


def _sign_in(page, key=KEY):
    page.fill("#access-key", key)
    page.press("#access-key", "Enter")


def _lose_session(page):
    page.context.clear_cookies()


def _focused(page):
    return page.evaluate("() => document.activeElement.id")


class TestSigningIn:
    def test_nothing_of_the_archive_is_shown_before(self, at_the_door):
        page = at_the_door()

        shown = page.inner_text("body")
        assert "Access key" in shown
        assert not re.search(r"article|sample|quoting", shown, re.IGNORECASE)
        assert page.locator("#question, #add-news, #desk, #sign-out").locator("visible=true").count() == 0

    def test_with_the_keyboard_alone(self, at_the_door):
        page = at_the_door()
        assert _focused(page) == "access-key"

        page.keyboard.type(KEY)
        page.keyboard.press("Tab")
        assert _focused(page) == "sign-in-submit"
        page.keyboard.press("Enter")

        page.wait_for_selector(IN)
        assert "31 articles" in page.text_content("#coverage")
        assert _focused(page) == "question"
        assert page.input_value("#access-key") == ""

    @pytest.mark.parametrize(("key", "words"), [("", "Enter the access key."), ("x", "not the access key")])
    def test_a_wrong_key_is_told_and_can_be_mended(self, at_the_door, key, words):
        page = at_the_door()

        _sign_in(page, key)
        page.wait_for_selector("#sign-in-error:not(:empty)")

        assert words in page.text_content("#sign-in-error[role=alert]")
        assert page.get_attribute("#access-key", "aria-invalid") == "true"
        assert _focused(page) == "access-key"
        _sign_in(page, f"  {KEY}\n")
        page.wait_for_selector(IN)

    def test_a_password_manager_knows_the_field(self, at_the_door):
        field = at_the_door().locator("#access-key")

        assert field.get_attribute("type") == "password"
        assert field.get_attribute("autocomplete") == "current-password"

    def test_scripts_never_see_the_session_and_it_outlives_a_reload(self, at_the_door):
        page = at_the_door()
        _sign_in(page)
        page.wait_for_selector(IN)

        page.reload()

        page.wait_for_selector(IN)
        assert page.locator(FORM).count() == 0
        assert page.evaluate("() => document.cookie") == ""
        assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0

    def test_an_address_of_a_conversation_is_opened_after_it(self, at_the_door, locked):
        with locked.client() as http:
            kept = http.post("/v1/chat", json={"question": CREW}).json()["conversation_id"]

        page = at_the_door(path=f"/#c={kept}")
        _sign_in(page)

        page.wait_for_selector(DONE)
        assert page.text_content(".turn .question") == CREW


class TestWhenTheSessionEnds:
    def test_a_question_that_was_sent_is_answered_after_signing_in_again(self, at_the_door):
        page = at_the_door()
        _sign_in(page)
        page.wait_for_selector(IN)
        _lose_session(page)

        page.fill("#question", CREW)
        page.press("#question", "Enter")
        page.wait_for_selector(FORM)
        _sign_in(page)

        page.wait_for_selector(DONE)
        assert "420 crew places" in page.text_content(".turn .sentence")

    def test_a_question_that_was_only_typed_is_still_in_its_box(self, at_the_door):
        page = at_the_door()
        _sign_in(page)
        page.wait_for_selector(IN)
        _ask(page, CREW)
        page.fill("#question", "And how many ships")
        _lose_session(page)

        page.locator(".turn .chip").first.click()
        page.wait_for_selector(FORM)
        _sign_in(page)
        page.wait_for_selector(IN)

        assert page.input_value("#question") == "And how many ships"
        assert "420 crew places" in page.text_content(".turn .sentence")

    def test_a_story_that_was_being_added_is_added(self, at_the_door):
        page = at_the_door()
        _sign_in(page)
        page.wait_for_selector(IN)
        page.click("#add-news")
        page.fill("#add-text", "The newt of Ferrin swallowed 31 pearls on Monday.")
        _lose_session(page)

        page.click("#add-submit")
        page.wait_for_selector(FORM)
        _sign_in(page)

        page.wait_for_selector("#add-dialog[open] .taken")

    @pytest.mark.parametrize("width", [1280, 375])
    def test_the_form_is_not_covered_by_an_open_source(self, at_the_door, width):
        page = at_the_door(width=width)
        _sign_in(page)
        page.wait_for_selector(IN)
        _ask(page, CREW)
        page.locator(".turn .chip").first.click()
        page.wait_for_selector("#panel .quoted")
        _lose_session(page)

        page.evaluate("() => import('/page/archive.js').then((archive) => void archive.refreshArchive())")
        page.wait_for_selector(FORM)

        assert not page.is_visible("#panel")
        _sign_in(page)
        page.wait_for_selector(IN)


class TestSigningOut:
    def test_it_ends_the_session_and_clears_the_page(self, at_the_door):
        page = at_the_door()
        _sign_in(page)
        page.wait_for_selector(IN)
        _ask(page, CREW)

        page.click("#sign-out")
        page.wait_for_selector(FORM)

        assert page.locator(".turn").count() == 0
        assert "#c=" not in page.url
        assert page.context.cookies() == []

    def test_where_no_key_is_needed_there_is_nothing_to_sign_out_of(self, site, visit):
        with site.client() as http:
            assert http.get("/v1/session").json() == {"signed_in": False}

        page = visit(site)
        page.wait_for_load_state("networkidle")

        assert not page.is_visible("#sign-out")
        assert not page.is_visible("#sign-in")


class TestLooks:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 375])
    def test_axe_finds_nothing_and_nothing_runs_over(self, at_the_door, width, scheme):
        page = at_the_door(width=width, scheme=scheme)
        assert _violations(page) == []
        assert not _scrolls_sideways(page)

        _sign_in(page, "x")
        page.wait_for_selector("#sign-in-error:not(:empty)")
        assert _violations(page) == []
        assert not _scrolls_sideways(page)

        _sign_in(page)
        page.wait_for_selector("#sign-out:not([hidden])")
        assert _violations(page) == []
        assert not _scrolls_sideways(page)
