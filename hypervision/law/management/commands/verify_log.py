from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hypervision.law.log import first_altered
from hypervision.law.models import LogEntry


class Command(BaseCommand):
    help = "Checks the chain of the log and names the first entry that was altered or is missing."

    def handle(self, *args: Any, **options: Any) -> None:
        altered = first_altered()
        if altered is not None:
            raise CommandError(f"Entry {altered} of the log, or the one before it, is not what was written.")
        self.stdout.write(f"The log is whole: {LogEntry.objects.count()} entries.")
