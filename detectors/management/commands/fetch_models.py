"""manage.py fetch_models: fetches, checks and registers the networks."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from detectors.networks import register
from detectors.vision.detect.session import NetworkError
from detectors.weights.download import WeightsError
from detectors.weights.fetch import fetch_all


class Command(BaseCommand):
    help = "Fetches the networks that find objects, faces and plates, checks them and registers them."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fetched = fetch_all(settings.WEIGHTS_DIR, self.stdout.write)
            rows = register(fetched)
        except (WeightsError, NetworkError) as error:
            raise CommandError(f"{error} Nothing was registered.") from error
        self.stdout.write(f"Registered: {', '.join(row.name for row in rows)}.")
