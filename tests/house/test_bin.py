"""The scripts of bin/: what they write, which processes they call ours, and how they refuse."""

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(name: str) -> ModuleType:
    """bin/ is no package: its files run before anything is installed."""
    spec = importlib.util.spec_from_file_location(f"bin_{name}", ROOT / "bin" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


configure = load("configure")
processes = load("processes")


def ports(*numbers: int) -> Iterator[int]:
    return iter(numbers)


def every_port_is_free(port: int) -> bool:
    return True


def test_a_first_start_makes_up_what_lacks_and_a_second_changes_nothing() -> None:
    first = configure.complete({}, {}, ports(20001, 20002, 20003), every_port_is_free)
    assert first["DATABASE_URL"].endswith("@127.0.0.1:20001/hypervision")
    assert first["REDIS_URL"].endswith("@127.0.0.1:20002/0")
    assert configure.complete(first, {}, ports(), every_port_is_free) == first


def test_a_port_that_was_taken_meanwhile_moves_and_the_password_stays() -> None:
    first = configure.complete({}, {}, ports(20001, 20002, 20003), every_port_is_free)
    second = configure.complete(first, {}, ports(20004), lambda port: port != 20001)
    assert second["DATABASE_URL"] == first["DATABASE_URL"].replace(":20001/", ":20004/")
    assert second["REDIS_URL"] == first["REDIS_URL"]


@pytest.mark.parametrize("where", ["in the process environment", "in var/env"])
def test_a_database_that_stands_elsewhere_gets_no_private_server(where: str) -> None:
    given = {"DATABASE_URL": "postgis://city@db.example:5432/hypervision"}
    values, outside = (given, {}) if where == "in var/env" else ({}, given)
    settled = configure.complete(values, outside, ports(20002, 20003), every_port_is_free)
    servers = configure.own_servers(settled, outside, Path("/x/var"), "valkey-server")
    assert [server.name for server in servers] == ["broker"]


def test_each_line_of_the_procfile_is_a_program_and_watch_has_copies() -> None:
    procfile = "# a comment\nweb: serve --port $PORT\nwatch: work -n watch-$NUMBER@%h\ncameras: play\n"
    found = configure.programs(procfile, {"PORT": "8000", "WATCH_WORKERS": "2"}, demo=True)
    assert [(program.name, program.command) for program in found] == [
        ("web", "serve --port 8000"),
        ("watch-1", "work -n watch-1@%h"),
        ("watch-2", "work -n watch-2@%h"),
        ("cameras", "play"),
    ]


def test_without_the_demonstration_no_camera_is_played() -> None:
    assert configure.programs("cameras: play\n", {"WATCH_WORKERS": "1"}, demo=False) == []


def test_the_supervisor_reads_a_percent_sign_as_one() -> None:
    program = configure.Program("watch", "work -n watch@%h")
    text = configure.supervisor_conf([program], Path("/home/a%b"), Path("/home/a%b/var"), Path("/tmp/s"))
    assert "command=work -n watch@%%h" in text
    assert "directory=/home/a%%b" in text


def test_a_socket_path_that_the_kernel_would_refuse_is_kept_elsewhere(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    control = configure.control_socket(deep)
    control.parent.rmdir()
    assert len(str(control)) <= configure.SOCKET_PATH_LIMIT


def test_what_holds_secrets_is_readable_by_its_owner_alone(tmp_path: Path) -> None:
    configure.write_private(tmp_path / "env", "SECRET_KEY=x\n")
    assert (tmp_path / "env").stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_refused_with_a_sentence_that_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(configure.ConfigurationError, match=rf"Port {port} is taken .* bin/up --port \d+"):
            configure.refuse_taken_port("127.0.0.1", port)


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[int]:
    """A process that belongs to the installation in tmp_path and outlived its supervisor."""
    child = subprocess.Popen(["/bin/cat"], stdin=subprocess.PIPE, env={"HYPERVISION_HOME": str(tmp_path)})
    yield child.pid
    child.kill()
    child.communicate()


def test_a_process_is_ours_by_its_mark(tmp_path: Path, marked: int) -> None:
    assert processes.ours(tmp_path) == [marked]


def test_a_process_of_another_clone_is_not_ours(tmp_path: Path, marked: int) -> None:
    assert marked not in processes.ours(tmp_path / "clone")


def test_bin_down_does_not_end_itself_or_its_callers() -> None:
    assert {os.getpid(), os.getppid()} <= processes.ancestors()


def test_a_process_id_that_went_to_another_program_is_not_the_supervisor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "supervisord.pid").write_text("1")
    monkeypatch.setattr(processes, "RUN", tmp_path)
    assert processes.supervisor() is None


@pytest.mark.parametrize("script", ["up", "test"])
def test_a_wrong_argument_is_answered_with_the_usage(script: str) -> None:
    answer = subprocess.run([ROOT / "bin" / script, "--nonsense"], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert f"Usage: bin/{script}" in answer.stderr


def test_continuous_integration_runs_bin_test_and_nothing_else() -> None:
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line and not line.startswith("#")]
    assert lines == ['exec "$(dirname "${BASH_SOURCE[0]}")/../bin/test"']
