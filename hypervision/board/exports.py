"""What is seen, as files: aggregated cells, never single events. Each is written to the disk and read from there."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely import wkb

from detectors.said import kind_name
from hypervision.board.erased import erased
from hypervision.board.events import Scope, Verdict
from hypervision.lib.tables import FORMULA
from maps.models import City, District

Cell = str | int
VERDICTS = (Verdict.CONFIRMED, Verdict.REFUTED, Verdict.UNREVIEWED)
LAYER = "events_by_district"
APPROXIMATE = gettext_lazy("District borders are approximate: the city's map has only their centres.")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file. write: into a file that is open for bytes, under its name on the disk."""

    media_type: str
    write: Callable[[Scope, IO[bytes]], int]


def header() -> list[str]:
    return [_("From"), _("District"), _("Kind"), _("Events"), _("Confirmed"), _("Refuted"), _("Not reviewed")]


def rows(scope: Scope) -> Iterator[list[Cell]]:
    """By step, district and kind: events and verdicts; only cells in which there is anything to tell."""
    tally = scope.tally()
    events, verdicts = tally.by("at", "district", "kind"), tally.by("at", "district", "kind", "verdict")
    for at, district, kind in sorted({*events, *(cell[:3] for cell in verdicts)}):
        told = [verdicts[at, district, kind, verdict] for verdict in VERDICTS]
        yield [_local(at), _text(district), kind_name(kind), events[at, district, kind], *told]


def _local(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="minutes")


def _text(text: str) -> str:
    """As a spreadsheet keeps it, and works nothing out."""
    return f"'{text}" if text.startswith(FORMULA) else text


def write_csv(scope: Scope, file: IO[bytes]) -> int:
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerow(header())
    number = 0
    for row in rows(scope):
        writer.writerow(row)
        number += 1
    text.flush()
    text.detach()
    return number


def write_xlsx(scope: Scope, file: IO[bytes]) -> int:
    return write_sheet(file, header(), rows(scope))


def write_sheet(file: IO[bytes], names: Sequence[str], told: Iterator[Sequence[Cell]]) -> int:
    """One row is held in memory at a time, and is on the disk before the next one. Returns how many there were."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    number = 0
    import xlsxwriter  # 9 MB that most processes never need

    with xlsxwriter.Workbook(file.name, options) as book:
        sheet = book.add_worksheet(_("Events"))
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, names, book.add_format({"bold": True}))
        for number, row in enumerate(told, 1):
            sheet.write_row(number, 0, row)
    return number


@dataclass(frozen=True, slots=True)
class Area:
    """One district with its figures; area: None for what lies outside all."""

    area: GEOSGeometry | None
    facts: Mapping[str, Cell]


def areas(scope: Scope) -> list[Area]:
    """Every district, also one in which there was nothing."""
    tally = scope.tally()
    events, kinds = tally.by("district"), tally.by("district", "kind")
    shapes = dict(District.objects.order_by("name").values_list("name", "area"))
    names = [*shapes, *([""] if events["",] else [])]
    found = sorted({kind for _district, kind in kinds})
    times = {"from": _local(scope.period.start), "to": _local(scope.period.end)}
    return [
        Area(
            shapes.get(name),
            {"district": name, **times, "events": events[name,], **{kind: kinds[name, kind] for kind in found}},
        )
        for name in names
    ]


def write_geojson(scope: Scope, file: IO[bytes]) -> int:
    found = areas(scope)
    features = [
        {
            "type": "Feature",
            "geometry": json.loads(one.area.geojson) if one.area else None,
            "properties": one.facts,
        }
        for one in found
    ]
    collection = {"type": "FeatureCollection", "features": features}
    file.write(json.dumps(collection, ensure_ascii=False).encode())
    return len(found)


def write_geopackage(scope: Scope, file: IO[bytes]) -> int:
    """A polygon layer, so what lies outside all districts has no shape in it."""
    found = areas(scope)
    import geopandas  # 60 MB, likewise

    frame = geopandas.GeoDataFrame(
        [dict(one.facts) for one in found],
        geometry=[wkb.loads(bytes(one.area.wkb)) if one.area else None for one in found],
        crs="EPSG:4326",
    )
    frame.to_file(file.name, layer=LAYER, driver="GPKG", engine="pyogrio")
    return len(found)


def write_map(scope: Scope, file: IO[bytes]) -> int:
    """One page for a browser that has no network."""
    from hypervision.board import offline_map  # folium, likewise

    found, city = areas(scope), City.objects.first()
    start, last = (date_format(timezone.localtime(at)) for at in (scope.period.start, scope.period.end - SECOND))
    gone = erased(scope.sight, scope.period, scope.chosen, scope.telling).events
    exact = scope.telling.is_exact
    facts = offline_map.Facts(
        ", ".join(filter(None, [_("Events by district"), city.name if city else ""])),
        f"{start} – {last}",
        [
            *([] if exact else [_("Counts are told in fives, up or down by lot: “< 5” is none or a few.")]),
            *([_("Part of the events was erased at the end of their retention and is not counted.")] if gone else []),
            *([str(APPROXIMATE)] if city and city.districts_are_approximate and found else []),
        ],
        city.attribution if city else "",
        scope.telling.unit,
    )
    file.write(offline_map.page(found, facts).encode())
    return len(found)


FORMS: Mapping[str, Form] = {
    "csv": Form("text/csv; charset=utf-8", write_csv),
    "xlsx": Form("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write_xlsx),
    "geojson": Form("application/geo+json", write_geojson),
    "gpkg": Form("application/geopackage+sqlite3", write_geopackage),
    "html": Form("text/html; charset=utf-8", write_map),
}


def export(scope: Scope, form: str) -> tuple[IO[bytes], int]:
    """The file, to be read, and how many rows it has. Its name is gone already; the rest goes when it is closed."""
    with NamedTemporaryFile(suffix=f".{form}") as file:
        number = FORMS[form].write(scope, file)
        file.flush()
        return Path(file.name).open("rb"), number
