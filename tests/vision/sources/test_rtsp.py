"""A camera over RTSP, on a real connection."""

import itertools
import random
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest

from detectors.demo.auth import Guard
from detectors.demo.rtsp_server import Channel
from detectors.vision.sources import rtsp as rtsp_module
from detectors.vision.sources.address import Credentials
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.source import Picture, Source, in_order
from tests.vision.sources import cameras

SECRET = "s3cr/t:@"


@pytest.fixture
def opened() -> Iterator[list[Source]]:
    """Sources to close at the end."""
    sources: list[Source] = []
    yield sources
    for source in sources:
        source.close()


def read(url: str, count: int, opened: list[Source], credentials: Credentials | None = None) -> list[Picture]:
    source = open_source(SourceSpec(url, credentials, timeout=2))
    opened.append(source)
    source.connect()
    return [source.read() for _ in range(count)]


def reason_of(url: str, opened: list[Source], credentials: Credentials | None = None, timeout: float = 2) -> Reason:
    source = open_source(SourceSpec(url, credentials, timeout=timeout))
    opened.append(source)
    with pytest.raises(SourceError) as caught:
        next(in_order(source))
    assert SECRET not in str(caught.value)
    return caught.value.reason


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_every_picture_of_the_camera_comes_out_in_order(codec: str, tmp_path: Path, opened: list[Source]) -> None:
    clip = cameras.make_clip(tmp_path, codec=codec)
    with cameras.rtsp({"a": Channel(clip)}) as stand:
        pictures = read(stand.url(), 8, opened)
    levels = [float(p.frame().image.mean()) for p in pictures]
    steps = [round((later - earlier) / 10) for earlier, later in itertools.pairwise(levels)]
    assert steps == [1] * 7


def test_capture_times_are_aware_utc_evenly_spaced_and_not_in_the_future(tmp_path: Path, opened: list[Source]) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        times = [p.at for p in read(stand.url(), 12, opened)][4:]
    assert times[0].tzinfo is UTC
    assert times[-1] <= datetime.now(UTC)
    gaps = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(times)]
    assert gaps == pytest.approx([0.05] * 7, abs=0.025)


def test_a_picture_is_handed_on_before_the_next_one_is_sent(tmp_path: Path, opened: list[Source]) -> None:
    clip = cameras.make_clip(tmp_path, rate=1)  # the second picture would come a second later
    began = time.monotonic()
    with cameras.rtsp({"a": Channel(clip)}) as stand:
        read(stand.url(), 1, opened)
    assert time.monotonic() - began < 0.8


def test_a_change_of_resolution_while_it_plays_is_survived(tmp_path: Path, opened: list[Source]) -> None:
    small, large = (cameras.make_clip(tmp_path, rate=60, size=size) for size in [(64, 48), (128, 96)])
    with cameras.rtsp({"a": Channel(small.then(large))}) as stand:
        shapes = [p.frame().image.shape for p in read(stand.url(), 30, opened)]
    assert (shapes[0], shapes[-1]) == ((48, 64, 3), (96, 128, 3))


@pytest.mark.parametrize("digest", [True, False])
def test_the_right_password_opens_the_camera(digest: bool, tmp_path: Path, opened: list[Source]) -> None:
    guard = Guard("viewer", SECRET, digest)
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path), guard=guard)}) as stand:
        assert len(read(stand.url(), 1, opened, Credentials("viewer", SECRET))) == 1


@pytest.mark.parametrize("digest", [True, False])
@pytest.mark.parametrize("credentials", [Credentials("viewer", SECRET), None])
def test_a_wrong_or_missing_password_is_said_as_such(
    digest: bool, credentials: Credentials | None, tmp_path: Path, opened: list[Source]
) -> None:
    guard = Guard("viewer", "other", digest)
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path), guard=guard)}) as stand:
        assert reason_of(stand.url(), opened, credentials) is Reason.WRONG_PASSWORD


