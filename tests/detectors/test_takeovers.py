"""Specification of a camera that goes over from one worker to another without a gap."""

from dataclasses import replace

import pytest

from detectors import build, leases, watching
from detectors.models import Lease
from detectors.takeover import Ready
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from maps.models import Event
from tests.detectors.watched import Eyes, watched_camera

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.slow
def test_a_camera_is_taken_over_from_a_worker_that_watches_it(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    assert first is not None
    eyes.feed.seen.release()  # its first picture is looked at by nobody: it only shows that the camera is in reach
    assert watching.watch(camera.id, "two", over=first)
    assert [(lease.token, lease.worker) for lease in Lease.objects.order_by("token")] == [(1, "one"), (2, "two")]
    assert not leases.renew(camera.id, first)
    assert Event.objects.count() == 1


def test_between_the_two_leases_of_a_camera_that_was_taken_over_no_instant_is_missing(eyes: Eyes) -> None:
    camera = watched_camera()
    eyes.feed.seen.release()
    watching.watch(camera.id, "two", over=leases.take(camera.id, "one"))
    before, after = Lease.objects.order_by("token")
    assert before.ended_at == after.taken_at


@pytest.mark.slow
def test_a_feed_that_was_opened_by_an_older_plan_is_stopped_and_not_used(eyes: Eyes) -> None:
    camera = watched_camera()
    plan, _ = build.plan_of(camera.id, clock.now())
    opened = watching._open_feed(plan).start()
    with watching._feed_of(replace(plan, rate=plan.rate / 2), Ready(plan, opened)) as feed:
        assert opened.is_stopped
        assert feed is not opened
    assert feed.is_stopped


def test_a_worker_that_gets_no_picture_leaves_the_camera_where_it_is(
    eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    assert first is not None
    eyes.feed.pictures = 0
    assert not watching.watch(camera.id, "two", over=first)
    assert leases.renew(camera.id, first)
    assert Lease.objects.count() == 1


def test_a_camera_that_may_not_be_watched_is_not_even_opened_for_a_takeover(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    Authorisation.objects.all().delete()
    assert not watching.watch(camera.id, "two", over=first)
    assert eyes.feed.sent == 0


@pytest.mark.slow
def test_a_lease_that_has_changed_hands_meanwhile_is_not_taken_over(eyes: Eyes) -> None:
    camera = watched_camera()
    first = leases.take(camera.id, "one")
    second = leases.take(camera.id, "three", over=first)
    assert second is not None
    assert not watching.watch(camera.id, "two", over=first)
    assert leases.renew(camera.id, second)
