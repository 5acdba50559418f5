"""Who may ask: over a real socket, with keys and sessions right and wrong, as strangers would try them."""

import hashlib
import http.client
import json
import sqlite3
import time

import pytest
from fastapi.routing import iter_route_contexts
from itsdangerous import TimestampSigner

from assistant.web.app import build
from tests.assistant.running import serving

OPEN = {("GET", "/"), ("GET", "/healthz"), ("GET", "/readyz"), ("POST", "/v1/session")}
SET = "a-key-of-our-own-choosing"
COOKIE = "citedesk_session"
MONTH_S = 30 * 24 * 3600


@pytest.fixture(scope="module")
def locked(tmp_path_factory, model_folder):
    """A server that listens on every address and so needs its key."""
    with serving(tmp_path_factory.mktemp("locked") / "home", model_folder, "--host", "0.0.0.0") as running:
        yield running


@pytest.fixture
def stranger(locked):
    """A client that brings no key."""
    with locked.stranger() as http_:
        yield http_


@pytest.fixture
def reader(locked):
    """A client that has signed in, as a browser does."""
    with locked.stranger() as http_:
        assert _sign_in(http_, locked.key).status_code == 204
        yield http_


def _sign_in(client, key, **headers):
    return client.post("/v1/session", json={"key": key}, headers=headers)


def _refused(reply):
    assert reply.status_code == 401, reply.text[:300]
    assert reply.headers["www-authenticate"] == "Bearer"
    assert "content-security-policy" in reply.headers
    assert "set-cookie" not in reply.headers
    if reply.request.method != "HEAD":
        error = reply.json()["error"]
        assert (error["code"], set(error)) == ("unauthorized", {"code", "message"})
    return reply


def _routes():
    """Every method and path the app answers; an id in a path stands for itself."""
    for route in iter_route_contexts(build(lambda: None, None).routes):
        for method in route.methods or ["GET"]:  # a folder of files names none
            yield method, route.path.replace("{", "").replace("}", "")


ROUTES = sorted(_routes())


class TestWithoutAKey:
    @pytest.mark.parametrize(("method", "path"), [each for each in ROUTES if each not in OPEN], ids=str)
    def test_every_route_is_closed(self, stranger, method, path):
        _refused(stranger.request(method, path))

    def test_the_routes_are_all_there(self):
        assert {("POST", "/v1/chat"), ("GET", "/metrics"), ("GET", "/openapi.json")} <= set(ROUTES)
        assert set(ROUTES) >= OPEN
        assert len(ROUTES) > 20

    @pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT", "TRACE", "PROPFIND", "get"])
    @pytest.mark.parametrize(
        "path", ["/v1/archive", "/no-such-address", "/internal/progress", "/v1/session/"]
    )
    def test_every_method_and_every_address_is_closed(self, stranger, method, path):
        _refused(stranger.request(method, path))

    @pytest.mark.parametrize(
        "path",
        [
            "/v1/archive/",
            "//v1/archive",
            "/V1/archive",
            "/v1/archive;page",
            "/page",
            "/page%2f..%2fv1/archive%00",
            "/healthz/",
            "/healthz/../v1/archive",
            "/./v1/archive",
            "/%76%31/archive",
            "http://localhost/v1/archive",
        ],
    )
    def test_odd_spellings_of_an_address_open_nothing(self, locked, path):
        door = http.client.HTTPConnection(locked.url.removeprefix("http://"), timeout=10)
        door.request("GET", path)

        reply = door.getresponse()

        assert reply.status in (401, 404)
        assert b"articles" not in reply.read()

    @pytest.mark.parametrize("path", ["/page/../v1/archive", "/page/..%2fv1/archive", "/page//v1/archive"])
    def test_the_open_folder_leads_nowhere_else(self, locked, path):
        door = http.client.HTTPConnection(locked.url.removeprefix("http://"), timeout=10)
        door.request("GET", path)

        assert door.getresponse().status == 404

    @pytest.mark.parametrize("path", ["/", "/page/main.js", "/healthz", "/readyz"])
    def test_the_page_and_the_probes_are_open(self, stranger, path):
        assert stranger.get(path).status_code == 200

    @pytest.mark.parametrize("size", [3_900_000, 4_000_000])
    def test_a_large_body_is_read_so_that_its_sender_sees_the_refusal(self, stranger, size):
        _refused(stranger.post("/v1/articles", content=b"x" * size))

    def test_a_body_without_an_end_is_refused_too(self, stranger):
        _refused(stranger.post("/v1/articles", content=(b"x" * 100_000 for _ in range(60))))


