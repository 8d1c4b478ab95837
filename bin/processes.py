# ruff: noqa: T201 - a command speaks by printing
"""Finds, awaits and ends the processes of this folder, also those that outlived their supervisor. Linux only (/proc).

A process is ours when it carries HYPERVISION_HOME in its environment, or is a PostgreSQL or Valkey (both overwrite
their environment with a title) that works inside our var/ while our supervisor's configuration names such a server.
Standard library only: it runs before anything is installed.
"""

import argparse
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "var" / "run"
SERVERS = {"postgres": "db", "valkey-server": "broker"}  # binary: its program in supervisord.conf
SUPERVISOR_PATIENCE_S = 40  # it gives each process 12 s before it kills it
LEFTOVER_PATIENCE_S = 8
# Not through a proxy of the environment: the address is this machine's own.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def is_ours(process: Path, root: Path = ROOT) -> bool:
    """Whether ``process`` (a folder of /proc) belongs to the installation in ``root``. Foreign processes are a no."""
    try:
        if f"HYPERVISION_HOME={root}".encode() in (process / "environ").read_bytes().split(b"\0"):
            return True
        server = SERVERS.get((process / "exe").readlink().name.removesuffix(" (deleted)"))
        if server is None or not (process / "cwd").readlink().is_relative_to(root / "var"):
            return False
        return f"[program:{server}]" in (root / "var" / "run" / "supervisord.conf").read_text()
    except OSError:  # ended meanwhile, or another user's
        return False


def is_alive(pid: int) -> bool:
    """A zombie is not alive: it waits for its parent, and no signal reaches it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def ancestors() -> set[int]:
    """This process and those that called it: bin/up sweeps before it starts, and must not end itself."""
    found, pid = set(), os.getpid()
    while pid > 1:
        found.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    return found


def ours(root: Path = ROOT) -> list[int]:
    spared = ancestors()
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [pid for pid in pids if pid not in spared and is_ours(Path(f"/proc/{pid}"), root) and is_alive(pid)]


def supervisor() -> int | None:
    """The process id of this folder's running supervisor. A stale file whose number went to another program is a no."""
    try:
        pid = int((RUN / "supervisord.pid").read_text())
    except (OSError, ValueError):
        return None
    return pid if is_alive(pid) and is_ours(Path(f"/proc/{pid}")) else None


def send(pids: Iterable[int], kill: bool = False) -> None:
    """Ask to end, or do not ask. PostgreSQL would wait for its clients on TERM; INT is its fast, clean stop."""
    for pid in pids:
        try:
            polite = signal.SIGINT if Path(f"/proc/{pid}/exe").readlink().name == "postgres" else signal.SIGTERM
            os.kill(pid, signal.SIGKILL if kill else polite)
        except (ProcessLookupError, FileNotFoundError):  # it ended meanwhile
            continue


def await_end(pids: Iterable[int], patience_s: float) -> list[int]:
    """The ones that still live after ``patience_s``."""
    until = time.monotonic() + patience_s
    left = [pid for pid in pids if is_alive(pid)]
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [pid for pid in left if is_alive(pid)]
    return left


def end_everything() -> int:
    """Stop in order through the supervisor; then whatever is left, politely, then not. Returns how many have ended."""
    before = ours()
    boss = supervisor()
    if boss is not None:
        send([boss])
        await_end([boss], SUPERVISOR_PATIENCE_S)
    left = ours()
    send(left)
    left = await_end(left, LEFTOVER_PATIENCE_S)
    while left:
        send(left, kill=True)
        await_end(left, 2)
        left = ours()
    (RUN / "supervisord.pid").unlink(missing_ok=True)
    remove_control_socket()
    return len(before)


def remove_control_socket() -> None:
    """A killed supervisor leaves its socket, which in a deep folder has a temporary folder of its own."""
    configuration = RUN / "supervisord.conf"
    lines = configuration.read_text().splitlines() if configuration.is_file() else []
    for line in lines:
        if line.startswith("file="):
            control = Path(line.removeprefix("file=").replace("%%", "%"))
            control.unlink(missing_ok=True)
            if control.parent != RUN and control.parent.is_dir():
                control.parent.rmdir()


def health(address: str) -> tuple[int, list[str]]:
    """The status of /healthz (0 when nothing answers) and its lines, or why there are none."""
    try:
        with _opener.open(address + "/healthz", timeout=10) as answer:
            return answer.status, answer.read().decode().splitlines()
    except urllib.error.HTTPError as error:
        is_report = error.headers.get_content_type() == "text/plain"
        return error.code, error.read().decode().splitlines() if is_report else [f"/healthz answers {error.code}"]
    except OSError:
        return 0, ["web: DOWN, no answer yet"]


def await_health(address: str, patience_s: float) -> int:
    """0 when all is well, 1 when the pages answer but a part stays down, 2 when they do not answer.

    Says what it waits for whenever that changes.
    """
    until, said = time.monotonic() + patience_s, ""
    while True:
        status, lines = health(address)
        if status == HTTPStatus.OK:
            return 0
        waiting_for = "; ".join(line for line in lines if "DOWN" in line) or lines[0]
        if waiting_for != said:
            print(f"   waiting for {waiting_for}", flush=True)
            said = waiting_for
        if supervisor() is None:
            print("   The supervisor has ended; see var/log/supervisor.log.", flush=True)
            return 2
        if time.monotonic() > until:
            return 1 if status == HTTPStatus.SERVICE_UNAVAILABLE else 2
        time.sleep(0.25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["running", "list", "end", "ready"])
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--seconds", type=float, default=90)
    given = parser.parse_args()
    if given.action == "running":
        return 0 if supervisor() is not None else 1
    if given.action == "list":
        print(*ours(), sep="\n")
        return 0
    if given.action == "end":
        ended = end_everything()
        print(f"{ended} processes have ended; nothing is left over." if ended else "Nothing runs here.")
        return 0
    return await_health(given.address, given.seconds)


if __name__ == "__main__":
    sys.exit(main())
