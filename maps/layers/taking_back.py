"""An import is taken back whole: what it brought goes, what it changed or removed stands as before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps.layers import ledger
from maps.layers.bringing import Told
from maps.layers.ledger import Change, Place, Stand
from maps.models import Camera, City, ImportedRow, LayerImport
from maps.services import WORKED_ON, import_lock

NAMED = 5
"""So many of the rows that are in the way are named."""

ByTable = Mapping[str, Sequence[ImportedRow]]


def take_back(brought: LayerImport, by: str, told: Told = lambda _rows: nullcontext()) -> None:
    """Raises Refusal where something else has changed since what the import wrote; then nothing was changed."""
    with transaction.atomic():
        import_lock()
        brought.refresh_from_db()
        if brought.taken_back_at:
            raise Conflict(_("This was taken back already."), "taken_back")
        rows = _changed(brought)
        _refuse_changed(rows, _present(rows))
        cameras = Camera.objects.filter(pk__in=[row.row for row in rows.get("camera", ())])
        with told(cameras if "camera" in rows else None):
            try:
                _restore(rows)
            except ProtectedError as error:
                words = _("Something hangs on what was brought in, such as events. Nothing was changed.")
                raise Refusal(words, "in_use") from error
            City.objects.update(imported_at=clock.now())
            brought.taken_back_at, brought.taken_back_by = clock.now(), by[:150]
            brought.save(update_fields=["taken_back_at", "taken_back_by"])
            log.write(by, "layer.take_back", str(brought.pk), file=brought.file)


def _present(rows: ByTable) -> Stand:
    managers = {table: ledger.TABLES[table]._default_manager for table in rows}
    return ledger.stand(managers[table].filter(pk__in=[row.row for row in some]) for table, some in rows.items())


def _changed(brought: LayerImport) -> dict[str, list[ImportedRow]]:
    rows: dict[str, list[ImportedRow]] = defaultdict(list)
    for row in brought.rows.exclude(change=Change.SAME):
        rows[row.table].append(row)
    return rows


def _refuse_changed(rows: ByTable, present: Stand) -> None:
    other = [row for some in rows.values() for row in some if _is_other(row, present.get(Place(row.table, row.row)))]
    added = [row.row for row in rows.get("camera", ()) if row.change == Change.ADDED]
    idle = Camera.objects.filter(pk__in=added, **{f"{relation}__isnull": True for relation in WORKED_ON})
    worked_on = set(added) - {str(pk) for pk in idle.values_list("pk", flat=True)}
    other += [row for row in rows.get("camera", ()) if row.row in worked_on and row not in other]
    if other:
        names = ", ".join(_name(row, present) for row in other[:NAMED])
        words = _(
            "Since this was brought in, %(count)d of its rows have changed or are in use: %(names)s. Take back first "
            "what came later, or change them by hand. Nothing was changed."
        )
        raise Refusal(words % {"count": len(other), "names": names}, "changed_since")


def _is_other(row: ImportedRow, stands: ledger.State | None) -> bool:
    if row.change == Change.REMOVED:
        return stands is not None
    if stands is None:
        return True
    told = stands if row.change == Change.ADDED else {name: stands[name] for name in row.before or {}}
    return ledger.digest(told) != row.after


def _name(row: ImportedRow, present: Stand) -> str:
    state = present.get(Place(row.table, row.row)) or row.before or {}
    return str(state.get("name") or state.get("title") or row.key or row.row)


def _restore(rows: ByTable) -> None:
    for table in reversed(list(ledger.TABLES)):
        added = [row.row for row in rows.get(table, ()) if row.change == Change.ADDED]
        ledger.TABLES[table]._default_manager.filter(pk__in=added).delete()
    for table, model in ledger.TABLES.items():
        gone = [row for row in rows.get(table, ()) if row.change == Change.REMOVED]
        back = [model(pk=model._meta.pk.to_python(row.row), **ledger.values(table, row.before or {})) for row in gone]
        model._default_manager.bulk_create(back, batch_size=1000)
        for row in rows.get(table, ()):
            if row.change == Change.CHANGED:
                before = ledger.values(table, row.before or {})
                model._default_manager.filter(pk=row.row).update(**before)
