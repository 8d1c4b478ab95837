"""Cameras that answer the search and speak ONVIF over the loopback, in threads of their own; one checks passwords."""

import base64
import hashlib
import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.discovery import answers

IP = "127.0.0.1"


@dataclass
class Maker:
    """How the camera behaves. behind: its clock. heard: what it was asked, in order."""

    user: str = ""
    password: str = ""
    behind: timedelta = timedelta()
    address: str = "rtsp://127.0.0.1:554/live?token=7&amp;n=1"
    media: str = ""
    replaced: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)

    def now(self) -> datetime:
        return datetime.now(UTC) - self.behind

    def answer(self, message: str, port: int) -> tuple[int, bytes]:
        action = next(
            name for name in ("SystemDate", "Capabilities", "Profiles", "StreamUri") if f"Get{name}" in message
        )
        self.heard.append(action)
        if action in self.replaced:
            return self.replaced[action]
        now = self.now()
        if action == "SystemDate":
            names = ("year", "month", "day", "hour", "minute", "second")
            return 200, answers.DATE.format(**{name: getattr(now, name) for name in names}).encode()
        if self.user and not self.knows(message):
            return 400, answers.REFUSED.encode()
        media = self.media or f"http://192.0.2.7:{port}/onvif/media"
        told = {
            "Capabilities": answers.CAPABILITIES.format(media=media),
            "Profiles": answers.PROFILES,
            "StreamUri": answers.STREAM.format(address=self.address),
        }
        if action == "StreamUri":
            assert "<ProfileToken>main &amp; only</ProfileToken>" in message
        return 200, told[action].encode()

    def knows(self, message: str) -> bool:
        """Computed by the standard's own words, and only within five seconds of its clock."""
        found = {
            name: re.search(rf"<\w+:{name}(?: [^>]*)?>([^<]*)<", message)
            for name in ("Username", "Password", "Nonce", "Created")
        }
        if not all(found.values()):
            return False
        user, digest, nonce, created = (one.group(1) for one in found.values() if one)
        secret = base64.b64decode(nonce) + created.encode() + self.password.encode()
        at = datetime.fromisoformat(created)
        return (
            user == self.user
            and digest == base64.b64encode(hashlib.sha1(secret).digest()).decode()
            and abs(at - self.now()) < timedelta(seconds=5)
        )


@contextmanager
def speaking(maker: Maker) -> Iterator[int]:
    """The port of its ONVIF services."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, body = maker.answer(message, self.server.server_port)  # type: ignore[attr-defined]  # of an HTTP server
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer((IP, 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def answering(*texts: str, group: str = "") -> Iterator[tuple[str, int]]:
    """Answers each question with these texts, in which {number} is that of the question, and {ip} our own address.

    Where to ask it.
    """
    datagrams = socket.AF_INET, socket.SOCK_DGRAM
    with socket.socket(*datagrams) as here, socket.socket(*datagrams) as out:  # nobody answers as a group
        here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        here.bind((group or IP, 0))
        if group:
            here.setsockopt(
                socket.IPPROTO_IP,
                socket.IP_ADD_MEMBERSHIP,
                struct.pack("4s4s", socket.inet_aton(group), socket.inet_aton(IP)),
            )
        here.settimeout(0.05)
        done = threading.Event()

        def serve() -> None:
            while not done.is_set():
                try:
                    data, who = here.recvfrom(65_535)
                except TimeoutError:
                    continue
                number = re.search(r"MessageID[^>]*>([^<]*)<", data.decode())
                assert number
                assert "NetworkVideoTransmitter" in data.decode()
                for text in texts:
                    answer = text.replace("{number}", number.group(1)).replace("{ip}", who[0])
                    (out if group else here).sendto(answer.encode(), who)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield (group or IP, here.getsockname()[1])
        finally:
            done.set()
            thread.join()


def matches(service: str, number: str = "{number}") -> str:
    return answers.PROBE_MATCHES.replace("{service}", service).replace("{number}", number)
