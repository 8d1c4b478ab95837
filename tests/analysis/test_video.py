"""The masked video: every picture masked, as long as the source, readable, and never half there."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from detectors.analysis import detections, video
from detectors.analysis.detections import RecordedDetector
from detectors.analysis.errors import AnalysisError
from detectors.analysis.frames import open_frames
from detectors.analysis.run import Parts, Report, run
from detectors.analysis.video import VideoFile
from detectors.vision.config import PipelineConfig
from detectors.vision.pipeline import Pipeline
from detectors.vision.types import Image
from tests.analysis.worlds import COVER, FRAMES, INTRUSION, LINE, RedMask, clip, left_in, walk, walked


def filmed(source: Path, recorded: Path, out: Path, mask: RedMask, *, rate: float | None = None) -> Report:
    replay = RecordedDetector(detections.read(recorded))
    pipeline = Pipeline(PipelineConfig((INTRUSION, LINE)), replay, mask, always=True)
    return run(Parts(open_frames(str(source), rate), pipeline, [VideoFile(out, pipeline)], replay))


def pictures(path: Path) -> list[Image]:
    with av.open(str(path)) as file:
        return [frame.to_ndarray(format="bgr24") for frame in file.decode(video=0)]


def drawn(image: Image) -> np.typing.NDArray[np.bool_]:
    found: np.typing.NDArray[np.bool_] = np.abs(image.astype(int) - COVER).sum(axis=2) > 150
    return found


def test_every_picture_is_masked_before_anything_is_drawn_on_it(tmp_path: Path) -> None:
    mask, out = RedMask(), tmp_path / "out.mp4"
    filmed(clip(tmp_path), walked(tmp_path), out, mask)
    seen = pictures(out)
    assert mask.masked == len(seen) == FRAMES
    for image in seen:
        np.testing.assert_allclose(image[225:238, 5:100].reshape(-1, 3).mean(axis=0), COVER, atol=12)


def test_boxes_zones_and_trails_are_drawn(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    filmed(clip(tmp_path), walked(tmp_path), out, RedMask())
    last = drawn(pictures(out)[-1])
    left, top, right, bottom = walk()["boxes"][-1].astype(int)
    assert last[top + 30 : bottom - 10, left - 3 : left + 3].any(axis=1).all(), "the left side of the box"
    assert last[top + 30 : bottom - 10, right - 3 : right + 3].any(axis=1).all(), "the right side of the box"
    assert not last[top + 30 : bottom - 10, left + 6 : right - 6].all(), "the inside of the box is bare"
    assert last[bottom - 3 : bottom + 3, 100 : left - 10].any(axis=0).all(), "the way that the feet came"
    assert last[20:220, 0:3].any(axis=1).mean() > 0.9, "the left border of the zone"


def test_pictures_keep_their_times(tmp_path: Path) -> None:
    out = tmp_path / "out.mkv"
    filmed(clip(tmp_path), walked(tmp_path), out, RedMask(), rate=4)
    with av.open(str(out)) as file:
        times = [float(frame.pts * frame.time_base) for frame in file.decode(video=0)]
    assert times == pytest.approx([number / 4 for number in range(FRAMES)], abs=0.002)


def test_odd_sizes_become_even(tmp_path: Path) -> None:
    folder, out = tmp_path / "pictures", tmp_path / "out.mp4"
    folder.mkdir()
    for number in range(3):
        image = np.full((101, 151, 3), 60 * number, np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), image)
    np.savez(tmp_path / "none.npz", frame=np.zeros(0, int), boxes=np.zeros((0, 4)), scores=np.zeros(0))
    filmed(folder, tmp_path / "none.npz", out, RedMask())
    assert [image.shape for image in pictures(out)] == [(100, 150, 3)] * 3


def test_a_picture_that_cannot_be_masked_ends_the_run_and_leaves_nothing(tmp_path: Path) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path)
    with pytest.raises(AssertionError, match="no mask"):
        filmed(source, recorded, tmp_path / "out.mp4", RedMask(works=False))
    assert left_in(tmp_path, source, recorded) == []


def test_a_machine_that_cannot_encode_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(video, "CODEC", "libnone")
    source, recorded = clip(tmp_path), walked(tmp_path)
    with pytest.raises(AnalysisError, match="cannot write"):
        filmed(source, recorded, tmp_path / "out.mp4", RedMask())
    assert left_in(tmp_path, source, recorded) == []


def test_what_no_tracker_follows_is_drawn_too(tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    bags = {"labels": np.array(["bag"] * FRAMES), "scores": np.full(FRAMES, 0.9)}
    filmed(clip(tmp_path), walked(tmp_path, **bags), out, RedMask())
    left, top, _, bottom = walk()["boxes"][-1].astype(int)
    assert drawn(pictures(out)[-1])[top + 30 : bottom - 10, left - 3 : left + 3].any(axis=1).all()


def test_a_name_that_promises_another_format_is_refused(tmp_path: Path) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path)
    with pytest.raises(AnalysisError, match=r"must end with one of \.mp4, \.mkv"):
        filmed(source, recorded, tmp_path / "out.avi", RedMask())
    assert left_in(tmp_path, source, recorded) == []
