"""Detections in a file: ours and other people's, right and wrong."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detectors.analysis import detections
from detectors.analysis.errors import AnalysisError
from detectors.analysis.request import Outputs, prepare
from detectors.analysis.run import Parts, run
from detectors.vision.types import LABELS, Label
from tests.analysis.worlds import FRAMES, INTRUSION, clip, left_in, parts, request, walk, walked
from tests.vision.sources import cameras

Arrays = dict[str, Any]


def test_a_run_from_kept_detections_is_the_same_run(tmp_path: Path) -> None:
    """With the rate that was declared the first time, which the file remembers."""
    source, kept = clip(tmp_path), tmp_path / "kept.npz"
    first = Outputs(tracks=tmp_path / "a.txt", events=tmp_path / "a.jsonl", detections=kept)
    run(parts(source, walked(tmp_path), first, INTRUSION, rate=7))
    again = Outputs(tracks=tmp_path / "b.txt", events=tmp_path / "b.jsonl")
    run(parts(source, kept, again, INTRUSION))
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_what_is_kept_is_what_the_page_says(tmp_path: Path) -> None:
    kept = tmp_path / "kept.npz"
    run(parts(clip(tmp_path), walked(tmp_path, network="ab" * 32), Outputs(detections=kept), rate=7))
    with np.load(kept, allow_pickle=False) as file:
        assert file["frame"].tolist() == list(range(FRAMES))
        assert file["boxes"].dtype == np.float32
        np.testing.assert_allclose(file["boxes"], walk()["boxes"], atol=1e-4)
        assert (file["scores"].dtype, file["labels"].dtype) == (np.float32, np.int64)
        assert file["label_names"].tolist() == [label.value for label in LABELS]
        assert (int(file["frames"]), float(file["fps"]), file["size"].tolist()) == (FRAMES, 7.0, [320, 240])
        assert str(file["network"]) == "ab" * 32


def test_pictures_of_several_sizes_are_kept_without_one(tmp_path: Path) -> None:
    folder, kept = tmp_path / "pictures", tmp_path / "kept.npz"
    folder.mkdir()
    for number, size in enumerate([(320, 240), (64, 48)]):
        (folder / f"{number}.jpg").write_bytes(cameras.jpeg(cameras.image(number, *size)))
    np.savez(tmp_path / "none.npz", frame=np.zeros(0, int), boxes=np.zeros((0, 4)), scores=np.zeros(0))
    report = run(parts(folder, tmp_path / "none.npz", Outputs(detections=kept)))
    assert report.notes == ["The picture changed from 320 × 240 to 64 × 48: zones and tracks are started anew."]
    assert detections.read(kept).size is None
    assert run(parts(folder, kept)).frames == 2


def test_a_file_needs_frames_boxes_and_scores_alone_in_any_order(tmp_path: Path) -> None:
    order = np.random.default_rng(1).permutation(FRAMES)
    path = tmp_path / "theirs.npz"
    np.savez(path, **{name: values[order] for name, values in walk().items()})
    recorded = detections.read(path)
    assert recorded.frame.tolist() == list(range(FRAMES))
    np.testing.assert_allclose(recorded.found.boxes, walk()["boxes"])
    assert set(recorded.found.labels.tolist()) == {LABELS.index(Label.PERSON)}
    assert (recorded.frames, recorded.rate, recorded.size, recorded.network) == (None, None, None, None)


@pytest.mark.parametrize(
    "given",
    [
        {"labels": np.array(["vehicle"] * FRAMES)},
        {"labels": np.full(FRAMES, LABELS.index(Label.VEHICLE))},
        {"labels": np.ones(FRAMES, np.int32), "label_names": np.array(["person", "vehicle"])},
    ],
    ids=["names", "our numbers", "their numbers"],
)
def test_labels_are_names_or_numbers(given: Arrays, tmp_path: Path) -> None:
    labels = detections.read(walked(tmp_path, **given)).found.labels
    assert set(labels.tolist()) == {LABELS.index(Label.VEHICLE)}


def test_a_file_without_a_single_box_is_a_quiet_street(tmp_path: Path) -> None:
    path = tmp_path / "none.npz"
    np.savez(path, frame=np.zeros(0, int), boxes=np.zeros((0, 4)), scores=np.zeros(0))
    report = run(parts(clip(tmp_path), path))
    assert (report.frames, report.boxes.total()) == (FRAMES, 0)


def left_top_width_height(arrays: Arrays) -> Arrays:
    boxes = arrays["boxes"].copy()
    boxes[:, 2:] -= boxes[:, :2]
    return arrays | {"boxes": boxes}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda a: {name: a[name] for name in ("frame", "boxes")}, "lacks the array scores"),
        (lambda a: {"x": a["frame"]}, "lacks the array frame and boxes and scores"),
        (lambda a: a | {"boxes": a["boxes"][:, :3]}, r"boxes \[n, 4\]"),
        (lambda a: a | {"scores": a["scores"][:-1]}, r"scores \[29\]"),
        (lambda a: a | {"frame": a["frame"].astype(float)}, "whole numbers"),
        (lambda a: a | {"frame": a["frame"] - 1}, "counts from 0"),
        (lambda a: a | {"boxes": a["boxes"] * np.nan}, "not a number"),
        (lambda a: a | {"scores": a["scores"] * 100}, "from 0 to 1"),
        (left_top_width_height, "left, top, width, height"),
        (lambda a: a | {"labels": np.array(["face"] * FRAMES)}, "“face” is not known"),
        (lambda a: a | {"labels": np.full(FRAMES, 77)}, "not a position"),
        (lambda a: a | {"labels": np.zeros(FRAMES)}, "names or whole numbers"),
        (lambda a: a | {"fps": np.array([1.0, 2.0])}, "fps must be one number"),
        (lambda a: a | {"size": np.array([1])}, "width and height"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(
    spoil: Callable[[Arrays], Arrays], sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.npz"
    np.savez(path, **spoil(walk()))
    with pytest.raises(AnalysisError, match=sentence):
        detections.read(path)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_file_that_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "wrong.npz"
    path.write_bytes(content)
    with pytest.raises(AnalysisError, match=r"wrong\.npz"):
        detections.read(path)


def test_nothing_in_a_file_is_executed(tmp_path: Path) -> None:
    path = tmp_path / "wrong.npz"
    np.savez(path, **walk(), labels=np.array([object()] * FRAMES, dtype=object))
    with pytest.raises(AnalysisError, match="plain arrays"):
        detections.read(path)


def test_a_single_array_is_no_archive(tmp_path: Path) -> None:
    path = tmp_path / "one.npy"
    np.save(path, walk()["boxes"])
    with pytest.raises(AnalysisError, match="single array"):
        detections.read(path)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"size": np.array([640, 480])}, "for pictures of 640 × 480, these are 320 × 240"),
        ({"frames": np.int64(31)}, "about 31 frames, the source has 30"),
        ({"frame": walk()["frame"] + 1}, "at least 31 frames, the source has 30"),
    ],
)
def test_detections_of_another_recording_are_refused_and_nothing_is_left(
    more: Arrays, sentence: str, tmp_path: Path
) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path, **more)
    with pytest.raises(AnalysisError, match=sentence):
        run(parts(source, recorded, Outputs(tracks=tmp_path / "t.txt")))
    assert left_in(tmp_path, source, recorded) == []


def test_an_output_never_takes_the_place_of_what_is_read_or_of_another(tmp_path: Path) -> None:
    source, recorded = clip(tmp_path), walked(tmp_path)
    for outputs in (
        Outputs(tracks=source),
        Outputs(events=recorded),
        Outputs(tracks=tmp_path / "x", events=tmp_path / "x"),
    ):
        with pytest.raises(AnalysisError, match="named twice"):
            prepare(request(source, recorded, outputs))
    assert left_in(tmp_path, source, recorded) == []


def test_parts_of_a_run_without_pictures_ask_for_no_network(tmp_path: Path) -> None:
    asked: list[str] = []
    job = prepare(request(clip(tmp_path), walked(tmp_path), Outputs(tracks=tmp_path / "t.txt")))
    assert isinstance(job, Parts)
    assert asked == []
    for output in job.outputs:
        output.abandon()
