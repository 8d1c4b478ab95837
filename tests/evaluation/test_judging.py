"""Which alerts are right: a table of small worlds."""

import pytest

from detectors.evaluation.judging import Fired, judge
from detectors.scenes.scene import Expected

EVENT = Expected("intrusion", "court", begins=5.0, due=6.0, until=12.0)


def fired(at: float, kind: str = "intrusion", zone: str = "court") -> Fired:
    return Fired(kind, zone, at)


@pytest.mark.parametrize(
    ("at", "found", "delay"),
    [
        (6.3, True, 0.3),
        (5.5, True, 0.0),  # before a perfect rule would: no negative delay
        (4.6, True, 0.0),  # half a second early is within what feet are known
        (4.4, False, None),
        (12.0, True, 6.0),
        (12.1, False, None),
    ],
)
def test_an_alert_counts_from_just_before_the_begin_to_the_end(at: float, found: bool, delay: float | None) -> None:
    verdict = judge([EVENT], [fired(at)])
    assert len(verdict.delays) == found
    assert (len(verdict.missed), len(verdict.false)) == ((0, 0) if found else (1, 1))
    if delay is not None:
        assert verdict.delays[0] == pytest.approx(delay)


def test_a_second_alert_for_one_event_is_a_false_alarm() -> None:
    verdict = judge([EVENT], [fired(6.1), fired(9.0)])
    assert (len(verdict.delays), verdict.false) == (1, (fired(9.0),))


def test_the_alert_of_another_zone_or_kind_is_false_and_the_event_missed() -> None:
    verdict = judge([EVENT], [fired(6.1, zone="yard"), fired(6.1, kind="density")])
    assert (verdict.delays, verdict.missed, len(verdict.false)) == ((), (EVENT,), 2)


def test_two_events_of_one_zone_take_an_alert_each() -> None:
    later = Expected("intrusion", "court", begins=8.0, due=9.0, until=15.0)
    verdict = judge([EVENT, later], [fired(9.2), fired(6.1)])
    assert verdict.delays == pytest.approx((0.1, 0.2))
    assert not verdict.missed
    assert not verdict.false


def test_where_nothing_was_to_fire_every_alert_is_false() -> None:
    assert judge([], [fired(1.0), fired(2.0)]).false == (fired(1.0), fired(2.0))
