"""A street of cameras, things that happen there, and a grouping by brute force to compare with."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import cos, hypot, radians
from uuid import UUID

from django.contrib.gis.geos import Point, Polygon
from django.db import transaction

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.alerts.services import raise_alert
from hypervision.incidents import actions, joining, selectors
from hypervision.incidents.kinds import linked
from hypervision.incidents.models import IncidentStep, Member
from hypervision.incidents.nearness import METRES, MOST_ERROR, SECONDS
from maps.models import Calibration, Camera, Event
from tests.factories import NOON, SQUARE, make_camera, make_event

_METRES_A_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Happening:
    """camera: its number in the street. east, north: metres from the square. at: seconds from noon."""

    camera: int = 0
    east: float = 0.0
    north: float = 0.0
    at: float = 0.0
    kind: str = "intrusion"
    error: float = 1.0


def place(east: float, north: float) -> tuple[float, float]:
    lon, lat = SQUARE
    return lon + east / _METRES_A_DEGREE / cos(radians(lat)), lat + north / _METRES_A_DEGREE


def street(count: int = 3, apart: float = 15.0, *, calibrated: bool = True) -> list[Camera]:
    """Cameras in a row to the east, each of which sees 30 m around itself, so that neighbours overlap."""
    cameras = [make_camera(place(apart * number, 0), name=f"Camera {number}") for number in range(count)]
    if calibrated:
        for camera in cameras:
            calibrate(camera, 30)
    return cameras


def calibrate(camera: Camera, metres: float) -> None:
    """It sees a square of so many metres to each side of itself."""
    lon, lat = camera.location.coords
    north = metres / _METRES_A_DEGREE
    east = north / cos(radians(lat))
    view = Polygon.from_bbox((lon - east, lat - north, lon + east, lat + north))
    view.srid = 4326
    Calibration.objects.create(
        camera=camera, version=1, width=100, height=100, homography=[1, 0, 0, 0, 1, 0, 0, 0, 1], rmse=0.1, view=view
    )


def event_of(happening: Happening, camera: Camera) -> Event:
    at = NOON + timedelta(seconds=happening.at)
    return make_event(
        camera,
        kind=happening.kind,
        place=Point(*place(happening.east, happening.north), srid=4326),
        place_error=happening.error,
        started_at=at,
        captured_at=at,
    )


def happen(happening: Happening, cameras: Sequence[Camera]) -> Alert:
    """The alert is raised and finds its incident, in one transaction, as intake does it."""
    with transaction.atomic():
        return raise_alert(event_of(happening, cameras[happening.camera]), "high", also=joining.join)


def groups() -> set[frozenset[UUID]]:
    """The incidents, as sets of alerts."""
    rows = Member.objects.filter(incident__isnull=False).order_by("incident", "pk").values_list("incident", "pk")
    return {frozenset(pk for _, pk in group) for _, group in itertools.groupby(rows, key=lambda row: row[0])}


def are_linked(one: Happening, other: Happening) -> bool:
    """The rule as the docs say it, for cameras whose grounds are near each other."""
    reach = METRES + min(one.error, MOST_ERROR) + min(other.error, MOST_ERROR)
    return (
        other.kind in linked(one.kind)
        and abs(one.at - other.at) <= SECONDS
        and hypot(one.east - other.east, one.north - other.north) <= reach
    )


def by_brute_force(happenings: Iterable[tuple[UUID, Happening]]) -> set[frozenset[UUID]]:
    """Each is compared with each; what is linked, directly or by way of others, is one group."""
    parts: list[list[tuple[UUID, Happening]]] = []
    for new in happenings:
        near = [part for part in parts if any(are_linked(new[1], old) for _, old in part)]
        parts = [part for part in parts if part not in near]
        parts.append([new, *(one for part in near for one in part)])
    return {frozenset(pk for pk, _ in part) for part in parts if len(part) > 1}


Three = list[UUID]

ACTS: list[Callable[[Three, User], None]] = [
    lambda three, by: actions.split(three[0], by),
    lambda three, by: actions.merge(three[0], three[1], by),
    lambda three, by: actions.undo(three[0], IncidentStep.objects.latest("id").pk, by),
]
"""Each way to shape an incident of three."""


def last_of(alert: UUID) -> int:
    step = selectors.last_step(Member.objects.get(pk=alert))
    assert step is not None
    return step.pk
