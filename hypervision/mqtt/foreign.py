"""mosquitto, the broker of benches and tests: Debian's, installed or unpacked by ``bin/test`` under var/mosquitto."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from hypervision.env import ROOT
from hypervision.lib.errors import Refusal

UNPACKED = ROOT / "var" / "mosquitto"
PATIENCE_S = 10.0


def program(name: str) -> str:
    """Raises Refusal where it is missing."""
    places = [os.environ.get("PATH", ""), "/usr/sbin", f"{UNPACKED}/usr/sbin", f"{UNPACKED}/usr/bin"]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise Refusal(f"{name} is missing. Install Debian's mosquitto and mosquitto-clients, or run bin/test once.")
    return found


def environment() -> Mapping[str, str]:
    libraries = [*map(str, UNPACKED.glob("usr/lib/*-linux-gnu")), os.environ.get("LD_LIBRARY_PATH", "")]
    return {**os.environ, "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries))}


class Mosquitto:
    """A process of it. folder: for its files. port: on this machine. config: lines beside those that it always has."""

    def __init__(self, folder: Path, port: int, config: str = "allow_anonymous true\n") -> None:
        self.folder, self.port, self.config = folder, port, config
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Raises Refusal where it does not listen in time."""
        file = self.folder / "mosquitto.conf"
        user = "user root\n" if os.getuid() == 0 else ""
        # Its default drops bursts; 0, which means no limit, makes 2.0 cut off whoever may not write to a topic.
        kept = f"persistence true\npersistence_location {self.folder}/\nmax_queued_messages 1000000\n"
        file.write_text(f"listener {self.port} 127.0.0.1\n{kept}{user}{self.config}")
        with (self.folder / "log").open("ab") as log:
            command = [program("mosquitto"), "-c", str(file)]
            self._process = subprocess.Popen(command, env=environment(), stdout=log, stderr=log)  # noqa: S603 - ours
        end = time.monotonic() + PATIENCE_S
        while not self._listens():
            if time.monotonic() > end or self._process.poll() is not None:
                raise Refusal(f"mosquitto does not listen: {(self.folder / 'log').read_text()[-300:]}")
            time.sleep(0.01)

    def stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE_S)
            self._process = None

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
