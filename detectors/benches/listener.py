"""A control room's socket without the room: notes the number of each message and comes back, as a browser does."""

import json
import threading

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

RETRY_S = 0.5
OPEN_S = 5
LOOK_UP_S = 1.0


class Listener:
    """``with Listener(address, cookies, since) as listener``. heard: numbers in the order in which they came.

    upto: nothing is missing up to this number. calls: how often it had to dial.
    """

    def __init__(self, address: str, cookies: str, since: int) -> None:
        self.heard: list[int] = []
        self.upto = since
        self.calls = 0
        self._address, self._cookies = address, cookies
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()

    def _listen(self) -> None:
        while not self._leaving.is_set():
            self.calls += 1
            try:
                with self._dial() as socket:
                    self._read(socket)
            except (OSError, WebSocketException):  # killed, not there yet, or its database is away
                self._leaving.wait(RETRY_S)

    def _dial(self) -> ClientConnection:
        return connect(
            f"{self._address.replace('http', 'ws', 1)}/live/ws/?since={self.upto}",
            origin=Origin(self._address),
            additional_headers={"Cookie": self._cookies},
            open_timeout=OPEN_S,
            proxy=None,
        )

    def _read(self, socket: ClientConnection) -> None:
        while not self._leaving.is_set():
            try:
                frame = json.loads(socket.recv(timeout=LOOK_UP_S))
            except TimeoutError:
                continue
            if "n" in frame:
                self.heard.append(frame["n"])
            self.upto = max(self.upto, frame.get("n", 0), frame.get("upto", 0))
