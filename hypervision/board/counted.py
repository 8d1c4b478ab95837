"""What was counted, as the dashboard tells it: crossings, modal split, and what zones measured."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC

from django.db.models import F, QuerySet, Sum

from detectors.readings import COUNTED, Reading, Share, read, shares
from detectors.vision.scene.sums import FEWEST, Amount, is_told
from detectors.vision.types import Measure
from hypervision.accounts.permissions import Sight
from hypervision.board.period import Period, trunc
from hypervision.board.query import ALL, Chosen
from hypervision.board.tally import Tally
from hypervision.board.telling import EXACT, Telling
from hypervision.lib.statistics import poisson
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


SUMS = ("objects_seen", "basis", "total", "squares", "variances")
COLUMNS = ("name", "zone", "measure", "label", "way")


def _bins(sight: Sight, period: Period, chosen: Chosen) -> QuerySet[CountBin]:
    """In no order, to be summed."""
    seen = CountBin.objects.filter(
        sight.q("camera__location", kind="kind"),
        chosen.of_cameras("camera__location"),
        chosen.at_times("starts_at"),
        starts_at__gte=period.start,
        starts_at__lt=period.end,
    )
    return seen.order_by()


def _objects(bins: QuerySet[CountBin], period: Period, chosen: Chosen, telling: Telling) -> Tally:
    """How many objects stand behind each measure of each zone, label and way."""
    rows = (
        bins.annotate(step=trunc("starts_at", period))
        .values_list("step", F("zone__name"), *COLUMNS[1:])
        .annotate(Sum("objects_seen"))
    )
    found = [(at.astimezone(UTC), tuple(map(str, values)), count) for at, *values, count in rows]
    return Tally(COLUMNS, found, period.by_hour, telling, chosen.fixed_hour, "objects")


def lines(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> list[LineFigures]:
    bins = _bins(sight, period, chosen).filter(measure=Measure.CROSSINGS)
    objects = _objects(bins, period, chosen, telling)
    counts = objects.by("name", "label", "way")
    crossed = sorted({(name, label) for name, label, _ in counts})
    return [
        LineFigures(name, label, *(_told(counts[name, label, way], telling) for way in ("forward", "backward")))
        for name, label in crossed
    ]


def splits(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> list[Split]:
    """Of the lines that more than one label crossed."""
    lines: dict[tuple[str, str], dict[str, int]] = {}
    bins = _bins(sight, period, chosen).filter(measure=Measure.CROSSINGS)
    for (name, line, label), count in _objects(bins, period, chosen, telling).by("name", "zone", "label").items():
        lines.setdefault((name, line), {})[label] = count
    found = [Split(name, shares(counted)) for (name, _), counted in sorted(lines.items())]
    return [split for split in found if len(split.shares) > 1]


def measured(sight: Sight, period: Period, chosen: Chosen = ALL, telling: Telling = EXACT) -> list[Measured]:
    """Of what never was there nothing is said."""
    bins = _bins(sight, period, chosen).exclude(measure=Measure.CROSSINGS)
    rows = (
        bins.values_list("zone__name", "zone", "measure", "label", "way")
        .annotate(*map(Sum, SUMS))
        .filter(objects_seen__sum__gt=0)
        .order_by("zone__name", "zone", "measure", "label", "way")
    )
    told = Counter[tuple[str, ...]]() if telling.is_exact else _objects(bins, period, chosen, telling).by(*COLUMNS)
    return [
        Measured(name, measure, label, way, _in_fives(read(measure, Amount(*sums)), measure, told, key, telling))
        for name, zone, measure, label, way, *sums in rows
        for key in [(name, str(zone), measure, label, way)]
    ]


def _in_fives(
    reading: Reading | None, measure: str, told: Counter[tuple[str, ...]], key: tuple[str, ...], telling: Telling
) -> Reading | None:
    """The number of objects as it may be told; a mean is told where objects are."""
    if reading is None or telling.is_exact:
        return reading
    objects = told[key]
    if not objects:
        return None
    if measure not in COUNTED:
        return replace(reading, objects=objects)
    low, high = (telling.unit * end for end in poisson(objects // telling.unit))
    return replace(reading, objects=objects, value=objects, low=low, high=high)


def _told(objects: int, telling: Telling) -> int | None:
    """In fives, nought may be a few."""
    return objects if objects >= FEWEST or (telling.is_exact and is_told(objects)) else None