def test_a_path_that_the_camera_does_not_know_has_no_video(tmp_path: Path, opened: list[Source]) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        assert reason_of(stand.url("b"), opened) is Reason.NO_VIDEO


def test_a_dead_host_is_unreachable(opened: list[Source]) -> None:
    assert reason_of(f"rtsp://127.0.0.1:{cameras.closed_port()}/a", opened) is Reason.UNREACHABLE


def test_a_host_that_accepts_and_says_nothing_is_silent(opened: list[Source]) -> None:
    with cameras.tcp(lambda _: None) as port:
        assert reason_of(f"rtsp://127.0.0.1:{port}/a", opened, timeout=0.1) is Reason.SILENT


def test_garbage_instead_of_rtsp_is_a_broken_stream(opened: list[Source]) -> None:
    with cameras.tcp(lambda s: s.sendall(bytes(range(128, 256)) * 500)) as port:
        assert reason_of(f"rtsp://127.0.0.1:{port}/a", opened) is Reason.BROKEN_STREAM


SOUND_ONLY = "v=0\r\nm=audio 0 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n"
OLD_CODEC = "v=0\r\nm=video 0 RTP/AVP 26\r\na=rtpmap:26 JPEG/90000\r\n"
SOUND_AND_VIDEO = (
    SOUND_ONLY + "a=control:sound\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:picture\r\n"
)


class Scripted:
    """A camera that answers every request well, describes itself as told, and then sends ``after`` without end."""

    def __init__(self, sdp: str, after: bytes = b"") -> None:
        self.sdp = sdp
        self.after = after
        self.asked: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as file:
            while lines := self._request(file):
                self._answer(connection, lines)

    def _request(self, file: IO[bytes]) -> list[str]:
        lines = []
        while (line := file.readline()) not in (b"\r\n", b""):
            lines.append(line.decode().strip())
        return lines

    def _answer(self, connection: socket.socket, lines: list[str]) -> None:
        method = lines[0].split()[0]
        self.asked.append(lines[0])
        body = self.sdp if method == "DESCRIBE" else ""
        sequence = next(x for x in lines if x.startswith("CSeq"))
        head = f"RTSP/1.0 200 OK\r\n{sequence}\r\nSession: 7\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        connection.sendall(head.encode())
        while method == "PLAY" and self.after:
            connection.sendall(self.after)


def test_a_camera_with_sound_only_has_no_video(opened: list[Source]) -> None:
    with cameras.tcp(Scripted(SOUND_ONLY)) as port:
        assert reason_of(f"rtsp://127.0.0.1:{port}/a", opened) is Reason.NO_VIDEO


def test_a_codec_that_is_not_known_is_said_as_such(opened: list[Source]) -> None:
    with cameras.tcp(Scripted(OLD_CODEC)) as port:
        assert reason_of(f"rtsp://127.0.0.1:{port}/a", opened) is Reason.UNSUPPORTED_CODEC


def test_the_sound_of_a_camera_is_not_even_asked_for(opened: list[Source]) -> None:
    camera = Scripted(SOUND_AND_VIDEO, b"?" * 100)
    with cameras.tcp(camera) as port:
        reason_of(f"rtsp://127.0.0.1:{port}/a", opened)
        set_up = [line for line in camera.asked if line.startswith("SETUP")]
        assert set_up == [f"SETUP rtsp://127.0.0.1:{port}/a/picture RTSP/1.0"]


def test_packets_that_never_become_a_picture_are_a_broken_stream(
    opened: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rtsp_module, "PATIENCE", 0.2)
    payload = random.Random(1).randbytes(200)
    packet = bytes([0x80, 0xE0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 1, 0x65]) + payload
    noise = b"$\0" + len(packet).to_bytes(2, "big") + packet
    with cameras.tcp(Scripted(SOUND_AND_VIDEO, noise)) as port:
        assert reason_of(f"rtsp://127.0.0.1:{port}/a", opened) is Reason.BROKEN_STREAM
