"""/healthz: a line per part, 503 when one is down, and never a wait."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from celery.signals import after_task_publish
from django.conf import settings
from django.db import connection
from django.test import Client
from redis import Redis

from detectors import beat, leases, states
from detectors.models import Watch
from detectors.tasks import assign_watches, erase_due
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from hypervision.outward import actions
from hypervision.pages import health
from maps.models import Camera
from tests import factories
from tests.admin.conftest import key as key
from tests.outward.worlds import make_webhook

WELL = (True, "")


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    parts: dict[str, object] = {name: lambda: WELL for name in ("database", "broker", "workers", "watches")}
    monkeypatch.setattr(health, "CHECKS", parts)
    return parts


def test_each_part_has_a_line_and_all_well_is_200(client: Client, parts: dict[str, object]) -> None:
    parts["watches"] = lambda: (True, "38 of 41 cameras watched")
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.content.decode().splitlines() == [
        *("database: ok", "broker: ok", "workers: ok", "watches: ok, 38 of 41 cameras watched"),
    ]


def test_one_part_that_is_down_is_503(client: Client, parts: dict[str, object]) -> None:
    parts["broker"] = lambda: (False, "no connection")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert "broker: DOWN, no connection" in answer.content.decode()


def test_a_part_that_hangs_is_down_and_holds_nobody_up(
    client: Client, parts: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(health, "PART_S", 0.01)
    parts["database"] = lambda: (release.wait(10), "")
    answer = client.get("/healthz")
    release.set()
    assert answer.status_code == 503
    assert "database: DOWN, no answer within" in answer.content.decode()


# --- beat -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def sign(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A sign of life that no other process leaves."""
    name = f"hypervision:beat:{uuid4()}"
    monkeypatch.setattr(beat, "SIGN", name)
    with Redis.from_url(settings.REDIS_URL) as broker:
        yield name
        broker.delete(name)


def test_without_a_sign_of_life_beat_is_down_and_what_follows_is_said(sign: str) -> None:
    well, sentence = health.CHECKS["beat"]()
    assert not well
    assert "no camera is handed out" in sentence


def test_beat_lives_when_it_has_sent_for_handing_out(sign: str) -> None:
    after_task_publish.send(sender=assign_watches.name)
    assert health.CHECKS["beat"]() == (True, "")


def test_other_tasks_are_no_sign_of_beat(sign: str) -> None:
    after_task_publish.send(sender=erase_due.name)
    assert not beat.is_alive()


def test_the_sign_of_beat_runs_out_by_itself(sign: str) -> None:
    beat.say_alive()
    with Redis.from_url(settings.REDIS_URL) as broker:
        assert 0 < broker.ttl(sign) <= beat.LIVES_S


def test_without_a_broker_beat_is_down_and_goes_on(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    beat.say_alive()
    assert health.CHECKS["beat"]() == (False, "the broker is away")


# --- watches ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def wanted(db: None, monkeypatch: pytest.MonkeyPatch) -> Camera:
    """A camera with an address and a rule, of which nobody has said anything yet."""
    monkeypatch.setattr(connection, "close", lambda: None)  # it is the test's own
    camera = factories.make_camera(address="rtsp://127.0.0.1:1/a")
    factories.make_rule(camera)
    return camera


def test_a_camera_that_should_be_watched_counts_before_it_has_a_watch(wanted: Camera) -> None:
    assert health.CHECKS["watches"]() == (False, "0 of 1 cameras watched")


def test_a_camera_without_a_rule_is_not_wanted(wanted: Camera) -> None:
    wanted.rules.update(enabled=False)
    assert health.CHECKS["watches"]() == (True, "0 of 1 cameras watched")


def test_a_camera_that_a_person_stopped_is_not_wanted(wanted: Camera) -> None:
    Watch.objects.create(camera=wanted, state=Watch.State.STOPPED, since=clock.now())
    assert health.CHECKS["watches"]() == (True, "0 of 1 cameras watched")


def test_a_camera_is_watched_for_as_long_as_its_lease(wanted: Camera) -> None:
    states.ensure_rows()
    token = leases.take(wanted.id, "one")
    states.settle(wanted.id, Watch.State.WATCHING, token=token)
    assert health.CHECKS["watches"]() == (True, "1 of 1 cameras watched")
    Watch.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert health.CHECKS["watches"]() == (False, "0 of 1 cameras watched")


@pytest.mark.django_db(transaction=True)
def test_cameras_whose_masks_are_doubtful_are_counted_and_bring_nothing_down() -> None:
    assert health._masks() == WELL
    shares = {"Square": 0.9, "Yard": 0.1, "Gate": None}
    for name, share in shares.items():
        Watch.objects.create(camera=factories.make_camera(name=name), since=clock.now(), unexplained=share)
    assert health._masks() == (True, "cameras whose masks are doubtful: 1; the page of each says why")
    Camera.objects.update(pictures=False)
    assert health._masks() == WELL


# --- outward ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def same_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part closes the connection of its thread; here it is that of the test."""
    monkeypatch.setattr(connection, "close", lambda: None)


@pytest.mark.parametrize(
    ("answering", "well", "sentence"),
    [
        (["watch-1@a", "outward@a"], True, "messages that wait: 1"),
        (["watch-1@a"], False, "nobody carries them; messages that wait: 1"),
        (None, False, "the broker is away"),
    ],
)
@pytest.mark.django_db
def test_messages_that_nobody_carries_are_a_part_that_is_down(
    key: None,
    same_connection: None,
    monkeypatch: pytest.MonkeyPatch,
    answering: list[str] | None,
    well: bool,
    sentence: str,
) -> None:
    webhook = make_webhook(factories.make_user(Role.SYSTEM))
    actions.try_out(webhook.pk, "administrator")
    monkeypatch.setattr(health, "_answering", lambda: answering)
    assert health.CHECKS["outward"]() == (well, sentence)


@pytest.mark.django_db
def test_where_no_webhook_runs_nobody_need_carry(
    key: None, same_connection: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.stop(make_webhook(factories.make_user(Role.SYSTEM)).pk, "administrator")
    monkeypatch.setattr(health, "_answering", list)
    assert health.CHECKS["outward"]() == (True, "no webhook runs")
