"""What a person raises, with values that a reader can picture."""

import uuid
from typing import Any

from django.contrib.gis.geos import Polygon
from django.db import transaction

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import Hand, raise_alert
from hypervision.hand.actions import Report
from hypervision.incidents import joining
from hypervision.lib import clock
from maps.models import Calibration, Camera, City
from tests.factories import NOON, SQUARE, make_report

A_METRE = 1 / 111_195


def report(**values: Any) -> Report:
    """Somebody telephones: a fight at the square."""
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "kind": "fight",
        "lon": SQUARE[0],
        "lat": SQUARE[1],
        "severity": Alert.Severity.HIGH,
        "source": Alert.Source.PHONE,
        "words": "Two people before the station.",
    }
    return Report(**{**defaults, **values})


def sees(camera: Camera, metres: float, version: int = 1) -> None:
    """It is calibrated, and sees so many metres to each side of itself."""
    lon, lat = camera.location.coords
    half = metres * A_METRE
    view = Polygon.from_bbox((lon - 2 * half, lat - half, lon + 2 * half, lat + half))
    view.srid = 4326
    Calibration.objects.create(
        camera=camera,
        version=version,
        width=100,
        height=100,
        homography=[1, 0, 0, 0, 1, 0, 0, 0, 1],
        rmse=0.1,
        view=view,
    )


def make_city(extent: tuple[float, float, float, float]) -> City:
    return City.objects.create(id=1, name="Helsinki", extent=Polygon.from_bbox(extent), source="t", imported_at=NOON)


@transaction.atomic
def reported(by: User, place: tuple[float, float] = SQUARE, **values: object) -> Alert:
    """An alert without a camera, raised by the rooms below: an intrusion, said by telephone."""
    now = clock.now()
    event = make_report(place, **{"started_at": now, "captured_at": now, **values})
    return raise_alert(event, "high", joining.join, Hand(by, Alert.Source.PHONE, "A caller saw it."))
