"""Following a procedure: who may, who was first, what it leaves behind, and what is told."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hypervision.accounts.models import User
from hypervision.alerts import actions as verdicts
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.procedures import actions
from hypervision.procedures.actions import Deed
from hypervision.procedures.models import ProcedureVersion, Run, RunStep
from maps.models import Camera
from tests.factories import make_alert
from tests.procedures.worlds import do, done, fire_at, make_version, skip, step


def rows(alert: Alert) -> list[tuple[str, str, int | None, str, str]]:
    found = RunStep.objects.filter(run=alert.pk).order_by("id")
    return [(row.key, row.verb, row.answer, row.reason, str(row.by)) for row in found]


def test_a_run_keeps_the_version_with_which_it_began(begun: Alert, version: ProcedureVersion, operator: User) -> None:
    make_version((step("other"),), number=2)
    assert Run.objects.get(pk=begun.pk).version == version
    do(begun, operator, "look")
    with pytest.raises(Unknown):
        do(begun, operator, "other")


def test_what_begins_later_takes_the_newest_version(camera: Camera, version: ProcedureVersion, operator: User) -> None:
    newest = make_version((step("other"),), number=2)
    assert actions.begin(fire_at(camera).pk, operator).version == newest


def test_whoever_begins_second_finds_it_begun(begun: Alert, operator: User, supervisor: User) -> None:
    make_version((step("other"),), number=2)
    run = actions.begin(begun.pk, supervisor)
    assert (run.by, run.version.number, LogEntry.objects.filter(action="procedure.begin").count()) == (operator, 1, 1)


def test_a_run_may_begin_with_the_version_that_the_person_saw(
    alert: Alert, version: ProcedureVersion, operator: User
) -> None:
    make_version((step("other"),), number=2)
    assert actions.begin(alert.pk, operator, version.pk).version == version


def test_the_version_of_another_kind_is_no_way_to_begin(alert: Alert, operator: User) -> None:
    foreign = make_version(kind="fall")
    for version in (foreign.pk, uuid4()):
        with pytest.raises(Refusal, match="There is no procedure"):
            actions.begin(alert.pk, operator, version)


def test_a_procedure_that_was_emptied_is_none(alert: Alert, version: ProcedureVersion, operator: User) -> None:
    emptied = make_version((), number=2)
    for seen in (None, emptied.pk):
        with pytest.raises(Refusal, match="There is no procedure"):
            actions.begin(alert.pk, operator, seen)


def test_a_step_is_done_a_question_answered_a_step_skipped(begun: Alert, operator: User, supervisor: User) -> None:
    do(begun, operator, "look")
    do(begun, supervisor, "fire", 1)
    skip(begun, operator, "brigade", " They are here already. ")
    assert rows(begun) == [
        ("look", "done", None, "", "operator"),
        ("fire", "done", 1, "", "supervisor"),
        ("brigade", "skipped", None, "They are here already.", "operator"),
    ]


def test_of_two_who_do_one_step_the_second_reads_who_was_first(begun: Alert, operator: User, supervisor: User) -> None:
    do(begun, operator, "look")
    with pytest.raises(Conflict, match="operator did this step first, at ") as refused:
        skip(begun, supervisor, "look", "Nothing to see.")
    first = RunStep.objects.get()
    assert refused.value.facts == {"by": "operator", "at": first.at.isoformat()}
    assert len(rows(begun)) == 1


def test_of_a_step_that_was_skipped_the_second_reads_so(begun: Alert, operator: User, supervisor: User) -> None:
    skip(begun, operator, "look", "Dark.")
    with pytest.raises(Conflict, match="operator skipped this step first"):
        do(begun, supervisor, "look")


def test_what_is_taken_back_can_be_done_anew_and_stays_in_the_story(
    begun: Alert, operator: User, supervisor: User
) -> None:
    do(begun, operator, "fire", 1)
    actions.undo(begun.pk, supervisor, RunStep.objects.get().pk)
    assert done(begun.pk) == set()
    do(begun, operator, "fire", 2)
    assert [(key, verb, answer) for key, verb, answer, _, _ in rows(begun)] == [
        ("fire", "done", 1),
        ("fire", "undone", None),
        ("fire", "done", 2),
    ]


def test_of_two_who_take_back_one_step_the_second_reads_who_was_first(
    begun: Alert, operator: User, supervisor: User
) -> None:
    do(begun, operator, "look")
    row = RunStep.objects.get().pk
    actions.undo(begun.pk, operator, row)
    do(begun, operator, "look")
    with pytest.raises(Conflict, match="operator took this back first") as refused:
        actions.undo(begun.pk, supervisor, row)
    assert refused.value.facts["by"] == "operator"
    assert done(begun.pk) == {"look"}


def test_nobody_takes_back_a_row_of_another_run_or_a_taking_back(begun: Alert, camera: Camera, operator: User) -> None:
    other = fire_at(camera)
    actions.begin(other.pk, operator)
    do(other, operator, "look")
    foreign = RunStep.objects.get().pk
    actions.undo(other.pk, operator, foreign)
    for row in (foreign, RunStep.objects.latest("id").pk, 0):
        with pytest.raises(Unknown):
            actions.undo(begun.pk, operator, row)


def test_a_taking_back_is_not_taken_back(begun: Alert, operator: User) -> None:
    do(begun, operator, "look")
    actions.undo(begun.pk, operator, RunStep.objects.get().pk)
    with pytest.raises(Unknown):
        actions.undo(begun.pk, operator, RunStep.objects.latest("id").pk)


def test_a_step_that_the_answers_do_not_lead_to_is_refused(begun: Alert, operator: User) -> None:
    with pytest.raises(Conflict, match="do not lead to it"):
        do(begun, operator, "brigade")
    do(begun, operator, "fire", 2)
    with pytest.raises(Conflict, match="do not lead to it"):
        do(begun, operator, "brigade")
    do(begun, operator, "note")


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        (Deed("fire", "done"), "choose one of its answers"),
        (Deed("fire", "done", 0), "choose one of its answers"),
        (Deed("fire", "done", 4), "choose one of its answers"),
        (Deed("look", "done", 1), "is no question"),
        (Deed("look", "skipped"), "Say why the step is skipped"),
        (Deed("look", "skipped", None, "  "), "Say why the step is skipped"),
        (Deed("look", "skipped", None, "x" * 301), "300 characters fit"),
        (Deed("nothing", "done"), "no such step"),
    ],
)
def test_what_does_not_fit_a_step_is_refused_and_changes_nothing(
    begun: Alert, operator: User, deed: Deed, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        actions.act(begun.pk, operator, deed)
    assert rows(begun) == []


def test_a_skipped_question_keeps_no_answer(begun: Alert, operator: User) -> None:
    actions.act(begun.pk, operator, Deed("fire", "skipped", 2, "Too dark."))
    assert rows(begun) == [("fire", "skipped", None, "Too dark.", "operator")]


def test_a_step_waits_for_the_beginning(alert: Alert, operator: User) -> None:
    with pytest.raises(Conflict, match="Nobody has begun"):
        do(alert, operator, "look")


@pytest.mark.parametrize("state", ["new", "escalated", "claimed", "confirmed"])
def test_a_procedure_is_followed_before_the_verdict_and_after_it(
    camera: Camera, version: ProcedureVersion, operator: User, state: str
) -> None:
    alert = fire_at(camera, state)
    actions.begin(alert.pk, operator)
    do(alert, operator, "look")
    assert done(alert.pk) == {"look"}


@pytest.mark.parametrize("state", ["refuted", "closed", "expired_unreviewed"])
def test_the_procedure_of_an_alert_that_is_over_is_history(
    camera: Camera, version: ProcedureVersion, operator: User, state: str
) -> None:
    alert = fire_at(camera)
    actions.begin(alert.pk, operator)
    do(alert, operator, "look")
    Alert.objects.filter(pk=alert.pk).update(state=state)
    with pytest.raises(Conflict, match="This alert is over"):
        do(alert, operator, "note")
    with pytest.raises(Conflict, match="This alert is over"):
        actions.undo(alert.pk, operator, RunStep.objects.get().pk)


def test_whoever_may_not_judge_follows_no_procedure(begun: Alert, inspector: User, administrator: User) -> None:
    for person in (inspector, administrator):
        with pytest.raises(NotAllowed):
            actions.begin(begun.pk, person)
        with pytest.raises(NotAllowed):
            do(begun, person, "look")
        with pytest.raises(NotAllowed):
            actions.undo(begun.pk, person, 1)


def test_the_outsider_learns_nothing_of_a_foreign_run(begun: Alert, outsider: User, operator: User) -> None:
    do(begun, operator, "look")
    for attempt in (
        lambda: actions.begin(begun.pk, outsider),
        lambda: do(begun, outsider, "note"),
        lambda: actions.undo(begun.pk, outsider, RunStep.objects.get().pk),
    ):
        with pytest.raises(Unknown):
            attempt()
    assert len(rows(begun)) == 1


def test_a_refuted_alert_asks_for_no_step(begun: Alert, camera: Camera, operator: User) -> None:
    new = fire_at(camera, Alert.State.NEW)
    actions.begin(new.pk, operator)
    assert verdicts.refute(new.pk, operator, "lamp").state == Alert.State.REFUTED


def test_an_alert_of_a_kind_without_a_procedure_has_nothing_to_begin(camera: Camera, operator: User) -> None:
    with pytest.raises(Refusal, match="There is no procedure"):
        actions.begin(make_alert(camera).pk, operator)


def test_a_step_costs_few_queries_however_many_were_done(begun: Alert, operator: User) -> None:
    with CaptureQueriesContext(connection) as first:
        do(begun, operator, "look")
    with CaptureQueriesContext(connection) as second:
        do(begun, operator, "fire", 1)
    assert (len(first), len(second)) == (17, 17)
