"""Specification of masking: under a cover no information is left, and without covers there is no picture."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from detectors.vision.mask.empty_scene import Novelty
from detectors.vision.mask.masker import COVER, Masker, MaskError
from detectors.vision.types import LABELS, Detections, Image, Label, Tracks
from tests.vision.detect.networks import Array

Corners = tuple[float, float, float, float]

PERSON: Corners = (100, 100, 140, 200)
HEAD = (slice(100, 124), slice(100, 140))
CAR: Corners = (200, 100, 300, 180)
BAND = (slice(144, 180), slice(200, 300))
ROOF = (slice(100, 140), slice(200, 300))


class Finds:
    """Stands for both networks: finds these boxes in every picture."""

    def __init__(self, *boxes: Corners) -> None:
        self.boxes = as_boxes(boxes)
        self.vehicles: list[list[float]] = []

    def find(self, image: Image, vehicles: Array | None = None) -> Array:
        self.vehicles = [] if vehicles is None else vehicles.tolist()
        return self.boxes


class Fails:
    def find(self, image: Image, vehicles: Array | None = None) -> Array:
        raise RuntimeError("the engine is on fire")


def as_boxes(corners: Sequence[Corners]) -> Array:
    return np.array(corners, np.float32).reshape(-1, 4)


def seen(*objects: tuple[Label, Corners], score: float = 0.9) -> Detections:
    labels = np.array([LABELS.index(label) for label, _ in objects], np.int64)
    return Detections(as_boxes([box for _, box in objects]), np.full(len(objects), score, np.float32), labels)


def followed(*objects: tuple[Label, Corners]) -> Tracks:
    found = seen(*objects)
    return Tracks(np.arange(len(found)), found.boxes, found.scores, found.labels, np.zeros(len(found)))


def street(seed: int = 0, size: tuple[int, int] = (240, 320)) -> Image:
    return np.random.default_rng(seed).integers(0, 255, (*size, 3), np.uint8)


def masked(image: Image, detections: Detections, tracks: Tracks | None = None, faces: Finds | None = None) -> Image:
    return Masker(faces or Finds(), Finds()).mask(image, detections, tracks or Tracks.none())


def test_two_streets_look_the_same_under_a_head_so_nothing_can_be_got_back() -> None:
    one, other = (masked(street(seed), seen((Label.PERSON, PERSON)))[HEAD] for seed in (0, 1))
    assert (one == other).all()
    assert len(np.unique(one.reshape(-1, 3), axis=0)) == 1


def test_what_is_not_covered_is_as_it_was() -> None:
    result = masked(street(), seen((Label.PERSON, PERSON)))
    assert (result[150:, :] == street()[150:, :]).all()
    assert (result[:, 160:] == street()[:, 160:]).all()


def test_a_doubtful_person_has_a_head_too() -> None:
    result = masked(street(), seen((Label.PERSON, PERSON), score=0.16))
    assert (result[HEAD] == result[100, 100]).all()


def test_a_person_whom_only_the_tracker_knows_is_covered() -> None:
    result = masked(street(), Detections.none(), followed((Label.PERSON, PERSON)))
    assert (result[HEAD] == result[100, 100]).all()


def test_a_person_who_is_only_expected_is_covered_wherever_the_head_may_be() -> None:
    expected = replace(followed((Label.PERSON, PERSON)), margin=np.array([[30, 20]], np.float32))
    result = masked(street(), Detections.none(), expected)
    assert (result[80:144, 70:170] == result[100, 100]).all()


def test_a_face_is_covered_with_a_margin_wherever_it_is() -> None:
    result = masked(street(), Detections.none(), faces=Finds((20, 20, 40, 40)))
    assert (result[15:45, 15:45] == result[30, 30]).all()


@pytest.mark.parametrize("label", [Label.VEHICLE, Label.MOTORCYCLE])
def test_the_lower_part_of_a_near_vehicle_is_covered_and_its_roof_is_not(label: Label) -> None:
    result = masked(street(), seen((label, CAR)))
    assert (result[BAND] == result[160, 250]).all()
    assert (result[ROOF] == street()[ROOF]).all()


def test_plates_are_looked_for_in_near_vehicles_alone_and_covered_with_a_margin() -> None:
    plates = Finds((230, 105, 250, 115))
    objects = [(Label.VEHICLE, CAR), (Label.VEHICLE, (0.0, 0.0, 30.0, 20.0)), (Label.PERSON, PERSON)]
    result = Masker(Finds(), plates).mask(street(), seen(*objects), Tracks.none())
    assert plates.vehicles == [list(CAR)]
    assert (result[103:117, 226:254] == result[110, 240]).all()


def test_a_far_vehicle_stays_as_it_is() -> None:
    assert (masked(street(), seen((Label.VEHICLE, (10, 10, 50, 40)))) == street()).all()


def test_the_picture_that_was_given_is_not_touched() -> None:
    image = street()
    masked(image, seen((Label.PERSON, PERSON)))
    assert (image == street()).all()


def test_a_head_that_is_half_outside_is_covered_up_to_the_edge() -> None:
    result = masked(street(), seen((Label.PERSON, (-20, -10, 20, 90))))
    assert (result[:18, :20] == result[0, 0]).all()


def test_a_picture_of_one_pixel_is_masked() -> None:
    assert masked(street(size=(1, 1)), seen((Label.PERSON, (0, 0, 1, 1)))).shape == (1, 1, 3)


@pytest.mark.parametrize("networks", [(Fails(), Finds()), (Finds(), Fails())])
def test_no_picture_leaves_when_a_network_fails(networks: tuple[Any, Any]) -> None:
    with pytest.raises(MaskError, match="kept back: the engine is on fire"):
        Masker(*networks).mask(street(), Detections.none(), Tracks.none())


def test_no_picture_leaves_when_a_person_stands_nowhere() -> None:
    with pytest.raises(MaskError, match="kept back"):
        masked(street(), Detections.none(), followed((Label.PERSON, (100, float("nan"), 140, 200))))


def test_no_picture_leaves_when_the_arrays_do_not_fit_together() -> None:
    broken = Detections(as_boxes([PERSON]), np.ones(1, np.float32), np.zeros(2, np.int64))
    with pytest.raises(MaskError, match="kept back"):
        masked(street(), broken)


def new_at(*boxes: Corners, size: tuple[int, int] = (240, 320)) -> Novelty:
    """A scene in which these boxes are new."""
    raster = np.zeros(size, np.bool_)
    for left, top, right, bottom in boxes:
        raster[int(top) : int(bottom), int(left) : int(right)] = True
    return Novelty(raster, size)


def test_whoever_is_new_and_was_not_found_is_covered_whole() -> None:
    result = Masker(Finds(), Finds()).mask(street(), Detections.none(), Tracks.none(), new_at(PERSON))
    assert (result[100:200, 100:140] == COVER).all()
    assert (result[:, 160:] == street()[:, 160:]).all()


def test_of_a_person_who_was_found_the_head_is_covered_and_not_the_legs() -> None:
    result = Masker(Finds(), Finds()).mask(street(), seen((Label.PERSON, PERSON)), Tracks.none(), new_at(PERSON))
    assert (result[HEAD] == COVER).all()
    assert (result[150:200, 100:140] == street()[150:200, 100:140]).all()


def test_limbs_that_stick_out_of_a_box_are_explained_by_it() -> None:
    near: Corners = (100, 40, 220, 230)
    result = Masker(Finds(), Finds()).mask(
        street(), seen((Label.PERSON, near)), Tracks.none(), new_at((82, 60, 238, 238))
    )
    assert (result[150:, :] == street()[150:, :]).all()


@pytest.mark.parametrize("label", [Label.PERSON, Label.VEHICLE])
def test_a_doubtful_box_explains_nothing_that_is_new(label: Label) -> None:
    detections = seen((label, PERSON), score=0.2)
    result = Masker(Finds(), Finds()).mask(street(), detections, Tracks.none(), new_at(PERSON))
    assert (result[100:200, 100:140] == COVER).all()


SUITCASE: Corners = (200, 160, 220, 200)


def test_a_thing_that_somebody_has_to_judge_is_seen_with_its_shadow() -> None:
    new = new_at((191, 141, 229, 219))
    result = Masker(Finds(), Finds()).mask(street(), seen((Label.THING, SUITCASE)), Tracks.none(), new)
    assert (result == street()).all()


def test_a_thing_beside_a_far_car_is_seen_too() -> None:
    detections = seen((Label.THING, SUITCASE), (Label.VEHICLE, (225, 170, 265, 200)))
    result = Masker(Finds(), Finds()).mask(street(), detections, Tracks.none(), new_at(SUITCASE))
    assert (result == street()).all()


@pytest.mark.parametrize("way", ["sure", "expected"])
def test_a_thing_at_which_somebody_is_is_covered(way: str) -> None:
    by_it = (Label.PERSON, (215.0, 100.0, 250.0, 158.0))
    sure = seen(by_it, score=0.3) if way == "sure" else Detections.none()
    expected = followed(by_it) if way == "expected" else Tracks.none()
    detections = seen((Label.THING, SUITCASE)).and_also(sure)
    result = Masker(Finds(), Finds()).mask(street(), detections, expected, new_at(SUITCASE))
    assert (result[160:200, 200:220] == COVER).all()


def test_of_a_thing_that_might_be_a_person_the_head_is_covered() -> None:
    detections = seen((Label.THING, SUITCASE)).and_also(seen((Label.PERSON, SUITCASE), score=0.27))
    result = Masker(Finds(), Finds()).mask(street(), detections, Tracks.none(), new_at(SUITCASE))
    assert (result[160:169, 200:220] == COVER).all()
    assert (result[180:200, 200:220] == street()[180:200, 200:220]).all()


def test_a_face_in_a_thing_is_covered() -> None:
    face: Corners = (205, 165, 215, 175)
    result = masked(street(), seen((Label.THING, SUITCASE)), faces=Finds(face))
    assert (result[165:175, 205:215] == COVER).all()


WHOLE: Corners = (2, 2, 318, 238)


def test_a_doubtful_person_who_fills_a_scene_that_is_as_it_was_is_imagined() -> None:
    result = Masker(Finds(), Finds()).mask(street(), seen((Label.PERSON, WHOLE), score=0.2), Tracks.none(), new_at())
    assert (result == street()).all()


@pytest.mark.parametrize(
    ("score", "novelty"),
    [(0.2, new_at((0, 60, 320, 180))), (0.2, None), (0.6, new_at())],
    ids=["something is new there", "nobody knows the scene", "it is no doubt"],
)
def test_else_a_person_who_fills_the_picture_is_covered(score: float, novelty: Novelty | None) -> None:
    found = seen((Label.PERSON, WHOLE), score=score)
    result = Masker(Finds(), Finds()).mask(street(), found, Tracks.none(), novelty)
    assert (result[2:100, 2:318] == COVER).all()
