"""manage.py setup_accounts: the first account, for an installation without a demonstration."""

from typing import Any

from django.core.management.base import BaseCommand

from hypervision.accounts.rights import Role
from hypervision.env import VAR
from hypervision.law.first_accounts import set_up_accounts


class Command(BaseCommand):
    help = "Makes the administrator's account, if there is none, and writes its password to var/demo-users.txt."

    def handle(self, *args: Any, **options: Any) -> None:
        file = VAR / "demo-users.txt"
        made = set_up_accounts(file, [Role.ADMINISTRATOR], with_system=False)
        self.stdout.write(f"The administrator's password stands in {file}." if made else "The account stands already.")
