"""manage.py export_osm_cameras FILE.osm|FILE.json"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hypervision.accounts.permissions import Sight
from maps.exporters import cameras
from maps.exporters.osm import FORMS

EVERYTHING = Sight(everywhere=True, area=None)
"""Whoever starts commands of this house stands inside it."""


class Command(BaseCommand):
    help = "Writes the city's own cameras for OpenStreetMap, as XML (.osm) or JSON (.json)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The file to write; its ending, .osm or .json, says in which form.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        form = path.suffix.removeprefix(".")
        if form not in FORMS:
            raise CommandError(f"{path} ends in neither .osm nor .json. Name the file by the form that you want.")
        write, _media = FORMS[form]
        found = cameras.nodes(EVERYTHING)
        try:
            path.write_bytes(write(found))
        except OSError as error:
            raise CommandError(f"{path} cannot be written ({error.strerror}). Choose another place.") from error
        known = sum(node.is_known for node in found)
        self.stdout.write(f"{len(found)} cameras, of which OpenStreetMap knows {known}: {path}")
