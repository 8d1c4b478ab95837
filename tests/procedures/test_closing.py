"""Closing asks for the required steps: each done or skipped with a reason, or nothing happens at all."""

import re
from pathlib import Path

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.cards import alert_card
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from hypervision.procedures import actions
from hypervision.procedures.actions import Deed
from hypervision.procedures.closing import close
from hypervision.procedures.models import ProcedureVersion, Run
from maps.models import Camera
from tests.factories import make_alert
from tests.procedures.worlds import ask, done, fire_at, make_version, step

ROOT = Path(__file__).parents[2]

TO_THE_END = (Deed("look", "done"), Deed("fire", "done", 3))


@pytest.fixture
def begun(alert: Alert, operator: User) -> Alert:
    actions.begin(alert.pk, operator)
    return alert


def open_steps(alert: Alert, by: User, *deeds: Deed) -> list[str]:
    """The keys that a refusal to close names."""
    with pytest.raises(Conflict, match="asks for these steps first") as refused:
        close(alert.pk, by, "put_out", deeds=deeds)
    assert Alert.objects.get(pk=alert.pk).state == Alert.State.CONFIRMED
    return [step["key"] for step in refused.value.facts["steps"]]


def test_an_alert_with_open_required_steps_is_not_closed_and_the_answer_lists_them(
    begun: Alert, operator: User
) -> None:
    with pytest.raises(Conflict, match=r"first, done or skipped with a reason: Look, Fire\.") as refused:
        close(begun.pk, operator, "put_out")
    assert refused.value.code == "steps_missing"
    assert refused.value.facts["steps"] == [
        {"key": "look", "title": {"en": "Look"}},
        {"key": "fire", "title": {"en": "Fire"}},
    ]


def test_an_answer_brings_up_what_it_leads_to(begun: Alert, operator: User) -> None:
    actions.act(begun.pk, operator, Deed("fire", "done", 1))
    assert open_steps(begun, operator) == ["look", "brigade", "note"]


def test_done_or_skipped_with_the_closing_is_done_or_skipped(begun: Alert, operator: User) -> None:
    deeds = [
        Deed("look", "done"),
        Deed("fire", "done", 1),
        Deed("brigade", "skipped", None, "They are here."),
        Deed("note", "done"),
    ]
    card = alert_card(close(begun.pk, operator, "put_out", "Out at ten.", deeds))
    assert (card["state"], card["outcome"]) == ("closed", card["outcome"])
    assert card["outcome"] is not None
    assert (card["outcome"]["reason"], card["outcome"]["note"]) == ("put_out", "Out at ten.")
    assert done(begun.pk) == {"look", "fire", "brigade", "note"}


def test_what_is_missing_undoes_what_came_with_the_closing(begun: Alert, operator: User) -> None:
    assert open_steps(begun, operator, Deed("look", "done"), Deed("fire", "done", 2)) == ["note"]
    assert done(begun.pk) == set()
    assert not LogEntry.objects.filter(action="procedure.done").exists()


def test_steps_that_are_not_required_are_not_asked_for(begun: Alert, operator: User) -> None:
    deeds = [Deed("look", "done"), Deed("fire", "done", 2), Deed("note", "done")]
    close(begun.pk, operator, "put_out", deeds=deeds)
    assert "guard" not in done(begun.pk)


def test_a_procedure_that_nobody_began_is_asked_for_too_and_begins_with_the_closing(
    alert: Alert, operator: User
) -> None:
    assert open_steps(alert, operator) == ["look", "fire"]
    assert not Run.objects.exists()
    close(alert.pk, operator, "put_out", deeds=TO_THE_END)
    assert (Run.objects.get().by, done(alert.pk)) == (operator, {"look", "fire"})


def test_a_procedure_that_asks_for_nothing_does_not_begin_by_itself(camera: Camera, operator: User) -> None:
    make_version((step("look"), ask("fire", "", "end")))
    assert close(fire_at(camera).pk, operator, "put_out").state == Alert.State.CLOSED
    assert not Run.objects.exists()


def test_without_a_procedure_nothing_is_asked(camera: Camera, operator: User) -> None:
    alert = make_alert(camera, state=Alert.State.CONFIRMED)
    assert close(alert.pk, operator, "left").state == Alert.State.CLOSED


def test_a_new_version_asks_nothing_more_of_what_runs(begun: Alert, operator: User) -> None:
    make_version((step("other", required=True),), number=2)
    assert close(begun.pk, operator, "put_out", deeds=TO_THE_END).state == Alert.State.CLOSED


def test_a_step_that_a_colleague_did_meanwhile_is_not_done_twice(
    begun: Alert, operator: User, supervisor: User
) -> None:
    actions.act(begun.pk, supervisor, Deed("look", "done"))
    with pytest.raises(Conflict, match="supervisor did this step first"):
        close(begun.pk, operator, "put_out", deeds=TO_THE_END)
    assert done(begun.pk) == {"look"}


def test_an_outcome_that_is_not_offered_keeps_nothing_of_the_steps(begun: Alert, operator: User) -> None:
    with pytest.raises(Refusal, match="Choose one of the outcomes"):
        close(begun.pk, operator, "sent_away", deeds=TO_THE_END)
    assert done(begun.pk) == set()


def test_an_alert_that_nobody_confirmed_says_so_and_not_what_its_procedure_asks(
    camera: Camera, version: ProcedureVersion, operator: User
) -> None:
    with pytest.raises(Conflict, match="Nobody has judged this alert yet"):
        close(fire_at(camera, Alert.State.NEW).pk, operator, "put_out")


def test_who_may_not_judge_and_who_does_not_see_close_nothing(begun: Alert, inspector: User, outsider: User) -> None:
    with pytest.raises(NotAllowed):
        close(begun.pk, inspector, "put_out", deeds=TO_THE_END)
    with pytest.raises(Unknown):
        close(begun.pk, outsider, "put_out", deeds=TO_THE_END)
    assert done(begun.pk) == set()


def test_closing_tells_the_run_and_the_alert(begun: Alert, operator: User) -> None:
    before = JournalEntry.objects.latest("number").number
    close(begun.pk, operator, "put_out", deeds=TO_THE_END)
    told = list(JournalEntry.objects.filter(number__gt=before).order_by("number"))
    assert [entry.kind for entry in told] == ["run", "alert"]
    assert [row["key"] for row in told[0].payload["card"]["rows"]] == ["look", "fire"]


def test_nothing_closes_an_alert_past_its_procedure() -> None:
    """``alerts.actions.close`` knows no procedures: only ``procedures.closing`` calls it."""
    ways = re.compile(r"\b(?:actions|alerts|verdicts)\.close\(|actions import .*\bclose\b")
    sources = [path for room in ("hypervision", "detectors", "maps") for path in (ROOT / room).rglob("*.py")]
    found = [path.relative_to(ROOT).as_posix() for path in sources if ways.search(path.read_text())]
    assert found == ["hypervision/procedures/closing.py"]
