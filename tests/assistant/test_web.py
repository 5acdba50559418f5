"""The HTTP interface of the running server, over a real socket, as strangers and browsers meet it."""

import http.client
import json
import socket
import subprocess
import sys
import time
from contextlib import nullcontext

import httpx
import pytest

from assistant.web.app import build
from assistant.web.gate import Gate, Gates
from tests.assistant.parts import HARBOUR, LIBRARY, add, article, key_for, left_within_a_second
from tests.assistant.running import REPOSITORY, asks, rest_of, serving, serving_here, wait_until
from tests.fakes.model import Script, ScriptedModel

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PLACES, WAITING = 48, 48
EITHER = ("text/event-stream", "application/json")
CREW = {"question": "How many extra crew places did the council of Velm offer?"}
EVENTS = {"Accept": "text/event-stream"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def harbour(server):
    """Id of the article the questions are about; another one is beside it."""
    server.add(title="Ostrel gives up library fines", outlet="Ostrel Echo", text=LIBRARY)
    article_id = server.add(
        title="Harbour talks", outlet="Velm Courier", published_at="2026-03-10", text=HARBOUR,
        url="https://velm-courier.example/harbour",
    )  # fmt: skip
    server.settle()
    return article_id


@pytest.fixture
def http_(server, harbour):
    """A client of the server."""
    with server.client() as client:
        yield client


@pytest.fixture(scope="module")
def writer():
    """The chat model of the server that writes."""
    with ScriptedModel() as running:
        yield running


@pytest.fixture(scope="module")
def writing(tmp_path_factory, model_folder, writer):
    """A server with a chat model."""
    home = tmp_path_factory.mktemp("writing") / "home"
    with serving(home, model_folder, OPENAI_BASE_URL=writer.url, CITEDESK_MODEL="tiny-7b") as running:
        running.add(title="Harbour talks", outlet="Velm Courier", published_at="2026-03-10", text=HARBOUR)
        running.settle()
        yield running


def _says(*sentences, **more):
    def script(request):
        key = key_for(request["messages"][-1]["content"], "412 extra crew places")
        return Script(" ".join(sentences).replace("KEY", key), **more)

    return script


def _events(reply):
    for block in reply.text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if fields:
            yield fields["event"], json.loads(fields["data"])


def _error(reply, status, code):
    assert reply.status_code == status, reply.text[:300]
    error = reply.json()["error"]
    assert set(reply.json()) == {"error"}
    assert error["code"] == code
    assert error["message"]
    assert set(error) <= {"code", "message", "field", "value"}
    assert "Traceback" not in reply.text
    assert len(reply.text) < 1_000
    return error


def test_the_contract_holds(server, harbour):
    tool = REPOSITORY / "../shared/tools/contract.py"
    if not tool.is_file():
        pytest.skip("../shared/tools/contract.py is not here: this test needs it")

    done = subprocess.run([sys.executable, tool, server.url], capture_output=True, text=True, timeout=120)

    assert done.stdout == "the contract holds\n"


class TestAsking:
    def test_an_answer_as_json(self, http_):
        answer = http_.post("/v1/chat", json=CREW).raise_for_status().json()

        assert answer["mode"] == "quoted"
        assert "412 extra crew places" in answer["text"]

    def test_quotes_are_spans_of_the_article_in_code_points(self, http_, harbour):
        question = {"question": "What did Orla Brandt say about signing and night shifts?"}
        (citation, *_) = http_.post("/v1/chat", json=question).json()["citations"]
        text = http_.get(f"/v1/articles/{harbour}").json()["text"]

        assert text == HARBOUR
        assert text[citation["start"] : citation["end"]] == citation["quote"]

    def test_an_answer_as_events(self, http_):
        reply = http_.post("/v1/chat", json=CREW, headers=EVENTS)

        events = list(_events(reply))
        names = [name for name, _ in events]
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert names[:3] == ["status", "status", "sources"]
        assert (names[-1], names.count("done")) == ("done", 1)
        answer = events[-1][1]["answer"]
        assert "".join(data["delta"] for name, data in events if name == "text") == answer["text"]
        assert [d["sentence"]["text"] for n, d in events if n == "text"] == [
            s["text"] for s in answer["sentences"]
        ]

    def test_a_refusal_as_events_joins_to_its_text_too(self, http_):
        question = {"question": "What did the president of Brazil say about the coffee harvest?"}

        events = list(_events(http_.post("/v1/chat", json=question, headers=EVENTS)))

        assert events[-1][1]["answer"]["mode"] == "declined"
        assert "".join(d["delta"] for n, d in events if n == "text") == events[-1][1]["answer"]["text"]

    def test_a_written_answer_as_events(self, writing, writer):
        writer.script = _says("The council offered 412 extra crew places.[KEY]", "Made up.[kzz]", chunk=3)

        with writing.client() as http:
            events = list(_events(http.post("/v1/chat", json=CREW, headers=EVENTS)))

        answer = events[-1][1]["answer"]
        assert (answer["mode"], answer["model"], answer["dropped"]) == ("written", "tiny-7b", 1)
        assert "".join(d["delta"] for n, d in events if n == "text") == answer["text"]
        assert {"state": "writing"} in [data for name, data in events if name == "status"]

    def test_a_failing_model_is_no_error(self, writing, writer):
        writer.script = Script(status=401)

        with writing.client() as http:
            answer = http.post("/v1/chat", json=CREW).raise_for_status().json()

        assert (answer["mode"], "model_down" in answer["notices"]) == ("quoted", True)

    def test_search_tells_what_a_window_left_out(self, http_):
        found = http_.post("/v1/search", json={"query": "crew books", "since": "2026-01-01"}).json()

        assert [p["title"] for p in found["passages"]] == ["Harbour talks"]
        assert found["undated_left_out"] == 1
        assert found["newest_article_at"].startswith("2026-03-10")

    def test_nothing_that_was_asked_is_in_the_metrics(self, http_):
        http_.post("/v1/chat", json={"question": "Who is Zorbal?"})

        figures = http_.get("/metrics").text

        assert "citedesk_articles 2" in figures
        assert 'citedesk_answers_total{mode="declined"}' in figures
        assert "Zorbal" not in figures


class TestConversations:
    def test_a_conversation_is_listed_read_back_renamed_and_forgotten(self, http_):
        answer = http_.post("/v1/chat", json=CREW).json()
        mine = f"/v1/conversations/{answer['conversation_id']}"

        assert answer["conversation_id"] in [
            c["id"] for c in http_.get("/v1/conversations").json()["conversations"]
        ]
        assert http_.get(mine).json()["turns"] == [{"question": CREW["question"], "answer": answer}]
        assert http_.patch(mine, json={"title": " Crew "}).json()["title"] == "Crew"
        assert http_.delete(mine).status_code == 200
        _error(http_.get(mine), 404, "unknown_conversation")

    def test_an_unknown_conversation_is_an_error_before_the_stream(self, http_):
        asked = CREW | {"conversation_id": "nobody"}

        _error(http_.post("/v1/chat", json=asked, headers=EVENTS), 404, "unknown_conversation")


class TestArticles:
    def test_an_article_is_kept_read_found_and_removed(self, server, http_):
        kept = server.add(title="Ink", text="The squid of Ostrel ran out of ink on Friday.")

        assert http_.get(f"/v1/articles/{kept}").json()["title"] == "Ink"
        assert http_.delete(f"/v1/articles/{kept}").status_code == 200
        _error(http_.get(f"/v1/articles/{kept}"), 404, "unknown_article")
        _error(http_.delete(f"/v1/articles/{kept}"), 404, "unknown_article")

    def test_the_versions_of_an_article_are_read_a_page_at_a_time(self, server, http_):
        url = {"url": "https://velm.example/otter", "title": "Otter"}
        for count in (3, 4, 5):
            kept = server.add(text=f"The otter of Ostrel was seen on Friday. It ate {count} crabs.", **url)
        words = "Correction: The otter ate 6 crabs, not 5."
        server.add(text=f"The otter of Ostrel was seen on Friday. It ate 6 crabs.\n\n{words}", **url)

        first = http_.get(f"/v1/articles/{kept}/versions", params={"limit": 2}).json()
        rest = http_.get(f"/v1/articles/{kept}/versions", params={"before": 3}).json()["versions"]

        newest, before = first["versions"]
        assert (first["id"], newest["version"], before["version"]) == (kept, 4, 3)
        assert (newest["correction"], before["correction"]) == (words, None)
        assert (newest["gone"], newest["new"]) == (["It ate 5 crabs."], ["It ate 6 crabs.", words])
        assert [(v["version"], v["gone"]) for v in rest] == [(2, ["It ate 3 crabs."]), (1, [])]
        assert newest["text"] == http_.get(f"/v1/articles/{kept}").json()["text"]
        assert newest.keys() == {
            *("version", "title", "published_at", "added_at"),
            *("correction", "text", "gone", "new"),
        }
        assert http_.get(f"/v1/articles/{kept}/versions", params={"before": 1}).json()["versions"] == []

    def test_a_correction_notice_that_is_recognised_is_told(self, http_):
        known = {"url": "https://velm.example/heron", "title": "Heron"}
        words = "Correction: The heron came on Friday, not Thursday."
        told = [
            http_.post("/v1/articles", json=known | {"text": text}).json()
            for text in ("The heron came on Thursday.", f"The heron came on Friday.\n\n{words}")
        ]

        assert [(each["status"], each.get("correction")) for each in told] == [
            ("added", None),
            ("updated", words),
        ]
        assert told[0].keys() == {"status", "article_id", "passages"}

    def test_a_date_that_has_not_come_is_marked_and_counts_as_none(self, http_):
        story = {
            "title": "Comet",
            "text": "The comet of Quillby is seen.",
            "published_at": "2999-01-01T00:00Z",
        }
        added = http_.post("/v1/articles", json=story).json()
        article = http_.get(f"/v1/articles/{added['article_id']}").json()
        wanted = {"query": "comet of Quillby", "since": "2020-01-01"}
        titles = [hit["title"] for hit in http_.post("/v1/search", json=wanted).json()["passages"]]
        newest = http_.get("/v1/archive").json()["newest"]
        http_.delete(f"/v1/articles/{added['article_id']}")

        assert added["notes"] == ["dated 2999-01-01, which is in the future: it counts as undated until then"]
        assert (article["published_at"], article["dated_ahead"]) == (None, "2999-01-01T00:00:00Z")
        assert article["versions"][0]["published_at"] is None
        assert "Comet" not in titles
        assert newest < "2999"

    @pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 51}, {"before": 0}, {"before": "x"}])
    def test_versions_are_asked_for_by_numbers_that_can_be(self, http_, harbour, query):
        assert http_.get(f"/v1/articles/{harbour}/versions", params=query).status_code == 422

    def test_versions_of_an_unknown_article_are_404(self, http_):
        _error(http_.get("/v1/articles/nobody/versions"), 404, "unknown_article")
        _error(http_.get("/v1/articles/nobody/versions", params={"before": 2}), 404, "unknown_article")

    def test_the_list_goes_on_after_its_last_id(self, http_):
        whole = [row["id"] for row in http_.get("/v1/articles").json()["articles"]]
        first = [row["id"] for row in http_.get("/v1/articles", params={"limit": 1}).json()["articles"]]
        rest = [row["id"] for row in http_.get("/v1/articles", params={"after": first[0]}).json()["articles"]]

        assert first + rest == whole

    def test_the_list_is_narrowed_by_outlet_and_date(self, http_):
        by_outlet = http_.get("/v1/articles", params={"outlet": "ostrel echo"}).json()["articles"]
        by_date = http_.get("/v1/articles", params={"since": "2026-03-10", "until": "2026-03-10"}).json()[
            "articles"
        ]

        assert [row["outlet"] for row in by_outlet] == ["Ostrel Echo"]
        assert [row["outlet"] for row in by_date] == ["Velm Courier"]

    @pytest.mark.parametrize(
        ("article", "field"),
        [
            ({"text": "x", "published_at": "soon"}, "published_at"),
            ({"text": "x", "url": "javascript:alert(1)"}, "url"),
            ({"text": "x", "colour": 1}, "colour"),
            ({"title": "x"}, "text"),
            ({"text": 5}, "text"),
        ],
    )
    def test_a_bad_article_is_refused_by_its_field(self, http_, article, field):
        assert _error(http_.post("/v1/articles", json=article), 422, "bad_value")["field"] == field

    def test_an_article_without_text_is_refused(self, http_):
        assert http_.post("/v1/articles", json={"text": " \n"}).status_code == 422

    def test_an_article_of_more_than_two_megabytes_is_refused(self, http_):
        _error(http_.post("/v1/articles", json={"text": "words " * 400_000}), 413, "too_large")