KEYS = {
    "empty": "",
    "null": "null",
    "undefined": "undefined",
    "SQL": "' OR 1=1--",
    "a wildcard": "*",
    "wrong": "cdk_" + "A" * 43,
    "cut short": "RIGHT[:-1]",
    "with more": "RIGHT+x",
    "in capitals": "RIGHT.upper()",
    "its hash": "SHA256(RIGHT)",
    "very long": "x" * 50_000,
}


@pytest.fixture(params=KEYS)
def bad_key(request, locked):
    """A key that is not the key."""
    shapes = {
        "RIGHT[:-1]": locked.key[:-1],
        "RIGHT+x": locked.key + "x",
        "RIGHT.upper()": locked.key.upper(),
        "SHA256(RIGHT)": hashlib.sha256(locked.key.encode()).hexdigest(),
    }
    return shapes.get(KEYS[request.param], KEYS[request.param])


class TestWrongKeys:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Basic", "Token", "Bearer Bearer", ""])
    def test_a_bad_key_in_the_header_is_refused(self, stranger, bad_key, scheme):
        _refused(stranger.get("/v1/archive", headers={"Authorization": f"{scheme} {bad_key}".strip()}))

    @pytest.mark.parametrize("name", [COOKIE, "key", "access_key", "Authorization"])
    def test_a_bad_key_in_a_cookie_is_refused(self, stranger, bad_key, name):
        _refused(stranger.get("/v1/archive", headers={"Cookie": f"{name}={bad_key}"}))

    @pytest.mark.parametrize("name", ["key", "access_key", "access_token", "token", COOKIE])
    def test_a_bad_key_in_the_address_is_refused(self, stranger, bad_key, name):
        _refused(stranger.get("/v1/archive", params={name: bad_key}))

    def test_nobody_signs_in_with_a_bad_key(self, stranger, bad_key):
        _refused(_sign_in(stranger, bad_key))

    @pytest.mark.parametrize("body", ["{}", '{"key": null}', '{"key": "\\ud800"}', '{"key": "\\u0000"}'])
    def test_nobody_signs_in_without_a_key(self, stranger, body):
        _refused(stranger.post("/v1/session", content=body, headers={"Content-Type": "application/json"}))

    @pytest.mark.parametrize(
        "body", ["", "[]", "null", '{"key": 5}', '{"key": ["x"]}', '{"key": "x", "a": 1}']
    )
    def test_what_is_no_sign_in_at_all_is_said_to_be_so(self, stranger, body):
        reply = stranger.post("/v1/session", content=body, headers={"Content-Type": "application/json"})

        assert reply.status_code == 422
        assert "set-cookie" not in reply.headers


class TestTheKey:
    @pytest.mark.parametrize("scheme", ["Bearer ", "bearer ", "BEARER ", "Bearer  ", "bEaReR    "])
    def test_it_opens_in_every_spelling_that_http_allows(self, locked, stranger, scheme):
        assert stranger.get("/v1/archive", headers={"Authorization": scheme + locked.key}).status_code == 200

    @pytest.mark.parametrize("path", ["/metrics", "/openapi.json", "/v1/conversations"])
    def test_it_opens_every_address(self, locked, path):
        with locked.client() as http_:
            assert http_.get(path).status_code == 200

    @pytest.mark.parametrize(
        "headers",
        [
            {"Authorization": "KEY"},
            {"Authorization": "BearerKEY"},
            {"Authorization": "Bearer\tKEY"},
            {"Authorization": "Bearer KEY KEY"},
            {"Authorization": 'Bearer "KEY"'},
            {"Authorization": "Basic KEY"},
            {"X-API-Key": "KEY"},
            {"Cookie": f"{COOKIE}=KEY"},
            {"Cookie": "Authorization=Bearer KEY"},
        ],
        ids=str,
    )
    def test_in_other_places_of_the_head_it_does_not(self, locked, stranger, headers):
        given = {name: value.replace("KEY", locked.key) for name, value in headers.items()}

        _refused(stranger.get("/v1/archive", headers=given))

    @pytest.mark.parametrize("name", ["key", "access_key", "access_token", "token"])
    def test_in_the_address_it_does_not_since_addresses_are_logged(self, locked, stranger, name):
        _refused(stranger.get("/v1/archive", params={name: locked.key}))

    def test_beside_a_second_one_it_does_not(self, locked, stranger):
        pair = [("Authorization", f"Bearer {locked.key}"), ("Authorization", "Bearer x")]

        _refused(stranger.get("/v1/archive", headers=pair))
        _refused(stranger.get("/v1/archive", headers=pair[::-1]))

    def test_any_name_of_this_machine_may_be_asked(self, locked):
        with locked.client() as http_:
            assert http_.get("/v1/archive", headers={"Host": "desk.example"}).status_code == 200

    def test_the_token_of_server_json_opens_too(self, locked, stranger):
        token = json.loads((locked.home / "server.json").read_text())["token"]
        headers = {"Authorization": f"Bearer {token}"}

        assert stranger.get("/v1/archive", headers=headers).status_code == 200
        assert stranger.get("/internal/progress", headers=headers).status_code == 200
        _refused(_sign_in(stranger, token))

    def test_it_does_not_open_what_is_for_commands_alone(self, locked, reader):
        with locked.client() as http_:
            assert http_.get("/internal/progress").status_code == 404
        assert reader.get("/internal/progress").status_code == 404

    def test_it_is_nowhere_in_the_home(self, locked):
        held = b"".join(file.read_bytes() for file in locked.home.rglob("*") if file.is_file())

        assert hashlib.sha256(locked.key.encode()).hexdigest().encode() in held
        assert locked.key.encode() not in held


