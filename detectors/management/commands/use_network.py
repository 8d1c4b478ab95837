"""manage.py use_network NAME: puts a registered network in the place of the one in use."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from detectors import networks
from detectors.networks import RefusedError


class Command(BaseCommand):
    help = "Puts a registered network in the place of the one that serves the same purpose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="of the network, as the administration lists it")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            row = networks.use(options["name"], f"shell:{getpass.getuser()}")
        except RefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{row.name} is in use ({row.get_purpose_display()}). Where an authorisation attests another network, "
            "cameras are not watched until one attests this."
        )