ROUTES = [
    ("GET", "/", None),
    ("GET", "/page/main.js", None),
    ("GET", "/page/style.css", None),
    ("GET", "/page/favicon.svg", None),
    ("GET", "/page/nothing.js", None),
    ("GET", "/healthz", None),
    ("GET", "/readyz", None),
    ("GET", "/metrics", None),
    ("GET", "/openapi.json", None),
    ("GET", "/v1/archive", None),
    ("GET", "/v1/articles", None),
    ("GET", "/v1/articles/nobody", None),
    ("GET", "/v1/conversations", None),
    ("POST", "/v1/search", b'{"query": "crew"}'),
    ("POST", "/v1/chat", b'{"question": "Who?"}'),
    ("POST", "/v1/chat", b"{"),
    ("POST", "/v1/articles", b" " * 5_000_000),
    ("PUT", "/v1/chat", b"{}"),
    ("GET", "/nothing", None),
    ("GET", "/internal/progress", None),
    ("OPTIONS", "/v1/chat", None),
    ("HEAD", "/", None),
]


class TestHeaders:
    @pytest.mark.parametrize(("method", "path", "body"), ROUTES, ids=lambda v: str(v)[:24])
    def test_every_reply_has_the_exact_policy(self, http_, method, path, body):
        headers = http_.request(method, path, content=body, headers=JSON).headers

        assert headers.get_list("content-security-policy") == [POLICY]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers

    def test_a_stream_has_it_too(self, http_):
        headers = http_.post("/v1/chat", json=CREW, headers=EVENTS).headers

        assert headers["content-security-policy"] == POLICY
        assert headers["cache-control"] == "no-store"

    def test_a_refusal_of_another_site_has_it_too(self, http_):
        headers = http_.get("/", headers={"Host": "evil.example"}).headers

        assert headers["content-security-policy"] == POLICY


