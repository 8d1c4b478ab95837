"""R-45: a kind below its precision floor is suspended on its camera and says so; a person lets it run again."""

import pytest
from pytest_django import Settings

from hypervision.accounts.models import User
from hypervision.alerts import actions, suspension
from hypervision.alerts.models import Alert
from hypervision.law import stops
from hypervision.law.models import LogEntry, Stop
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests.factories import make_alert, make_camera, make_event

pytestmark = pytest.mark.slow  # twenty verdicts each


def refute(camera: Camera, by: User, count: int, kind: str = "intrusion") -> None:
    for _ in range(count):
        alert = make_alert(camera, event=make_event(camera, kind=kind))
        actions.refute(alert.pk, by, "reflection")


def test_a_kind_that_is_surely_below_the_floor_is_suspended_on_its_camera(camera: Camera, operator: User) -> None:
    refute(camera, operator, suspension.LEAST - 1)
    assert not Stop.objects.exists()
    refute(camera, operator, 1)
    stop = Stop.objects.get()
    assert (stop.camera_id, stop.kind, stop.by) == (camera.pk, "intrusion", None)
    assert stop.reason == "Only 0 of 20 alerts were confirmed (0 to 16%); the floor is 20%."


def test_it_is_logged_and_told_to_all_who_see_the_camera(camera: Camera, operator: User) -> None:
    refute(camera, operator, suspension.LEAST)
    assert LogEntry.objects.get(action="stop.suspend").actor == "system"
    told = JournalEntry.objects.get(kind="stop")
    assert (told.payload["card"]["by"], told.place) == ("", camera.location)


def test_what_may_still_be_above_the_floor_goes_on(camera: Camera, operator: User) -> None:
    actions.confirm(make_alert(camera).pk, operator)
    refute(camera, operator, suspension.LEAST)
    assert not Stop.objects.exists()


def test_other_cameras_and_other_kinds_do_not_count(camera: Camera, operator: User) -> None:
    refute(camera, operator, 10)
    refute(make_camera(), operator, 10)
    refute(camera, operator, 10, kind="wrong_direction")
    assert not Stop.objects.exists()


def test_a_correction_counts_too(camera: Camera, operator: User, supervisor: User) -> None:
    first = make_alert(camera)
    actions.confirm(first.pk, operator)
    refute(camera, operator, suspension.LEAST - 1)
    actions.correct(first.pk, supervisor, "refuted", reason="reflection", note="The pool again.")
    assert Stop.objects.exists()


def test_whoever_lets_it_run_again_gives_it_a_new_chance(camera: Camera, operator: User) -> None:
    refute(camera, operator, suspension.LEAST)
    stops.lift(Stop.objects.get().pk, operator)
    refute(camera, operator, suspension.LEAST - 1)
    assert not stops.standing().exists()
    refute(camera, operator, 1)
    assert stops.standing().exists()


def test_what_stands_stopped_already_is_not_stopped_twice(camera: Camera, operator: User) -> None:
    refute(camera, operator, suspension.LEAST + 1)
    assert Stop.objects.count() == 1


def test_the_floor_is_the_citys(camera: Camera, operator: User, settings: Settings) -> None:
    settings.PRECISION_FLOOR = 0.1
    refute(camera, operator, suspension.LEAST)
    assert not Stop.objects.exists()


def test_a_late_verdict_on_what_was_raised_before_is_still_taken(camera: Camera, operator: User) -> None:
    waiting = make_alert(camera)
    refute(camera, operator, suspension.LEAST)
    assert actions.confirm(waiting.pk, operator).state == Alert.State.CONFIRMED


@pytest.mark.parametrize("count", [0, 1])
def test_few_verdicts_conclude_nothing(camera: Camera, operator: User, count: int) -> None:
    refute(camera, operator, count)
    assert not Stop.objects.exists()
