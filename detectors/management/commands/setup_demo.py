"""manage.py setup_demo: cameras, rules, authorisation and accounts of the demonstration."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from detectors.demo import setup
from hypervision.accounts.rights import Role
from hypervision.env import VAR
from hypervision.law.first_accounts import set_up_accounts
from hypervision.lib.errors import Refusal
from hypervision.procedures import demo as procedures

PEOPLE = (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICIAL, Role.ADMINISTRATOR, Role.INSPECTOR)


class Command(BaseCommand):
    help = "Makes what the demonstration needs and lacks. What people have changed stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            setup.set_up(self.stdout.write)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        procedures.set_up(self.stdout.write)
        file = VAR / "demo-users.txt"
        made = set_up_accounts(file, PEOPLE, with_system=True)
        self.stdout.write(f"New accounts in {file}: {', '.join(made)}." if made else f"The accounts stand in {file}.")
