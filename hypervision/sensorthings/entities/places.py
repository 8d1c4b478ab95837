"""Things are cameras, and Locations where they stand. Where one stood before is not kept, so there is no history."""

import json
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models.functions import AsGeoJSON
from django.db.models import CharField, Q, QuerySet, Value
from django.utils.translation import gettext as _

from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings.entities.base import Entity, Field, Key, Kind, Relation, Row, column
from maps.models import Camera
from maps.selectors import visible_cameras

GEOJSON = "application/geo+json"
DIGITS = 6
"""Of a degree: .1 m."""
CAMERA = ("id",)


def _cameras(reader: Reader, zones: Q) -> QuerySet[Any]:
    return visible_cameras(reader.person).annotate(stands=AsGeoJSON("location", precision=DIGITS))


def _none(reader: Reader, zones: Q) -> QuerySet[Any]:
    return Camera.objects.none()


def read_uuid(text: str) -> Key:
    return (UUID(text),)


def _thing(row: Row, _prepared: None) -> dict[str, Any]:
    return {
        "name": row["name"],
        "description": _("A camera whose pictures are counted in; none of them is to be had here."),
        "properties": {
            "bearing": row["bearing"],
            "field_angle": row["field_angle"],
            "demo": row["origin"] == Camera.Origin.DEMO,
        },
    }


def _location(row: Row, _prepared: None) -> dict[str, Any]:
    return {
        "name": row["name"],
        "description": _("Where the camera stands."),
        "encodingType": GEOJSON,
        "location": json.loads(row["stands"]),
        "properties": {},
    }


def _nothing(row: Row, _prepared: None) -> dict[str, Any]:
    return {}


_NAMED = {"id": column(Kind.KEY, "id"), "name": column(Kind.TEXT, "name")}

THINGS = Entity(
    plural="Things",
    right=Right.SEE_MAP,
    scope=Scope.CAMERAS_READ,
    rows=_cameras,
    columns=("id", "name", "bearing", "field_angle", "origin"),
    key=CAMERA,
    id_of=lambda row: str(row["id"]),
    read_key=read_uuid,
    order=("name", "id"),
    may_be_asked=_NAMED,
    properties=("name", "description", "properties"),
    tell=_thing,
    relations={
        "Datastreams": Relation("Datastreams", CAMERA, ("camera_id",), is_many=True),
        "Locations": Relation("Locations", CAMERA, CAMERA, is_many=True, prefix=""),
        "HistoricalLocations": Relation("HistoricalLocations", CAMERA, CAMERA, is_many=True),
    },
)

LOCATIONS = Entity(
    plural="Locations",
    right=Right.SEE_MAP,
    scope=Scope.CAMERAS_READ,
    rows=_cameras,
    columns=("id", "name", "stands"),
    key=CAMERA,
    id_of=lambda row: str(row["id"]),
    read_key=read_uuid,
    order=("name", "id"),
    may_be_asked={
        **_NAMED,
        "location": column(Kind.PLACE, "location"),
        "location/type": Field(Kind.TEXT, lambda prefix: Value("Point")),  # QGIS asks for each type apart
        "location/geometry/type": Field(Kind.TEXT, lambda prefix: Value(None, CharField())),  # as of a Feature
    },
    properties=("name", "description", "encodingType", "location", "properties"),
    tell=_location,
    relations={
        "Things": Relation("Things", CAMERA, CAMERA, is_many=True, prefix=""),
        "HistoricalLocations": Relation("HistoricalLocations", CAMERA, CAMERA, is_many=True),
    },
)

HISTORY = Entity(
    plural="HistoricalLocations",
    right=Right.SEE_MAP,
    scope=Scope.CAMERAS_READ,
    rows=_none,
    columns=("id",),
    key=CAMERA,
    id_of=lambda row: str(row["id"]),
    read_key=read_uuid,
    order=("id",),
    may_be_asked={"id": column(Kind.KEY, "id")},
    properties=("time",),
    tell=_nothing,
    relations={
        "Thing": Relation("Things", CAMERA, CAMERA, is_many=False, prefix=""),
        "Locations": Relation("Locations", CAMERA, CAMERA, is_many=True, prefix=""),
    },
)
