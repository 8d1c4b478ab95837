"""The programs that we are compared with, each in an environment of its own under ``var/peers``.

They are no dependency of the product, and some cannot share an environment with it or with each other. A peer is
driven through a script of this folder that its own Python runs: one JSON line in, one JSON line out.
"""

import hashlib
import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from hypervision.env import VAR
from hypervision.lib.bench import Say
from hypervision.lib.errors import Refusal

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """name: of its folder. requirements: with exact versions, so that a figure can be had again."""

    name: str
    requirements: tuple[str, ...]

    def python(self, say: Say) -> Path:
        """Its interpreter, with all that it needs; made on first use. Raises Refusal when it cannot be installed."""
        folder = VAR / "peers" / self.name
        python, stamp = folder / "bin" / "python", folder / "installed"
        wanted = hashlib.sha256("\n".join(self.requirements).encode()).hexdigest()
        if not stamp.exists() or stamp.read_text() != wanted:
            say(f"Installing {', '.join(self.requirements)} into {folder}; this is done once.")
            venv.create(folder, with_pip=True, clear=True)
            self._install(python)
            stamp.write_text(wanted)
        return python

    def _install(self, python: Path) -> None:
        command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", *self.requirements]
        done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603 - pins from this folder
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no output"])[-1]
            raise Refusal(f"{self.name} could not be installed ({last}). Check the network, then measure again.")


SUPERVISION = Peer("supervision", ("supervision==0.25.1", "opencv-python-headless==4.11.0.86", "numpy==2.2.6"))
"""The last release of supervision with its own ByteTrack; its zones and lines are compared, too."""

TRACKERS = Peer("trackers", ("trackers==2.6.1",))
"""SORT, ByteTrack, OC-SORT, BoT-SORT and C-BIoU by the makers of supervision."""

TIPG = Peer("tipg", ("tipg==1.6.1", "uvicorn==0.54.0"))
"""Tables of PostGIS as OGC API Features and vector tiles. tipg_server.py beside this file starts it."""

PIPELINE = Peer("pipeline", (*TRACKERS.requirements, "onnxruntime==1.32.0"))
"""All that surrounds a network, and the network itself: what is done after it finds the caches empty, as ours does."""


class Worker:
    """A peer at work: ``with Worker(SUPERVISION, "supervision_worker.py", say) as worker: worker.ask(...)``."""

    def __init__(self, peer: Peer, script: str, say: Say) -> None:
        command = [str(peer.python(say)), str(HERE / script)]
        self._peer = peer
        self._process = subprocess.Popen(  # noqa: S603 - our own script
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, text=True
        )

    def ask(self, **request: object) -> dict[str, Any]:
        """Raises Refusal when the peer ends instead of answering; what it complained of stands on standard error."""
        to, back = cast(IO[str], self._process.stdin), cast(IO[str], self._process.stdout)
        try:
            to.write(json.dumps(request) + "\n")
            to.flush()
            answer = back.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise Refusal(f"{self._peer.name} ended with code {self._process.wait()} before it answered.")
        result: dict[str, Any] = json.loads(answer)
        return result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
