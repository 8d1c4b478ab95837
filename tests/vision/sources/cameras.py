"""Cameras for tests: small clips made here, played over loopback by our own servers, well and badly."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import cv2
import numpy as np

from detectors.demo.rtp import Clip, load_clip
from detectors.demo.rtsp_server import Channel, RtspServer
from detectors.vision.types import Image

ENCODERS = {"h264": "libx264", "hevc": "libx265"}
OPTIONS = {
    "libx264": {"preset": "ultrafast", "tune": "zerolatency", "x264-params": "threads=1"},
    "libx265": {"preset": "ultrafast", "tune": "zerolatency", "x265-params": "bframes=0:pools=1:log-level=none"},
}


def image(number: int, width: int = 64, height: int = 48) -> Image:
    """A grey picture whose brightness is its number times 10, with a little noise, as a camera has."""
    noise = np.random.default_rng(number).integers(0, 3, (height, width, 3))
    return (noise + number * 10 % 240).astype(np.uint8)


def jpeg(picture: Image) -> bytes:
    return bytes(cv2.imencode(".jpg", picture)[1])


def write_video(
    path: Path, *, codec: str = "h264", rate: int = 20, frames: int = 20, size: tuple[int, int] = (64, 48)
) -> Path:
    """A clip of ``image(0)``, ``image(1)``, …, with a key frame every 5 pictures and no B-frames."""
    encoder = ENCODERS.get(codec, codec)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=rate, options=OPTIONS.get(encoder, {}))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = 5
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(image(number, *size), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def make_clip(folder: Path, *, codec: str = "h264", rate: int = 20, size: tuple[int, int] = (64, 48)) -> Clip:
    return load_clip(write_video(folder / f"{codec}-{size[0]}.mp4", codec=codec, rate=rate, size=size))


@contextmanager
def rtsp(channels: Mapping[str, Channel], port: int = 0) -> Iterator["RtspStand"]:
    """Our looping server in a thread of its own, gone at the end of the block."""
    stand = RtspStand(channels, port)
    stand.thread.start()
    try:
        assert stand.ready.wait(5), "the RTSP server did not start"
        yield stand
    finally:
        stand.loop.call_soon_threadsafe(stand.done.set)
        stand.thread.join(5)
        assert not stand.thread.is_alive()


class RtspStand:
    def __init__(self, channels: Mapping[str, Channel], port: int) -> None:
        self.channels = channels
        self.port = port
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    def url(self, path: str = "a") -> str:
        return f"rtsp://127.0.0.1:{self.port}/{path}"

    def hang_up(self) -> None:
        self.loop.call_soon_threadsafe(self.server.hang_up)

    async def _run(self) -> None:
        self.loop, self.done = asyncio.get_running_loop(), asyncio.Event()
        async with RtspServer(self.channels, port=self.port) as self.server:
            self.port = self.server.port
            self.ready.set()
            await self.done.wait()


@contextmanager
def tcp(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server that does ``answer`` with each connection and keeps it open until the end of the block; its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            kept.append(connection)
            try:
                answer(connection)
            except OSError:
                continue

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        for connection in kept:
            with suppress(OSError):  # the other side may be gone
                connection.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
        for connection in kept:
            connection.close()
        assert not thread.is_alive()


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


Respond = Callable[[BaseHTTPRequestHandler, threading.Event], None]


@contextmanager
def http(respond: Respond) -> Iterator[str]:
    """An HTTP server; ``respond`` gets the handler and an event that is set at the end of the block. Its address."""
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                respond(self, over)
            except OSError:
                return  # the reader has what it wanted and went

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/video"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def mjpeg(pictures: Callable[[int], bytes], *, lengths: bool = True) -> Respond:
    """The nth part is ``pictures(n)``, 50 a second."""

    def respond(handler: BaseHTTPRequestHandler, over: threading.Event) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "multipart/x-mixed-replace; boundary=part")
        handler.end_headers()
        number = 0
        while not over.wait(0.02):
            data = pictures(number)
            length = f"Content-Length: {len(data)}\r\n" if lengths else ""
            head = f"--part\r\nContent-Type: image/jpeg\r\n{length}\r\n"
            handler.wfile.write(head.encode() + data + b"\r\n")
            number += 1

    return respond
