"""The way to the city's own video system: a right of its own, within sight, and each use in the log."""

from typing import Any

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Scope
from hypervision.alerts.models import Alert
from hypervision.law.models import LogEntry
from tests import factories
from tests.api.conftest import ClientOf

LINK = "https://vms.example/view?camera=17&at={iso}"


@pytest.fixture
def alert(db: None) -> Alert:
    return factories.make_alert(factories.make_camera(name="Square", video_link=LINK))


def path(alert: Alert) -> str:
    return f"/api/v1/alerts/{alert.pk}/city-video/"


def test_it_leads_to_the_moment_of_the_event_and_is_logged(client_of: ClientOf, operator: User, alert: Alert) -> None:
    answer = client_of(operator).get(path(alert))
    assert (answer.status_code, answer["Location"]) == (302, LINK.format(iso="2026-06-01T12%3A00%3A00Z"))
    assert answer["Cache-Control"] == "no-store"
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("operator", "city_video.open", f"event {alert.event_id}")
    assert entry.facts == {"camera": str(alert.event.camera_id)}


def test_whoever_may_see_masked_pictures_alone_is_not_led_there(
    client_of: ClientOf, inspector: User, administrator: User, outsider: User, operator: User, alert: Alert
) -> None:
    assert client_of(inspector).get(path(alert)).status_code == 403
    assert client_of(administrator).get(path(alert)).status_code == 403
    assert client_of(operator, *Scope).get(path(alert)).status_code == 403
    assert client_of(outsider).get(path(alert)).status_code == 404
    assert not LogEntry.objects.exists()


def test_a_camera_without_a_link_says_who_can_write_one(client_of: ClientOf, operator: User) -> None:
    answer = client_of(operator).get(path(factories.make_alert(factories.make_camera())))
    assert (answer.status_code, answer.json()["code"]) == (404, "no_link")
    assert not LogEntry.objects.exists()


def test_a_link_that_the_settings_no_longer_allow_leads_nowhere(
    client_of: ClientOf, operator: User, alert: Alert, settings: Any
) -> None:
    settings.VIDEO_LINK_SCHEMES = ["viewer"]
    assert client_of(operator).get(path(alert)).status_code == 404
    assert not LogEntry.objects.exists()


def test_a_programs_own_scheme_is_led_to(client_of: ClientOf, operator: User, alert: Alert, settings: Any) -> None:
    settings.VIDEO_LINK_SCHEMES = ["viewer"]
    camera = alert.event.camera
    assert camera is not None
    camera.video_link = "viewer:17@{epoch}"
    camera.save()
    assert client_of(operator).get(path(alert))["Location"].startswith("viewer:17@")
