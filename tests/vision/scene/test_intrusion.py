"""Specification of intrusion, in a zone of 200 x 200 pixels in the middle of the picture."""

import pytest

from detectors.vision.types import Label, Tracks
from tests.vision.scene.rules import ALONG, INSIDE, OUTSIDE, events, make, people
from tests.vision.worlds import NOON, at, box, standing


def test_a_person_who_stays_fires_once_and_it_began_when_she_entered() -> None:
    rule = make("intrusion", dwell_seconds=2)
    world = [(0, standing(OUTSIDE)), *((time, standing(INSIDE)) for time in (1, 2, 3, 4, 5, 200))]
    [event] = events(rule, world)
    assert (event.kind, event.rule_id, event.rule_version, event.zone_id) == ("intrusion", "r1", 3, "z1")
    assert (event.started_at, event.at, event.first_seen) == (at(1), at(3), NOON)
    assert event.foot == INSIDE
    assert event.box == (490, 250, 510, 300)
    assert event.facts == {"persons": 1, "objects": 1, "seconds": 2.0, "label": "person"}


def test_a_person_who_only_passes_through_fires_nothing() -> None:
    rule = make("intrusion", dwell_seconds=2, leave_seconds=0.5)
    assert not events(
        rule, [(0, standing(INSIDE)), (1, standing(INSIDE)), (2, standing(OUTSIDE)), (3, standing(INSIDE))]
    )


@pytest.mark.parametrize("away", [standing(OUTSIDE), Tracks.none()])
def test_who_is_away_for_a_moment_has_not_left(away: Tracks) -> None:
    rule = make("intrusion", dwell_seconds=2, leave_seconds=1.5)
    [event] = events(rule, [(0, standing(INSIDE)), (1, away), (1.5, standing(INSIDE)), (2, standing(INSIDE))])
    assert event.started_at == at(0)


def test_who_is_half_hidden_and_must_stand_outside_is_not_inside() -> None:
    rule = make("intrusion", ground=ALONG, dwell_seconds=1)
    hidden, who_hides, others = (485, 310, 515, 335), box(505, 440, 30, 110), [box(x, 300, 30, 75) for x in (100, 200)]
    world = [(second / 5, people(hidden, who_hides, *others)) for second in range(20)]
    assert not events(rule, world)
    assert events(make("intrusion", dwell_seconds=1), world), "without a calibration the box is all there is"


def test_of_whom_only_the_head_shows_behind_something_is_not_where_the_head_ends() -> None:
    rule = make("intrusion", ground=ALONG, dwell_seconds=1)
    walks = [(second / 5, people(box(500, 450, 30, 112), box(200, 300, 30, 75))) for second in range(10)]
    head = [(2 + second / 5, people((495, 338, 505, 360), box(200, 300, 30, 75))) for second in range(20)]
    assert not events(rule, walks + head)


def test_who_crawls_is_whole() -> None:
    rule = make("intrusion", ground=ALONG, dwell_seconds=1)
    walks = [(second / 5, people(box(500, 450, 30, 112), box(200, 300, 30, 75))) for second in range(10)]
    crawls = [(2 + second / 5, people(box(500, 300, 70, 25), box(200, 300, 30, 75))) for second in range(20)]
    assert events(rule, walks + crawls)


def test_slow_frames_are_no_leaving() -> None:
    rule = make("intrusion", dwell_seconds=2, leave_seconds=0)
    assert len(events(rule, [(time, standing(INSIDE)) for time in (0, 1, 2)])) == 1


def test_nothing_is_known_of_the_time_when_the_rule_did_not_run() -> None:
    rule = make("intrusion", dwell_seconds=2)
    assert not events(rule, [(0, standing(INSIDE)), (60, standing(INSIDE)), (61, standing(INSIDE))])


def test_who_leaves_and_comes_back_fires_again_only_after_the_cool_down() -> None:
    rule = make("intrusion", dwell_seconds=0, leave_seconds=1, track_cool_down_seconds=60, zone_cool_down_seconds=0)
    times = (0, 10, 20, 70)
    world = [step for time in times for step in ((time, standing(INSIDE)), (time + 5, standing(OUTSIDE)))]
    assert [event.at for event in events(rule, world)] == [at(0), at(70)]


def test_a_second_person_waits_for_the_cool_down_of_the_zone() -> None:
    rule = make("intrusion", dwell_seconds=0, zone_cool_down_seconds=10)
    world = [(0, standing(INSIDE)), *((time, standing(INSIDE, (550, 300))) for time in range(4, 14))]
    first, second = events(rule, world)
    assert (first.at, second.at, second.started_at) == (at(0), at(10), at(4))
    assert second.facts["persons"] == 2


def test_only_what_the_rule_names_may_not_be_there() -> None:
    car = standing(INSIDE, label=Label.VEHICLE)
    assert not events(make("intrusion", dwell_seconds=0), [(0, car)])
    [event] = events(make("intrusion", dwell_seconds=0, labels=["vehicle"]), [(0, car)])
    assert event.facts == {"persons": 0, "objects": 1, "seconds": 0.0, "label": "vehicle"}


def test_the_score_is_the_mean_of_the_stay() -> None:
    rule = make("intrusion", dwell_seconds=2)
    world = [(time, standing(INSIDE, score=score)) for time, score in ((0, 0.5), (1, 0.75), (2, 1.0))]
    assert [event.score for event in events(rule, world)] == [0.75]


def entering(*feet: tuple[float, float]) -> list[tuple[float, Tracks]]:
    """Two pictures a second."""
    return [(step / 2, standing(foot)) for step, foot in enumerate(feet)]


FROM_THE_LEFT = entering((300, 300), (340, 300), (380, 300), (420, 300), (460, 300), (500, 300))
FROM_THE_RIGHT = entering((700, 300), (660, 300), (620, 300), (580, 300), (540, 300), (500, 300))


@pytest.mark.parametrize(("way", "fires"), [(FROM_THE_LEFT, True), (FROM_THE_RIGHT, False)])
def test_only_the_direction_of_entry_counts_that_is_asked_for(way: list[tuple[float, Tracks]], fires: bool) -> None:
    found = events(make("intrusion", dwell_seconds=0.5, entry_degrees=90, entry_tolerance_degrees=60), way)
    assert [event.facts["entry_degrees"] for event in found] == [90] * fires
    assert events(make("intrusion", dwell_seconds=0.5), way)


def test_who_was_first_seen_inside_has_come_in_by_no_direction() -> None:
    rule = make("intrusion", dwell_seconds=0, entry_degrees=90, entry_tolerance_degrees=60)
    assert not events(rule, entering((450, 300), (480, 300), (510, 300)))


def test_a_stay_counts_from_the_hour_at_which_the_rule_begins() -> None:
    # Noon in UTC on Monday, 2 March 2026, is one o'clock in Paris.
    rule = make("intrusion", time_zone="Europe/Paris", dwell_seconds=2, begins_at="13:01", ends_at="13:02")
    [event] = events(rule, [(time, standing(INSIDE)) for time in range(50, 180)])
    assert (event.started_at, event.at) == (at(60), at(62))


def test_on_other_days_nobody_is_looked_for() -> None:
    world = [(time, standing(INSIDE)) for time in range(5)]
    assert not events(make("intrusion", days=["sunday", "tuesday"]), world)
    assert events(make("intrusion", days=["monday"]), world)
