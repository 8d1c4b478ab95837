"""manage.py evaluate [SUITE]: how right the product is, with intervals.

Works without settings, database and broker (manage.py starts it without them).
"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from detectors.evaluation import suites
from detectors.evaluation.measure import Asked, EvaluationError
from detectors.evaluation.table import as_table
from hypervision.env import ROOT, VAR, folder


class Command(BaseCommand):
    help = "Runs the shipped pipeline on what is known exactly, and says how right it was, with 95 % intervals."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("suite", nargs="?", default="scenes", choices=sorted(suites.SUITES))
        parser.add_argument("--only", nargs="+", metavar="NAME", default=[], help="kinds or scenes to keep to")
        parser.add_argument("--folder", type=Path, metavar="F", help="where the clips lie, for the suite clips")
        parser.add_argument("--json", action="store_true", help="one JSON line a figure instead of the table")

        parser.add_argument("--write", action="store_true", help="renew the shipped figures and the documents' tables")

    def handle(self, *args: Any, **options: Any) -> None:
        """A goal that is missed is a result and ends the command well; only what cannot be measured is an error."""
        asked = Asked(
            weights=Path(folder("WEIGHTS_DIR", VAR / "weights")),
            clip=VAR / "demo" / "vtest.avi",
            docs=ROOT / "docs",
            write=options["write"],
            folder=options["folder"],
            only=frozenset(options["only"]),
        )
        measured = []
        try:
            for measure in suites.find(options["suite"])(asked, self._say):
                measured.append(measure)
                if options["json"]:
                    self.stdout.write(measure.as_line())
                    self.stdout.flush()
        except EvaluationError as error:
            raise CommandError(str(error)) from error
        if not measured:
            raise CommandError(f"Nothing bears the name {' or '.join(options['only'])}: name a kind or a scene.")
        if not options["json"]:
            self.stdout.write(as_table(measured))

    def _say(self, sentence: str) -> None:
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()
