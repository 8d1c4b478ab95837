"""What one scrape of /metrics costs (``manage.py bench metrics``, half a minute, most of it for a scratch database).

By CPU time of the process, so that what else runs on the machine counts little; of the last of several scrapes.
"""

import time
from collections.abc import Iterator
from statistics import median

from django.contrib.gis.geos import Point
from django.test import Client

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.lib.bench import Figure, Say, at_most
from hypervision.lib.scratch import scratch_database
from maps.models import Camera

DATABASE = "bench_metrics"
CAMERAS, SCRAPES, GOAL_MS = 200, 15, 100.0
FORMS = {"text": "text/plain", "OpenMetrics": "application/openmetrics-text"}


def measure(say: Say, *, full: bool = False) -> Iterator[Figure]:
    say(f"Makes the database {DATABASE} with {CAMERAS} cameras that have a stream.")
    with scratch_database(DATABASE):
        place = Point(24.94, 60.17, srid=4326)
        address = "rtsp://camera.invalid/"
        Camera.objects.bulk_create(
            Camera(name=f"Camera {number}", location=place, address=address) for number in range(CAMERAS)
        )
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.create_user("inspector", role=Role.INSPECTOR, everywhere=True))
        for name, accept in FORMS.items():
            times = [_seconds(client, accept) for _ in range(SCRAPES * (3 if full else 1))]
            yield at_most(f"one scrape, {CAMERAS} cameras, {name}, of a core", 1000 * median(times), "ms", GOAL_MS)


def _seconds(client: Client, accept: str) -> float:
    began = time.process_time()
    answer = client.get("/metrics", headers={"Accept": accept})
    took = time.process_time() - began
    if answer.status_code != 200:
        raise RuntimeError(f"/metrics answered {answer.status_code}.")
    return took
