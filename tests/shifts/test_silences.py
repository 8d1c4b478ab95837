"""A camera that falls silent, and one that comes back, can be told afterwards."""

from datetime import datetime, timedelta

import pytest

from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.shifts import silences
from hypervision.shifts.models import Silence
from hypervision.shifts.silences import SILENT_FOR
from maps.models import Camera
from tests.factories import NOON, make_camera

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def says(camera: Camera, state: Watch.State, since: datetime) -> None:
    values = {"state": state, "since": since, "reason": {"en": "No answer."}}
    Watch.objects.update_or_create(camera=camera, defaults=values)


@pytest.fixture
def camera(db: None) -> Camera:
    return make_camera(name="Square", address="rtsp://192.0.2.1/")


@pytest.mark.parametrize("state", [Watch.State.NOT_WATCHING, Watch.State.RECONNECTING, Watch.State.NOT_AUTHORISED])
def test_a_camera_falls_silent_and_comes_back(camera: Camera, operator: User, state: Watch.State) -> None:
    says(camera, state, NOON)
    silences.look(NOON + SECOND)
    says(camera, Watch.State.WATCHING, NOON + HOUR)
    silences.look(NOON + HOUR + SECOND)
    [silence] = silences.told(can_see(operator), NOON + 2 * HOUR)
    assert (silence.camera_name, silence.began_at, silence.ended_at) == ("Square", NOON, NOON + HOUR)
    assert silence.reason == {"en": "No answer."}


def test_a_silence_keeps_its_beginning_while_its_reason_changes(camera: Camera) -> None:
    for minute, state in enumerate([Watch.State.RECONNECTING, Watch.State.NOT_WATCHING] * 2):
        says(camera, state, NOON + minute * SILENT_FOR)
        silences.look(NOON + minute * SILENT_FOR)
    assert Silence.objects.get().began_at == NOON


def test_a_short_silence_is_not_told(camera: Camera, operator: User) -> None:
    says(camera, Watch.State.RECONNECTING, NOON)
    silences.look(NOON)
    assert not silences.told(can_see(operator), NOON + SILENT_FOR - SECOND)
    says(camera, Watch.State.WATCHING, NOON + SILENT_FOR - SECOND)
    silences.look(NOON + SILENT_FOR)
    assert not Silence.objects.exists()


def test_a_camera_that_a_person_stopped_is_not_silent(camera: Camera) -> None:
    says(camera, Watch.State.STOPPED, NOON)
    silences.look(NOON + HOUR)
    assert not Silence.objects.exists()


def test_a_mark_on_the_map_is_not_silent() -> None:
    says(make_camera(), Watch.State.NOT_WATCHING, NOON)
    silences.look(NOON + HOUR)
    assert not Silence.objects.exists()


def test_the_silence_of_a_camera_outlives_it(camera: Camera) -> None:
    says(camera, Watch.State.NOT_WATCHING, NOON)
    silences.look(NOON)
    camera.delete()
    silences.look(NOON + HOUR)
    silence = Silence.objects.get()
    assert (silence.camera_name, silence.ended_at, silence.ended_as) == ("Square", NOON + HOUR, "gone")


def test_the_outsider_is_told_of_no_silence_here(camera: Camera, outsider: User) -> None:
    says(camera, Watch.State.NOT_WATCHING, NOON)
    silences.look(NOON)
    assert not silences.told(can_see(outsider), NOON + HOUR)