NESTED = b'{"question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
BAD_BODIES = {
    "an empty question": (b'{"question": ""}', "bad_value"),
    "a blank question": (b'{"question": " \\n"}', "bad_value"),
    "a question of NUL alone": (b'{"question": "\\u0000"}', "bad_value"),
    "a question of a lone surrogate alone": (b'{"question": "\\ud800"}', "bad_value"),
    "100,000 letters": (b'{"question": "' + b"x" * 100_000 + b'"}', "bad_value"),
    "an unknown field": (b'{"question": "Who?", "colour": 1}', "bad_value"),
    "an unknown field of odd letters": (b'{"question": "Who?", "\\ud800\\u0000": 1}', "bad_value"),
    "a date of a lone surrogate": (b'{"question": "Who?", "since": "\\ud800"}', "bad_value"),
    "a number as the question": (b'{"question": 5}', "bad_value"),
    "a list as the body": (b"[]", "bad_value"),
    "null as the body": (b"null", "bad_value"),
    "a text as the body": (b'"Who?"', "bad_value"),
    "no body": (b"", "bad_value"),
    "NaN": (b'{"question": NaN}', "bad_value"),
    "Infinity": (b'{"question": "Who?", "since": Infinity}', "bad_value"),
    "no JSON": (b"{not json", "bad_json"),
    "half JSON": (b'{"question": "Who', "bad_json"),
    "a NUL byte": (b'{"question": "Who\x00?"}', "bad_json"),
    "no UTF-8": (b'{"question": "\xff\xfe"}', "bad_json"),
    "a number of 5,000 digits": (b'{"question": "Who?", "since": ' + b"9" * 5_000 + b"}", None),
    "nesting of 100,000": (NESTED, None),
    "an open nesting of 100,000": (b"[" * 100_000, None),
    "objects nested 100,000 deep": (b'{"a":' * 100_000, None),
}


