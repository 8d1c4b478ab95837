"""manage.py bench NAME: measures, and prints each figure as a JSON line beside its goal."""

from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from detectors.benches import BENCHES
from hypervision.lib.errors import Refusal


class Command(BaseCommand):
    help = "Measures the product against its goals. Figures go to standard output, sentences to standard error."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("name", choices=sorted(BENCHES))
        parser.add_argument("--full", action="store_true", help="more cases and repeats, where the bench has any")

    def handle(self, *args: Any, **options: Any) -> None:
        """A goal that is missed is a result and ends the command well; only what cannot be measured is an error."""
        try:
            for figure in import_module(BENCHES[options["name"]]).measure(self._say, full=options["full"]):
                self.stdout.write(figure.as_line())
                self.stdout.flush()
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal

    def _say(self, sentence: str) -> None:
        self.stderr.write(sentence, self.style.NOTICE)
