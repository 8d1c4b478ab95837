"""One district by hand: judged as a row of a file is, and kept as an import of one row, which is taken back as one."""

from typing import Any

import shapely
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps.layers import ledger
from maps.layers.bringing import Told
from maps.layers.ledger import Stand
from maps.layers.plain import Geometry, Record, Step, Verdict
from maps.layers.targets.base import Scene
from maps.layers.targets.districts import Districts
from maps.models import City, District, Event, LayerImport

BY_HAND = "REST"
"""Where an import has the name of its file."""


class WrongDistrictError(Exception):
    """What is wrong with it, by field; sentences."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__(str(errors))
        self.errors = errors


def judge(name: str, area: Geometry, stands: District | None) -> Step:
    """stands: what changes; None for a new one. Raises WrongDistrictError; Refusal where there is no city yet."""
    city = City.objects.first()
    if city is None:
        words = _("First the city needs its limit: bring in the outline of the commune as the city's limit.")
        raise Refusal(words, "no_city")
    named = District.objects.filter(name=name).first()
    if named is not None and named != stands:
        raise WrongDistrictError({"name": [_("There is a district of this name already.")]})
    key = str(stands.pk) if stands else ""
    (step,) = Districts().judge([Record(1, key, {"name": name}, area)], Scene({key: key} if key else {}, city, BY_HAND))
    if step.verdict == Verdict.WRONG:
        raise WrongDistrictError({"geometry": list(step.errors)})
    return step


def save(step: Step, by: str, told: Told) -> District:
    """Inside a transaction that holds the lock of imports. What is as it was is not written."""
    assert isinstance(step.row, District)  # noqa: S101 - a step that is not wrong has its row
    if step.verdict == Verdict.SAME:
        return step.row
    row = step.row
    with told(None):
        before = ledger.stand([_one(row)])
        row.save()
        _keep(before, ledger.stand([_one(row)]), by, **{step.verdict.name.lower(): 1})
        log.write(by, "district.save", str(row.pk), name=row.name)
    return row


def remove(row: District, by: str, told: Told) -> None:
    """Inside a transaction that holds the lock of imports. Raises Conflict while events lie in it."""
    if Event.objects.filter(district=row).exists():
        words = _("Events lie in this district. It can be taken away when the last of them has been erased.")
        raise Conflict(words, "in_use")
    with told(None):
        before = ledger.stand([_one(row)])
        log.write(by, "district.remove", str(row.pk), name=row.name)
        row.delete()
        _keep(before, {}, by, removed=1)


def area_of(row: District) -> Geometry:
    return shapely.from_wkb(bytes(row.area.wkb))


def _one(row: District) -> QuerySet[Any]:
    return District.objects.filter(pk=row.pk)


def _keep(before: Stand, after: Stand, by: str, **counts: int) -> None:
    nothing = {verdict.name.lower(): 0 for verdict in Verdict} | {"removed": 0}
    brought = LayerImport.objects.create(
        target=LayerImport.Target.DISTRICTS,
        file=BY_HAND,
        crs="EPSG:4326",
        counts=nothing | counts,
        at=clock.now(),
        by=by[:150],
    )
    ledger.write(brought, before, after, {})
    City.objects.update(imported_at=clock.now())