class TestBadInput:
    @pytest.mark.parametrize("bad", BAD_BODIES)
    def test_a_bad_body_is_refused_in_the_shape_of_errors(self, http_, bad):
        body, code = BAD_BODIES[bad]
        began = time.monotonic()

        reply = http_.post("/v1/chat", content=body, headers=JSON)

        _error(reply, 422, code or reply.json()["error"]["code"])
        assert time.monotonic() - began < 2

    def test_the_value_is_told_with_its_field_and_what_to_do(self, http_):
        error = _error(http_.post("/v1/search", json={"query": "x", "since": "soon"}), 422, "bad_value")

        assert (error["field"], error["value"]) == ("since", "soon")
        assert "2026-03-10" in error["message"]

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("/v1/chat", b'{"question": "Who \\ud800 is \\u0000 it?"}'),
            ("/v1/chat", b'{"question": "Who?", "conversation_id": "\\ud800"}'),
            ("/v1/chat", b'{"question": "Who?", "conversation_id": "a\\u0000b"}'),
            ("/v1/chat", b'{"question": "crew", "outlets": ["\\ud800"]}'),
            ("/v1/search", b'{"query": "crew", "outlets": ["\\ud800", "\\u0000"]}'),
            ("/v1/search", b'{"query": "\\ud800crew\\u0000"}'),
            ("/v1/search", b'{"query": "crew", "limit": NaN}'),
            ("/v1/search", b'{"query": "crew", "limit": 1e999}'),
            ("/v1/search", b'{"query": "crew", "limit": 99999999999999999999999}'),
            ("/v1/search", b'{"query": "crew", "since": "0001-01-01", "until": "9999-12-31"}'),
            ("/v1/articles", b'{"text": "A story of odd letters.", "language": "\\ud800"}'),
            ("/v1/articles", b'{"text": "A story of odd letters.", "url": "http://\\ud800.example/"}'),
            ("/v1/articles", b'{"text": "A story of odd letters.", "url": "http://a.example:99999/"}'),
            ("/v1/articles", b'{"text": "A story of odd letters.", "published_at": "0001-01-01"}'),
            ("/v1/articles", b'{"text": "A story of odd letters.", "authors": ["\\ud800", "\\u0000"]}'),
        ],
        ids=lambda value: str(value)[:60],
    )
    def test_odd_letters_and_numbers_never_break_the_server(self, http_, path, body):
        reply = http_.post(path, content=body, headers=JSON)

        assert reply.status_code in (200, 404, 422), reply.text
        reply.json()
        if path == "/v1/articles" and reply.status_code == 200:
            kept = reply.json()["article_id"]
            assert http_.get(f"/v1/articles/{kept}").status_code == 200
            assert http_.get("/v1/archive").status_code == 200
            http_.delete(f"/v1/articles/{kept}").raise_for_status()

    @pytest.mark.parametrize("path", ["/v1/chat", "/v1/search", "/v1/articles"])
    @pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "chunked"])
    def test_ten_megabytes_are_too_large(self, http_, path, chunked):
        body = b'{"question": "' + b"x" * 10_000_000 + b'"}'
        pieces = (body[n : n + 65_536] for n in range(0, len(body), 65_536)) if chunked else body
        began = time.monotonic()

        reply = http_.post(path, content=pieces, headers=JSON)

        _error(reply, 413, "too_large")
        assert time.monotonic() - began < 3

    @pytest.mark.parametrize(
        "path", ["/nothing", "/v1", "/v1/nothing", "/page/nothing.js", "/docs", "/redoc", "/%ff%00"]
    )
    def test_an_unknown_address_is_404(self, http_, path):
        _error(http_.get(path), 404, "not_found")

    @pytest.mark.parametrize(
        "path",
        ["/v1/articles/nobody", "/v1/articles/%00", "/v1/articles/%ed%a0%80", f"/v1/articles/{'x' * 5_000}"],
    )
    def test_an_unknown_article_is_404(self, http_, path):
        _error(http_.get(path), 404, "unknown_article")

    @pytest.mark.parametrize("path", ["nobody", "%00", "%ed%a0%80"])
    def test_an_unknown_conversation_is_404(self, http_, path):
        for reply in (
            http_.get(f"/v1/conversations/{path}"),
            http_.delete(f"/v1/conversations/{path}"),
            http_.patch(f"/v1/conversations/{path}", json={"title": "Mine"}),
        ):
            _error(reply, 404, "unknown_conversation")

    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", "/v1/chat"), ("PUT", "/v1/articles"), ("POST", "/"), ("DELETE", "/v1/search")],
    )
    def test_a_wrong_method_is_405(self, http_, method, path):
        _error(http_.request(method, path), 405, "method_not_allowed")

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=101", "limit=x", "since=soon", "until=%00", "limit=NaN"]
    )
    def test_a_bad_parameter_is_refused(self, http_, query):
        error = _error(http_.get(f"/v1/articles?{query}"), 422, "bad_value")

        assert error["field"] == query.split("=")[0]

    def test_after_an_unknown_id_the_list_is_empty(self, http_):
        assert http_.get("/v1/articles?after=nobody").json() == {"articles": []}


