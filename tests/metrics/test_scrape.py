"""What /metrics says of cameras, alerts and the house, read by Prometheus' own parser."""

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from redis import Redis
from rest_framework.test import APIClient

from detectors import beat
from detectors.models import Watch
from hypervision.accounts.rights import Role
from hypervision.lib import clock
from hypervision.metrics import broker
from maps.models import Camera, Picture
from tests.factories import NOON, make_authorisation, make_camera, make_user
from tests.metrics.conftest import Scrape, one
from tests.metrics.worlds import State, raised, watched
from tests.outward.worlds import make_webhook

pytestmark = pytest.mark.django_db


def test_a_watched_camera_says_how_it_does(scrape: Scrape) -> None:
    camera = watched("Square").camera
    of = {"camera": str(camera.pk), "name": "Square"}
    found = scrape()
    assert one(found, "camera_state", **of, state="watching") == 1
    assert one(found, "camera_state", **of, state="not_watching") == 0
    assert one(found, "camera_wanted", **of) == 1
    assert one(found, "camera_pictures_wanted_per_second", **of) == 5
    assert one(found, "camera_pictures_per_second", **of) == 4.5
    assert one(found, "camera_picture_age_seconds", **of) == 0.25
    assert one(found, "camera_looked_ratio", **of) == 0.5
    assert one(found, "camera_masks_unexplained_ratio", **of) == 0.1
    assert one(found, "camera_pictures_analysed_total", **of) == 1000
    assert one(found, "camera_pictures_dropped_total", **of) == 20
    assert one(found, "camera_events_lost_total", **of) == 1
    assert one(found, "camera_leases_total", **of) == 3


def test_who_died_watching_is_not_taken_at_its_word(scrape: Scrape) -> None:
    watched("Square", expires_at=clock.now() - timedelta(minutes=1))
    found = scrape()
    assert one(found, "camera_state", state="watching") == 0
    assert one(found, "camera_state", state="not_watching") == 1
    assert one(found, "camera_pictures_per_second") == 0
    assert one(found, "camera_picture_age_seconds") is None
    assert one(found, "worker_leases") is None


@pytest.mark.parametrize("state", [Watch.State.STOPPED, Watch.State.NOT_AUTHORISED])
def test_a_camera_that_may_not_be_watched_is_not_wanted(scrape: Scrape, state: Watch.State) -> None:
    watched("Square", state=state, worker="", expires_at=None)
    assert one(scrape(), "camera_wanted") == 0


def test_a_camera_that_nobody_has_taken_yet_is_not_watched(scrape: Scrape) -> None:
    make_camera(name="Fresh", address="rtsp://10.0.0.6/stream")
    found = scrape()
    assert one(found, "camera_state", name="Fresh", state="not_watching") == 1
    assert one(found, "camera_wanted", name="Fresh") == 0  # it has no rule
    assert one(found, "camera_events_lost_total", name="Fresh") == 0


def test_a_camera_without_a_stream_is_none_of_ours(scrape: Scrape) -> None:
    make_camera(name="Mapped")
    assert not [labels for _, labels in scrape() if ("name", "Mapped") in labels]


def test_of_a_camera_without_pictures_no_mask_is_doubted(scrape: Scrape) -> None:
    Camera.objects.filter(pk=watched("Square", unexplained=0.9).camera_id).update(pictures=False)
    assert one(scrape(), "camera_masks_unexplained_ratio") is None


def test_what_waits_on_the_disk_is_counted_by_camera(scrape: Scrape, settings: Settings, tmp_path: Path) -> None:
    settings.SPOOL_DIR = tmp_path
    camera = watched("Square").camera
    folder = tmp_path / str(camera.pk) / "000000000003"
    folder.mkdir(parents=True)
    for name in ("000000000001.entry", "000000000002.entry", "000000000003.unfinished", ".lock"):
        (folder / name).touch()
    assert one(scrape(), "camera_spooled_events", name="Square") == 2


def test_a_name_may_hold_quotes_and_lines(scrape: Scrape) -> None:
    watched('The "old"\nmarket \\ hall')
    assert one(scrape(), "camera_wanted", name='The "old"\nmarket \\ hall') == 1


def test_events_and_alerts_are_counted_by_kind_and_state(scrape: Scrape, camera: Camera) -> None:
    raised(camera, NOON, (10, State.CONFIRMED))
    raised(camera, NOON, (200, State.REFUTED), kind="fire")
    found = scrape()
    assert one(found, "events_total", kind="fire") == 1
    assert one(found, "alerts_total", kind="intrusion", state="new") == 1
    assert one(found, "alerts_total", kind="intrusion", state="confirmed") == 1
    assert one(found, "alerts_total", kind="intrusion", state="expired_unreviewed") == 0
    assert one(found, "verdict_seconds_bucket", le="15.0") == 1
    assert one(found, "verdict_seconds_bucket", le="120.0") == 1
    assert one(found, "verdict_seconds_bucket", le="300.0") == 2
    assert one(found, "verdict_seconds_count") == 2
    assert one(found, "verdict_seconds_sum") == 210


