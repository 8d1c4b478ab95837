"""Specification of the motion gate, in a grey street of 320 x 180 at five frames a second.

``Street`` asks the gate as the pipeline does: when the gate opens, the network looks and sees what is there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from detectors.vision.detect.motion import LOOK_EMPTY_SECONDS, LOOK_SECONDS, MotionGate
from detectors.vision.types import Detections, Image
from tests.vision.worlds import at, see

SIZE = 320, 180
RATE = 5
Paint = Callable[[Image, int], Image]

GROUND = np.random.default_rng(5).integers(90, 150, (SIZE[1] // 4, SIZE[0] // 4, 3), np.uint8)
STREET: Image = np.asarray(cv2.resize(GROUND, SIZE, interpolation=cv2.INTER_NEAREST), np.uint8)


def person(x: float, y: float = 150) -> tuple[float, float, float, float]:
    return x - 6, y - 30, x + 6, y


@dataclass
class Street:
    """weather: what is done to the picture of each frame."""

    weather: Paint = lambda image, number: image
    gate: MotionGate = field(default_factory=MotionGate)
    number: int = 0

    def frame(self, *people: tuple[float, float, float, float], seen: Detections | None = None) -> bool:
        """Whether the network looked at a frame with these people in it."""
        image = STREET.copy()
        for left, top, right, bottom in people:
            cv2.rectangle(image, (round(left), round(top)), (round(right), round(bottom)), (40, 40, 60), -1)
        image = self.weather(image, self.number)
        when = at(self.number / RATE)
        opened = self.gate.opens(image, when)
        if opened:
            self.gate.saw(see(people) if seen is None else seen, when)
        self.number += 1
        return opened

    def still(self, seconds: float, *people: tuple[float, float, float, float]) -> list[bool]:
        return [self.frame(*people) for _ in range(round(seconds * RATE))]


def noise(image: Image, number: int) -> Image:
    grain = np.random.default_rng(number).normal(0, 3, image.shape)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def rain(image: Image, number: int) -> Image:
    chance = np.random.default_rng(number)
    for x, y in chance.integers((0, 0), SIZE, (150, 2)).tolist():
        cv2.line(image, (x, y), (x + 2, y + 11), (215, 215, 215), 1)
    return image


def shake(image: Image, number: int) -> Image:
    return np.roll(image, (number * 7 % 3 - 1, number * 3 % 5 % 3 - 1), axis=(0, 1))


def leaves(image: Image, number: int) -> Image:
    """A tree in a corner that never rests."""
    image[:60, :80] = np.random.default_rng(number).integers(40, 160, (60, 80, 1), np.uint8)
    return image


def dusk(image: Image, number: int) -> Image:
    return np.asarray(image * (0.4 + 0.6 * np.exp(-number / 200)), np.uint8)


def test_an_empty_street_is_looked_at_once_in_two_seconds() -> None:
    street = Street(noise)
    street.still(2)
    looks = street.still(20)
    assert sum(looks) == 20 / LOOK_EMPTY_SECONDS


def test_somebody_who_comes_in_is_looked_at_in_the_same_frame() -> None:
    street = Street(noise)
    street.still(5)
    assert street.frame(person(10))


def test_whoever_moves_is_looked_at_in_every_frame() -> None:
    street = Street(noise)
    street.still(5)
    assert all(street.frame(person(10 + 3 * step)) for step in range(60))


def test_whoever_creeps_is_not_forgotten_between_two_looks() -> None:
    """A third of a pixel a frame is nothing from one frame to the next; the change since the last look adds up."""
    street = Street(noise)
    street.still(5)
    looks = [street.frame(person(60 + step / 3)) for step in range(100)]
    assert sum(looks[20:]) > 80 / RATE / LOOK_SECONDS


def test_somebody_who_stands_still_is_looked_at_each_second_and_stays_seen() -> None:
    street = Street(noise)
    for step in range(20):
        street.frame(person(10 + 3 * step))
    standing = person(10 + 3 * 19)
    street.still(2, standing)
    looks = street.still(20, standing)
    assert sum(looks) == pytest.approx(20 / LOOK_SECONDS, abs=1)
    assert street.gate.seen.boxes.tolist() == see([standing]).boxes.tolist()


def test_it_does_not_shut_while_two_looks_disagree() -> None:
    """A box that comes and goes must not stand in for frames that nobody looked at."""
    street = Street()
    street.still(5)
    one, nothing = see([person(150)]), Detections.none()
    street.frame(person(150), seen=one)
    street.still(1, person(150))
    flicker = [street.frame(person(150), seen=[one, nothing][step % 2]) for step in range(25)]
    assert all(flicker[10:]), "each look disagrees with the one before"


@pytest.mark.slow
@pytest.mark.parametrize("weather", [noise, rain, shake, leaves, dusk], ids=lambda each: each.__name__)
def test_no_weather_opens_it_for_ever(weather: Paint) -> None:
    street = Street(weather)
    street.still(40)
    assert np.mean(street.still(20)) < 0.5


@pytest.mark.parametrize("weather", [noise, rain, shake, leaves, dusk], ids=lambda each: each.__name__)
def test_in_any_weather_somebody_who_comes_in_opens_it_within_a_fifth_of_a_second(weather: Paint) -> None:
    street = Street(weather)
    street.still(40)
    for _ in range(4):
        street.frame()  # whatever look was due is over
    assert any(street.frame(person(140 + 4 * step)) for step in range(2))


def test_a_lamp_that_is_switched_on_is_looked_at_once() -> None:
    street = Street(
        lambda image, number: image if number < 50 else np.asarray(cv2.add(image, (60, 60, 60, 0)), np.uint8)
    )
    street.still(10)
    assert sum(street.still(4)) <= 4 / LOOK_EMPTY_SECONDS + 1


def test_after_a_gap_or_a_clock_that_goes_back_or_another_size_it_begins_anew() -> None:
    gate, picture = MotionGate(), STREET
    for seconds in (0, 0.2, 0.4, 0.6):
        if gate.opens(picture, at(seconds)):
            gate.saw(Detections.none(), at(seconds))
    assert not gate.opens(picture, at(0.8))
    assert gate.opens(picture, at(9))
    assert gate.opens(picture, at(1))
    assert gate.opens(np.asarray(cv2.resize(picture, (240, 180)), np.uint8), at(1.2))