class TestOtherSites:
    @pytest.mark.parametrize(
        "host",
        [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "127.evil.example",
            "localhostile",
            "8.8.8.8",
            "[::2]",
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/v1/archive"])
    def test_a_name_that_is_pointed_at_loopback_is_refused(self, http_, host, path):
        _error(http_.get(path, headers={"Host": host}), 403, "other_site")

    @pytest.mark.parametrize(
        "host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8000", "LOCALHOST:80", "[::1]:8000"]
    )
    def test_this_machines_own_names_are_taken(self, http_, host):
        assert http_.get("/healthz", headers={"Host": host}).status_code == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_a_page_of_another_site_is_refused(self, http_, site):
        reply = http_.post("/v1/articles", json={"text": "Planted."}, headers={"Sec-Fetch-Site": site})

        _error(reply, 403, "other_site")

    @pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:1", "null"])
    def test_a_post_from_another_origin_is_refused_also_where_the_browser_says_no_more(self, http_, origin):
        reply = http_.post("/v1/articles", json={"text": "Planted."}, headers={"Origin": origin})

        _error(reply, 403, "other_site")

    def test_our_own_origin_may_post(self, server, http_):
        reply = http_.post("/v1/search", json={"query": "ferry"}, headers={"Origin": server.url})

        assert reply.status_code == 200

    def test_behind_a_proxy_that_names_itself_the_browsers_word_for_our_own_page_counts(self, http_):
        headers = {"Origin": "https://desk.example", "Sec-Fetch-Site": "same-origin"}

        assert http_.post("/v1/search", json={"query": "ferry"}, headers=headers).status_code == 200

    def test_a_link_on_another_site_opens_the_page_and_nothing_else(self, http_):
        headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}

        assert http_.get("/", headers=headers).status_code == 200
        _error(http_.get("/v1/archive", headers=headers), 403, "other_site")
        _error(http_.get("/", headers=headers | {"Sec-Fetch-Mode": "no-cors"}), 403, "other_site")

    @pytest.mark.parametrize("site", ["same-origin", "none"])
    def test_our_own_page_and_the_address_bar_are_taken(self, http_, site):
        assert http_.get("/v1/archive", headers={"Sec-Fetch-Site": site}).status_code == 200

    @pytest.mark.parametrize(
        "path",
        [
            "/page/../app.py",
            "/page/..%2fapp.py",
            "/page/%2e%2e/app.py",
            "/page/%2e%2e%2fapp.py",
            "/page/..%5capp.py",
            "/page//etc/passwd",
            "/page/%2fetc%2fpasswd",
            "/page/....//app.py",
            "/page/%00",
            "/page/main.js%00.css",
            "/page/",
            "/page/.",
            "/page/" + "x" * 5_000,
        ],
    )
    def test_nothing_outside_the_page_is_served(self, server, harbour, path):
        door = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=10)
        door.request("GET", path)

        reply = door.getresponse()
        body = reply.read()

        assert reply.status in (400, 404)
        assert b"FastAPI" not in body
        assert b"root:" not in body

    @pytest.mark.parametrize(
        "path", ["/internal/progress", "/internal/work", "/internal/doctor", "/internal/reindex"]
    )
    @pytest.mark.parametrize(
        "headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Bearer é".encode()}]
    )
    def test_internal_routes_need_the_token(self, http_, path, headers):
        method = "GET" if path.endswith(("progress", "work")) else "POST"

        _error(http_.request(method, path, headers=headers), 404, "not_found")

    def test_after_all_that_the_index_still_follows(self, server, http_):
        """Adding and removing one article again and again must not stop the follower."""
        for _ in range(5):
            kept = http_.post("/v1/articles", json={"text": "The same story comes and goes."}).json()
            http_.delete(f"/v1/articles/{kept['article_id']}").raise_for_status()

        server.add(text="The last story of the day is found.")

        assert "Exception in thread follower" not in "\n".join(server.said)

    def test_with_the_token_of_server_json_they_answer(self, server, http_):
        token = json.loads((server.home / "server.json").read_text())["token"]

        server.settle()

        reply = http_.get("/internal/progress", headers={"Authorization": f"Bearer {token}"})

        assert reply.json() | {"vectors_seq": 0} == {
            "is_current": True,
            "waiting": 0,
            "vectors_seq": 0,
            "words_only": False,
        }

    def test_internal_routes_are_not_in_the_description(self, http_):
        assert not [
            path for path in http_.get("/openapi.json").json()["paths"] if path.startswith("/internal")
        ]