def test_the_oldest_alert_that_nobody_claimed_says_how_long_it_waits(scrape: Scrape, camera: Camera) -> None:
    now = clock.now()
    raised(camera, now - timedelta(seconds=900), (5, State.CLAIMED))
    raised(camera, now - timedelta(seconds=300))
    raised(camera, now - timedelta(seconds=100), (60, State.ESCALATED))
    raised(camera, now - timedelta(seconds=5000), is_real=False)
    found = scrape()
    assert one(found, "alerts_unreviewed") == 3
    assert one(found, "alerts_open", kind="intrusion", state="claimed") == 1
    assert one(found, "alerts_oldest_unclaimed_seconds") == pytest.approx(300, abs=30)


def test_an_empty_house_is_told_as_noughts(scrape: Scrape) -> None:
    found = scrape()
    for name in (
        "alerts_unreviewed",
        "alerts_oldest_unclaimed_seconds",
        "erasure_overdue_seconds",
        "verdict_seconds_count",
    ):
        assert one(found, name) == 0


def test_the_house_says_what_it_runs_on(scrape: Scrape) -> None:
    watched("Square")
    watched("Gate")
    found = scrape()
    assert one(found, "build_info", version="0.1.0") == 1
    assert one(found, "worker_leases", worker="watch-1@host") == 2
    assert (one(found, "database_bytes") or 0) > 1_000_000
    assert (one(found, "database_connections", state="active") or 0) >= 1
    assert (one(found, "database_connections_max") or 0) >= 10
    assert (one(found, "disk_free_bytes", place="spool") or 0) > 0
    assert one(found, "journal_entries_total") is not None


def test_pictures_that_should_be_gone_are_told(scrape: Scrape, camera: Camera) -> None:
    alert = raised(camera, NOON)
    hour_ago = clock.now() - timedelta(hours=1)
    Picture.objects.create(event=alert.event, jpeg=b"", captured_at=NOON, erase_at=hour_ago)
    assert one(scrape(), "erasure_overdue_seconds") == pytest.approx(3600, abs=30)


def test_an_authorisation_says_when_it_ends_while_it_is_in_force(scrape: Scrape) -> None:
    now = clock.now()
    ends = now + timedelta(days=3)
    valid = make_authorisation(starts_at=now - timedelta(days=1), ends_at=ends)
    make_authorisation(starts_at=now - timedelta(days=9), ends_at=now - timedelta(days=1))
    make_authorisation(starts_at=now - timedelta(days=1), ends_at=ends, revoked_at=now)
    found = scrape()
    told = one(found, "authorisation_end_timestamp_seconds")
    assert told == pytest.approx(ends.timestamp())
    assert one(found, "authorisation_end_timestamp_seconds", authorisation=str(valid.pk)) == told


def test_a_webhook_that_fails_says_for_how_long(scrape: Scrape) -> None:
    webhook = make_webhook(make_user(Role.SYSTEM))
    type(webhook).objects.update(failing_since=clock.now() - timedelta(hours=2))
    found = scrape()
    assert one(found, "webhook_failing_seconds", webhook="Dispatch") == pytest.approx(7200, abs=30)
    assert one(found, "webhook_waiting", webhook="Dispatch") == 0
    assert one(found, "webhook_stopped", webhook="Dispatch") == 0


def test_queues_and_beat_are_asked_of_the_broker(
    scrape: Scrape, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, sign = f"test-{uuid4()}", f"test-beat-{uuid4()}"
    settings.CELERY_TASK_ROUTES = {"a.task": {"queue": queue}}
    monkeypatch.setattr(beat, "SIGN", sign)
    with Redis.from_url(django_settings.REDIS_URL) as redis:
        try:
            found = scrape()
            assert one(found, "queue_messages", queue=queue) == 0
            assert one(found, "beat_alive") == 0
            assert one(found, "beat_turn_age_seconds") is None
            redis.rpush(queue, "one", "two")
            redis.set(sign, 1, px=10_000)
            found = scrape()
            assert one(found, "queue_messages", queue=queue) == 2
            assert one(found, "beat_alive") == 1
            assert one(found, "beat_turn_age_seconds") == pytest.approx(beat.LIVES_S - 10, abs=2)
        finally:
            redis.delete(queue, sign)


def test_every_queue_of_the_product_is_watched() -> None:
    assert {"jobs", "watch", "outward"} <= set(broker.queue_names())


def test_without_the_broker_the_rest_is_told(scrape: Scrape, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    watched("Square")
    found = scrape()
    assert one(found, "broker_up") == 0
    assert one(found, "beat_alive") is None
    assert one(found, "camera_wanted", name="Square") == 1


def test_many_cameras_ask_no_more_questions_than_few(monitoring: APIClient) -> None:
    watched("Square")
    with CaptureQueriesContext(
        connection,
    ) as few:
        monitoring.get("/metrics")
    for number in range(20):
        watched(f"Camera {number}")
    with CaptureQueriesContext(connection) as many:
        monitoring.get("/metrics")
    assert len(many) <= len(few) < 20
