"""The installation of this folder as it runs now: where it answers, who may log in, how much memory it takes."""

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hypervision.lib.errors import Refusal

START_IT = "Start it with bin/up --detach, then measure again."
HEALTH_S = 15
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Installation:
    """root: its folder. address: without a slash at its end."""

    root: Path
    address: str
    operator: Account

    def memory(self) -> int:
        """Bytes of all its processes, PostgreSQL and Valkey included when they are its own."""
        return proportional_set_size(self.pids())

    def pids(self) -> tuple[int, ...]:
        command = [sys.executable, str(self.root / "bin" / "processes.py"), "list"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own script
        return tuple(int(line) for line in done.stdout.split())


def running(root: Path, var: Path) -> Installation:
    """Raises Refusal, with what to do, when none runs here, none is healthy or nobody can log in."""
    try:
        port = int((var / "run" / "port").read_text())
    except (OSError, ValueError):
        raise Refusal(f"No installation was ever started in {root}. {START_IT}") from None
    address = f"http://localhost:{port}"
    _check_health(address)
    return Installation(root, address, operator_of(var / "demo-users.txt"))


def operator_of(file: Path) -> Account:
    """The first operator of the file of accounts, whose lines are ``name password role``."""
    try:
        lines = [line.split() for line in file.read_text().splitlines()]
    except OSError:
        raise Refusal(
            f"{file} cannot be read, so that nobody can log in. This bench needs the demonstration."
        ) from None
    for line in lines:
        if line[2:] == ["operator"]:
            return Account(*line[:2])
    raise Refusal(f"{file} has no operator. This bench needs the demonstration: bin/up --demo.")


def proportional_set_size(pids: Iterable[int], proc: Path = PROC) -> int:
    """Bytes; what several processes share is counted once, each a part of it. What ended meanwhile takes none."""
    return 1024 * sum(_pss_kib(proc / str(pid) / "smaps_rollup") for pid in pids)


def _pss_kib(file: Path) -> int:
    try:
        lines = file.read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _check_health(address: str) -> None:
    # Not through a proxy of the environment: the address is this machine's own.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        opener.open(f"{address}/healthz", timeout=HEALTH_S).close()
    except urllib.error.HTTPError as error:
        down = "; ".join(line for line in error.read().decode(errors="replace").splitlines() if "DOWN" in line)
        raise Refusal(f"{address} is not healthy ({down}). See {address}/healthz and var/log/.") from error
    except OSError as error:
        raise Refusal(f"Nothing answers at {address} ({error}). {START_IT}") from error
