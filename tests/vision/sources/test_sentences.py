"""What stands on the screen for a camera that gives trouble: never a silent black picture, always what to do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from detectors.demo.auth import Guard
from detectors.demo.rtsp_server import Channel
from detectors.vision.sources.backoff import Backoff
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.errors import Reason
from detectors.vision.sources.latest import Feed, FeedStatus, LatestFrame
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.rtsp import RtspSource
from tests.vision.sources import cameras

SECONDS = 5.0
SECRET = "hush"


@contextmanager
def wrong_password_rtsp(folder: Path) -> Iterator[str]:
    guard = Guard("viewer", "right")
    with cameras.rtsp({"a": Channel(cameras.make_clip(folder), guard=guard)}) as stand:
        yield stand.url().replace("//", f"//viewer:{SECRET}@")


@contextmanager
def no_password_rtsp(folder: Path) -> Iterator[str]:
    with cameras.rtsp({"a": Channel(cameras.make_clip(folder), guard=Guard("viewer", "right"))}) as stand:
        yield stand.url()


@contextmanager
def wrong_password_http(folder: Path) -> Iterator[str]:
    def refuse(handler: BaseHTTPRequestHandler, _: threading.Event) -> None:
        handler.send_response(401)
        handler.send_header("WWW-Authenticate", 'Basic realm="camera"')
        handler.end_headers()

    with cameras.http(refuse) as url:
        yield url.replace("//", f"//viewer:{SECRET}@")


@contextmanager
def dead_host(folder: Path) -> Iterator[str]:
    yield f"rtsp://127.0.0.1:{cameras.closed_port()}/a"


@contextmanager
def mute_host(folder: Path) -> Iterator[str]:
    with cameras.tcp(lambda _: None) as port:
        yield f"rtsp://127.0.0.1:{port}/a"


@contextmanager
def unknown_path(folder: Path) -> Iterator[str]:
    with cameras.rtsp({"a": Channel(cameras.make_clip(folder))}) as stand:
        yield stand.url("b")


@contextmanager
def garbage_rtsp(folder: Path) -> Iterator[str]:
    with cameras.tcp(lambda s: s.sendall(bytes(range(128, 256)) * 500)) as port:
        yield f"rtsp://127.0.0.1:{port}/a"


@contextmanager
def garbage_http(folder: Path) -> Iterator[str]:
    with cameras.tcp(lambda s: s.sendall(bytes(range(128, 256)) * 500 + b"\n")) as port:
        yield f"http://127.0.0.1:{port}/a"


@contextmanager
def damaged_mjpeg(folder: Path) -> Iterator[str]:
    with cameras.http(cameras.mjpeg(lambda _: b"no picture")) as url:
        yield url


@contextmanager
def empty_file(folder: Path) -> Iterator[str]:
    (folder / "clip.mp4").write_bytes(b"")
    yield f"file://{folder}/clip.mp4"


@contextmanager
def empty_picture(folder: Path) -> Iterator[str]:
    (folder / "gate.jpg").write_bytes(b"")
    yield f"folder://{folder}"


@contextmanager
def empty_folder(folder: Path) -> Iterator[str]:
    yield f"folder://{folder}"


Trouble = Callable[[Path], AbstractContextManager[str]]

TROUBLES: list[tuple[Trouble, Reason, str]] = [
    (
        wrong_password_rtsp,
        Reason.WRONG_PASSWORD,
        "The camera refuses this user and password; correct them.",
    ),
    (no_password_rtsp, Reason.WRONG_PASSWORD, "The camera asks for a user and a password; enter them."),
    (
        wrong_password_http,
        Reason.WRONG_PASSWORD,
        "The camera refuses this user and password; correct them.",
    ),
    (dead_host, Reason.UNREACHABLE, "does not answer; check that the camera is on and the network."),
    (mute_host, Reason.SILENT, "Nothing came for 0.2 s; the camera is silent."),
    (
        unknown_path,
        Reason.NO_VIDEO,
        "The camera knows no stream of this name; check the path in its address.",
    ),
    (garbage_rtsp, Reason.BROKEN_STREAM, "What answers there does not speak RTSP; check address and port."),
    (garbage_http, Reason.BROKEN_STREAM, "What answers there does not speak HTTP; check the port."),
    (damaged_mjpeg, Reason.BROKEN_STREAM, "30 pictures in a row were damaged."),
    (empty_file, Reason.BROKEN_STREAM, "This is no video that can be read; it may be damaged."),
    (empty_picture, Reason.BROKEN_STREAM, "gate.jpg"),
    (empty_folder, Reason.NO_VIDEO, "There is no picture in "),
]


def watched(url: str, **options: object) -> LatestFrame:
    """As a watch opens it, with less patience."""
    spec = SourceSpec(url, timeout=0.2 if "rtsp" in url else 2, allow_local=True)
    return LatestFrame(lambda: open_source(spec), backoff=Backoff(first=30), **options)  # type: ignore[arg-type]


def trouble_of(url: str) -> FeedStatus:
    with watched(url) as feed:
        assert feed.wait_for(lambda status: status.feed is Feed.RECONNECTING, SECONDS), feed.status
        return feed.status


@pytest.mark.parametrize(("trouble", "reason", "sentence"), TROUBLES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_screen_says_what_is_wrong_and_never_the_password(
    trouble: Trouble, reason: Reason, sentence: str, tmp_path: Path
) -> None:
    with trouble(tmp_path) as url:
        status = trouble_of(url)
    assert (status.reason, status.read) == (reason, 0)
    assert sentence in str(status.sentence)
    assert SECRET not in str(status.sentence)


def test_a_camera_of_one_pixel_is_watched_like_any_other() -> None:
    with cameras.http(cameras.mjpeg(lambda n: cameras.jpeg(cameras.image(n, 1, 1)))) as url, watched(url) as feed:
        frame = feed.take(SECONDS)
        assert frame is not None
        assert frame.image.shape == (1, 1, 3)
        assert (feed.status.feed, feed.status.reason, feed.status.size) == (Feed.STREAMING, None, (1, 1))


def test_a_camera_that_changes_its_resolution_goes_on_without_a_break(tmp_path: Path) -> None:
    small, large = (cameras.make_clip(tmp_path, rate=60, size=size) for size in [(64, 48), (128, 96)])
    with cameras.rtsp({"a": Channel(small.then(large))}) as stand, watched(stand.url()) as feed:
        for size in ((64, 48), (128, 96), (64, 48)):
            assert feed.wait_for(lambda status, size=size: status.size == size, SECONDS), size  # type: ignore[misc]
        assert (feed.status.feed, feed.status.reconnections, feed.status.reason) == (Feed.STREAMING, 0, None)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_clock_that_jumps_breaks_no_stream_and_the_times_follow_it(jump: timedelta, tmp_path: Path) -> None:
    """As when a time server corrects this machine: capture times are right again with the next picture."""
    shift = timedelta(0)

    def wall() -> datetime:
        return datetime.now(UTC) + shift

    clock = Clock(wall=wall)
    with (
        cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand,
        LatestFrame(lambda: RtspSource(stand.url(), clock=clock), clock=clock) as feed,
    ):
        assert feed.take(SECONDS) is not None
        shift = jump
        assert feed.wait_for(lambda status: near(status.last_at, wall()), SECONDS)
        assert (feed.status.feed, feed.status.reconnections) == (Feed.STREAMING, 0)


def near(one: datetime | None, other: datetime) -> bool:
    return one is not None and abs(one - other) < timedelta(minutes=1)
