"""Specification of the parts of the recovery bench that judge: what is killed, what counts as whole, lost, doubled."""

import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db.models.functions import Now

from detectors import outbox
from detectors.benches import killing, recovery
from detectors.benches.killing import KINDS, Process, looked_at
from detectors.benches.ledger import Ledger
from detectors.benches.listener import Listener
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.alerts import services
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from maps.models import Camera
from tests import factories
from tests.clips import worlds as clips
from tests.live.browsers import log_in, say, server


@pytest.mark.parametrize(
    ("process", "kinds"),
    [
        (
            Process(1, "python3.13", "python celery -A hypervision worker -n watch-1@host -Q watch -P threads "),
            ["worker"],
        ),
        (Process(2, "python3.13", "python celery -A hypervision worker -n jobs@host -Q jobs -P prefork "), []),
        (Process(3, "python3.13", "python uvicorn hypervision.asgi:application --host 127.0.0.1 "), ["web"]),
        (Process(4, "valkey-server", "valkey-server 127.0.0.1:23001 "), ["broker"]),
        (Process(5, "postgres", "postgres: app hypervision 127.0.0.1(5) idle "), ["database"]),
        (Process(6, "python3.13", "python manage.py demo_cameras "), []),
    ],
    ids=lambda value: value.command if isinstance(value, Process) else "",
)
def test_each_process_is_of_the_kind_that_it_works_as(process: Process, kinds: list[str]) -> None:
    assert [kind for kind, is_of in KINDS.items() if is_of(process)] == kinds


def test_a_process_that_ended_meanwhile_is_passed_over(tmp_path: Path) -> None:
    assert [each.pid for each in looked_at((os.getpid(), 2**22))] == [os.getpid()]


def test_where_there_is_nothing_to_kill_the_bench_says_so() -> None:
    with pytest.raises(Refusal, match="No broker runs here"):
        killing.kill("broker", (os.getpid(),))


def name_in(log: Path, *events: UUID) -> None:
    with log.open("a") as file:
        file.writelines(f"2026-06-01 12:00:00 INFO detectors.outbox {outbox.KEPT % event}\n" for event in events)


@pytest.mark.django_db
def test_lost_is_what_a_worker_had_kept_and_the_database_has_not(tmp_path: Path, camera: Camera) -> None:
    name_in(tmp_path / "watch-1.log", uuid4())
    ledger = Ledger(tmp_path)
    there, elsewhere = factories.make_event(camera), uuid4()
    name_in(tmp_path / "watch-1.log", there.id)
    name_in(tmp_path / "watch-2.log.1", elsewhere)
    assert ledger.kept() == {there.id, elsewhere}
    assert (ledger.arrived(), ledger.lost()) == (1, 1)


@pytest.mark.django_db
def test_what_a_worker_owns_up_to_have_lost_is_lost(tmp_path: Path, camera: Camera) -> None:
    Watch.objects.create(camera=camera, since=clock.now(), lost=4)
    ledger = Ledger(tmp_path)
    Watch.objects.update(lost=6)
    assert ledger.lost() == 2


@pytest.mark.django_db
def test_an_alert_that_is_raised_twice_is_doubled(tmp_path: Path, camera: Camera) -> None:
    ledger = Ledger(tmp_path)
    event = factories.make_event(camera)
    services.raise_alert(event, Alert.Severity.HIGH)
    assert ledger.doubled() == 0
    Alert.objects.all().delete()
    event.refresh_from_db()
    services.raise_alert(event, Alert.Severity.HIGH)
    assert ledger.doubled() == 1


@pytest.mark.django_db
def test_an_alert_that_is_told_again_because_its_clip_has_come_is_not_doubled(tmp_path: Path, camera: Camera) -> None:
    ledger = Ledger(tmp_path)
    alert = services.raise_alert(factories.make_event(camera), Alert.Severity.HIGH)
    clips.row(alert.event)
    services.tell(alert.pk)
    assert ledger.doubled() == 0


@pytest.mark.django_db
def test_told_is_what_the_person_may_hear(tmp_path: Path, camera: Camera, outsider: User) -> None:
    ledger = Ledger(tmp_path)
    say("not for the outsider", camera)
    number = say("for everybody")
    assert ledger.told(outsider) == [number]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "again"),
    [
        ({}, True),
        ({"analysed": 9}, False),
        ({"state": Watch.State.RECONNECTING}, False),
        ({"expires_at": Now() - timedelta(seconds=1)}, False),
        ({"heartbeat_at": Now() - timedelta(minutes=2)}, False),
    ],
    ids=["analysed more", "analysed nothing more", "not watching", "the lease ran out", "said so before the blow"],
)
def test_a_camera_is_watched_again_when_it_analysed_more_since_the_blow(
    camera: Camera, change: dict[str, Any], again: bool
) -> None:
    now = {"heartbeat_at": Now(), "expires_at": Now() + timedelta(minutes=1), "state": Watch.State.WATCHING}
    Watch.objects.create(camera=camera, since=clock.now(), analysed=9, **now)
    before = recovery.watches()
    Watch.objects.update(**{"analysed": 10, **change})
    assert recovery.are_watched_again(before, time.time() - 60) is again


@pytest.mark.django_db
def test_where_nothing_is_watched_nothing_can_come_back() -> None:
    with pytest.raises(Refusal, match="No camera is watched"):
        recovery.watches()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_listener_comes_back_where_it_was(operator: User) -> None:
    cookie, start = log_in(operator), say("start")
    with server() as port:
        with Listener(f"http://127.0.0.1:{port}", cookie, start) as first:
            said = [say("a"), say("b")]
            assert recovery.wait_for(lambda: first.upto >= said[-1], 10)
        said.append(say("while away"))
        with Listener(f"http://127.0.0.1:{port}", cookie, first.upto) as again:
            assert recovery.wait_for(lambda: again.upto >= said[-1], 10)
    assert first.heard + again.heard == said


def test_the_listener_dials_until_somebody_answers() -> None:
    with Listener("http://127.0.0.1:1", "", 0) as nobody:
        assert recovery.wait_for(lambda: nobody.calls > 1, 10)
    assert nobody.heard == []
