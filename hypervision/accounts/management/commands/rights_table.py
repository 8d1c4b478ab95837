"""manage.py rights_table: who may do what, as it stands in docs/accounts.md."""

from typing import Any

from django.core.management.base import BaseCommand

from hypervision.accounts.table import rights_table


class Command(BaseCommand):
    help = "Prints the table of roles and rights."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(rights_table())
