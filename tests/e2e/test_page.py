"""The page in a real browser: ask, read, open the exact words; and what happens when things fail."""

import re
import time
from datetime import UTC, datetime

import pytest

from tests.assistant.parts import key_for
from tests.fakes import web as fakes
from tests.fakes.model import Script
from tests.fakes.newsroom import Site
from tests.fakes.pdf import pdf

CREW = "How many crew places would be lost if Halmer moves three ships to a foreign register?"
BRAZIL = "What did the president of Brazil say about the coffee harvest?"
DONE = ".turn[data-state=done]"

LAMPS = "From: Ommel Post <a@ommel.example>\r\nSubject: Lamps\r\n\r\nAll 41 lamps of Quillby are lit again."
FILES = [
    {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    for name, data in (
        ("otter.txt", b"The otter of Quillby found 17 spoons."),
        ("wire.jsonl", b'{"text": "The crane of Quillby is back."}\nnonsense\n'),
        ("lamps.eml", LAMPS.encode()),
        ("scan.pdf", pdf([["Ravens of Ommel", "", "Ravens came to Ommel on Friday."], None])),
    )
]


def _ask(page, question, state="done"):
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_selector(f".turn:last-child[data-state={state}]")


def _answer(page, server):
    """The last answer of the conversation on the page, as the server kept it."""
    page.wait_for_function("() => location.hash.startsWith('#c=')")
    conversation_id = page.evaluate("() => location.hash").removeprefix("#c=")
    with server.client() as http:
        return http.get(f"/v1/conversations/{conversation_id}").json()["turns"][-1]["answer"]


def _open(page, chip):
    chip.click()
    page.wait_for_selector("#panel .quoted")
    return "".join(page.locator("#panel .quoted").all_text_contents())


def _words_at(server, article_id, start, end):
    with server.client() as http:
        return http.get(f"/v1/articles/{article_id}").json()["text"][start:end]


def _marked_is_in_view(page):
    return page.evaluate(
        """() => {
          const mark = document.querySelector('#panel .quoted').getBoundingClientRect();
          const body = document.querySelector('#panel-body').getBoundingClientRect();
          const bottom = Math.min(body.bottom, innerHeight);
          return mark.height > 0 && mark.top >= Math.max(0, body.top) - 1 && mark.top < bottom - 10;
        }"""
    )


def _scrolls_sideways(page):
    return page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")


class TestAnswer:
    def test_an_answer_streams_in_and_its_chips_open_exactly_the_quoted_words(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        answer = _answer(page, site)
        chips = page.locator(f"{DONE} .chip")
        assert page.get_attribute(DONE, "data-mode") == "quoted"
        assert "420 crew places" in page.text_content(".turn .sentence")
        assert chips.count() == len(answer["citations"]) > 0
        for number, citation in enumerate(answer["citations"]):
            marked = _open(page, chips.nth(number))
            span = [int(page.get_attribute("#panel", name)) for name in ("data-start", "data-end")]
            assert span == [citation["start"], citation["end"]]
            assert marked == citation["quote"] == _words_at(site, citation["article_id"], *span)
            assert _marked_is_in_view(page)

    def test_a_quote_deep_in_a_long_article_behind_emoji_is_marked_exactly_and_in_view(self, site, visit):
        filler = "\n\n".join(
            f"🚢🏴󠁧󠁢󠁳󠁣󠁴󠁿 Paragraph {n} speaks of kelp, tar and rope. 👩‍👩‍👧 Nothing else." for n in range(80)
        )
        article_id = site.add(
            title="A long day 🚢 at sea",
            text=f"{filler}\n\n🎈 The walrus of Ferrowick ate 612 herrings at noon. 🎈\n\n{filler}",
        )
        page = visit(site)

        _ask(page, "How many herrings did the walrus of Ferrowick eat?")
        marked = _open(page, page.locator(".turn .chip").first)

        span = [int(page.get_attribute("#panel", name)) for name in ("data-start", "data-end")]
        assert "walrus of Ferrowick ate 612 herrings" in marked
        assert marked == _words_at(site, article_id, *span)
        assert _marked_is_in_view(page)

    def test_a_question_no_article_answers_is_declined_with_the_nearest_passages(self, site, visit):
        page = visit(site)

        _ask(page, BRAZIL)

        assert page.get_attribute(DONE, "data-mode") == "declined"
        assert page.locator(f"{DONE} .chip").count() == 0
        assert page.locator(f"{DONE} .nearest li").count() >= 1
        page.locator(f"{DONE} .nearest button").first.click()
        page.wait_for_selector("#panel .quoted")

    def test_a_reload_brings_the_conversation_back(self, site, visit):
        page = visit(site)
        _ask(page, CREW)
        _ask(page, BRAZIL)
        before = page.locator(".turn").all_inner_texts()

        page.reload()
        page.wait_for_selector(".turn:nth-child(2)[data-state=done]")

        assert page.locator(".turn").all_inner_texts() == before
        assert "420 crew places" in _open(page, page.locator(".turn .chip").first)

    def test_a_past_conversation_is_listed_and_opened_and_a_new_one_begins_empty(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        page.click("#new-conversation")
        assert page.locator(".turn").count() == 0
        page.locator("#conversations a", has_text=CREW[:30]).first.click()

        page.wait_for_selector(DONE)
        assert page.text_content(".turn .question") == CREW

    def test_an_example_question_is_answered(self, site, visit):
        page = visit(site)
        question = page.locator("#examples button").first.text_content()

        page.locator("#examples button").first.click()
        page.wait_for_selector(DONE)

        assert page.text_content(".turn .question") == question
        assert page.locator(f"{DONE} .sentence").count() >= 1

    def test_every_example_question_is_answered(self, site, visit):
        """A question offered by us that is then declined would be a bad welcome."""
        questions = visit(site).locator("#examples button").all_text_contents()

        with site.client() as http:
            modes = {q: http.post("/v1/chat", json={"question": q}).json()["mode"] for q in questions}

        assert len(modes) >= 3
        assert set(modes.values()) == {"quoted"}

    def test_pointing_at_a_chip_shows_whose_words_they_are(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        page.hover(".turn .chip")
        page.wait_for_selector("#card:not([hidden])")

        (citation, *_) = _answer(page, site)["citations"]
        assert citation["quote"] in page.text_content("#card")
        assert citation["outlet"] in page.text_content("#card")

    def test_copies_of_a_story_are_counted_and_named_beside_its_one_source(self, site, visit):
        page = visit(site)
        _ask(page, "Who said the rain had been the heaviest in the valley for 30 years?")
        told = "2 copies: The Quillhaven Chronicle, Sorrenmark Today"

        page.hover(".turn .chip")
        page.wait_for_selector("#card:not([hidden])")

        assert [source["outlet"] for source in _answer(page, site)["citations"]].count("Norrwire") >= 1
        assert told in page.text_content("#card")
        assert page.locator(".turn .sources .copies").first.text_content() == told

    def test_mode_coverage_and_sources_are_told(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        assert "Quoting" in page.text_content("#mode")
        assert "Quoted, word for word" in page.text_content(".turn .mode")
        assert page.locator(".turn .sources li").count() >= 1
        assert "Searched" in page.text_content(".turn .coverage")

    def test_a_refusal_tells_once_what_was_searched(self, site, visit):
        page = visit(site)
        _ask(page, "Who won the chess cup of Atlantis?")

        assert page.text_content(".turn").count("Searched") == 1

    def test_the_time_that_words_name_is_told_above_the_answer(self, site, visit):
        page = visit(site)
        _ask(page, f"{CREW} between 1 November 2024 and 3 November 2026")

        assert "of 1 November 2024 to 3 November" in page.text_content(".turn .window")

    def test_a_question_without_a_time_has_no_such_line(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        assert page.locator(".turn .window").count() == 0


class TestKeyboard:
    def test_from_the_question_to_the_source_and_back_without_a_mouse(self, site, visit):
        page = visit(site)
        page.keyboard.press("/")
        assert page.evaluate("() => document.activeElement.id") == "question"
        page.keyboard.type(CREW)
        page.keyboard.press("Enter")
        page.wait_for_selector(DONE)

        for _ in range(30):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("() => document.activeElement.classList.contains('chip')"):
                break
        number = page.evaluate("() => document.activeElement.dataset.number")
        page.keyboard.press("Enter")
        page.wait_for_selector("#panel .quoted")
        assert page.evaluate("() => document.querySelector('#panel').contains(document.activeElement)")

        page.keyboard.press("Escape")
        assert page.is_hidden("#panel")
        assert page.evaluate("() => document.activeElement.dataset.number") == number is not None

    def test_shift_enter_begins_a_line_and_an_empty_question_is_not_sent(self, site, visit):
        page = visit(site)
        page.press("#question", "Enter")
        page.fill("#question", "one")
        page.press("#question", "Shift+Enter")

        assert page.input_value("#question") == "one\n"
        assert page.locator(".turn").count() == 0

    def test_the_add_dialog_closes_by_escape(self, site, visit):
        page = visit(site)
        page.focus("#add-news")
        page.keyboard.press("Enter")
        page.wait_for_selector("#add-dialog[open]")

        page.keyboard.press("Escape")

        assert page.locator("#add-dialog[open]").count() == 0
        assert page.evaluate("() => document.activeElement.id") == "add-news"


def _stalls_late(request):
    key = key_for(request["messages"][-1]["content"], "420 crew places")
    said = f"The union says 420 crew places would be lost.[{key}] "
    return Script(said + "And so on it goes.", chunk=len(said) + 3, stall_after_chunks=(1, 60))


@pytest.fixture
def slow_site(own_site, model):
    """A server whose model says one sentence and then nothing for long."""
    model.script = _stalls_late
    return own_site(OPENAI_BASE_URL=model.url, CITEDESK_MODEL_TIMEOUT_S="60")


class TestTrouble:
    def test_stop_keeps_what_has_arrived_and_ends_the_model(self, slow_site, visit, model):
        page = visit(slow_site)
        page.fill("#question", CREW)
        page.click("#ask")
        page.wait_for_selector(".turn[data-state=streaming] .sentence")

        page.click("#stop")
        page.wait_for_selector(".turn[data-state=stopped]")
        stopped = time.monotonic()

        assert page.text_content(".turn .sentence") == "The union says 420 crew places would be lost."
        assert "420 crew places" in _open(page, page.locator(".turn .chip").first)
        assert page.is_hidden("#stop")
        assert page.is_visible("#ask")
        while not model.closed_early and time.monotonic() - stopped < 1:
            time.sleep(0.02)
        assert model.closed_early

    def test_a_server_that_dies_in_the_middle_leaves_the_words_and_the_question(
        self, slow_site, visit, troubles
    ):
        page = visit(slow_site)
        page.fill("#question", CREW)
        page.click("#ask")
        page.wait_for_selector(".turn[data-state=streaming] .sentence")

        slow_site.process.kill()
        page.wait_for_selector(".turn[data-state=interrupted], .turn[data-state=error]")

        assert page.text_content(".turn .sentence") == "The union says 420 crew places would be lost."
        assert page.input_value("#question") == CREW
        assert re.search("[Aa]gain", page.text_content(".turn .trouble"))
        troubles.clear()  # the browser reports the broken connection

    def test_a_server_that_is_away_is_told_with_what_to_do_and_the_question_stays(
        self, own_site, visit, troubles
    ):
        server = own_site()
        page = visit(server)
        server.process.kill()
        server.process.wait()

        _ask(page, CREW, state="error")

        words = page.text_content(".turn .error")
        assert "cannot be reached" in words
        assert "Check that it is running" in words
        assert page.input_value("#question") == CREW
        troubles.clear()

    def test_a_failing_model_shows_quotes_and_says_so(self, own_site, visit, model):
        model.script = Script(status=401)
        page = visit(own_site(OPENAI_BASE_URL=model.url))

        _ask(page, CREW)

        assert page.get_attribute(DONE, "data-mode") == "quoted"
        assert "The language model failed" in page.text_content(".turn .turn-notice")
        assert "420 crew places" in page.text_content(DONE)

    def test_a_side_that_the_model_leaves_out_is_quoted_with_its_outlet(self, own_site, visit, model):
        wire = "In Quillby 118 geese fell ill from the water, a warden said."
        post = "Wardens in Quillby said that 92 geese fell ill from the water."
        model.script = lambda request: Script(
            f"A warden counted 118 geese ill in Quillby.[{key_for(request['messages'][-1]['content'], wire)}]"
        )
        server = own_site(OPENAI_BASE_URL=model.url)
        server.add(text=wire, title="Geese", outlet="Quillby Wire", published_at="2026-11-10")
        server.add(text=post, title="Ill geese", outlet="Quillby Post", published_at="2026-11-10")
        page = visit(server)

        _ask(page, "How many geese fell ill from the water in Quillby?")

        assert page.get_attribute(DONE, "data-mode") == "written"
        assert "Sources differ" in page.text_content(".turn .turn-notice")
        line = page.locator(f"{DONE} .line[data-verdict=quoted]")
        assert line.locator(".sentence").text_content() == post
        assert line.locator(".attribution").is_visible()
        assert "Quillby Post" in line.locator(".attribution").text_content()
        assert _open(page, line.locator(".chip")) == post

    def test_an_unknown_conversation_in_the_address_is_told(self, site, visit, troubles):
        page = visit(site, "/#c=nobody")

        page.wait_for_selector("#turns .error")

        assert "New conversation" in page.text_content("#turns .error")
        troubles.clear()  # the browser reports the 404

    def test_a_removed_article_says_so_in_the_panel(self, site, visit, troubles):
        article_id = site.add(title="Gone soon", text="The heron of Yarrowby counted 77 frogs on Friday.")
        page = visit(site)
        _ask(page, "How many frogs did the heron of Yarrowby count?")
        with site.client() as http:
            http.delete(f"/v1/articles/{article_id}").raise_for_status()

        page.locator(".turn .chip").first.click()

        page.wait_for_selector("#panel .changed")
        assert "no longer in the archive" in page.text_content("#panel .changed")
        assert page.locator("#panel .quoted").count() == 0
        troubles.clear()  # the browser reports the 404


OTTER = "The otter of Quellmar ate 31 crabs on Friday, keeper Ansa Holm said."
CRABS = "How many crabs did the otter of Quellmar eat?"


class TestVersions:
    """Another text under the same address, and an answer that cited the one before."""

    def _asked(self, site, visit, name):
        self.url = f"https://quellmar.example/{name}"
        site.add(title="Otter", url=self.url, text=f"It rained in Quellmar. {OTTER} The pool was closed.")
        site.settle()
        page = visit(site)
        _ask(page, CRABS)
        assert OTTER in page.text_content(".turn .answer")
        return page

    def _again(self, site, page, text):
        site.add(title="Otter", url=self.url, text=text)
        page.reload()
        page.wait_for_selector(DONE)

    def test_words_that_changed_are_marked_with_what_they_say_now(self, own_site, visit):
        site = own_site()
        page = self._asked(site, visit, "changed")

        self._again(site, page, f"It rained in Quellmar. {OTTER.replace('31', '37')} The pool was closed.")

        source = page.locator(".sources li", has_text="Otter").first
        assert "has changed since" in source.locator(".state").text_content()
        assert source.locator(".difference del").all_text_contents() == ["31"]
        assert source.locator(".difference ins").all_text_contents() == ["37"]
        assert _open(page, page.locator(".turn .chip").first) == OTTER.replace("31", "37")
        assert page.locator("#panel .changed del").text_content() == "31"
        assert _violations(page) == []
        page.click("#panel-close")
        page.locator(".turn .chip").first.hover()
        page.wait_for_selector("#card .difference")
        assert page.locator("#card ins").text_content() == "37"

    def test_a_correction_is_named_and_words_that_stand_are_marked_where_they_stand(self, own_site, visit):
        site = own_site()
        page = self._asked(site, visit, "corrected")
        notice = (
            "Correction: The pool was closed on Friday; an earlier version of this story gave another day."
        )

        self._again(site, page, f"It rained a lot in Quellmar. {OTTER} The pool was closed.\n\n{notice}")

        source = page.locator(".sources li", has_text="Otter").first
        assert (
            "has been corrected since. The quoted words still stand"
            in source.locator(".state").text_content()
        )
        assert source.locator(".notice-words").text_content() == notice
        assert _open(page, page.locator(".turn .chip").first) == OTTER

    def test_words_that_are_gone_are_shown_as_they_were_and_nothing_is_marked(self, own_site, visit):
        site = own_site()
        page = self._asked(site, visit, "gone")

        self._again(site, page, "It rained in Quellmar. Nobody saw anything.")
        page.locator(".turn .chip").first.click()
        page.wait_for_selector("#panel .changed")

        assert "It no longer says this." in page.text_content("#panel .changed")
        assert OTTER in page.text_content("#panel blockquote")
        assert page.locator("#panel .quoted").count() == 0

    def test_an_answer_from_a_removed_article_holds_none_of_it(self, own_site, visit):
        site = own_site()
        page = self._asked(site, visit, "removed")

        with site.client() as http:
            (article_id,) = [
                a["id"] for a in http.get("/v1/articles").json()["articles"] if a["url"] == self.url
            ]
            http.delete(f"/v1/articles/{article_id}").raise_for_status()
        page.reload()
        page.wait_for_selector(DONE)

        assert "has been removed" in page.text_content(".turn .answer")
        assert "Removed article" in page.text_content(".sources")
        assert "31 crabs" not in page.content()


class TestArchive:
    def test_the_samples_are_named_as_such_and_removed_by_a_button(self, own_site, visit):
        server = own_site()
        page = visit(server)
        assert "sample news" in page.text_content("#samples-notice")

        page.click("#remove-samples")
        page.wait_for_selector("#samples-notice", state="hidden")

        with server.client() as http:
            assert http.get("/v1/archive").json()["articles"] == 0
        page.wait_for_selector("#empty-archive:not([hidden])")

    def test_an_article_added_in_the_dialog_can_be_asked_about(self, own_site, visit):
        page = visit(own_site())
        page.click("#add-news")
        page.fill("#add-text", "The otter of Quillby found 17 silver spoons under the weir on Sunday.")
        page.fill("#add-title", "Otter finds spoons")
        page.fill("#add-outlet", "Quillby Gazette")
        page.fill("#add-date", "2026-11-10")
        page.fill("#add-url", "https://quillby.example/otter")
        page.click("#add-submit")
        page.wait_for_selector("#add-dialog .taken")
        page.keyboard.press("Escape")
        page.wait_for_timeout(1_000)  # words find an article within a second

        _ask(page, "How many silver spoons did the otter of Quillby find?")

        assert "17 silver spoons" in page.text_content(f"{DONE} .sentence")
        assert "Quillby Gazette" in page.text_content(f"{DONE} .sources")
        assert "17 silver spoons" in _open(page, page.locator(".turn .chip").first)

    def test_a_refused_article_is_told_and_its_text_stays(self, site, visit, troubles):
        page = visit(site)
        page.click("#add-news")
        page.fill("#add-text", "A story.")
        page.fill("#add-url", "ftp://quillby.example/otter")
        page.click("#add-submit")

        page.wait_for_selector("#add-dialog .error")

        assert "url" in page.text_content("#add-dialog .error")
        assert page.input_value("#add-text") == "A story."
        troubles.clear()  # the browser reports the 422

    def test_each_of_several_files_is_told_with_its_own_result(self, own_site, visit):
        page = visit(own_site())
        page.click("#add-news")
        page.set_input_files("#add-file", [*FILES, {"name": "photo.png", "mimeType": "x/y", "buffer": b"x"}])
        assert page.locator("#add-message li").all_text_contents()[:2] == ["otter.txt", "wire.jsonl"]
        assert page.is_disabled("#add-title")
        page.fill("#add-outlet", "Quillby Gazette")
        page.click("#add-submit")
        page.wait_for_selector("#add-submit:enabled")

        told = page.locator("#add-message p").all_text_contents()
        assert [words.partition(". You")[0] for words in told[:5]] == [
            "otter.txt: Added: 1 passage",
            "wire.jsonl:1: Added: 1 passage",
            "wire.jsonl:2: Refused: not JSON: Expecting value: column 1 (char 0)",
            "lamps.eml: Added: 1 passage",
            "scan.pdf: Added: 1 passage",
        ]
        assert "Note: page 2 holds no text" in told[4]
        assert told[5].startswith("photo.png: Refused: not one of .txt")
        left = page.evaluate("() => [...document.querySelector('#add-file').files].map((file) => file.name)")
        assert left == ["wire.jsonl", "photo.png"]
        page.keyboard.press("Escape")
        page.wait_for_timeout(1_000)  # words find an article within a second
        _ask(page, "How many lamps of Quillby are lit again?")
        assert "Quillby Gazette" in page.text_content(f"{DONE} .sources")

    def test_a_file_and_pasted_text_are_two_articles_and_neither_holds_the_other(self, own_site, visit):
        server = own_site()
        page = visit(server)
        page.click("#add-news")
        page.set_input_files("#add-file", FILES[0])
        assert page.input_value("#add-text") == ""
        page.fill("#add-text", "The heron of Quillby sat on the weir.")
        assert page.is_disabled("#add-url")
        page.click("#add-submit")
        page.wait_for_selector("#add-submit:enabled")

        assert [
            words.partition(":")[0] for words in page.locator("#add-message .taken").all_text_contents()
        ] == [
            "Pasted text",
            "otter.txt",
        ]
        assert page.input_value("#add-text") == ""
        assert page.evaluate("() => document.querySelector('#add-file').files.length") == 0
        assert page.is_enabled("#add-title")
        with server.client() as http:
            titles = [row["title"] for row in http.get("/v1/articles").json()["articles"][:2]]
        assert titles == ["The otter of Quillby found 17 spoons.", "The heron of Quillby sat on the weir."]

    def test_a_window_set_on_the_page_narrows_the_search(self, site, visit):
        page = visit(site)
        page.click("#filters summary")
        page.fill("#since", "2031-01-01")

        _ask(page, CREW)

        assert "Nothing since 2031-01-01" in page.text_content(DONE)
        assert page.locator(f"{DONE} .nearest li").count() >= 1


PAYLOADS = (
    "<script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 1'>",
    '"><svg onload="window.hacked = 1">',
    "</mark><iframe srcdoc='<script>parent.hacked = 1</script>'></iframe>",
    "javascript:window.hacked=1",
)


def test_script_in_an_article_is_shown_as_the_letters_it_is(site, visit):
    script, image, drawing, frame, address = PAYLOADS
    site.add(
        title=f"{image} Badger {frame}",
        outlet=f"Post {drawing}",
        authors=[script],
        url='https://evil.example/%22%3E%3Cscript%3E?a="><img src=x onerror=window.hacked=1>',
        text=f"{script} The badger of Ommel wrote {image} on 91 walls {frame}. {address} {drawing}",
    )
    page = visit(site)

    _ask(page, f"On how many walls did the badger of Ommel write? {image}{script}")
    marked = _open(page, page.locator(".turn .chip").first)
    page.hover(".turn .chip")

    assert "The badger of Ommel wrote" in marked
    assert image in page.text_content("#panel")
    assert page.evaluate("() => window.hacked") is None
    inert = "script, img, svg, iframe, object, embed, [onerror], [onload]"
    assert page.locator(f":is(#turns, #panel, #card, #desk, #filters) :is({inert})").count() == 0
    assert page.evaluate("() => [...document.links].every(a => /^https?:$/.test(a.protocol))")


class TestLooks:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_375_pixels_are_enough(self, site, visit, scheme):
        page = visit(site, width=375, scheme=scheme)
        assert not _scrolls_sideways(page)

        _ask(page, CREW)
        assert not _scrolls_sideways(page)

        _open(page, page.locator(".turn .chip").first)
        assert not _scrolls_sideways(page)
        assert _marked_is_in_view(page)

        page.click("#panel-close")
        page.click("#add-news")
        assert not _scrolls_sideways(page)

    def test_words_without_an_end_do_not_widen_the_page(self, site, visit):
        long = "Zwyx" * 100
        text = f"The newt of Ferrin swallowed {long} on Monday, all 31 of it."
        site.add(title=f"{long} title", outlet="O" * 150, text=text)
        site.settle()
        page = visit(site, width=375)

        _ask(page, "What did the newt of Ferrin swallow on Monday?")
        assert page.get_attribute(DONE, "data-mode") == "quoted"
        assert not _scrolls_sideways(page)

        _open(page, page.locator(".turn .chip").first)
        assert not _scrolls_sideways(page)

    def test_dark_is_dark_and_light_is_light(self, site, visit):
        def brightness(scheme):
            page = visit(site, scheme=scheme)
            colour = page.evaluate(
                """() => { for (const e of [document.body, document.documentElement]) {
                  const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$/.test(c)) return c; } }"""
            )
            return sum(float(part) for part in re.findall(r"[\d.]+", colour)[:3])

        assert brightness("dark") < 150
        assert brightness("light") > 600


def _violations(page):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed"
    )
    page.wait_for_timeout(300)  # colours that fade in are measured at their end
    found = axe.Axe().run(page)
    return [
        f"{rule['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


class TestForEveryone:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 375])
    def test_axe_finds_nothing_on_the_way_from_question_to_source(self, site, visit, width, scheme):
        page = visit(site, width=width, scheme=scheme)
        assert _violations(page) == []

        _ask(page, CREW)
        assert _violations(page) == []

        _open(page, page.locator(".turn .chip").first)
        assert _violations(page) == []

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing_in_a_refusal_and_in_the_dialog(self, site, visit, scheme):
        page = visit(site, scheme=scheme)
        _ask(page, BRAZIL)
        assert _violations(page) == []

        page.click("#add-news")
        assert _violations(page) == []
        page.click("#add-submit")
        page.wait_for_selector("#add-dialog .error")
        assert _violations(page) == []

    def test_axe_finds_nothing_in_an_error_and_in_an_empty_archive(self, own_site, visit, troubles):
        server = own_site()
        page = visit(server)
        page.click("#remove-samples")
        page.wait_for_selector("#empty-archive:not([hidden])")
        assert _violations(page) == []

        server.process.kill()
        _ask(page, CREW, state="error")

        assert _violations(page) == []
        troubles.clear()

    def test_a_finished_answer_is_announced_once(self, site, visit):
        page = visit(site)
        _ask(page, CREW)

        assert page.text_content("#status").startswith("Answer ready.")
        assert "420 crew places" in page.text_content("#status")


def test_a_feed_is_watched_from_the_page_and_a_failing_one_says_why(own_site, visit):
    with fakes.Web() as web:
        site = Site(web, datetime.now(UTC))
        site.publish(3)
        page = visit(own_site(CITEDESK_FETCH_ALLOW="127.0.0.0/8"))

        for address in (site.feed, web.url("/nothing")):
            page.fill("#feed-url", address)
            page.click("#feed-submit")
        page.wait_for_selector("#feeds li[data-state=well]", timeout=30_000)
        page.wait_for_selector("#feeds li[data-state=failing]", timeout=30_000)

    assert "Ostrel Wire" in page.inner_text("#feeds li[data-state=well]")
    assert "404" in page.inner_text("#feeds li[data-state=failing] .error")
    page.click("#feeds li[data-state=failing] [aria-label^=Remove]")
    page.click("#feeds li[data-state=failing] [data-sure]")
    page.wait_for_selector("#feeds li[data-state=failing]", state="detached")
