"""The newest frame of a feed, and what the feed says about itself when it fails."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import av
import pytest

from detectors.demo.auth import Guard
from detectors.demo.rtsp_server import Channel
from detectors.vision.sources.backoff import Backoff
from detectors.vision.sources.clock import Clock
from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.frozen import FrozenWatch
from detectors.vision.sources.latest import Feed, LatestFrame
from detectors.vision.sources.rate import RateGate
from detectors.vision.sources.registry import SourceSpec, open_source
from detectors.vision.sources.source import Picture
from tests.vision.sources import cameras

START = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Script:
    """A source that does one thing after the other: gives a picture, raises an error, or waits to be interrupted."""

    def __init__(self, *steps: int | Exception | None) -> None:
        self.steps = iter(steps)
        self.interrupted = threading.Event()
        self.closed = False

    def connect(self) -> None:
        """Is always there."""

    def read(self) -> Picture:
        step = next(self.steps, None)
        if step is None:
            assert self.interrupted.wait(10), "nobody interrupted the source"
            raise SourceError(Reason.STOPPED, "Stopped.")
        if isinstance(step, Exception):
            raise step
        video = av.VideoFrame.from_ndarray(cameras.image(step), format="bgr24")
        return Picture(video, START + timedelta(seconds=step))

    def interrupt(self) -> None:
        self.interrupted.set()

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def feed() -> Iterator[Callable[..., LatestFrame]]:
    """Starts a feed over the sources given, one a connection; waits of the backoff are noted, not waited."""
    feeds: list[LatestFrame] = []

    def start(*scripts: Script, waits: list[float] | None = None, **options: object) -> LatestFrame:
        rest = iter(scripts)

        def wait(seconds: float) -> bool:
            (waits if waits is not None else []).append(seconds)
            return False

        latest = LatestFrame(
            lambda: next(rest, None) or Script(),
            wait=wait,
            backoff=Backoff(chance=lambda: 1.0),
            **options,  # type: ignore[arg-type]
        )
        feeds.append(latest)
        return latest.start()

    yield start
    for latest in feeds:
        assert latest.stop()


Start = Callable[..., LatestFrame]


def test_only_the_newest_frame_is_taken_and_the_late_ones_are_counted(feed: Start) -> None:
    latest = feed(Script(0, 1, 2, 3))
    assert latest.wait_for(lambda s: s.read == 4, 5)
    frame = latest.take(5)
    assert frame is not None
    assert frame.at == START + timedelta(seconds=3)
    assert (latest.status.read, latest.status.dropped) == (4, 3)


def test_a_frame_is_taken_once(feed: Start) -> None:
    latest = feed(Script(0))
    assert latest.take(5) is not None
    assert latest.take(0.01) is None


def test_frames_that_are_not_wanted_are_skipped_not_dropped(feed: Start) -> None:
    latest = feed(Script(*range(12)), rate=0.25)
    assert latest.wait_for(lambda s: s.read == 12, 5)
    assert (latest.status.skipped, latest.status.dropped) == (8, 3)


def test_a_recording_ends_after_its_last_frame_was_given(feed: Start) -> None:
    latest = feed(Script(0, SourceError(Reason.ENDED, "The recording is over.")))
    assert latest.wait_for(lambda s: s.feed is Feed.ENDED, 5)
    assert (latest.take(5) is not None, latest.take(5), latest.status.reason) == (True, None, Reason.ENDED)


def test_a_lost_camera_is_connected_again(feed: Start) -> None:
    lost = Script(0, SourceError(Reason.LOST, "The camera closed the connection."))
    latest = feed(lost, Script(5))
    assert latest.wait_for(lambda s: s.read == 2 and s.feed is Feed.STREAMING, 5)
    assert (latest.status.reconnections, latest.status.reason, lost.closed) == (1, None, True)


def test_the_state_says_why_there_is_no_picture(feed: Start) -> None:
    blocked = threading.Event()
    seen = threading.Event()

    def wait(_: float) -> bool:
        seen.set()
        return blocked.wait(5)

    source = Script(SourceError(Reason.SILENT, "Nothing came for 5 s."))
    latest = LatestFrame(lambda: source, wait=wait).start()
    assert seen.wait(5)
    status = latest.status
    blocked.set()
    assert latest.stop()
    assert (status.feed, status.reason, str(status.sentence)) == (
        Feed.RECONNECTING,
        Reason.SILENT,
        "Nothing came for 5 s.",
    )


def test_a_frame_from_before_the_break_is_not_given_after_it(feed: Start) -> None:
    latest = feed(Script(0, SourceError(Reason.LOST, "Lost.")))
    assert latest.wait_for(lambda s: s.reconnections == 1, 5)
    assert latest.take(0.01) is None


def test_waits_grow_and_start_anew_after_a_steady_connection(feed: Start) -> None:
    lost = SourceError(Reason.LOST, "Lost.")
    ticks = iter(range(0, 1000, 4))  # each look at the clock is 4 s after the last
    waits: list[float] = []
    scripts = [Script(lost), Script(lost), Script(0, lost), Script(0, 1, 2, lost), Script(lost)]
    clock = Clock(monotonic=lambda: float(next(ticks)))
    latest = feed(*scripts, waits=waits, clock=clock)
    assert latest.wait_for(lambda s: s.reconnections == 5, 5)
    assert waits[:5] == [0.5, 1.0, 2.0, 0.5, 1.0]


def test_a_wrong_password_is_not_tried_again_soon(feed: Start) -> None:
    waits: list[float] = []
    latest = feed(Script(SourceError(Reason.WRONG_PASSWORD, "Wrong.")), waits=waits)
    assert latest.wait_for(lambda s: s.reconnections == 1, 5)
    assert waits[:1] == [30.0]


def test_jitter_keeps_cameras_from_knocking_all_at_once() -> None:
    soonest, latest = (Backoff(first=8, chance=lambda c=c: c).next(Reason.LOST) for c in (0.0, 1.0))  # type: ignore[misc]
    assert (soonest, latest) == (4.0, 8.0)


def test_an_unforeseen_failure_is_said_and_healed(feed: Start, caplog: pytest.LogCaptureFixture) -> None:
    latest = feed(Script(ZeroDivisionError()), Script(3))
    assert latest.take(5) is not None
    assert "not foreseen" in caplog.text


def test_a_picture_that_stands_still_is_frozen_until_it_moves(feed: Start) -> None:
    seconds = iter([float(n) for n in range(100)])
    latest = feed(Script(7, 7, 7, 7, 7), frozen_after=3, clock=Clock(monotonic=lambda: next(seconds)))
    assert latest.wait_for(lambda s: s.read == 5, 5)
    assert (latest.status.feed, latest.status.withheld, latest.take(0.01)) == (Feed.FROZEN, 2, None)


def test_noise_alone_is_enough_not_to_be_frozen() -> None:
    watch = FrozenWatch(after=2)
    assert [watch.see(n, float(n)) for n in range(6)] == [False] * 6


@pytest.mark.parametrize(("come", "wanted", "expected"), [(7, 7, 70), (7, 2, 20), (25, 4, 40), (5, 8, 50), (7, 5, 50)])
def test_the_wanted_rate_is_kept_on_average(come: int, wanted: int, expected: int) -> None:
    gate = RateGate(wanted)
    due = sum(gate.due(START + timedelta(seconds=n / come)) for n in range(10 * come))
    assert due == pytest.approx(expected, abs=1)


def test_a_clock_that_was_set_back_does_not_stop_the_rate() -> None:
    gate = RateGate(2)
    gate.due(START)
    assert gate.due(START - timedelta(hours=1))


# Real streams.


def test_a_frozen_mjpeg_camera_is_found() -> None:
    same = cameras.jpeg(cameras.image(1))
    with (
        cameras.http(cameras.mjpeg(lambda _: same)) as url,
        LatestFrame(lambda: open_source(url), frozen_after=0.1) as latest,
    ):
        assert latest.wait_for(lambda s: s.feed is Feed.FROZEN, 5)


def test_a_camera_that_restarts_streams_again_with_another_codec(tmp_path: Path) -> None:
    channels = {"a": Channel(cameras.make_clip(tmp_path))}
    backoff = Backoff(first=0.01)
    with (
        cameras.rtsp(channels) as stand,
        LatestFrame(lambda: open_source(stand.url()), backoff=backoff) as latest,
    ):
        assert latest.take(5) is not None
        channels["a"] = Channel(cameras.make_clip(tmp_path, codec="hevc", size=(128, 96)))
        stand.hang_up()
        assert latest.wait_for(lambda s: s.size == (128, 96) and s.feed is Feed.STREAMING, 5)


def test_a_wrong_password_is_the_reason_of_a_feed(tmp_path: Path) -> None:
    guard = Guard("viewer", "right")
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path), guard=guard)}) as stand:
        url = stand.url().replace("//", "//viewer:wrong@")
        with LatestFrame(lambda: open_source(url)) as latest:
            assert latest.wait_for(lambda s: s.reason is Reason.WRONG_PASSWORD, 5)


def test_stopping_takes_less_than_a_second_even_while_a_read_waits() -> None:
    with cameras.tcp(lambda _: None) as port:
        latest = LatestFrame(lambda: open_source(SourceSpec(f"rtsp://127.0.0.1:{port}/a", timeout=60))).start()
        began = time.monotonic()
        assert latest.stop(1.0)
        assert time.monotonic() - began < 1


def test_no_thread_and_no_descriptor_is_left_over(tmp_path: Path) -> None:
    clip = cameras.make_clip(tmp_path)
    with cameras.rtsp({"a": Channel(clip)}) as stand:
        before = (threading.active_count(), len(os.listdir("/proc/self/fd")))
        for _ in range(3):
            with LatestFrame(lambda: open_source(stand.url())) as latest:
                assert latest.take(5) is not None
            stand.hang_up()
        assert threading.active_count() == before[0]
    assert len(os.listdir("/proc/self/fd")) <= before[1]
