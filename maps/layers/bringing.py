"""A file is judged, shown, and then brought in whole: one transaction, one row that says who did what, one way back."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import shapely
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from maps.layers import columns, ledger, places
from maps.layers.plain import Record, Source, Step, Verdict, wrong
from maps.layers.targets.base import Scene, Target
from maps.models import City, ImportedRow, LayerImport
from maps.services import import_lock

MOST_TOLD = 1000
"""Wrong rows that a refusal tells one by one."""
Told = Callable[[QuerySet[Any] | None], AbstractContextManager[None]]
"""Is held around what is written, inside the transaction; whoever shows the city tells there what changed."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person says of a file. columns: our name to the file's; None lets them be guessed.

    key: the column that knows a row again; None lets it be guessed, "" takes none. name: of the city or of the layer.
    """

    crs: str = ""
    columns: Mapping[str, str] | None = None
    key: str | None = None
    name: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen. gone: what stands and the file does not tell of any more."""

    target: Target
    source: Source
    crs: str
    columns: Mapping[str, str]
    key: str
    scene: Scene
    steps: Sequence[Step]
    gone: QuerySet[Any]

    def count(self, verdict: Verdict) -> int:
        return sum(step.verdict == verdict for step in self.steps)

    @property
    def wrong(self) -> list[Step]:
        return [step for step in self.steps if step.verdict == Verdict.WRONG]


def plan(source: Source, target: Target, wish: Wish) -> Plan:
    """Nothing is saved. Raises Refusal, a sentence; places.Undeclared where a person must choose the coordinates."""
    city = City.objects.first()
    if city is None and target.needs_city:
        words = _("First the city needs its limit: bring in the outline of the commune as the city's limit.")
        raise Refusal(words, "no_city")
    extent = shapely.from_wkb(bytes(city.extent.wkb)) if city and target.needs_city else None
    crs = places.chosen(source, wish.crs, extent)
    read, key = read_columns(source, target, wish)
    scene = Scene(known(target, wish.name, key), city, source.name, wish.name, wish.attribution)
    records, broken = _records(source, target, crs, read, key)
    steps = sorted([*broken, *(target.judge(records, scene) if records else ())], key=lambda step: step.number)
    return Plan(target, source, crs, read, key, scene, steps, target.gone(steps, scene))


def read_columns(source: Source, target: Target, wish: Wish) -> tuple[dict[str, str], str]:
    """Which column means what, and which one knows a row again. Raises Refusal."""
    given = wish.columns if wish.columns is not None else columns.guessed(source, target.said, target.fits)
    read = columns.checked(source, given, target.said, target.needed)
    key = wish.key if wish.key is not None else columns.key(source)
    columns.check_key(source, key)
    return read, key


def known(target: Target, name: str, key: str) -> dict[str, str]:
    """The rows that earlier imports brought under the same key, the newest last."""
    rows = ImportedRow.objects.filter(
        brought__target=target.choice,
        brought__layer=_layer(target, name),
        brought__taken_back_at=None,
        brought__columns__key=key,
        table=ledger.table_of(target.model),
    ).exclude(key="")
    return dict(rows.order_by("brought__at").values_list("key", "row"))


def bring_in(
    source: Source,
    target: Target,
    wish: Wish,
    by: str,
    *,
    leave_out: bool = False,
    remove_gone: bool = False,
    told: Told = lambda _rows: nullcontext(),
) -> LayerImport:
    """All or nothing. leave_out: the rows that are wrong. remove_gone: what the file does not tell of any more.

    Raises Refusal where a row is wrong and is not left out, or none is right; Conflict while another import runs.
    """
    with transaction.atomic():
        import_lock()
        made = plan(source, target, wish)
        _check(made, leave_out)
        with told(None):
            return _write(made, by, remove_gone)


def _check(made: Plan, leave_out: bool) -> None:
    if made.wrong and not leave_out:
        first = made.wrong[0]
        words = _("Wrong rows: %(count)d, the first in line %(line)d. %(why)s Nothing was changed.")
        facts = {"count": len(made.wrong), "line": first.number, "why": " ".join(first.errors)}
        rows = [{"number": one.number, "title": one.title, "errors": one.errors} for one in made.wrong[:MOST_TOLD]]
        raise Refusal(words % facts, "wrong_rows", rows=rows)
    if len(made.wrong) == len(made.steps):
        raise Refusal(_("No row can be brought in. Nothing was changed."), "nothing")


def _write(made: Plan, by: str, remove_gone: bool) -> LayerImport:
    tables = made.target.tables(made.scene)
    before = ledger.stand(tables)
    steps = [step for step in made.steps if step.verdict in (Verdict.NEW, Verdict.CHANGED)]
    gone = list(made.gone.values_list("pk", flat=True)) if remove_gone else []
    if gone:
        made.target.remove(made.target.model._default_manager.filter(pk__in=gone), by)
    made.target.save(steps, made.scene, by)
    made.target.finish(made.scene)
    after = ledger.stand(tables)
    brought = _row(made, by, len(gone))
    kept = [step for step in made.steps if step.row is not None]
    ledger.write(brought, before, after, {made.target.place(step): step.key for step in kept})
    City.objects.update(imported_at=clock.now())
    facts = {"file": made.source.name, "sha256": made.source.sha256, "as": brought.target, "layer": brought.layer}
    log.write(by, "layer.import", str(brought.pk), **facts, **brought.counts)
    return brought


def _row(made: Plan, by: str, removed: int) -> LayerImport:
    counts = {verdict.name.lower(): made.count(verdict) for verdict in Verdict}
    return LayerImport.objects.create(
        target=made.target.choice,
        layer=_layer(made.target, made.scene.name),
        file=made.source.name[:200],
        sha256=made.source.sha256,
        crs=made.crs[:40],
        columns={**made.columns, "key": made.key},
        counts={**counts, "removed": removed},
        at=clock.now(),
        by=by[:150],
    )


def _layer(target: Target, name: str) -> str:
    return name if target.choice == LayerImport.Target.LAYER else ""


def _records(
    source: Source, target: Target, crs: str, read: Mapping[str, str], key: str
) -> tuple[list[Record], list[Step]]:
    """The rows in degrees, and those that have no place."""
    records, broken = [], []
    shapes = places.moved([row.shape for row in source.rows], crs)
    for row, shape in zip(source.rows, shapes, strict=True):
        told = {name: row.values.get(column, "") for name, column in read.items()}
        if shape is None:
            title = next(iter(told.values()), "") or next((value for value in row.values.values() if value), "")
            broken.append(wrong(row.number, title[:200], _why_nowhere(row.shape)))
        else:
            name = row.values[key] if key else target.key(told, row.number)
            records.append(Record(row.number, name[:200], told, shape))
    return records, broken


def _why_nowhere(shape: Any) -> str:
    if shape is None:
        return _("This row has no place, or one that is no number.")
    if shape.is_empty:
        return _("The shape of this row is empty.")
    return _("The coordinates of this row lie nowhere on Earth.")
