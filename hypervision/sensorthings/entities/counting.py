"""Datastreams, what they are measured with (Sensors) and what is measured (ObservedProperties), as the bins have them.

A datastream is what is counted or measured at one zone or line, of one label and one way. Its id is made of these.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from detectors.models import Network, Rule
from detectors.readings import COUNTED, UNITS
from detectors.vision.scene.registry import KINDS
from detectors.vision.scene.sums import FEWEST
from detectors.vision.types import Measure
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings import streams
from hypervision.sensorthings.entities.base import Entity, Field, Formula, Key, Kind, Relation, Row, column, lasting
from hypervision.sensorthings.streams import BIN, STREAM, one_of_each
from maps.models.count import BIN_SECONDS

BETWEEN, NAMED = ".", " · "
SENSOR, PROPERTY = ("zone_id", "kind"), ("measure", "label")
_O_AND_M = "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_"
_QUDT = "http://qudt.org/vocab/unit/"
NUMBER = {"name": "number", "symbol": "1", "definition": f"{_QUDT}NUM"}
UNIT_NAMES = {
    "km/h": {"name": "kilometre per hour", "symbol": "km/h", "definition": f"{_QUDT}KiloM-PER-HR"},
    "s": {"name": "second", "symbol": "s", "definition": f"{_QUDT}SEC"},
    "m": {"name": "metre", "symbol": "m", "definition": f"{_QUDT}M"},
}


def _streams(reader: Reader, zones: Q) -> QuerySet[Any]:
    found: QuerySet[Any] = one_of_each(reader, zones, STREAM).annotate(stream_name=_stream_name(""))
    return found


def _sensors(reader: Reader, zones: Q) -> QuerySet[Any]:
    found: QuerySet[Any] = one_of_each(reader, zones, SENSOR).annotate(sensor_name=_sensor_name(""))
    return found


def _observed(reader: Reader, zones: Q) -> QuerySet[Any]:
    return one_of_each(reader, zones, PROPERTY)


def _joined(prefix: str, *paths: str) -> Concat:
    parts: list[Formula] = [F(prefix + paths[0])]
    for path in paths[1:]:
        parts += [Value(NAMED), F(prefix + path)]
    return Concat(*parts, output_field=CharField())


def _sensor_name(prefix: str) -> Formula:
    return _joined(prefix, "zone__name", "kind")


def _property_name(prefix: str) -> Formula:
    return _joined(prefix, "measure", "label")


def _stream_name(prefix: str) -> Formula:
    """Without a way where there is but one."""
    plain = _joined(prefix, "zone__name", "measure", "label")
    with_way = _joined(prefix, "zone__name", "measure", "label", "way")
    return Case(When(**{f"{prefix}way": "", "then": plain}), default=with_way, output_field=CharField())


def stream_id(row: Row) -> str:
    return BETWEEN.join(str(row[name]) for name in STREAM)


def _read_parts(text: str, parts: int) -> Key:
    """A zone, and words behind it."""
    zone, *words = text.split(BETWEEN)
    if len(words) != parts or "\x00" in text:
        raise ValueError
    return (UUID(zone), *words)


def _read_property(text: str) -> Key:
    measure, label = text.split(BETWEEN)
    if "\x00" in text:
        raise ValueError
    return measure, label


def _stream(row: Row, spans: Mapping[Key, tuple[datetime, datetime]]) -> dict[str, Any]:
    """Its times are those of all of its observations, whether their results are told or not."""
    begin, last = spans[tuple(row[name] for name in STREAM)]
    of = {"measure": row["measure"], "label": row["label"], "zone": row["zone__name"], "fewest": FEWEST}
    return {
        "name": row["stream_name"],
        "description": _(
            "%(measure)s of %(label)s at %(zone)s, in bins of five minutes. Of a bin behind which fewer than "
            "%(fewest)d objects stand only that is told."
        )
        % of,
        "observationType": _O_AND_M + ("CountObservation" if row["measure"] in COUNTED else "Measurement"),
        "phenomenonTime": lasting(begin, last + BIN),
        "resultTime": lasting(begin + BIN, last + BIN),
        "unitOfMeasurement": UNIT_NAMES.get(UNITS.get(Measure(row["measure"]), ""), NUMBER),
        "properties": {
            **{name: row[name] for name in ("kind", "measure", "label", "way")},
            "zone": str(row["zone_id"]),
            "zone_name": row["zone__name"],
            "bin_seconds": BIN_SECONDS,
        },
    }


def _behind_sensors(reader: Reader, rows: Sequence[Row]) -> tuple[Mapping[Key, Rule], Network | None]:
    """The rules that count there now, and the network that finds what they count."""
    rules = Rule.objects.filter(zone__in={row["zone_id"] for row in rows})
    network = Network.objects.filter(purpose=Network.Purpose.OBJECTS, active=True).first()
    return {(rule.zone_id, rule.kind): rule for rule in rules}, network


def _sensor(row: Row, prepared: tuple[Mapping[Key, Rule], Network | None]) -> dict[str, Any]:
    rules, network = prepared
    rule = rules.get((row["zone_id"], row["kind"]))
    found = {"name": network.name, "sha256": network.sha256, "licence": network.licence} if network else None
    return {
        "name": row["sensor_name"],
        "description": _("The rule that counts there, and the network that finds what it counts."),
        "encodingType": "application/json",
        "metadata": {
            "kind": row["kind"],
            "maturity": KINDS[row["kind"]].maturity if row["kind"] in KINDS else None,
            "rule": str(rule.pk) if rule else None,
            "rule_version": rule.version if rule else None,
            "network": found,
        },
        "properties": {"zone": str(row["zone_id"]), "is_set_up": rule is not None},
    }


def _property(row: Row, _prepared: None) -> dict[str, Any]:
    return {
        "name": f"{row['measure']}{NAMED}{row['label']}",
        "definition": f"urn:x-hypervision:{row['measure']}:{row['label']}",
        "description": _("What is counted or measured, and of which objects."),
        "properties": {"measure": row["measure"], "label": row["label"]},
    }


def _text(path: str) -> Field:
    return column(Kind.TEXT, path)


DATASTREAMS = Entity(
    plural="Datastreams",
    right=Right.SEE_FIGURES,
    scope=Scope.COUNTS_READ,
    rows=_streams,
    columns=(*STREAM, "camera_id", "zone__name", "stream_name"),
    key=STREAM,
    id_of=stream_id,
    read_key=lambda text: _read_parts(text, 4),
    order=("zone__name", *STREAM),
    may_be_asked={
        "id": column(Kind.KEY, "zone_id"),
        "name": Field(Kind.TEXT, _stream_name),
        **{f"properties/{name}": _text(name) for name in ("kind", "measure", "label", "way")},
        "properties/zone_name": _text("zone__name"),
    },
    properties=(
        *("name", "description", "observationType", "phenomenonTime", "resultTime", "unitOfMeasurement", "properties"),
    ),
    tell=_stream,
    prepare=lambda _reader, rows: streams.spans(rows),
    relations={
        "Thing": Relation("Things", ("camera_id",), ("id",), is_many=False, prefix="camera__"),
        "Sensor": Relation("Sensors", SENSOR, SENSOR, is_many=False, prefix=""),
        "ObservedProperty": Relation("ObservedProperties", PROPERTY, PROPERTY, is_many=False, prefix=""),
        "Observations": Relation("Observations", STREAM, STREAM, is_many=True),
    },
)

SENSORS = Entity(
    plural="Sensors",
    right=Right.SEE_FIGURES,
    scope=Scope.COUNTS_READ,
    rows=_sensors,
    columns=(*SENSOR, "sensor_name"),
    key=SENSOR,
    id_of=lambda row: BETWEEN.join(str(row[name]) for name in SENSOR),
    read_key=lambda text: _read_parts(text, 1),
    order=("zone__name", *SENSOR),
    may_be_asked={
        "id": column(Kind.KEY, "zone_id"),
        "name": Field(Kind.TEXT, _sensor_name),
        "metadata/kind": _text("kind"),
    },
    properties=("name", "description", "encodingType", "metadata", "properties"),
    tell=_sensor,
    prepare=_behind_sensors,
    relations={"Datastreams": Relation("Datastreams", SENSOR, SENSOR, is_many=True)},
)

OBSERVED_PROPERTIES = Entity(
    plural="ObservedProperties",
    right=Right.SEE_FIGURES,
    scope=Scope.COUNTS_READ,
    rows=_observed,
    columns=PROPERTY,
    key=PROPERTY,
    id_of=lambda row: BETWEEN.join(row[name] for name in PROPERTY),
    read_key=_read_property,
    order=PROPERTY,
    may_be_asked={
        "id": column(Kind.KEY, "measure"),
        "name": Field(Kind.TEXT, _property_name),
        **{f"properties/{name}": _text(name) for name in PROPERTY},
    },
    properties=("name", "definition", "description", "properties"),
    tell=_property,
    relations={"Datastreams": Relation("Datastreams", PROPERTY, PROPERTY, is_many=True)},
)
