"""manage.py import_city FILE.osm.pbf [--name NAME] [--replace]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from detectors import changes
from hypervision.lib.errors import Refusal
from maps import services
from maps.services import ImportReport


class Command(BaseCommand):
    help = "Imports streets, districts, the base map and surveillance cameras from an OpenStreetMap extract (.osm.pbf)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="An .osm.pbf file that covers the city.")
        parser.add_argument("--name", default="", help="What the city is called; else the largest town of the file.")
        parser.add_argument("--replace", action="store_true", help="Let another territory replace the present one.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = services.import_city(
                options["file"],
                options["name"],
                replace=options["replace"],
                say=self.stdout.write,
                told=changes.city_told,
            )
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OperationalError as error:
            raise CommandError(
                f"The database went away ({error}). Nothing was changed; run the import again."
            ) from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. Nothing was changed.") from error
        for line in summary(report):
            self.stdout.write(line)


def summary(report: ImportReport) -> list[str]:
    """What came in, as sentences."""
    features = ", ".join(f"{count} {layer}" for layer, count in sorted(report.features.items()))
    cameras = report.cameras
    lines = [
        f"{report.city}: {report.streets} streets, {report.districts} districts, {features} ({report.seconds:.1f} s).",
        f"Cameras: {cameras.added} added, {cameras.updated} updated, {cameras.removed} removed.",
    ]
    if cameras.kept:
        lines.append(f"{cameras.kept} cameras are gone from the file but were kept: events, rules or zones need them.")
    if report.districts_are_approximate and report.districts:
        lines.append("The file has no district borders: districts were drawn around the suburbs' centres.")
    if not report.districts:
        lines.append("The file has neither district borders nor suburbs: places will have no district.")
    if report.broken:
        lines.append(f"{report.broken} broken shapes were left out (most are cut by the edge of the extract).")
    return lines
