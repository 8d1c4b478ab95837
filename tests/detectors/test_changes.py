"""Two who change one camera at once: what the browsers hear last is what is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from detectors import configuration, leases, states
from detectors.models import Watch
from hypervision.accounts.rights import Role
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.live.models import JournalEntry
from maps.models import Camera
from tests import factories

PATIENCE_S = 10.0


def somebody_waits_for_the_journal() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted"
        )
        return bool(cursor.fetchone()[0])


def at_once(first: Callable[[], object], second: Callable[[], object]) -> None:
    """The second begins when the first has journaled, and the first commits when the second waits for the journal."""
    journaled, commit = threading.Event(), threading.Event()

    def one() -> None:
        with transaction.atomic():
            first()
            journaled.set()
            commit.wait(PATIENCE_S)
        connection.close()

    def other() -> None:
        journaled.wait(PATIENCE_S)
        second()
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(one), pool.submit(other)]
        until = clock.now().timestamp() + PATIENCE_S
        while not somebody_waits_for_the_journal() and clock.now().timestamp() < until:
            continue
        commit.set()
        for each in done:
            each.result()


def last_card(kind: str) -> dict[str, Any]:
    card: dict[str, Any] = JournalEntry.objects.filter(kind=kind).latest("number").payload["card"]
    return card


@pytest.mark.django_db(transaction=True)
def test_a_camera_that_is_renamed_while_its_state_changes_is_told_with_both() -> None:
    camera = factories.make_camera(name="Old name")
    states.ensure_rows()
    token = leases.take(camera.id, "one")

    def rename() -> None:
        renamed = Camera.objects.get()
        renamed.name = "New name"
        configuration.save_camera(renamed, "ada")

    at_once(lambda: states.settle(camera.id, Watch.State.WATCHING, token=token), rename)
    card = last_card("camera")
    assert (card["name"], card["state"]) == ("New name", "watching")


@pytest.mark.django_db(transaction=True)
def test_an_alert_that_is_judged_while_its_camera_is_renamed_is_told_with_both() -> None:
    now = clock.now()
    camera = factories.make_camera(name="Old name")
    event = factories.make_event(camera, captured_at=now, started_at=now)
    with transaction.atomic():
        alert = services.raise_alert(event, Alert.Severity.HIGH)
    judge = factories.make_user(Role.OPERATOR)
    camera.name = "New name"
    at_once(
        lambda: configuration.save_camera(camera, "ada"),
        lambda: actions.claim(alert.pk, judge),
    )
    card = last_card("alert")
    assert (card["camera_name"], card["state"]) == ("New name", "claimed")
