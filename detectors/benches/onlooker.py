"""A window of live view without the window: remembers when what it shows was captured."""

import json
import threading
import time
from collections.abc import Sequence
from uuid import UUID

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Origin

OPEN_S = 10
LOOK_UP_S = 0.5
CAMERA, CAPTURE, LENGTH = slice(0, 16), slice(16, 24), 24


class Onlooker:
    """``with Onlooker(address, cookies, cameras) as onlooker``. It acknowledges each frame, as a browser does."""

    def __init__(self, address: str, cookies: str, cameras: Sequence[UUID]) -> None:
        self._held: dict[bytes, int] = {}
        self._pictures: dict[bytes, int] = {}
        self._address, self._cookies, self._cameras = address, cookies, cameras
        self._frames: list[bytes] = []
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "Onlooker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._leaving.set()
        self._thread.join()

    def ages(self) -> list[float]:
        """Seconds since what each camera shows was captured, or was said to hold still."""
        return [time.time() - at / 1000 for at in list(self._held.values())]

    def picture_ages(self) -> list[float]:
        """Seconds since each picture was captured."""
        return [time.time() - at / 1000 for at in list(self._pictures.values())]

    def frames(self) -> list[bytes]:
        """Camera and capture of each frame that came."""
        return list(self._frames)

    def _look(self) -> None:
        try:
            with connect(
                f"{self._address.replace('http', 'ws', 1)}/live/view/",
                origin=Origin(self._address),
                additional_headers={"Cookie": self._cookies},
                open_timeout=OPEN_S,
                proxy=None,
            ) as socket:
                socket.send(json.dumps({"show": [str(camera) for camera in self._cameras]}))
                got = 0
                while not self._leaving.is_set():
                    try:
                        said = socket.recv(timeout=LOOK_UP_S)
                    except TimeoutError:
                        continue
                    if isinstance(said, bytes):
                        got += 1
                        socket.send(json.dumps({"got": got}))
                        self._note(said)
        except (OSError, WebSocketException):  # the figures of nobody who looks say it
            return

    def _note(self, frame: bytes) -> None:
        camera, at = frame[CAMERA], int.from_bytes(frame[CAPTURE])
        self._frames.append(frame[:LENGTH])
        if len(frame) > LENGTH + 1 + frame[LENGTH]:
            self._pictures[camera] = at
        if camera in self._pictures:
            self._held[camera] = at
