"""manage.py import_layer FILE [--as cameras|districts|streets|extent|layer] [--crs EPSG:n] [--columns name=… …]"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from detectors.layer_import.office import TARGETS, named, told
from hypervision.lib.errors import Refusal
from maps.layers import opening, reading, taking_back
from maps.layers.bringing import Plan, Wish, bring_in, plan
from maps.layers.places import Proposal, Undeclared
from maps.layers.plain import Source, Verdict
from maps.layers.targets.base import Target
from maps.models import LayerImport

BY = "manage.py import_layer"
SHOWN = 20
"""Wrong rows that are told one by one."""


class Command(BaseCommand):
    help = "Brings in data of others (GeoJSON, zipped shapefile, GeoPackage, CSV); asks for what the file leaves open."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="The file.")
        parser.add_argument("--as", dest="target", choices=list(TARGETS), default="layer", help="What its rows are.")
        parser.add_argument("--layer", default="", help="Which layer of the file, where it has several.")
        parser.add_argument("--crs", default="", help="Its coordinates, such as EPSG:2154; else what it declares.")
        parser.add_argument("--columns", nargs="*", metavar="NAME=COLUMN", help="Which column means what; or guessed.")
        parser.add_argument("--key", help="The column that knows a row again; '' for none; else guessed.")
        parser.add_argument("--name", default="", help="What the city, or the layer of the map, is called.")
        parser.add_argument("--attribution", default="", help="Whom the map must name.")
        parser.add_argument("--leave-out", action="store_true", help="Leave out the rows that are wrong.")
        parser.add_argument("--remove-gone", action="store_true", help="Remove what the file no longer tells of.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would happen.")
        parser.add_argument("--no-input", action="store_true", help="Ask nothing: refuse where something is left open.")
        parser.add_argument("--list", action="store_true", help="List what was brought in.")
        parser.add_argument("--take-back", metavar="ID", help="Take an import back; the beginning of its id will do.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list()
            elif options["take_back"]:
                self._take_back(options["take_back"])
            elif options["file"] is None:
                raise CommandError("Say which file, or --list, or --take-back ID.")
            else:
                self._bring_in(options)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OperationalError as error:
            raise CommandError(f"The database went away ({error}). Nothing was changed; run it again.") from error
        except KeyboardInterrupt as error:
            raise CommandError("Interrupted. Nothing was changed.") from error

    def _bring_in(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        with opening.opened(path, path.name, options["layer"]) as file:
            source = reading.read(file)
        target = TARGETS[options["target"]]
        wish = Wish(
            options["crs"],
            _pairs(options["columns"]) if options["columns"] is not None else None,
            options["key"],
            named(target, options["name"], source),
            options["attribution"],
        )
        made, wish = self._planned(source, target, wish, asks=not options["no_input"])
        self._show(made)
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        remove, leave_out = options["remove_gone"], options["leave_out"]
        brought = bring_in(source, target, wish, BY, leave_out=leave_out, remove_gone=remove, told=told)
        removed = f", {brought.counts['removed']} removed" if brought.counts["removed"] else ""
        self.stdout.write(f"Brought in as {brought.get_target_display()}{removed}. Way back: --take-back {brought.pk}")

    def _planned(self, source: Source, target: Target, wish: Wish, *, asks: bool) -> tuple[Plan, Wish]:
        try:
            return plan(source, target, wish), wish
        except Undeclared as question:
            self.stdout.write(question.sentence)
            for number, one in enumerate(question.proposals, start=1):
                self.stdout.write(_line(number, one))
            if not asks:
                raise CommandError("Say which with --crs. Nothing was changed.") from question
            wish = Wish(self._ask(question.proposals), wish.columns, wish.key, wish.name, wish.attribution)
            return plan(source, target, wish), wish

    def _ask(self, proposals: list[Proposal]) -> str:
        try:
            answer = input("Number, or EPSG:code, or nothing to leave it: ").strip()
        except EOFError:
            answer = ""
        if not answer:
            raise CommandError("Nothing was changed. Say which with --crs.")
        if answer.isdecimal() and 1 <= int(answer) <= len(proposals):
            return proposals[int(answer) - 1].crs
        return answer

    def _show(self, made: Plan) -> None:
        read = ", ".join(f"{name} = {column}" for name, column in made.columns.items()) or "none"
        self.stdout.write(f"{made.source.name}: {len(made.source.rows)} rows in {made.crs}. Columns: {read}.")
        self.stdout.write(f"Rows are known by: {made.key or 'their name or place'}.")
        counts = ", ".join(f"{made.count(one)} {one}" for one in Verdict if made.count(one))
        self.stdout.write(f"{counts}.")
        for step in made.wrong[:SHOWN]:
            self.stdout.write(f"  line {step.number} {step.title}: {' '.join(step.errors)}")
        if len(made.wrong) > SHOWN:
            self.stdout.write(f"  and {len(made.wrong) - SHOWN} more.")
        if gone := made.gone.count():
            names = ", ".join(str(row) or f"number {row.pk}" for row in made.gone[:5])
            self.stdout.write(f"{gone} stand that the file does not tell of ({names}…): --remove-gone removes them.")

    def _list(self) -> None:
        for one in LayerImport.objects.all():
            back = f" (taken back by {one.taken_back_by})" if one.taken_back_at else ""
            self.stdout.write(f"{one.pk}  {one.at:%Y-%m-%d %H:%M}  {one.by}  {one}{back}")

    def _take_back(self, start: str) -> None:
        found = [one for one in LayerImport.objects.all() if str(one.pk).startswith(start.lower())]
        if len(found) != 1:
            raise CommandError(f"{len(found)} imports have an id that begins with {start}. See --list.")
        taking_back.take_back(found[0], BY, told)
        self.stdout.write(f"Taken back: {found[0]}.")


def _pairs(given: list[str]) -> dict[str, str]:
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise CommandError(f"Write --columns as name=COLUMN, not {', '.join(wrong)}.")
    return {name: column for name, _, column in (one.partition("=") for one in given)}


def _line(number: int, one: Proposal) -> str:
    west, south, east, north = one.bounds
    where = f"longitude {west:.3f} to {east:.3f}, latitude {south:.3f} to {north:.3f}"
    return f"  {number}. {one.crs:<12} {one.name:<40} {one.percent:>3} %  {where}"
