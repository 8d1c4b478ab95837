"""Cameras that are watched, and alerts with a past."""

from datetime import datetime, timedelta
from typing import Any

from detectors.models import Watch
from hypervision.alerts.models import Alert, AlertStep
from hypervision.lib import clock
from maps.models import Camera, Event
from tests.factories import make_alert, make_camera, make_event, make_rule

State = Alert.State


def watched(name: str = "Square", **values: Any) -> Watch:
    """A camera with a stream, a rule and a worker that vouches for it."""
    camera = make_camera(name=name, address="rtsp://10.0.0.5/stream", wanted_rate=5)
    make_rule(camera)
    now = clock.now()
    defaults: dict[str, Any] = {
        "state": Watch.State.WATCHING,
        "since": now,
        "worker": "watch-1@host",
        "token": 3,
        "heartbeat_at": now,
        "expires_at": now + timedelta(minutes=5),
        "analysed": 1000,
        "dropped": 20,
        "lost": 1,
        "rate": 4.5,
        "frame_age_ms": 250.0,
        "looked_share": 0.5,
        "unexplained": 0.1,
    }
    return Watch.objects.create(camera=camera, **{**defaults, **values})


def taken_in(camera: Camera, at: datetime, **values: Any) -> Event:
    event = make_event(camera, captured_at=at, started_at=at, **values)
    Event.objects.filter(pk=event.pk).update(created_at=at)
    return event


def raised(camera: Camera, at: datetime, *steps: tuple[float, State], **values: Any) -> Alert:
    """steps: seconds after the alert, and the state that it came to."""
    alert = make_alert(camera, event=taken_in(camera, at, **values))
    before = State.NEW
    for seconds, state in steps:
        AlertStep.objects.create(alert=alert, from_state=before, to_state=state, at=at + timedelta(seconds=seconds))
        before = state
    Alert.objects.filter(pk=alert.pk).update(created_at=at, state=before)
    return alert
