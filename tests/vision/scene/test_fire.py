"""Specification of start of fire, in a zone of 200 x 200 pixels, with an eye that looks five times a second."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from detectors.vision.detect.eyes import Eye
from detectors.vision.scene.rule import Rule
from detectors.vision.types import Evidence, Label, SceneEvent, Tracks
from tests.vision.scene.evidence import Step, fired, things
from tests.vision.scene.rules import make
from tests.vision.worlds import at

SMALL, LARGE = (495.0, 280.0, 505.0, 300.0), (485.0, 250.0, 515.0, 300.0)
OUTSIDE = (300.0, 280.0, 310.0, 300.0)


def rule(**parameters: Any) -> Rule:
    given: dict[str, Any] = {"duration_seconds": 5, "zone_cool_down_seconds": 0, **parameters}
    return make("fire", **given)


def burning(*boxes: tuple[float, ...], label: Label = Label.FIRE) -> Evidence:
    return things(label, *boxes, looked=[Eye.FLAMES, Eye.SMOKE])


def world(seconds: float, seen: Callable[[float], Evidence]) -> list[Step]:
    return [(time, Tracks.none(), seen(time)) for time in np.arange(0, seconds, 0.2).tolist()]


@pytest.mark.parametrize("label", [Label.FIRE, Label.SMOKE])
def test_what_burns_or_smokes_for_long_enough_fires_once(label: Label) -> None:
    [event] = fired(rule(), world(30, lambda t: burning(SMALL if t < 3 else LARGE, label=label)))
    assert (event.kind, event.started_at, event.at, event.box) == ("fire", at(0), at(5), LARGE)
    assert event.facts == {"seconds": 5.0, "growth": 7.5, "label": str(label)}


def test_what_is_seen_now_and_then_only_is_no_fire() -> None:
    assert not fired(rule(), world(60, lambda t: burning(SMALL) if t % 2 < 0.6 else burning()))


def test_a_fire_that_is_hidden_for_a_moment_is_the_same() -> None:
    [event] = fired(rule(), world(30, lambda t: burning() if 2 < t < 3 else burning(SMALL)))
    assert event.started_at == at(0)


def test_outside_the_zone_nothing_burns() -> None:
    assert not fired(rule(), world(30, lambda _: burning(OUTSIDE)))


def test_smoke_counts_before_the_zone_and_shortly_above_it() -> None:
    def smoke(low: float) -> list[SceneEvent]:
        return fired(rule(), world(30, lambda _: burning((480.0, low - 60, 520.0, low), label=Label.SMOKE)))

    assert len(smoke(210)) == len(smoke(150)) == 1
    assert not smoke(130)


def test_two_fires_wait_for_the_cool_down_of_the_zone() -> None:
    other = (560.0, 380.0, 580.0, 400.0)
    assert len(fired(rule(), world(30, lambda _: burning(SMALL, other)))) == 2
    assert len(fired(rule(zone_cool_down_seconds=60), world(30, lambda _: burning(SMALL, other)))) == 1


def test_when_the_eye_leaves_a_frame_out_that_is_no_miss() -> None:
    assert fired(rule(), world(30, lambda t: burning(SMALL) if round(t * 5) % 2 else Evidence.none()))


def test_nothing_is_known_of_the_time_when_the_rule_did_not_run() -> None:
    away = [
        (time + (60 if time >= 4 else 0), tracks, seen) for time, tracks, seen in world(8, lambda _: burning(SMALL))
    ]
    assert not fired(rule(), away)


def test_a_look_for_flames_says_nothing_about_smoke() -> None:
    def seen(time: float) -> Evidence:
        if round(time * 5) % 2:
            return things(Label.FIRE, looked=[Eye.FLAMES])
        return things(Label.SMOKE, SMALL, looked=[Eye.SMOKE])

    assert len(fired(rule(), world(30, seen))) == 1
