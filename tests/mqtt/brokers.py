"""A real broker, mosquitto on a port of this machine, and its own clients."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest

from hypervision.lib.errors import Refusal
from hypervision.mqtt import foreign
from hypervision.mqtt.foreign import environment
from tests.outward.receivers import certificate

PATIENCE_S = 20.0
USER, PASSWORD = "city", "a long word"


def program(name: str) -> str:
    try:
        return foreign.program(name)
    except Refusal as refusal:
        pytest.skip(refusal.sentence)


@dataclass
class Mosquitto:
    """folder: for its files. tls: with a certificate of its own, ``ca``. users: whoever does not log in is refused.

    asks: file of the authority by which whoever connects must show a certificate. websocket: spoken at ``port``;
    its own clients know none and come by another.
    """

    folder: Path
    tls: bool = False
    users: bool = False
    rules: str = ""
    asks: str = ""
    websocket: bool = False
    port: int = 0
    ca: str = ""
    _process: foreign.Mosquitto | None = None
    _own_port: int = 0

    def start(self) -> None:
        program("mosquitto")
        self.port = self.port or foreign.free_port()
        self._own_port = self._own_port or (foreign.free_port() if self.websocket else self.port)
        self._process = self._process or foreign.Mosquitto(self.folder, self.port, self._config())
        self._process.start()

    def stop(self) -> None:
        if self._process:
            self._process.stop()

    def publish(self, topic: str, payload: str, *options: str) -> None:
        self._run("mosquitto_pub", "-t", topic, "-m", payload, "-q", "1", *options)

    def publish_lines(self, topic: str, lines: str) -> None:
        self._run("mosquitto_pub", "-t", topic, "-l", "-q", "1", said=lines.encode())

    def hear(self, topic: str, count: int) -> list[tuple[str, str]]:
        """Topic and message of so many that are retained, or that come within some seconds."""
        said = self._run("mosquitto_sub", "-t", topic, "-C", str(count), "-W", "5", "-q", "1", "-F", "%t %p")
        return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in said.splitlines()]

    @contextmanager
    def listening(self, topic: str) -> Iterator["Ears"]:
        """What comes meanwhile."""
        command = [*self._command("mosquitto_sub", "-t", topic, "-q", "1", "-F", "%t %p"), "-d"]
        file = self.folder / f"heard-{time.monotonic_ns()}"
        with file.open("wb") as out:
            process = subprocess.Popen(["stdbuf", "-oL", *command], stdout=out, stderr=out, env=environment())
            try:
                until(lambda: b"SUBACK" in file.read_bytes())
                yield Ears(file)
            finally:
                process.terminate()
                process.wait(PATIENCE_S)

    def _run(self, name: str, *options: str, said: bytes | None = None) -> str:
        done = subprocess.run(
            self._command(name, *options), input=said, env=environment(), capture_output=True, check=False, timeout=30
        )
        return done.stdout.decode()

    def _command(self, name: str, *options: str) -> list[str]:
        where = ["-h", "127.0.0.1", "-p", str(self._own_port), "-V", "mqttv5"]
        who = ["-u", USER, "-P", PASSWORD] if self.users else []
        trust = ["--cafile", self.ca] if self.tls and not self.websocket else []
        return [program(name), *where, *who, *trust, *options]

    def _config(self) -> str:
        lines = [f"allow_anonymous {'false' if self.users else 'true'}"]
        if self.users:
            file = self.folder / "users"
            file.touch(mode=0o600)
            subprocess.run(
                [program("mosquitto_passwd"), "-b", str(file), USER, PASSWORD], env=environment(), check=True
            )
            lines.append(f"password_file {file}")
        if self.rules:
            (self.folder / "rules").write_text(self.rules)
            (self.folder / "rules").chmod(0o600)
            lines.append(f"acl_file {self.folder / 'rules'}")
        if self.tls:
            self.ca = self.ca or certificate(self.folder)[1]
            lines += [f"certfile {self.ca}", f"keyfile {self.ca}"]
        if self.asks:
            lines += [f"cafile {self.asks}", "require_certificate true"]
        if self.websocket:
            lines += ["protocol websockets", f"listener {self._own_port} 127.0.0.1"]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Ears:
    file: Path
    _noise: tuple[str, ...] = field(default=("Client ", "Subscribed ("))

    @property
    def heard(self) -> list[tuple[str, str]]:
        """Topic and message, as they came."""
        lines = [line for line in self.file.read_text().splitlines() if not line.startswith(self._noise)]
        return [(line.split(" ", 1)[0], line.partition(" ")[2]) for line in lines]


@contextmanager
def running(folder: Path, **values: object) -> Iterator[Mosquitto]:
    broker = Mosquitto(folder, **values)  # type: ignore[arg-type]
    broker.start()
    try:
        yield broker
    finally:
        broker.stop()


def until(condition: object, seconds: float = PATIENCE_S) -> None:
    """Looks again and again; fails when it takes too long."""
    end, pause = time.monotonic() + seconds, Event()
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "It did not happen in time."
        pause.wait(0.01)
