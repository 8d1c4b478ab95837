"""Capture times: smooth, never in the future, and right again after a clock was set."""

from datetime import UTC, datetime, timedelta

import pytest

from detectors.vision.sources.clock import Clock, Smoother, WallAnchor

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Hands:
    """Both clocks of a machine, set by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0
        self.wall = NOON

    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, lambda: self.wall)

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        self.wall += timedelta(seconds=seconds)


def test_monotonic_seconds_become_the_wall_clock_of_that_moment() -> None:
    hands = Hands()
    anchor = WallAnchor(hands.clock())
    hands.pass_time(5)
    assert anchor.at(103.0) == NOON + timedelta(seconds=3)


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(seconds=1.5)])
def test_a_jump_of_the_wall_clock_is_followed_at_once(jump: timedelta) -> None:
    hands = Hands()
    anchor = WallAnchor(hands.clock())
    hands.pass_time(5)
    hands.wall += jump
    assert anchor.at(105.0) == NOON + timedelta(seconds=5) + jump


def test_a_small_correction_is_followed_without_a_step() -> None:
    hands = Hands()
    anchor = WallAnchor(hands.clock())
    hands.wall += timedelta(seconds=0.5)
    assert anchor.at(100.0) == NOON + timedelta(seconds=0.001)
    for _ in range(1000):
        last = anchor.at(100.0)
    assert last == NOON + timedelta(seconds=0.5)


def test_jitter_of_the_network_does_not_reach_the_capture_times() -> None:
    smoother = Smoother()
    delays = [0.01, 0.08, 0.03, 0.01, 0.15, 0.02]
    times = [smoother.at(n / 10, 50 + n / 10 + delay) for n, delay in enumerate(delays)]
    assert times == pytest.approx([50.01 + n / 10 for n in range(6)], abs=0.002)


def test_a_capture_time_is_never_later_than_the_arrival() -> None:
    smoother = Smoother()
    arrivals = [50.3, 50.35, 50.36, 50.6]
    assert all(smoother.at(n / 10, arrived) <= arrived for n, arrived in enumerate(arrivals))


def test_a_camera_whose_clock_runs_slow_is_followed() -> None:
    smoother = Smoother()
    last = 0.0
    for n in range(6000):
        last = smoother.at(n / 10 * 0.9995, n / 10)
    assert last == pytest.approx(599.9, abs=0.01)


def test_a_jump_of_the_cameras_clock_makes_a_new_start() -> None:
    smoother = Smoother()
    smoother.at(1000.0, 50.0)
    assert smoother.at(3.0, 50.1) == pytest.approx(50.1)
