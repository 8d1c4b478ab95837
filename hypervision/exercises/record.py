"""Who took part in an exercise and what they did, as it is kept (R-23): names, times and choices, no free text.

The exercise's alerts are erased at the end of their retention; this is what stays, as long as the logbook.
"""

from collections import Counter
from typing import TypedDict

from hypervision.alerts.models import Alert, AlertStep
from hypervision.exercises.models import Cue, Exercise
from hypervision.procedures.models import RunStep


class Deed(TypedDict):
    """by: empty where time did it. what: "note", the state that an alert was brought to, or what was done with a step
    of its procedure. more: the reason, the outcome, who was called, or the key of the step.
    """

    at: str
    by: str
    what: str
    more: str


class AlertRecord(TypedDict):
    """raised_at, state: None of a cue that never came."""

    second: int
    kind: str
    severity: str
    street: str
    raised_at: str | None
    state: str | None
    deeds: list[Deed]


class Part(TypedDict):
    """account: by which the register of persons with access names the person (R-22). deeds: how many."""

    account: str
    name: str
    first_at: str
    last_at: str
    deeds: int


class Record(TypedDict):
    alerts: list[AlertRecord]
    people: list[Part]


def record_of(exercise: Exercise) -> Record:
    cues = exercise.cues.select_related("alert__event").order_by("second", "id")
    steps = _steps(exercise)
    return {"alerts": [_alert(cue, steps) for cue in cues], "people": _people(exercise)}


def _steps(exercise: Exercise) -> dict[object, list[Deed]]:
    """By alert, in the order in which it was done."""
    found: dict[object, list[Deed]] = {}
    done = AlertStep.objects.filter(alert__cue__exercise=exercise).select_related("by")
    for one in done:
        is_note = one.from_state == one.to_state
        more = ", ".join(filter(None, [one.reason, *one.informed]))
        deed = Deed(at=one.at.isoformat(), by=str(one.by or ""), what="note" if is_note else one.to_state, more=more)
        found.setdefault(one.alert_id, []).append(deed)
    for row in RunStep.objects.filter(run__alert__cue__exercise=exercise).select_related("by"):
        deed = Deed(at=row.at.isoformat(), by=str(row.by), what=row.verb, more=row.key)
        found.setdefault(row.run_id, []).append(deed)
    for deeds in found.values():
        deeds.sort(key=lambda deed: deed["at"])
    return found


def _alert(cue: Cue, steps: dict[object, list[Deed]]) -> AlertRecord:
    alert: Alert | None = cue.alert
    return {
        "second": cue.second,
        "kind": cue.kind,
        "severity": cue.severity,
        "street": alert.event.street if alert else "",
        "raised_at": cue.raised_at.isoformat() if cue.raised_at else None,
        "state": str(alert.state) if alert else None,
        "deeds": steps.get(cue.alert_id, []),
    }


def _people(exercise: Exercise) -> list[Part]:
    times: dict[tuple[str, str], list[str]] = {}
    counts = Counter[tuple[str, str]]()
    done: list[AlertStep | RunStep] = [
        *AlertStep.objects.filter(alert__cue__exercise=exercise, by__isnull=False).select_related("by"),
        *RunStep.objects.filter(run__alert__cue__exercise=exercise).select_related("by"),
    ]
    for one in done:
        if one.by is not None:
            person = (one.by.username, str(one.by))
            times.setdefault(person, []).append(one.at.isoformat())
            counts[person] += 1
    return [
        Part(account=account, name=name, first_at=min(at), last_at=max(at), deeds=counts[account, name])
        for (account, name), at in sorted(times.items())
    ]
