"""Leases: a camera is watched once, and history says by whom."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from detectors import leases, states
from detectors.models import Lease, Watch
from hypervision.lib import clock
from maps.models import Camera
from tests import factories


@pytest.fixture
def watched(camera: Camera) -> Camera:
    states.ensure_rows()
    return camera


def run_out(camera: Camera) -> None:
    Watch.objects.filter(camera=camera).update(expires_at=Now() - timedelta(seconds=1))


def test_who_comes_second_gets_no_lease(watched: Camera) -> None:
    assert leases.take(watched.id, "one") == 1
    assert leases.take(watched.id, "two") is None


def test_a_lease_that_ran_out_goes_to_another_with_a_greater_token(watched: Camera) -> None:
    leases.take(watched.id, "one")
    run_out(watched)
    assert leases.take(watched.id, "two") == 2


def test_who_lost_the_lease_cannot_renew_it(watched: Camera) -> None:
    first = leases.take(watched.id, "one")
    run_out(watched)
    leases.take(watched.id, "two")
    assert first is not None
    assert not leases.renew(watched.id, first)


def test_a_lease_that_ran_out_and_that_nobody_took_holds_again(watched: Camera) -> None:
    token = leases.take(watched.id, "one")
    assert token is not None
    run_out(watched)
    assert leases.renew(watched.id, token)
    assert leases.take(watched.id, "two") is None


def test_a_lease_that_was_given_back_is_free_at_once(watched: Camera) -> None:
    token = leases.take(watched.id, "one")
    assert token is not None
    leases.release(watched.id, token)
    assert not leases.renew(watched.id, token)
    assert leases.take(watched.id, "two") == 2


def test_giving_back_a_lost_lease_takes_it_from_nobody(watched: Camera) -> None:
    first = leases.take(watched.id, "one")
    run_out(watched)
    second = leases.take(watched.id, "two")
    assert first is not None
    assert second is not None
    leases.release(watched.id, first)
    assert leases.renew(watched.id, second)


def test_a_camera_that_is_gone_has_no_lease(watched: Camera) -> None:
    camera_id = watched.id
    watched.delete()
    assert leases.take(camera_id, "one") is None


def test_history_tells_who_held_the_camera_at_a_time(watched: Camera) -> None:
    now = clock.now()
    minutes = [now - timedelta(minutes=9), now - timedelta(minutes=6), now - timedelta(minutes=3)]
    Lease.objects.create(camera=watched, token=1, worker="one", taken_at=minutes[0], ended_at=minutes[1])
    Lease.objects.create(camera=watched, token=2, worker="two", taken_at=minutes[2])
    assert leases.holder_at(watched.id, minutes[0]) == 1
    assert leases.holder_at(watched.id, minutes[1]) is None
    assert leases.holder_at(watched.id, now) == 2
    assert leases.holder_at(watched.id, now - timedelta(minutes=10)) is None


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_that_reach_for_a_camera_at_once_one_gets_it() -> None:
    camera = factories.make_camera()
    states.ensure_rows()

    def reach(number: int) -> int | None:
        with own_connection():
            return leases.take(camera.id, f"worker {number}")

    with ThreadPoolExecutor(8) as pool:
        tokens = list(pool.map(reach, range(8)))
    assert sorted(tokens, key=str) == [1, *[None] * 7]
    assert Lease.objects.count() == 1