class TestSessions:
    def test_a_session_opens_what_the_key_opens(self, reader):
        assert reader.get("/v1/archive").status_code == 200
        assert reader.get("/v1/session").json() == {"signed_in": True}

    def test_its_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(self, locked, stranger):
        cookie = _sign_in(stranger, locked.key).headers["set-cookie"]

        name, *attributes = (part.strip().lower() for part in cookie.split(";"))
        assert name.startswith(f"{COOKIE}=")
        assert sorted(attributes) == ["httponly", f"max-age={MONTH_S}", "path=/", "samesite=lax"]
        assert locked.key not in cookie

    def test_over_https_its_cookie_stays_on_https(self, locked, stranger):
        """A proxy on this machine or a private network says so; the tests' address is one."""
        cookie = _sign_in(stranger, locked.key, **{"X-Forwarded-Proto": "https"}).headers["set-cookie"]

        assert "; secure" in cookie.lower()

    def test_with_a_wrong_key_beside_it_the_key_counts(self, reader):
        _refused(reader.get("/v1/archive", headers={"Authorization": "Bearer x"}))
        _refused(reader.get("/v1/archive", headers={"Authorization": "Bearer"}))

    def test_beside_what_a_proxy_asks_for_itself_it_counts(self, reader):
        assert reader.get("/v1/archive", headers={"Authorization": "Basic dTpw"}).status_code == 200

    @pytest.mark.parametrize("site", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "same-site"}])
    @pytest.mark.parametrize(
        ("method", "path"), [("POST", "/v1/articles"), ("DELETE", "/v1/samples"), ("DELETE", "/v1/session")]
    )
    def test_a_page_of_another_site_cannot_use_it(self, reader, site, method, path):
        reply = reader.request(method, path, headers=site)

        assert reply.status_code == 403
        assert reply.json()["error"]["code"] == "other_site"

    def test_our_own_page_can(self, locked, reader):
        reply = reader.post("/v1/search", json={"query": "ferry"}, headers={"Origin": locked.url})

        assert reply.status_code == 200

    def test_signing_out_ends_it(self, reader):
        reply = reader.delete("/v1/session")

        assert reply.status_code == 204
        assert "max-age=0" in reply.headers["set-cookie"].lower()
        _refused(reader.get("/v1/archive"))

    @pytest.mark.parametrize(
        ("age_s", "opens"), [(0, True), (MONTH_S - 60, True), (MONTH_S + 60, False), (-3_600, False)]
    )
    def test_it_lasts_thirty_days(self, locked, stranger, age_s, opens):
        session = _signed(locked.home, age_s)

        reply = stranger.get("/v1/archive", headers={"Cookie": f"{COOKIE}={session}"})

        assert (reply.status_code == 200) is opens
        assert reply.status_code in (200, 401)

    @pytest.mark.parametrize(
        "forged",
        [
            "x",
            "..",
            "x.y.z",
            "x.awOfBQ.",
            ".",
            '"quoted\\377"',
            "é",
            "x." * 5_000,
            "a.zzzzzzzzzzzz.b",
        ],
    )
    def test_a_made_up_session_is_refused(self, stranger, forged):
        _refused(stranger.get("/v1/archive", headers={"Cookie": f"{COOKIE}={forged}".encode()}))

    @pytest.mark.parametrize("part", [0, 1, 2])
    def test_a_session_of_which_a_letter_is_changed_is_refused(self, reader, stranger, part):
        parts = reader.cookies[COOKIE].split(".")
        parts[part] = ("B" if parts[part][0] != "B" else "C") + parts[part][1:]

        _refused(stranger.get("/v1/archive", headers={"Cookie": f"{COOKIE}={'.'.join(parts)}"}))


