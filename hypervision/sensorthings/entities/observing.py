"""Observations are bins of five minutes with their interval.

Of a bin behind which too few objects stand the result is null (R-06). Whoever asks for results above a number asks
among those that are told: to a filter what is withheld is nothing, as it is in the answer, so nothing can be halved.
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, ExpressionWrapper, F, FloatField, Q, QuerySet, Value, When
from django.db.models.fields import DateTimeField
from django.db.models.functions import Cast, Round

from detectors import readings
from detectors.readings import COUNTED
from detectors.vision.scene.sums import FEWEST, Amount
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Reader
from hypervision.sensorthings.entities.base import (
    Entity,
    Field,
    Formula,
    Key,
    Kind,
    Relation,
    Row,
    column,
    lasting,
    written,
)
from hypervision.sensorthings.streams import BIN, STREAM
from maps.models import CountBin

SUMS = ("objects_seen", "basis", "total", "squares", "variances")
CONFIDENCE = 0.95
_SAID = ("objects", "low", "high", "deviation", "error", "seconds")


def _bins(reader: Reader, zones: Q) -> QuerySet[Any]:
    return CountBin.objects.filter(can_see(reader.person).q("camera__location", kind="kind"))


def _ends(prefix: str) -> Formula:
    return ExpressionWrapper(F(f"{prefix}starts_at") + Value(BIN), output_field=DateTimeField())


def _result(prefix: str) -> Formula:
    """``readings.read`` for a query."""
    told = Q(**{f"{prefix}basis__gt": 0})
    nobody, enough = Q(**{f"{prefix}objects_seen": 0}), Q(**{f"{prefix}objects_seen__gte": FEWEST})
    is_counted = Q(**{f"{prefix}measure__in": sorted(COUNTED)})
    lasts = Q(**{f"{prefix}measure__in": sorted(readings.LASTING)})
    number = Cast(F(f"{prefix}objects_seen"), FloatField())
    mean = Cast(Round(F(f"{prefix}total") / F(f"{prefix}basis"), precision=3), FloatField())
    return Case(
        When(told & is_counted & (nobody | enough), then=number),
        When(told & lasts & (nobody | enough), then=mean),
        When(told & enough, then=mean),
        default=None,
        output_field=FloatField(),
    )


def _read_number(text: str) -> Key:
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise ValueError
    return (int(text),)


def _observation(row: Row, _prepared: None) -> dict[str, Any]:
    begin: datetime = row["starts_at"]
    reading = readings.read(row["measure"], Amount(*(row[name] for name in SUMS)))
    said = reading.rounded() if reading else readings.UNTOLD
    return {
        "phenomenonTime": lasting(begin, begin + BIN),
        "resultTime": written(begin + BIN),
        "result": said["value"],
        "resultQuality": {
            "is_told": reading is not None,
            "confidence": CONFIDENCE,
            **{name: said[name] for name in _SAID},
        },
    }


OBSERVATIONS = Entity(
    plural="Observations",
    right=Right.SEE_FIGURES,
    scope=Scope.COUNTS_READ,
    rows=_bins,
    columns=("id", "starts_at", *STREAM, *SUMS),
    key=("id",),
    id_of=lambda row: int(row["id"]),
    read_key=_read_number,
    order=("-starts_at", "-id"),
    may_be_asked={
        "id": column(Kind.NUMBER, "id"),
        "phenomenonTime": Field(Kind.TIME, lambda prefix: F(f"{prefix}starts_at"), _ends),
        "resultTime": Field(Kind.TIME, _ends),
        "result": Field(Kind.NUMBER, _result),
    },
    properties=("phenomenonTime", "resultTime", "result", "resultQuality"),
    tell=_observation,
    relations={
        "Datastream": Relation("Datastreams", STREAM, STREAM, is_many=False, prefix=""),
        "FeatureOfInterest": Relation("FeaturesOfInterest", ("zone_id",), ("id",), is_many=False, prefix="zone__"),
    },
)