TALK = "The council offered 412 extra crew places.[KEY] " + "And it goes on and on. " * 100


def _asks(server, n):
    """Ask over a socket of its own, every other time for a stream."""
    return asks(server.url, CREW, ("text/event-stream", "*/*")[n % 2])


class TestLeaving:
    def test_of_fifty_readers_who_leave_at_fifty_moments_each_ends_the_model_call(self, writing, writer):
        writer.script = _says(TALK, chunk=8, delay_s=0.03)
        asked, left_early = len(writer.requests), len(writer.closed_early)

        for ten in range(5):
            readers = [_asks(writing, n) for n in range(10)]
            for reader in readers:
                time.sleep(0.02 + 0.03 * ten)
                reader.close()

        time.sleep(1)
        begun = len(writer.requests) - asked  # who leaves early enough is gone before the model is asked
        assert len(writer.closed_early) - left_early == begun > 25

    @pytest.mark.parametrize("accept", ["text/event-stream", "application/json"])
    @pytest.mark.parametrize(
        "silent", [{"stall_before_first_s": 20}, {"stall_after_chunks": (8, 20)}], ids=["at first", "later"]
    )
    def test_a_reader_who_leaves_a_silent_model_ends_it_too(self, writing, writer, accept, silent):
        writer.script = _says(TALK, **silent)
        asked, left_early = len(writer.requests), len(writer.closed_early)

        with pytest.raises(httpx.TimeoutException), writing.client(timeout_s=1) as http:
            http.post("/v1/chat", json=CREW, headers={"Accept": accept})

        assert len(writer.requests) == asked + 1
        assert left_within_a_second(writer, left_early)

    def test_the_server_answers_others_meanwhile_and_afterwards(self, writing, writer):
        writer.script = _says(TALK, stall_after_chunks=(8, 20))
        with writing.client() as http, http.stream("POST", "/v1/chat", json=CREW, headers=EVENTS) as reply:
            next(reply.iter_bytes())
            began = time.monotonic()
            with writing.client() as other:
                assert other.post("/v1/search", json={"query": "crew"}).status_code == 200
            assert time.monotonic() - began < 2

        writer.script = _says("The council offered 412 extra crew places.[KEY]")
        with writing.client() as http:
            assert http.post("/v1/chat", json=CREW).json()["mode"] == "written"


