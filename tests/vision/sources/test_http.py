"""A camera over HTTP: MJPEG, single pictures, containers; on a real connection."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from detectors.vision.sources.address import Credentials
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.source import Picture, Source
from tests.vision.sources import cameras


@pytest.fixture
def opened() -> Iterator[list[Source]]:
    sources: list[Source] = []
    yield sources
    for source in sources:
        source.close()


def read(spec: SourceSpec, count: int, opened: list[Source]) -> list[Picture]:
    source = open_source(spec)
    opened.append(source)
    source.connect()
    return [source.read() for _ in range(count)]


def levels(pictures: list[Picture]) -> list[int]:
    return [round((float(p.frame().image.mean()) - 1) / 10) for p in pictures]


def answer(data: bytes, kind: str, status: int = 200) -> cameras.Respond:
    def respond(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(data)

    return respond


@pytest.mark.parametrize("lengths", [True, False])
def test_each_part_of_an_mjpeg_stream_is_a_picture(lengths: bool, opened: list[Source]) -> None:
    with cameras.http(cameras.mjpeg(lambda n: cameras.jpeg(cameras.image(n)), lengths=lengths)) as url:
        assert levels(read(SourceSpec(url), 5, opened)) == [0, 1, 2, 3, 4]


def test_a_damaged_part_is_left_out(opened: list[Source]) -> None:
    def picture(number: int) -> bytes:
        return b"\xff\xd8 broken \xff\xd9" if number == 1 else cameras.jpeg(cameras.image(number))

    with cameras.http(cameras.mjpeg(picture)) as url:
        assert levels(read(SourceSpec(url), 3, opened)) == [0, 2, 3]


def test_a_stream_of_damaged_parts_is_broken(opened: list[Source]) -> None:
    with (
        cameras.http(cameras.mjpeg(lambda _: b"no picture")) as url,
        pytest.raises(SourceError) as caught,
    ):
        read(SourceSpec(url), 1, opened)
    assert caught.value.reason is Reason.BROKEN_STREAM


def test_a_picture_of_one_pixel_is_a_picture(opened: list[Source]) -> None:
    with cameras.http(cameras.mjpeg(lambda n: cameras.jpeg(cameras.image(n, 1, 1)))) as url:
        (picture,) = read(SourceSpec(url), 1, opened)
    assert picture.frame().image.shape == (1, 1, 3)
    assert isinstance(picture.fingerprint(), int)


def test_a_camera_with_single_pictures_is_asked_again_and_again(opened: list[Source]) -> None:
    with cameras.http(answer(cameras.jpeg(cameras.image(7)), "image/jpeg")) as url:
        first, second = read(SourceSpec(url, rate=50), 2, opened)
    assert levels([first, second]) == [7, 7]
    assert (second.at - first.at).total_seconds() == pytest.approx(0.02, abs=0.02)


def test_a_container_over_http_is_read(tmp_path: Path, opened: list[Source]) -> None:
    data = cameras.write_video(tmp_path / "clip.ts").read_bytes()
    with cameras.http(answer(data, "video/mp2t")) as url:
        assert len(read(SourceSpec(url), 10, opened)) == 10


def test_the_end_of_a_stream_is_a_lost_camera_not_the_end_of_a_recording(tmp_path: Path, opened: list[Source]) -> None:
    data = cameras.write_video(tmp_path / "clip.ts").read_bytes()
    with cameras.http(answer(data, "video/mp2t")) as url, pytest.raises(SourceError) as caught:
        read(SourceSpec(url), 100, opened)
    assert caught.value.reason is Reason.LOST


@pytest.mark.parametrize(
    ("respond", "reason"),
    [
        (answer(b"", "text/html", 404), Reason.NO_VIDEO),
        (answer(b"", "text/html", 401), Reason.WRONG_PASSWORD),
        (answer(b"", "text/html", 302), Reason.REFUSED),
        (answer(b"", "text/html", 500), Reason.REFUSED),
        (answer(b"<html>Log in</html>" * 100, "text/html"), Reason.BROKEN_STREAM),
        (answer(b"", "video/mp2t"), Reason.BROKEN_STREAM),
        (answer(b"not a picture", "image/jpeg"), Reason.BROKEN_STREAM),
    ],
)
def test_what_is_no_video_is_said_as_such(respond: cameras.Respond, reason: Reason, opened: list[Source]) -> None:
    with cameras.http(respond) as url, pytest.raises(SourceError) as caught:
        read(SourceSpec(url, Credentials("viewer", "hush")), 1, opened)
    assert caught.value.reason is reason
    assert "hush" not in str(caught.value)


SESSION = b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 45654 RTP/AVP 96\r\n"
SESSION += b"a=rtpmap:96 H264/90000\r\n"


def test_a_session_description_cannot_make_us_open_a_port(opened: list[Source]) -> None:
    began = time.monotonic()
    with cameras.http(answer(SESSION, "application/sdp")) as url, pytest.raises(SourceError) as caught:
        read(SourceSpec(url), 1, opened)
    assert caught.value.reason is Reason.BROKEN_STREAM
    assert time.monotonic() - began < 5  # libav would listen for 10 s


def test_a_playlist_cannot_make_us_open_another_address(opened: list[Source]) -> None:
    asked: list[str] = []

    def respond(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
        asked.append(handler.path)
        handler.send_response(200)
        handler.end_headers()
        here = f"http://{handler.headers['host']}/other.ts"
        handler.wfile.write(f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{here}\n".encode())

    with cameras.http(respond) as url, pytest.raises(SourceError):
        read(SourceSpec(url), 1, opened)
    assert asked == ["/video"]
