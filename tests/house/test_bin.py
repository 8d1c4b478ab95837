"""The scripts of bin/: what they write, which processes they call ours, and how they refuse."""

import importlib.util
import os
import shutil
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


def test_an_address_that_is_not_this_machines_is_not_called_a_taken_port() -> None:
    with pytest.raises(configure.ConfigurationError, match="no address of this machine"):
        configure.refuse_taken_port("203.0.113.1", 8000)


@pytest.mark.parametrize("wrong", [["--port"], ["--port", "http"], ["--host"]])
def test_an_option_without_its_value_is_answered_with_an_example(wrong: list[str]) -> None:
    answer = subprocess.run([ROOT / "bin" / "up", *wrong], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert "for example" in answer.stderr


# --- what the scripts share (bin/lib.sh), in a folder of its own ------------------------------------------------------


def in_a_folder(folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    (folder / "bin").mkdir()
    shutil.copy(ROOT / "bin" / "lib.sh", folder / "bin")
    (folder / "bin" / "try").write_text(f'#!/usr/bin/env bash\n. "$(dirname "$0")/lib.sh"\nopen_var\n{script}\n')
    (folder / "bin" / "try").chmod(0o755)
    return subprocess.run([folder / "bin" / "try"], capture_output=True, text=True, errors="replace", check=False)


READ = '[ "$1" != tee ] || cat >/dev/null; '
"""What is piped to tee has to be read, or ``echo`` may die of it before it is written down."""

RECORD = f'log() {{ {READ}echo "$*" >>calls; [ "$1" != env ]; }}; as_root=(log)\n'
"""Stands for sudo: writes down what is run as root; apt-get (the only thing that needs ``env``) fails."""


def test_an_installation_that_fails_leaves_no_order_behind_for_the_clusters_of_debian(tmp_path: Path) -> None:
    answer = in_a_folder(tmp_path, f"{RECORD} step Packages apt_install something")
    calls = (tmp_path / "calls").read_text().splitlines()
    assert answer.returncode == 1
    assert calls[-1] == "rm -f /etc/postgresql-common/createcluster.d/hypervision.conf"


def test_debians_packages_are_installed_by_a_process_that_bin_down_does_not_end(tmp_path: Path) -> None:
    in_a_folder(tmp_path, f"{RECORD} step Packages apt_install something")
    apt = [line for line in (tmp_path / "calls").read_text().splitlines() if "apt-get" in line]
    assert apt
    assert all("-u HYPERVISION_HOME" in line for line in apt)


def test_what_outlives_a_killed_start_does_not_keep_the_next_one_away(tmp_path: Path) -> None:
    answer = in_a_folder(tmp_path, "exec 9>lock; flock -n 9; step Inherited test ! -e /dev/fd/9")
    assert answer.returncode == 0, answer.stderr


def test_a_full_disk_is_named_although_the_log_could_not_be_written(tmp_path: Path) -> None:
    answer = in_a_folder(tmp_path, "df() { echo Avail; echo 0; }; step Packages false")
    assert f"The disk is full ({tmp_path})" in answer.stderr


def test_a_failure_of_another_kind_is_not_called_a_full_disk(tmp_path: Path) -> None:
    answer = in_a_folder(tmp_path, "df() { echo Avail; echo 9999999; }; step Packages sh -c 'echo /broken; false'")
    assert "Mend what it says" in answer.stderr


def test_progress_shows_the_last_line_of_this_step_whatever_bytes_it_holds(tmp_path: Path) -> None:
    script = r"printf 'an earlier step\n' >>$LOG; from=$(stat -c %s $LOG); last_words $from; echo -; "
    answer = in_a_folder(tmp_path, script + r"printf 'bar 10%%\r\xff bar 20%%\r\n\n' >>$LOG; last_words $from")
    assert answer.stdout.splitlines() == ["-", "\ufffd bar 20%"]
    assert answer.stderr == ""


def test_a_start_that_was_cut_off_does_not_count_as_running(tmp_path: Path, marked: int) -> None:
    """Its supervisor lives on, but the product was never started: the next start ends it and begins anew."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "var" / "run").mkdir(parents=True)
    (tmp_path / "var" / "run" / "supervisord.pid").write_text(str(marked))
    with socket.create_server(("127.0.0.1", 0)) as other:  # so that it goes no further than this
        port = other.getsockname()[1]
        up = [str(tmp_path / "bin" / "up"), "--port", str(port)]
        answer = subprocess.run(up, capture_output=True, text=True, check=False)
    assert f"Port {port} is taken" in answer.stderr
    assert not processes.is_alive(marked)


def test_who_may_not_install_gets_one_line_to_hand_on(tmp_path: Path) -> None:
    script = "find_python() { return 1; }; id() { echo 1000; }; sudo() { return 1; }; debian_python"
    answer = in_a_folder(tmp_path, script)
    lines = [line.strip() for line in answer.stderr.splitlines() if "apt-get install" in line]
    assert answer.returncode == 1
    assert len(lines) == 1
    assert lines[0].startswith("apt-get update && apt-get install -y --no-install-recommends python3 python3-venv")


def test_who_lacks_more_than_python_gets_all_of_it_in_the_same_line(tmp_path: Path) -> None:
    lacking = "unset DATABASE_URL; POSTGIS=/nowhere; find_python() { return 1; }; "
    answer = in_a_folder(tmp_path, lacking + "id() { echo 1000; }; sudo() { return 1; }; debian_python")
    (line,) = (line for line in answer.stderr.splitlines() if "apt-get install" in line)
    assert line.endswith("postgresql-17 postgresql-17-postgis-3")
    assert " python3 " in line


def test_the_lists_of_debian_are_fetched_once(tmp_path: Path) -> None:
    lacking = "find_python() { return 1; }; missing_others() { echo gettext; }; may_install() { :; }; "
    in_a_folder(tmp_path, f'{RECORD} log() {{ {READ}echo "$*" >>calls; }}; {lacking} debian_python; debian_packages')
    apt = [line.split("=300 ")[1] for line in (tmp_path / "calls").read_text().splitlines() if "apt-get" in line]
    assert apt == [
        "update",
        "install -y --no-install-recommends python3 python3-venv",
        "install -y --no-install-recommends gettext",
    ]


def test_what_is_done_beside_is_waited_for(tmp_path: Path) -> None:
    script = "slow() { until [ -e go ]; do :; done; touch came; }; beside slow; touch go; joined; ls"
    assert "came" in in_a_folder(tmp_path, script).stdout.split()


def test_a_step_beside_that_fails_ends_the_whole_with_its_own_reason(tmp_path: Path) -> None:
    lost = "lost() { step Beside sh -c 'echo ENOTFOUND; false'; echo never; }; beside lost; "
    answer = in_a_folder(tmp_path, lost + "step Main true; joined; echo never")
    assert answer.returncode == 1
    assert "never" not in answer.stdout
    assert "A download did not succeed" in answer.stderr
    assert "var/log/setup-beside.log" in answer.stderr


def test_what_is_printed_beside_is_not_taken_for_the_reason_of_another_step(tmp_path: Path) -> None:
    lost = "lost() { step Beside sh -c 'echo ENOTFOUND; touch said'; }; beside lost; "
    answer = in_a_folder(tmp_path, lost + "step Main sh -c 'until [ -e said ]; do :; done; false'")
    assert "Mend what it says" in answer.stderr
