"""A made-up city for benches of the control room: the demonstration's map, and alerts of a month that nobody raised."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from hypervision.accounts.models import User
from hypervision.alerts import actions
from hypervision.alerts.models import Alert, AlertStep
from hypervision.alerts.services import raise_alert
from hypervision.env import ROOT
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.procedures import actions as procedures
from hypervision.procedures.models import Procedure, ProcedureVersion
from hypervision.procedures.steps import Step, to_json
from maps.models import Camera, Event
from maps.services import import_city

EXTRACT = ROOT / "var" / "demo" / "helsinki.osm.pbf"
KINDS = ("intrusion", "density", "fall", "wrong_direction", "abandoned_object")
PAST_STATES = (Alert.State.CONFIRMED, Alert.State.REFUTED, Alert.State.REFUTED, Alert.State.EXPIRED)
BATCH = 2000
SPREAD = 0.0003
"""Degrees, 1 sigma: how far from its camera something happens."""


def city() -> list[Camera]:
    """The demonstration's map with its cameras."""
    if not EXTRACT.exists():
        raise Refusal(f"The demonstration's map is missing ({EXTRACT}). Run bin/demo-material, then measure again.")
    import_city(EXTRACT, "Helsinki")
    return list(Camera.objects.order_by("osm_id"))


def past(cameras: Sequence[Camera], many: int, days: float) -> None:
    """So many judged alerts, evenly over so many days up to now. Nobody is told of them."""
    chance = random.Random(many)  # noqa: S311 - a made-up city
    now = clock.now()
    by = User.objects.first()
    for first in range(0, many, BATCH):
        events, alerts, steps = list[Event](), list[Alert](), list[AlertStep]()
        for _ in range(min(BATCH, many - first)):
            event = _event(chance.choice(cameras), chance, chance.uniform(60, days * 86_400))
            alert = Alert(event=event, severity=chance.choice(Alert.Severity.values), state=chance.choice(PAST_STATES))
            step = AlertStep(
                alert=alert, from_state=Alert.State.NEW, to_state=alert.state, at=now, by=by, reason="lamp"
            )
            events.append(event)
            alerts.append(alert)
            steps.append(step)
        Event.objects.bulk_create(events)
        Alert.objects.bulk_create(alerts)
        AlertStep.objects.bulk_create(steps)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def raised(camera: Camera, chance: random.Random) -> Alert:
    """An alert of this moment, told to all browsers as intake does it."""
    event = _event(camera, chance, 0)
    event.save(force_insert=True)
    return raise_alert(event, chance.choice(Alert.Severity.values))


def refuted(alert: Alert, by: User) -> None:
    actions.refute(alert.pk, by, "other", "Made up.")


@transaction.atomic
def followed(camera: Camera, chance: random.Random, by: User, steps: int) -> Alert:
    """An alert of this moment whose procedure somebody has just begun. Its steps are called "Step 1" and so on."""
    alert = raised(camera, chance)
    procedure, _is_new = Procedure.objects.get_or_create(key="made-up")
    rows = tuple(Step(f"step-{number}", {"en": f"Step {number}"}, {}) for number in range(1, steps + 1))
    ProcedureVersion.objects.create(
        procedure=procedure, number=1, kinds=list(KINDS), steps=to_json(rows), reason="Made up.", at=clock.now(), by=by
    )
    procedures.begin(alert.pk, by)
    return alert


def _event(camera: Camera, chance: random.Random, seconds_ago: float) -> Event:
    at = clock.now() - timedelta(seconds=seconds_ago)
    lon, lat = camera.location.coords
    return Event(
        id=uuid.UUID(int=chance.getrandbits(128)),
        kind=chance.choice(KINDS),
        camera=camera,
        place=Point(lon + chance.gauss(0, SPREAD), lat + chance.gauss(0, SPREAD / 2), srid=4326),
        place_error=1.5,
        place_source=Event.PlaceSource.CALIBRATION,
        street="Kaivokatu",
        started_at=at - timedelta(seconds=6),
        captured_at=at,
        score=0.8,
        facts={"persons": 1, "seconds": 6.0},
        zone_id=uuid.uuid4(),
        zone_name="Gate",
        rule_id=uuid.uuid4(),
        rule_version=1,
        model_hash="a" * 64,
        authorisation_id=uuid.uuid4(),
        regime="DEMO",
    )
