"""A removal beside a running server: no byte is left in its folder, and it goes on answering."""

import subprocess
import sys

from tests.assistant.running import environment, serving

SHORE = "The zyxomatic quillfish of Ardle was seen on Friday, harbour master Ina Rook said."


def _bytes_of(home, words):
    return sum(file.read_bytes().count(words) for file in home.rglob("*") if file.is_file())


def test_nothing_of_a_removed_outlet_is_left_beside_a_running_server(tmp_path, model_folder):
    home = tmp_path / "home"
    with serving(home, model_folder) as server, server.client() as http:
        server.add(title="A quillfish", outlet="Ardle Post", url="https://ardle.example/fish", text=SHORE)
        server.add(
            title="A quillfish",
            outlet="Ardle Post",
            url="https://ardle.example/fish",
            text=SHORE + " It swam.",
        )
        server.add(
            title="Otter", outlet="Quellmar Post", text="The otter of Quellmar ate 31 crabs on Friday."
        )
        server.settle()
        answer = http.post("/v1/chat", json={"question": "When was the quillfish of Ardle seen?"}).json()
        assert answer["citations"]

        command = [sys.executable, "-m", "ingest", "remove", "--outlet", "Ardle Post", "--yes", "--wipe"]
        done = subprocess.run(
            command,
            env=environment(home, model_folder),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

        (turn,) = http.get(f"/v1/conversations/{answer['conversation_id']}").json()["turns"]
        found = http.post("/v1/search", json={"query": "otter crabs quillfish"}).json()["passages"]
        assert (done.returncode, done.stdout) == (0, "1 removed\n"), done.stderr
        assert {c["state"] for c in turn["answer"]["citations"]} == {"removed"}
        assert [hit["outlet"] for hit in found] == ["Quellmar Post"]
        assert _bytes_of(home, b"zyxomat") == 0
        assert _bytes_of(home, b"harbour master") == 0
        assert _bytes_of(home, b"ardle.example") == 0
    assert _bytes_of(home, b"zyxomat") == 0
