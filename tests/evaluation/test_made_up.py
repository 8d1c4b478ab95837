"""The made-up network: it names weapons, misses some, and takes other things for one now and then."""

import numpy as np
import pytest

from detectors.evaluation.made_up import FINDS, MISTAKES, MadeUpNetwork
from detectors.scenes.scene import Present
from detectors.vision.types import LABELS, Label

BLANK = np.zeros((8, 8, 3), np.uint8)
LOOKS = 2000


def present(label: Label | None, visible: float = 1.0) -> Present:
    return Present(0, "it", label, (100, 100, 130, 110), (0, 20), visible)


def share(*truth: Present) -> float:
    """Boxes a look."""
    network = MadeUpNetwork(seed=1)
    network.truth = truth
    return sum(len(network.detect(BLANK)) for _ in range(LOOKS)) / LOOKS


def test_it_names_most_weapons_and_few_other_things() -> None:
    most, few = share(present(Label.WEAPON)), share(present(None))
    assert abs(most - FINDS) < 0.03
    assert abs(few - MISTAKES) < 0.03
    assert few < 0.5 < most


def test_it_names_no_person_and_nothing_that_is_hidden() -> None:
    assert share(present(Label.PERSON), present(Label.WEAPON, visible=0.3)) == 0


def test_its_boxes_are_about_where_the_weapon_is() -> None:
    network = MadeUpNetwork(seed=1)
    network.truth = [present(Label.WEAPON)]
    boxes = np.concatenate([network.detect(BLANK).boxes for _ in range(LOOKS)])
    assert np.abs(boxes.mean(axis=0) - (100, 100, 130, 110)).max() < 0.5
    assert (boxes[:, 2:] > boxes[:, :2]).all()
    assert boxes.std(axis=0) == pytest.approx((3, 1, 3, 1), rel=0.1), "a tenth of its size"


def test_the_same_seed_errs_the_same_way_and_everything_is_called_a_weapon() -> None:
    networks = MadeUpNetwork(seed=5), MadeUpNetwork(seed=5)
    for network in networks:
        network.truth = [present(None)] * 20
    one, other = (network.detect(BLANK) for network in networks)
    assert one.boxes.tolist() == other.boxes.tolist()
    assert {LABELS[int(label)] for label in one.labels} == {Label.WEAPON}