def _gauges(http):
    """How many answers are worked on, wait, and were refused."""
    figures = dict(line.rsplit(" ", 1) for line in http.get("/metrics").text.splitlines())
    names = ("citedesk_answers_in_work", "citedesk_answers_waiting", 'citedesk_refused_total{what="answers"}')
    return tuple(int(figures[name]) for name in names)


class TestBusy:
    def test_more_than_can_be_worked_on_wait_and_more_than_can_wait_are_refused_at_once(
        self, writing, writer
    ):
        writer.script = _says(TALK, stall_before_first_s=20)
        with writing.client() as http:
            _, _, refused_before = _gauges(http)
            readers = [_asks(writing, n) for n in range(PLACES + WAITING)]
            wait_until(lambda: _gauges(http)[:2] == (PLACES, WAITING))
            began = time.monotonic()

            refusals = [http.post("/v1/chat", json=CREW, headers={"Accept": kind}) for kind in EITHER]

            took = time.monotonic() - began
            for refusal in refusals:
                assert "ask again" in _error(refusal, 503, "busy")["message"]
                assert 1 <= int(refusal.headers["retry-after"]) <= 30
                assert refusal.headers["content-type"] == "application/json"
            assert took < 2
            assert _gauges(http)[2] == refused_before + 2
            for path in ("/", "/healthz", "/v1/archive", "/v1/conversations"):
                assert http.get(path).status_code == 200
            assert http.post("/v1/search", json={"query": "crew"}).status_code == 200
            for reader in readers:
                reader.close()
            wait_until(lambda: _gauges(http)[:2] == (0, 0), seconds=5)

            writer.script = _says("The council offered 412 extra crew places.[KEY]")
            assert http.post("/v1/chat", json=CREW).json()["mode"] == "written"

    def test_who_waits_is_answered_too(self, writing, writer):
        writer.script = _says("The council offered 412 extra crew places.[KEY]", stall_before_first_s=0.5)

        readers = [_asks(writing, 0) for _ in range(PLACES + 10)]
        told = [rest_of(reader) for reader in readers]

        assert [text.count("event: done") for text in told] == [1] * len(readers)

    def test_an_unknown_conversation_gives_its_place_back(self, writing):
        with writing.client() as http:
            for kind in EITHER:
                asked = CREW | {"conversation_id": "nobody"}
                _error(
                    http.post("/v1/chat", json=asked, headers={"Accept": kind}), 404, "unknown_conversation"
                )

            assert _gauges(http)[:2] == (0, 0)

    def test_searches_beyond_what_can_wait_are_refused_and_answers_are_not(self, open_house):
        gates = Gates(searches=Gate(places=0, queue=0, patience_s=1))
        app = build(lambda: nullcontext(open_house()), None)
        app.state.gates = gates
        with socket.create_server(("127.0.0.1", 0)) as listener, serving_here(app, listener):
            url = f"http://127.0.0.1:{listener.getsockname()[1]}"
            with httpx.Client(base_url=url, trust_env=False) as http:
                refused = http.post("/v1/search", json={"query": "crew"})
                answered = http.post("/v1/chat", json=CREW)

        _error(refused, 503, "busy")
        assert answered.status_code == 200


