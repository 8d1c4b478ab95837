"""An alert as it is shown and sent."""

from typing import cast

from hypervision.alerts.bands import band
from hypervision.alerts.models import Alert, AlertStep, Handling
from hypervision.alerts.workflow import State
from hypervision.live.cards import (
    AlertCard,
    AlertSource,
    AlertState,
    HandlingCard,
    HandlingState,
    NoteCard,
    OutcomeCard,
    PlaceSource,
    Severity,
    VerdictCard,
)
from maps.models import Clip, Picture
from maps.reality import is_real

VERDICTS = (State.CONFIRMED, State.REFUTED)


def alert_card(alert: Alert) -> AlertCard:
    """Costs no query when the alert comes from ``selectors.with_card_parts``."""
    event = alert.event
    camera = event.camera
    steps, handlings = list(alert.steps.all()), [_handling(one) for one in alert.handlings.all()]
    return {
        "id": str(alert.pk),
        "event": str(event.pk),
        "kind": event.kind,
        "severity": cast(Severity, str(alert.severity)),
        "state": cast(AlertState, str(alert.state)),
        "camera": str(camera.pk) if camera else None,
        "camera_name": camera.name if camera else "",
        "lon": event.place.x,
        "lat": event.place.y,
        "error_m": event.place_error,
        "place_source": cast(PlaceSource, str(event.place_source)),
        "street": event.street,
        "district": event.district.name if event.district else "",
        "started_at": event.started_at.isoformat(),
        "captured_at": event.captured_at.isoformat(),
        "score": event.score,
        "band": band(event.score) if event.score is not None else None,
        "facts": event.facts,
        "zone": event.zone_name,
        "picture": _has_picture(alert),
        "clip": _has_clip(alert),
        "demo": camera is not None and camera.is_demo,
        "source": cast(AlertSource, str(alert.source)),
        "raised_by": str(alert.raised_by) if alert.raised_by else "",
        "words": alert.words,
        "exercise": not is_real(event),
        "claimed_by": _claimed_by(steps),
        "verdict": _verdict(steps),
        "outcome": _outcome(alert, steps),
        "notes": [_note(step) for step in steps if is_note(step)],
        "handlings": handlings,
        "step_count": len(steps) + len(handlings),
    }


def is_note(step: AlertStep) -> bool:
    return step.from_state == step.to_state


def _has_picture(alert: Alert) -> bool:
    known: bool | None = getattr(alert, "has_picture", None)
    return Picture.objects.filter(event=alert.event_id).exists() if known is None else known


def _has_clip(alert: Alert) -> bool:
    known: bool | None = getattr(alert, "has_clip", None)
    return Clip.objects.filter(event=alert.event_id).exists() if known is None else known


def _claimed_by(steps: list[AlertStep]) -> str:
    """Who is on it, or was last."""
    claims = [step for step in steps if not is_note(step) and step.to_state == State.CLAIMED]
    return str(claims[-1].by) if claims else ""


def _verdict(steps: list[AlertStep]) -> VerdictCard | None:
    given = [step for step in steps if not is_note(step) and step.to_state in VERDICTS]
    if not given:
        return None
    last = given[-1]
    return {
        "by": str(last.by),
        "at": last.at.isoformat(),
        "reason": last.reason,
        "note": last.note,
        "informed": last.informed,
        "corrected": len(given) > 1,
    }


def _outcome(alert: Alert, steps: list[AlertStep]) -> OutcomeCard | None:
    """A closed alert that was refuted afterwards has none."""
    if alert.state != State.CLOSED:
        return None
    last = next(step for step in reversed(steps) if not is_note(step) and step.to_state == State.CLOSED)
    return {"by": str(last.by), "at": last.at.isoformat(), "reason": last.reason, "note": last.note}


def _note(step: AlertStep) -> NoteCard:
    return {"by": str(step.by), "at": step.at.isoformat(), "text": step.note}


def _handling(one: Handling) -> HandlingCard:
    state = cast(HandlingState, str(one.state))
    return {"by": str(one.by), "reference": one.reference, "state": state, "at": one.at.isoformat()}
