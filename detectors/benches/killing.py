"""Kills the processes of an installation of this machine by what they do, and stops its database for a while."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hypervision.lib.errors import Refusal

PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """program: the name of its binary. command: its command line; PostgreSQL and Valkey write a title there."""

    pid: int
    program: str
    command: str


KINDS: dict[str, Callable[[Process], bool]] = {
    "worker": lambda process: " -Q watch " in process.command,
    "web": lambda process: " hypervision.asgi:application " in process.command,
    "broker": lambda process: process.program == "valkey-server",
    "database": lambda process: process.program == "postgres",
}


def kill(kind: str, pids: tuple[int, ...]) -> int:
    """SIGKILL to all processes of the kind among these; how many. Raises Refusal when there is none."""
    found = [process.pid for process in looked_at(pids) if KINDS[kind](process)]
    if not found:
        raise Refusal(f"No {kind} runs here. This bench needs the private servers that bin/up starts.")
    try:
        for pid in found:
            with suppress(ProcessLookupError):  # its parent's death has ended it, too
                os.kill(pid, signal.SIGKILL)
    except PermissionError:
        raise Refusal(f"The {kind} belongs to another account. Run this bench as the one that ran bin/up.") from None
    return len(found)


def looked_at(pids: tuple[int, ...], proc: Path = PROC) -> Iterator[Process]:
    for pid in pids:
        try:
            program = (proc / str(pid) / "exe").readlink().name
            command = (proc / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # ended meanwhile
            continue
        yield Process(pid, program, command)


@contextmanager
def database_away(root: Path) -> Iterator[None]:
    """Stops it through the supervisor, which would start a killed one at once; starts it whatever happens meanwhile."""
    _supervisor(root, "stop", "db")
    try:
        yield
    finally:
        _supervisor(root, "start", "db")


def _supervisor(root: Path, *words: str) -> None:
    command = [str(root / ".venv/bin/supervisorctl"), "-c", str(root / "var/run/supervisord.conf"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own supervisor
    if done.returncode:
        raise Refusal(f"The supervisor did not {' '.join(words)}: {done.stdout.strip()}")