def _signer(secret, age_s=0):
    class Then(TimestampSigner):
        def get_timestamp(self):
            return int(time.time()) - age_s

    return Then(secret, salt=COOKIE, key_derivation="hmac", digest_method=hashlib.sha256)


def _signed(home, age_s):
    """A session as the server would have signed it some time ago."""
    with sqlite3.connect(home / "archive.db") as database:
        held = dict(database.execute("SELECT name, value FROM facts"))
    secret = f"{held['session_secret']}:{held['access_key']}"
    return _signer(secret, age_s).sign("x").decode()


def test_a_renewed_key_voids_the_old_one_and_all_sessions_in_the_running_server(command, home, model_folder):
    with serving(home, model_folder, "--host", "0.0.0.0") as server:
        with server.stranger() as browser, server.client() as program:
            assert _sign_in(browser, server.key).status_code == 204

            newer = command(home, "keys", "renew").stdout.strip()

            _refused(browser.get("/v1/archive"))
            _refused(program.get("/v1/archive"))
            assert program.get("/v1/archive", headers={"Authorization": f"Bearer {newer}"}).is_success
        server.stop()
        said = "\n".join(server.said)
        assert said.count(server.key) == 1
        assert newer not in said

    with serving(home, model_folder, "--host", "0.0.0.0") as again, again.stranger() as browser:
        assert not again.key  # it is not printed a second time
        assert _sign_in(browser, newer).status_code == 204
        assert browser.get("/v1/archive").status_code == 200


def test_a_key_that_is_set_is_needed_on_loopback_too_and_sessions_outlive_a_restart(home, model_folder):
    with serving(home, model_folder, CITEDESK_ACCESS_KEY=SET) as server:
        with server.stranger() as browser, server.client() as program:
            _refused(browser.get("/v1/archive"))
            assert program.get("/v1/archive").status_code == 200
            assert _sign_in(browser, SET).status_code == 204
            session = browser.cookies[COOKIE]
        assert SET not in "\n".join(server.said)

    with serving(home, model_folder, CITEDESK_ACCESS_KEY=SET) as again, again.stranger() as browser:
        assert browser.get("/v1/archive", headers={"Cookie": f"{COOKIE}={session}"}).status_code == 200
    held = b"".join(file.read_bytes() for file in home.rglob("*") if file.is_file())
    assert SET.encode() not in held


def test_where_no_key_is_needed_signing_in_is_not_either(server):
    with server.stranger() as http_:
        reply = _sign_in(http_, "whatever")

        assert (reply.status_code, "set-cookie" in reply.headers) == (204, False)
        assert http_.get("/v1/session").json() == {"signed_in": False}
        assert http_.delete("/v1/session").status_code == 204


def test_an_archive_that_lost_its_secret_or_is_broken_lets_nobody_in(home, model_folder):
    forged = {"Cookie": f"{COOKIE}={_signer('').sign('x').decode()}"}
    with serving(home, model_folder, "--host", "0.0.0.0") as server:
        with sqlite3.connect(home / "archive.db") as database:
            database.execute("DELETE FROM facts WHERE name = 'session_secret'")
        with server.stranger() as http_:
            _refused(http_.get("/v1/archive", headers=forged))
            _sign_in(http_, server.key)
            _refused(http_.get("/v1/archive"))

        with sqlite3.connect(home / "archive.db") as database:
            database.execute("DROP TABLE facts")
        with server.client() as http_:
            reply = http_.get("/v1/archive")

    assert reply.status_code >= 500
    assert set(reply.json()) == {"error"}
