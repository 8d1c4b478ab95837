"""What the control room opens with: the last day of alerts, of the cameras in sight."""

from datetime import timedelta

from hypervision.accounts.models import User
from hypervision.alerts.selectors import ALERT_HOURS
from hypervision.lib import clock
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests.factories import make_alert, make_event


def test_an_alert_older_than_a_day_is_not_in_the_snapshot(operator: User, camera: Camera) -> None:
    day = timedelta(hours=ALERT_HOURS)
    made = [
        make_alert(camera, event=make_event(camera, captured_at=clock.now() - age))
        for age in (day - timedelta(minutes=1), day + timedelta(minutes=1))
    ]
    assert [card["id"] for card in snapshot(operator)["alerts"]] == [str(made[0].id)]


def test_the_outsider_opens_an_empty_room(outsider: User, camera: Camera) -> None:
    make_alert(camera, event=make_event(camera, captured_at=clock.now()))
    shown = snapshot(outsider)
    assert (shown["alerts"], shown["cameras"], shown["stops"]) == ([], [], [])
