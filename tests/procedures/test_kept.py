"""What following a procedure leaves behind: who hears of it, what nobody changes, and what goes with the alert."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from detectors.event_erasure import erase_events
from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import erase_alerts
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.live.models import JournalEntry
from hypervision.procedures import actions
from hypervision.procedures.models import ProcedureVersion, Run, RunStep
from maps.models import Camera
from tests.procedures.worlds import do, fire_at, skip


def rows(alert: Alert) -> list[tuple[str, str, int | None, str, str]]:
    found = RunStep.objects.filter(run=alert.pk).order_by("id")
    return [(row.key, row.verb, row.answer, row.reason, str(row.by)) for row in found]


def test_the_log_says_who_did_what_and_the_reason_stays_with_the_alert(begun: Alert, operator: User) -> None:
    do(begun, operator, "fire", 2)
    skip(begun, operator, "guard", "Nobody answers.")
    actions.undo(begun.pk, operator, RunStep.objects.latest("id").pk)
    entries = [(e.action, e.facts) for e in LogEntry.objects.order_by("number")]
    assert entries == [
        ("procedure.begin", {"kind": "fire", "procedure": "fire", "version": 1}),
        ("procedure.done", {"step": "fire", "answer": 2}),
        ("procedure.skipped", {"step": "guard"}),
        ("procedure.undo", {"step": "guard"}),
    ]
    assert {e.subject for e in LogEntry.objects.all()} == {str(begun.pk)}
    assert {e.actor for e in LogEntry.objects.all()} == {"operator"}


def test_each_deed_is_told_as_the_whole_run_at_the_place_of_the_camera(
    begun: Alert, camera: Camera, operator: User
) -> None:
    do(begun, operator, "look")
    actions.undo(begun.pk, operator, RunStep.objects.get().pk)
    told = list(JournalEntry.objects.filter(kind="run"))
    assert [[row["verb"] for row in entry.payload["card"]["rows"]] for entry in told] == [
        [],
        ["done"],
        ["done", "undone"],
    ]
    assert all((entry.place, entry.right) == (camera.location, "see_alerts") for entry in told)


def test_nothing_is_told_of_what_was_refused(begun: Alert, operator: User) -> None:
    before = JournalEntry.objects.count()
    with pytest.raises(Refusal):
        do(begun, operator, "fire")
    assert JournalEntry.objects.count() == before


def test_nobody_changes_what_was_kept(begun: Alert, version: ProcedureVersion, operator: User) -> None:
    do(begun, operator, "look")
    for model in (ProcedureVersion, Run, RunStep):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            model.objects.update(at=clock.now())
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            model.objects.filter(pk__isnull=False)._raw_delete("default")


def test_a_run_is_erased_with_its_alert_and_nothing_of_it_stays_in_the_journal(begun: Alert, operator: User) -> None:
    skip(begun, operator, "look", "A neighbour by name.")
    erase_events(clock.now() + timedelta(days=40))
    assert (Run.objects.count(), RunStep.objects.count(), ProcedureVersion.objects.count()) == (0, 0, 1)
    assert not JournalEntry.objects.filter(kind="run").exists()


def test_the_runs_of_other_alerts_stay_in_the_journal(begun: Alert, camera: Camera, operator: User) -> None:
    other = fire_at(camera)
    actions.begin(other.pk, operator)
    erase_alerts(Alert.objects.filter(pk=begun.pk))
    kept = JournalEntry.objects.filter(kind="run").values_list("payload__card__id", flat=True)
    assert list(kept) == [str(other.pk)]
