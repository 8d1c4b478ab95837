"""Each camera that has a stream address: is it watched, how often, how late, and what was lost on the way."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Exists, OuterRef, Value, When
from prometheus_client.core import Metric

from detectors import leases
from detectors.models import Rule, Watch
from detectors.spool import SUFFIX
from hypervision.metrics.families import Row, counter, gauge
from maps.models import Camera

LABELS = ("camera", "name")
_REFUSED = (Watch.State.STOPPED, Watch.State.NOT_AUTHORISED)
_OF_WATCH = ("state", "rate", "frame_age_ms", "looked_share", "unexplained", "analysed", "dropped", "lost", "token")


def families() -> Iterator[Metric]:
    rows = _rows()
    spooled = _spooled(settings.SPOOL_DIR)

    def each(of: Callable[[dict[str, Any]], float | None]) -> list[Row]:
        return [(row["labels"], of(row)) for row in rows]

    states = [((*row["labels"], str(state)), float(row["state"] == state)) for row in rows for state in Watch.State]
    yield gauge("camera_state", "1 for the state that the camera is in, 0 for the others.", (*LABELS, "state"), states)
    yield gauge(
        "camera_wanted",
        "Whether it should be watched now: it has a rule, nobody stopped it and the law allows one.",
        LABELS,
        each(lambda row: float(row["ruled"] and row["state"] not in _REFUSED)),
    )
    yield gauge(
        "camera_pictures_wanted_per_second", "Pictures to analyse.", LABELS, each(lambda row: row["wanted_rate"])
    )
    yield gauge(
        "camera_pictures_per_second", "Pictures that are analysed.", LABELS, each(lambda row: row["rate"] or 0.0)
    )
    yield gauge(
        "camera_picture_age_seconds",
        "From capture to the beginning of the analysis, 95th percentile; nothing while it is not watched.",
        LABELS,
        each(lambda row: None if row["frame_age_ms"] is None else row["frame_age_ms"] / 1000),
    )
    yield gauge(
        "camera_looked_ratio",
        "Of the pictures that are analysed, those that the network looked at; in the others nothing had moved.",
        LABELS,
        each(lambda row: row["looked_share"]),
    )
    yield gauge(
        "camera_masks_unexplained_ratio",
        "Of what is new in its pictures, what the network does not explain; from 0.5 on the masks are doubtful.",
        LABELS,
        each(lambda row: row["unexplained"] if row["pictures"] else None),
    )
    yield counter("camera_pictures_analysed", "Pictures analysed.", LABELS, each(lambda row: row["analysed"] or 0))
    yield counter(
        "camera_pictures_dropped", "Pictures that came too fast.", LABELS, each(lambda row: row["dropped"] or 0)
    )
    yield counter("camera_events_lost", "Events lost on their way.", LABELS, each(lambda row: row["lost"] or 0))
    yield counter("camera_leases", "How often its watch changed hands.", LABELS, each(lambda row: row["token"] or 0))
    yield gauge(
        "camera_spooled_events",
        "Events that wait on the disk of this host for the database.",
        LABELS,
        each(lambda row: spooled[row["labels"][0]]),
    )


def _rows() -> list[dict[str, Any]]:
    """In one query. A state whose lease ran out is nobody's word any more: nobody watches."""
    lapsed = Case(When(leases.lapsed("watch__"), then=Value(True)), default=Value(False), output_field=BooleanField())
    rule = Exists(Rule.objects.filter(camera=OuterRef("pk"), enabled=True))
    cameras = Camera.objects.exclude(address="").order_by("name", "id").annotate(lapsed=lapsed, ruled=rule)
    own = ("id", "name", "wanted_rate", "pictures", "lapsed", "ruled")
    return [_row(row) for row in cameras.values(*own, *(f"watch__{name}" for name in _OF_WATCH))]


def _row(found: dict[str, Any]) -> dict[str, Any]:
    row = {name.removeprefix("watch__"): value for name, value in found.items()}
    row["labels"] = (str(row["id"]), row["name"])
    if row["state"] is None or row["lapsed"]:
        row |= {"state": Watch.State.NOT_WATCHING, "rate": 0.0, "frame_age_ms": None, "looked_share": None}
    return row


def _spooled(folder: Path) -> Counter[str]:
    """By camera. What is handed in meanwhile may be counted or not."""
    return Counter(path.parts[-3] for path in folder.glob(f"*/*/*{SUFFIX}"))
