"""Recordings and folders of pictures."""

import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
import pytest

from detectors.vision.sources.errors import Reason, SourceError
from detectors.vision.sources.file import FileSource
from detectors.vision.sources.folder import FolderSource
from detectors.vision.sources.source import in_order
from tests.vision.detect.networks import Array
from tests.vision.sources import cameras

START = datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)


def seconds(source: FileSource | FolderSource, count: int) -> list[float]:
    return [round((f.at - START) / timedelta(seconds=1), 3) for f in islice(in_order(source), count)]


def reason_of(source: FileSource | FolderSource) -> Reason:
    with pytest.raises(SourceError) as caught:
        list(in_order(source))
    return caught.value.reason


def test_in_order_every_frame_of_a_recording_comes_and_none_waits(tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "clip.mp4", rate=1, frames=20)
    began = time.monotonic()
    assert seconds(FileSource(path, paced=False, start=START), 99) == list(range(20))
    assert time.monotonic() - began < 5


def test_a_declared_rate_is_believed_over_the_header(tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "clip.mp4", rate=10, frames=8)
    assert seconds(FileSource(path, rate=4, paced=False, start=START), 3) == [0, 0.25, 0.5]


@pytest.mark.parametrize("rate", [None, 5])
def test_a_loop_goes_on_in_time(rate: float | None, tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "clip.mp4", rate=5, frames=5)
    times = seconds(FileSource(path, rate=rate, loop=True, paced=False, start=START), 11)
    assert times == pytest.approx([n / 5 for n in range(11)])


def test_a_paced_recording_takes_its_time(tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "clip.mp4", rate=20, frames=5)
    began = time.monotonic()
    frames = list(in_order(FileSource(path)))
    assert time.monotonic() - began >= 0.2
    assert abs(datetime.now(UTC) - frames[-1].at) < timedelta(seconds=1)


@pytest.mark.parametrize("content", [b"", b"no video at all" * 100])
def test_an_empty_or_senseless_file_is_a_broken_stream(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    assert reason_of(FileSource(path)) is Reason.BROKEN_STREAM


def test_a_recording_that_is_cut_off_ends_without_a_crash(tmp_path: Path) -> None:
    path = cameras.write_video(tmp_path / "clip.ts")
    path.write_bytes(path.read_bytes()[:-700])
    assert 0 < len(list(in_order(FileSource(path, paced=False)))) <= 20


def test_a_missing_file_is_unreachable(tmp_path: Path) -> None:
    assert reason_of(FileSource(tmp_path / "none.mp4")) is Reason.UNREACHABLE


def test_pictures_of_a_folder_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for number in (2, 0, 1):
        (tmp_path / f"{number}.jpg").write_bytes(cameras.jpeg(cameras.image(number)))
    (tmp_path / "notes.txt").write_text("no picture")
    frames = list(in_order(FolderSource(tmp_path, rate=2, paced=False, start=START)))
    assert [round((float(f.image.mean()) - 1) / 10) for f in frames] == [0, 1, 2]
    assert [f.at - START for f in frames] == [timedelta(seconds=s) for s in (0, 0.5, 1)]


def test_a_folder_without_pictures_has_no_video(tmp_path: Path) -> None:
    assert reason_of(FolderSource(tmp_path)) is Reason.NO_VIDEO


@pytest.mark.parametrize(
    "image",
    [
        np.full((24, 32), 100, np.uint8),
        np.full((24, 32), 100 * 257, np.uint16),
        np.full((24, 32, 3), 100 * 257, np.uint16),
        np.full((24, 32, 4), 100, np.uint8),
    ],
    ids=["grey", "grey, 16 bits", "16 bits", "with transparency"],
)
def test_a_picture_of_another_depth_of_colour_becomes_one_of_three_bytes(tmp_path: Path, image: Array) -> None:
    cv2.imwrite(str(tmp_path / "0.png"), image)
    (frame,) = in_order(FolderSource(tmp_path, paced=False))
    assert frame.image.dtype == np.uint8
    assert frame.image.shape == (24, 32, 3)
    assert np.abs(frame.image.astype(int) - 100).max() <= 2


def test_pictures_of_other_sizes_follow_each_other(tmp_path: Path) -> None:
    for number, shape in enumerate([(24, 32, 3), (48, 64, 3), (1, 1, 3)]):
        cv2.imwrite(str(tmp_path / f"{number}.png"), np.zeros(shape, np.uint8))
    assert [frame.image.shape for frame in in_order(FolderSource(tmp_path, paced=False))] == [
        (24, 32, 3),
        (48, 64, 3),
        (1, 1, 3),
    ]


def test_a_picture_of_nought_bytes_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    with pytest.raises(SourceError, match=r"empty\.jpg") as caught:
        list(in_order(FolderSource(tmp_path)))
    assert caught.value.reason is Reason.BROKEN_STREAM
