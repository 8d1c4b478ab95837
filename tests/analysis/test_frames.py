"""Where frames come from: files, folders, and cameras that come and go."""

from pathlib import Path

import pytest

from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import FOLDER_RATE, START, Frames, open_frames
from detectors.demo.rtsp_server import Channel
from tests.analysis.worlds import clip
from tests.vision.sources import cameras


def seconds(frames: Frames, most: int = 10_000) -> list[float]:
    times: list[float] = []
    for frame in frames:
        times.append((frame.at - START).total_seconds())
        if len(times) == most:
            frames.stop()
    return times


def test_a_file_says_how_many_frames_it_has(tmp_path: Path) -> None:
    assert open_frames(str(clip(tmp_path, frames=12)), None).total == 12


def test_pictures_of_a_folder_are_a_recording(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.jpg").write_bytes(cameras.jpeg(cameras.image(number)))
    frames = open_frames(str(tmp_path), None)
    assert (frames.total, frames.live) == (3, False)
    assert seconds(frames) == [number / FOLDER_RATE for number in range(3)]


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_what_is_no_video_is_named(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(AnalysisError, match=r"clip\.mp4 cannot be read: This is no video"):
        seconds(open_frames(str(path), None))


def test_a_codec_that_nobody_knows_is_named(tmp_path: Path) -> None:
    path = clip(tmp_path, name="clip.mkv")
    data = path.read_bytes()
    assert data.count(b"V_MPEG4/ISO/AVC") == 1
    path.write_bytes(data.replace(b"V_MPEG4/ISO/AVC", b"V_FUTURE/CODEC9"))
    with pytest.raises(AnalysisError, match=r"clip\.mkv cannot be read: Its video is in a format"):
        seconds(open_frames(str(path), None))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(AnalysisError, match=r"/nowhere/clip\.mp4 cannot be read"):
        seconds(open_frames("/nowhere/clip.mp4", None))


def test_a_camera_gives_its_newest_frame(tmp_path: Path) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        frames = open_frames(stand.url(), None)
        assert (frames.live, frames.total) == (True, None)
        times = seconds(frames, 3)
    assert len(times) == 3
    assert times == sorted(times)


def test_a_stream_with_a_declared_rate_is_taken_frame_by_frame(tmp_path: Path) -> None:
    with cameras.rtsp({"a": Channel(cameras.make_clip(tmp_path))}) as stand:
        assert seconds(open_frames(stand.url(), 4), 5) == [0, 0.25, 0.5, 0.75, 1]


@pytest.mark.parametrize("rate", [None, 5])
def test_a_camera_that_is_not_there_is_named_at_once_without_its_password(rate: float | None) -> None:
    address = f"rtsp://admin:secret@127.0.0.1:{cameras.closed_port()}/a"
    with pytest.raises(AnalysisError, match="cannot be read") as caught:
        seconds(open_frames(address, rate))
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in str(caught.value)


def test_a_stream_that_breaks_off_ends_with_a_note(tmp_path: Path) -> None:
    data = clip(tmp_path, frames=8, name="clip.ts").read_bytes()

    def respond(handler: object, over: object) -> None:
        handler.send_response(200)  # type: ignore[attr-defined]
        handler.send_header("Content-Type", "video/mp2t")  # type: ignore[attr-defined]
        handler.end_headers()  # type: ignore[attr-defined]
        handler.wfile.write(data)  # type: ignore[attr-defined]

    with cameras.http(respond) as address:
        frames = open_frames(address, 10)
        assert len(seconds(frames)) == 8
    assert frames.notes == ["The stream ended after 8 frames: The camera closed the connection."]
