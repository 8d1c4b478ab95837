"""The real networks, where they are installed: stored answers, and the clip that the demo plays."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from detectors.vision.detect.registry import open_detector
from detectors.vision.detect.session import open_network
from detectors.vision.types import LABELS, Image, Label
from tests.vision import real

pytestmark = real.needs_weights


def noise(height: int, width: int) -> Image:
    return np.random.default_rng(7).integers(0, 255, (height, width, 3), np.uint8)


@pytest.mark.parametrize(
    ("name", "output", "expected"),
    [
        ("nanodet", "Identity", [0.0173, 0.01381, 0.01598, 0.02015, 0.00553]),
        ("nanodet", "Identity_2", [0.0104, 0.00756, 0.05704, 0.00788, 0.0099]),
        ("nanodet", "Identity_4", [0.0145, -1.04222, 0.2065, -0.85718, -0.67118]),
        ("centerface", "537", [0.00227, 0.00364, 0.00415, 0.00384, 0.00381]),
        ("centerface", "538", [1.38983, 1.42573, 1.68374, 0.89126, 1.33559]),
        ("clp_det", "loc", [0.95849, 0.83695, -1.4032, -0.90995, -1.2887]),
        ("clp_det", "conf", [0.99997, 0.99997, 2e-05, 0.99999, 4e-05]),
    ],
)
def test_a_converted_network_gives_the_stored_answers(name: str, output: str, expected: list[float]) -> None:
    network = open_network(real.NETWORKS[name])
    (answer,) = network.run(noise(416, 416)[None], [output])
    places = np.linspace(0, answer.size - 1, len(expected)).astype(int)
    assert answer.ravel()[places].tolist() == pytest.approx(expected, abs=1e-4)


@real.needs_clip
def test_six_persons_and_two_vehicles_are_seen_on_the_clip() -> None:
    seen = open_detector(real.NETWORKS["nanodet"]).detect(real.frame(300))
    sure = [LABELS[label] for label in seen.labels[seen.scores >= 0.42]]
    assert sorted(sure) == [Label.PERSON] * 6 + [Label.VEHICLE] * 2


@real.needs_clip
def test_cameras_that_share_a_network_in_threads_see_what_they_see_alone() -> None:
    pictures = [real.frame(number) for number in (0, 150, 300, 450)]
    detectors = [open_detector(real.NETWORKS["nanodet"]) for _ in pictures]
    alone = [detector.detect(picture).boxes for detector, picture in zip(detectors, pictures, strict=True)]
    with ThreadPoolExecutor(len(pictures)) as threads:
        rounds = [
            threads.submit(detector.detect, picture)
            for _ in range(3)
            for detector, picture in zip(detectors, pictures, strict=True)
        ]
    together = [future.result().boxes for future in rounds]
    for boxes, expected in zip(together, alone * 3, strict=True):
        assert boxes.tolist() == expected.tolist()
