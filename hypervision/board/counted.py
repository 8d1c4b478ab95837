"""What was counted, as the dashboard tells it: crossings, modal split, and what zones measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from detectors.readings import Reading, Share, read, shares
from detectors.vision.scene.sums import Amount, is_told
from detectors.vision.types import Measure
from hypervision.accounts.permissions import Sight
from hypervision.board.period import Period
from maps.models import CountBin


@dataclass(frozen=True, slots=True)
class LineFigures:
    """Crossings of one line by one label; forward is from the left of the line to its right. None: too few to tell."""

    line: str
    label: str
    forward: int | None
    backward: int | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What a zone's rule measured of one label, one way; reading None: too few to tell."""

    zone: str
    measure: str
    label: str
    way: str
    reading: Reading | None


@dataclass(frozen=True, slots=True)
class Split:
    """The modal split of one line."""

    line: str
    shares: Sequence[Share]


def _bins(sight: Sight, period: Period) -> QuerySet[CountBin]:
    """In no order, to be summed."""
    seen = CountBin.objects.filter(sight.q("camera__location", kind="kind"))
    return seen.filter(starts_at__gte=period.start, starts_at__lt=period.end).order_by()


def lines(sight: Sight, period: Period) -> list[LineFigures]:
    rows = (
        _bins(sight, period)
        .filter(measure=Measure.CROSSINGS)
        .values("label", name=F("zone__name"))
        .annotate(
            ahead=Sum("objects_seen", filter=Q(way="forward"), default=0),
            back=Sum("objects_seen", filter=Q(way="backward"), default=0),
        )
        .order_by("name", "label")
    )
    return [LineFigures(row["name"], row["label"], _told(row["ahead"]), _told(row["back"])) for row in rows]


def splits(sight: Sight, period: Period) -> list[Split]:
    """Of the lines that more than one label crossed."""
    lines: dict[tuple[str, UUID], dict[str, int]] = {}
    rows = _bins(sight, period).filter(measure=Measure.CROSSINGS).values_list("zone__name", "zone", "label")
    for name, line, label, objects in rows.annotate(Sum("objects_seen")):
        lines.setdefault((name, line), {})[label] = objects
    found = [Split(name, shares(counted)) for (name, _), counted in sorted(lines.items())]
    return [split for split in found if len(split.shares) > 1]


def measured(sight: Sight, period: Period) -> list[Measured]:
    """Of what never was there nothing is said."""
    rows = (
        _bins(sight, period)
        .exclude(measure=Measure.CROSSINGS)
        .values_list("zone__name", "zone", "measure", "label", "way")
        .annotate(*(Sum(name) for name in ("objects_seen", "basis", "total", "squares", "variances")))
        .filter(objects_seen__sum__gt=0)
        .order_by("zone__name", "zone", "measure", "label", "way")
    )
    return [
        Measured(name, measure, label, way, read(measure, Amount(*sums)))
        for name, _, measure, label, way, *sums in rows
    ]


def _told(objects: int) -> int | None:
    return objects if is_told(objects) else None