class TestSlowReaders:
    @pytest.fixture
    def narrow(self, open_house):
        """A server with two places, a small buffer to send from, and passages that overflow it."""
        house = open_house()
        add(house, *(article(f"Ferry {n} sailed {'🚢' * 3_900}.", f"Ferry {n}") for n in range(8)))
        app = build(lambda: nullcontext(house), None)
        app.state.gates = Gates(answers=Gate(places=2, queue=20, patience_s=20))
        with socket.create_server(("127.0.0.1", 0), backlog=512) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
            with serving_here(app, listener) as server:
                yield f"http://127.0.0.1:{listener.getsockname()[1]}", app, server

    def test_readers_who_never_read_hold_nobody_up(self, narrow):
        url, app, server = narrow
        ferries = {"question": "Which ferry sailed?"}
        meter, gate = app.state.meter, app.state.gates.answers

        silent = [asks(url, ferries) for _ in range(10)]
        wait_until(lambda: meter.answers.total() == 10)

        assert gate.working == 0
        assert len(server.server_state.tasks) == 10  # they are all still being sent to
        with httpx.Client(base_url=url, trust_env=False, timeout=20) as http:
            assert http.post("/v1/chat", json=ferries).json()["mode"] == "quoted"
        told = rest_of(silent[0])  # and who begins to read late gets all of it
        assert told.count("event: sources") == told.count("event: done") == 1
        for reader in silent:
            reader.close()
        wait_until(lambda: not server.server_state.tasks)
