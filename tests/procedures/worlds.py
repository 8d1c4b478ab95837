"""A short procedure about a fire, an alert that follows it, and makers of both."""

from typing import Any
from uuid import UUID

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.lib import clock
from hypervision.procedures import actions
from hypervision.procedures.actions import Deed
from hypervision.procedures.models import Procedure, ProcedureVersion, Run
from hypervision.procedures.selectors import marks
from hypervision.procedures.steps import END, Answer, Step, Steps, to_json
from maps.models import Camera
from tests.factories import make_alert, make_event


def step(key: str, **values: Any) -> Step:
    """Its title is its key."""
    return Step(**{"key": key, "title": {"en": key.capitalize()}, "help": {}, **values})


def ask(key: str, *ways: str, **values: Any) -> Step:
    """A question; its answers are named by where they lead."""
    answers = tuple(Answer({"en": f"To {way or 'below'}"}, way) for way in ways)
    return step(key, answers=answers, **values)


FIRE: Steps = (
    step("look", required=True, due=2),
    ask("fire", "", "guard", END, required=True, due=3),
    step("brigade", required=True, call="fire_brigade", to="note"),
    step("guard", call="site_guard"),
    step("note", required=True),
)
"""Look; is it burning? 1: call the brigade, then note. 2: send the guard, then note. 3: nothing more."""


def make_version(steps: Steps = FIRE, kind: str = "fire", number: int = 1, by: User | None = None) -> ProcedureVersion:
    procedure, _ = Procedure.objects.get_or_create(key=kind)
    values = {"number": number, "steps": to_json(steps), "reason": "Test.", "at": clock.now(), "by": by}
    return ProcedureVersion.objects.create(procedure=procedure, kinds=[kind], **values)


def fire_at(camera: Camera, state: str = Alert.State.CONFIRMED) -> Alert:
    """Of now, so that the control room holds it."""
    now = clock.now()
    event = make_event(camera, kind="fire", started_at=now, captured_at=now)
    return make_alert(camera, event=event, state=state)


def done(alert: UUID) -> set[str]:
    """The keys of the steps that are behind the run, done or skipped."""
    return set(marks(Run.objects.get(pk=alert)))


def do(alert: Alert, by: User, key: str, answer: int | None = None) -> None:
    actions.act(alert.pk, by, Deed(key, "done", answer))


def skip(alert: Alert, by: User, key: str, reason: str) -> None:
    actions.act(alert.pk, by, Deed(key, "skipped", None, reason))
