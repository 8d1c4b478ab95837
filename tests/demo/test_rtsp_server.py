"""The demo's cameras, read by a foreign client (libav), so that not only our own reader understands them."""

import itertools
from pathlib import Path

import av
import pytest

from detectors.demo.auth import Guard
from detectors.demo.rtp import Clip, ClipError, Shot, load_clip, nal_units, payloads
from detectors.demo.rtsp_server import Channel, position
from tests.vision.sources import cameras

TCP = {"rtsp_transport": "tcp", "analyzeduration": "200000", "probesize": "200000", "fpsprobesize": "0"}


def frames(url: str, count: int) -> list[av.VideoFrame]:
    with av.open(url, options=TCP, timeout=5) as container:
        return list(itertools.islice(container.decode(video=0), count))


@pytest.mark.parametrize("codec", ["h264", "hevc"])
def test_a_foreign_client_reads_the_camera(codec: str, tmp_path: Path) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path, codec=codec))}) as stand:
        assert [(f.width, f.height) for f in frames(stand.url(), 3)] == [(64, 48)] * 3


@pytest.mark.parametrize("digest", [True, False])
def test_a_foreign_client_gets_in_with_the_password_and_not_without(digest: bool, tmp_path: Path) -> None:
    channel = Channel(cameras.make_clip(tmp_path), guard=Guard("viewer", "hush", digest))
    with cameras.rtsp({"a": channel}) as stand:
        assert frames(stand.url().replace("//", "//viewer:hush@"), 1)
        with pytest.raises(av.FFmpegError):
            frames(stand.url().replace("//", "//viewer:wrong@"), 1)


def test_time_goes_on_over_the_end_of_the_loop(tmp_path: Path) -> None:
    clip = cameras.make_clip(tmp_path, rate=60)  # 20 pictures: the loop is a third of a second
    with cameras.rtsp({"a": Channel(clip)}) as stand:
        times = [f.pts for f in frames(stand.url(), 50) if f.pts is not None]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert gaps == pytest.approx([1500] * len(gaps), abs=2)


def test_a_large_picture_goes_through_in_fragments(tmp_path: Path) -> None:
    clip = cameras.make_clip(tmp_path, size=(640, 480))
    assert max(len(s.payloads) for s in clip.shots) > 3
    with cameras.rtsp({"a": Channel(clip)}) as stand:
        levels = [float(f.to_ndarray(format="gray").mean()) for f in frames(stand.url(), 6)]
    assert [round((b - a) / 10) for a, b in itertools.pairwise(levels)] == [1] * 5


def test_two_cameras_of_one_clip_are_not_in_step() -> None:
    shots = tuple(Shot(n / 10, n % 5 == 0, ()) for n in range(20))
    clip = Clip("h264", 10, 2.0, shots, ())
    assert [position(clip, now) for now in (0.0, 0.72, 2.5, 5.99)] == [(0, 0), (0, 5), (1, 5), (2, 15)]


def test_nal_units_are_found_between_start_codes_of_both_lengths() -> None:
    assert nal_units(b"\0\0\0\1one\0\0\1two\0\0\0\1three") == [b"one", b"two", b"three"]


def test_a_short_unit_is_sent_as_it_is() -> None:
    assert payloads(b"\x65short", "h264") == [b"\x65short"]


def test_a_clip_that_is_no_video_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"")
    with pytest.raises(ClipError, match=r"clip\.mp4"):
        load_clip(path)
