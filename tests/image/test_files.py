"""Dockerfile, compose.yaml and docs/operating.md say the same, and what they name exists."""

import re
import shlex
import subprocess
import sys
import tomllib
from configparser import RawConfigParser
from pathlib import Path

import pytest
import typer
import yaml

from assistant.__main__ import app
from assistant.settings import Settings
from tests.image.store import REPOSITORY, base_name

SETTINGS = {(field.alias or f"CITEDESK_{name}").upper() for name, field in Settings.model_fields.items()}


@pytest.fixture(scope="module")
def instructions():
    """The last stage of the Dockerfile: [("USER", "10001:10001"), …]."""
    text = re.sub(r"\\\n\s*", " ", (REPOSITORY / "Dockerfile").read_text())
    last = text[text.rindex("\nFROM ") :]
    return [tuple(line.split(maxsplit=1)) for line in last.splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def image(instructions):
    """What each instruction of the last stage says, by its name."""
    return dict(instructions)


@pytest.fixture(scope="module")
def variables(image):
    """The variables of the image."""
    return dict(pair.split("=", 1) for pair in image["ENV"].split())


@pytest.fixture(scope="module")
def services():
    """The services of compose.yaml."""
    return yaml.safe_load((REPOSITORY / "compose.yaml").read_text())["services"]


@pytest.fixture(scope="module")
def manual():
    """docs/operating.md."""
    return (REPOSITORY / "docs/operating.md").read_text()


@pytest.fixture(scope="module")
def unit(manual):
    """The systemd unit of the manual."""
    parser = RawConfigParser()
    parser.optionxform = str
    parser.read_string(re.search(r"```ini\n(.*?)```", manual, re.DOTALL)[1])
    return parser


def test_hadolint_finds_nothing():
    hadolint = Path(sys.executable).parent / "hadolint"

    done = subprocess.run([hadolint, REPOSITORY / "Dockerfile"], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_keeps_everything_in_its_one_volume(image, variables):
    assert variables["CITEDESK_HOME"] == image["VOLUME"] == "/data"


def test_the_image_listens_on_its_one_port(image, variables):
    assert variables["CITEDESK_PORT"] == image["EXPOSE"] == "8000"
    assert variables["CITEDESK_HOST"] == "0.0.0.0"


def test_the_image_sets_what_the_program_reads(variables):
    ours = {name for name in variables if name.startswith("CITEDESK_")}

    assert len(ours) == 4
    assert ours <= SETTINGS


def test_the_image_has_one_user_of_no_power(image):
    assert image["USER"] == "10001:10001"
    assert "--uid 10001 --gid 10001" in image["RUN"]
    assert "--owner 10001 --group 10001 --mode 700 /data" in image["RUN"]


def test_nothing_stands_between_a_signal_and_the_server(image):
    assert image["ENTRYPOINT"] == '["citedesk"]'
    assert image["CMD"] == '["serve"]'


def test_what_the_image_is_built_from_is_let_through_and_nothing_else():
    copied = re.findall(r"^COPY (?!--from)(.+)$", (REPOSITORY / "Dockerfile").read_text(), re.MULTILINE)
    sources = {source for line in copied for source in line.split()[:-1]}
    lines = (REPOSITORY / ".dockerignore").read_text().splitlines()

    assert lines[1] == "*"
    assert {line[1:] for line in lines if line.startswith("!")} == sources
    assert all((REPOSITORY / source).exists() for source in sources)


def test_what_builds_the_wheel_is_locked():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    locked = re.findall(r"^([\w-]+)==", (REPOSITORY / "requirements-build.lock").read_text(), re.MULTILINE)

    assert set(project["build-system"]["requires"]) <= set(locked)


def test_compose_runs_the_image_with_nothing_it_does_not_need(services):
    ours = services["citedesk"]

    assert ours["read_only"] is True
    assert ours["cap_drop"] == ["ALL"]
    assert ours["security_opt"] == ["no-new-privileges:true"]
    assert ours["tmpfs"] == ["/tmp:size=128m"]
    assert ours["init"] is True
    assert ours["stop_grace_period"] == "10s"
    assert not {"cap_add", "privileged", "user", "ports", "network_mode"} & set(ours)


def test_compose_publishes_the_proxy_alone(services, image):
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]
    assert services["citedesk"]["expose"] == [image["EXPOSE"]]
    assert services["proxy"]["command"][-1] == f"citedesk:{image['EXPOSE']}"


def test_compose_mounts_the_volume_of_the_image(services, image):
    assert [volume.split(":")[1] for volume in services["citedesk"]["volumes"]] == [image["VOLUME"]]


def test_compose_passes_on_only_what_the_program_reads(services):
    assert set(services["citedesk"]["environment"]) <= SETTINGS | {"CITEDESK_ACCESS_KEY"}


def test_the_manual_names_the_base_the_user_and_the_port(manual, image):
    assert base_name() in manual
    assert f"chown {image['USER']}" in manual
    assert f"127.0.0.1:8000:{image['EXPOSE']}" in manual
    assert f"--volume citedesk:{image['VOLUME']} citedesk" in manual


def test_the_unit_starts_a_command_that_exists(unit):
    program, command, *options = shlex.split(unit["Service"]["ExecStart"])
    scripts = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["scripts"]
    parameters = typer.main.get_command(app).commands[command].params
    known = {name for parameter in parameters for name in parameter.opts}

    assert Path(program).name in scripts
    assert {option for option in options if option.startswith("--")} <= known


def test_the_unit_gives_the_service_its_folder_and_no_more(unit):
    service = unit["Service"]

    assert f"CITEDESK_HOME=/var/lib/{service['StateDirectory']}" in service["Environment"].split()
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "yes")
    assert service["CapabilityBoundingSet"] == ""
    assert (service["TimeoutStopSec"], service["Restart"]) == ("10", "on-failure")


def test_no_part_reports_home(variables, unit):
    """ONNX Runtime sends what it measures to its maker unless told not to before it is loaded."""
    assert variables["ORT_DISABLE_TELEMETRY"] == "1"
    assert "ORT_DISABLE_TELEMETRY=1" in unit["Service"]["Environment"].split()


def test_the_python_that_the_build_runs_finds_what_it_names():
    """A module that was moved is told here, not by a build of some minutes."""
    text = (REPOSITORY / "Dockerfile").read_text().replace("\\\n", " ")
    programs = re.findall(r"^RUN .*?-c\s+'([^']+)'", text, re.MULTILINE)
    assert programs

    for program in programs:
        imports, rest = zip(
            *(part.split(" import ") for part in program.split(";") if " import " in part), strict=True
        )
        checks = "; ".join(
            f"{module.strip()} import {name}" for module, name in zip(imports, rest, strict=True)
        )
        called = re.findall(r"\b(\w+\.\w+)\(", program)
        subprocess.run([sys.executable, "-c", f"{checks}; {'; '.join(called)}"], check=True, cwd=REPOSITORY)
