"""Sharing cameras out, with real leases: evenly, one at a time, and never to and fro."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from celery import current_app
from celery.utils.nodenames import worker_direct
from django.db.models.functions import Now
from kombu import Queue

from detectors import balance, leases, states, tasks
from detectors.balance import SETTLED_S, Move, Worker
from detectors.models import Lease, Watch
from tests import factories

pytestmark = pytest.mark.django_db

ONE, TWO, THREE = (Worker(f"watch-{number}@host", 3600, 16) for number in (1, 2, 3))


def hold(worker: Worker, cameras: int) -> None:
    """A worker that has watched so many cameras for long enough."""
    for _ in range(cameras):
        camera = factories.make_camera(address="rtsp://127.0.0.1:1/a")
        states.ensure_rows()
        token = leases.take(camera.id, worker.name)
        states.settle(camera.id, Watch.State.WATCHING, token=token)
    time_passes()


def time_passes() -> None:
    Lease.objects.update(taken_at=Now() - timedelta(seconds=SETTLED_S + 1))


def loads() -> dict[str, int]:
    return dict(Counter(Watch.objects.filter(expires_at__gt=Now()).values_list("worker", flat=True)))


def share_out(*workers: Worker, rounds: int = 20) -> list[Move]:
    """Rounds as beat asks for them; each camera that is moved is taken over as its new worker does it."""
    moves = []
    for _ in range(rounds):
        move = balance.next_move(workers)
        if move is not None:
            assert leases.take(move.camera_id, move.worker, over=move.token) is not None
            moves.append(move)
            time_passes()
    return moves


def test_after_a_takeover_the_worker_that_came_back_gets_its_half() -> None:
    hold(ONE, 4)
    assert len(share_out(ONE, TWO)) == 2
    assert loads() == {ONE.name: 2, TWO.name: 2}


def test_loads_that_are_even_stay_as_they_are() -> None:
    hold(ONE, 3)
    hold(TWO, 2)
    assert share_out(ONE, TWO) == []


def test_a_move_never_makes_another_move_back() -> None:
    hold(ONE, 5)
    moves = share_out(ONE, TWO)
    assert len({move.camera_id for move in moves}) == len(moves)
    assert share_out(ONE, TWO) == []


def test_among_three_workers_nobody_has_two_more_than_another() -> None:
    hold(ONE, 7)
    share_out(ONE, TWO, THREE)
    assert sorted(loads().values()) == [2, 2, 3]


def test_a_watch_that_has_just_begun_is_left_alone() -> None:
    hold(ONE, 4)
    Lease.objects.update(taken_at=Now())
    assert balance.next_move([ONE, TWO]) is None


def test_a_worker_that_has_just_begun_gets_nothing_taken_from_others() -> None:
    hold(ONE, 4)
    assert balance.next_move([ONE, Worker("watch-2@host", SETTLED_S - 1, 16)]) is None


def test_a_worker_that_is_full_gets_nothing() -> None:
    hold(ONE, 4)
    assert balance.next_move([ONE, Worker("watch-2@host", 3600, 0)]) is None


@pytest.mark.slow
def test_a_worker_that_does_not_answer_gets_nothing() -> None:
    hold(ONE, 4)
    assert balance.next_move([ONE]) is None


def test_a_camera_that_is_not_well_watched_is_not_moved() -> None:
    hold(ONE, 4)
    Watch.objects.update(state=Watch.State.RECONNECTING)
    assert balance.next_move([ONE, TWO]) is None


def test_a_lease_that_ran_out_is_no_load_and_moves_by_being_handed_out() -> None:
    hold(ONE, 4)
    Watch.objects.update(expires_at=Now() - timedelta(seconds=1))
    assert balance.next_move([ONE, TWO]) is None


def test_the_camera_is_offered_to_the_one_worker_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    hold(ONE, 2)
    offers: list[tuple[Any, Any]] = []
    monkeypatch.setattr(tasks, "living_workers", lambda: [ONE, TWO])
    monkeypatch.setattr(tasks.watch_camera, "apply_async", lambda args, **options: offers.append((args, options)))
    tasks.share_out()
    (((camera, token), options),) = offers
    watch = Watch.objects.get(camera=camera)
    assert (watch.token, watch.worker) == (token, ONE.name)
    assert isinstance(options["queue"], Queue)
    assert options["queue"].name == worker_direct(TWO.name).name


def test_an_even_city_offers_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "living_workers", lambda: [ONE, TWO])
    monkeypatch.setattr(tasks.watch_camera, "apply_async", lambda *_: pytest.fail("There is nothing to offer."))
    tasks.share_out()


def test_the_workers_that_watch_are_those_that_answer_celery(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"uptime": 90, "pool": {"max-concurrency": 16}}
    inspected = type("Inspected", (), {"stats": lambda self: {"watch-1@host": said, "jobs@host": said}})()
    monkeypatch.setattr(current_app.control, "inspect", lambda **_: inspected)
    assert tasks.living_workers() == [Worker("watch-1@host", 90, 16)]


def test_a_lease_is_taken_over_by_its_token_only() -> None:
    hold(ONE, 1)
    (camera_id, token) = Watch.objects.values_list("camera_id", "token").get()
    assert leases.take(camera_id, TWO.name, over=token + 1) is None
    assert leases.take(camera_id, TWO.name, over=token) == token + 1
    assert leases.take(uuid4(), TWO.name, over=1) is None
