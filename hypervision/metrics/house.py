"""The installation itself: version, database, disk, journal, log, leases, what the law asks, who is told outside."""

import shutil
import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.db.models.functions import Now
from prometheus_client.core import Metric

from detectors.models import Watch
from hypervision.env import ROOT, VAR
from hypervision.law.models import Authorisation
from hypervision.lib import clock
from hypervision.metrics.families import Row, gauge, one_counter, one_gauge
from hypervision.outward.models import Delivery, Webhook

_DATABASE = """
    SELECT pg_database_size(current_database()),
           current_setting('max_connections')::int,
           coalesce((SELECT max(number) FROM live_journalentry), 0),
           coalesce((SELECT max(number) FROM law_logentry), 0),
           least((SELECT min(erase_at) FROM maps_picture), (SELECT min(erase_at) FROM maps_clip),
                 (SELECT min(erase_at) FROM maps_still))
"""
_CONNECTIONS = """
    SELECT coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
    WHERE datname = current_database() GROUP BY 1 ORDER BY 1
"""


def families() -> Iterator[Metric]:
    yield gauge("build_info", "The version that runs.", ("version",), [((version(),), 1)])
    yield from _database()
    yield from _disks()
    yield gauge("worker_leases", "Cameras that a worker holds now.", ("worker",), _leases())
    yield gauge(
        "authorisation_end_timestamp_seconds",
        "When an authorisation ends that is in force; its watches end with it.",
        ("authorisation", "regime"),
        _authorisations(),
    )
    yield from _webhooks()


@cache
def version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def _database() -> Iterator[Metric]:
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        size, most, journal, log, due = cursor.fetchone()
        cursor.execute(_CONNECTIONS)
        connections = [((state,), count) for state, count in cursor.fetchall()]
    yield one_gauge("database_bytes", "Size of the database on its disk.", size)
    yield gauge("database_connections", "Open connections to the database.", ("state",), connections)
    yield one_gauge("database_connections_max", "Connections that the server allows, of all databases.", most)
    yield one_counter("journal_entries", "Number of the journal's newest entry.", journal)
    yield one_counter("log_entries", "Number of the log's newest entry.", log)
    yield one_gauge(
        "erasure_overdue_seconds", "For how long the oldest picture or clip should have been erased.", _overdue(due)
    )


def _overdue(due: datetime | None) -> float:
    return max(0.0, (clock.now() - due).total_seconds()) if due else 0.0


def _disks() -> Iterator[Metric]:
    """Of this host: what products are kept where, and how much room is left there."""
    places = {"var": VAR, "spool": settings.SPOOL_DIR, "scratch": settings.SCRATCH_DIR}
    usages = {name: shutil.disk_usage(_existing(path)) for name, path in places.items()}
    sizes: list[Row] = [((name,), usage.total) for name, usage in usages.items()]
    left: list[Row] = [((name,), usage.free) for name, usage in usages.items()]
    yield gauge("disk_bytes", "Size of the disk that holds this folder, on this host.", ("place",), sizes)
    yield gauge("disk_free_bytes", "Room that is left on it.", ("place",), left)


def _existing(path: Path) -> Path:
    """A folder that nobody has needed yet will lie on the disk of the one above."""
    return next(each for each in (path, *path.parents) if each.exists())


def _leases() -> list[Row]:
    held = Watch.objects.filter(expires_at__gt=Now()).order_by("worker").values_list("worker")
    return [((worker,), count) for worker, count in held.annotate(count=Count("camera"))]


def _authorisations() -> list[Row]:
    now = clock.now()
    in_force = Authorisation.objects.filter(starts_at__lte=now, ends_at__gt=now, revoked_at=None).order_by("ends_at")
    return [
        ((str(key), regime), ends.timestamp()) for key, regime, ends in in_force.values_list("id", "regime", "ends_at")
    ]


def _webhooks() -> Iterator[Metric]:
    waiting = Count("deliveries", filter=Q(deliveries__state=Delivery.State.WAITING))
    rows = list(
        Webhook.objects.annotate(waiting=waiting)
        .order_by("name")
        .values_list("name", "stopped", "failing_since", "waiting")
    )
    now = clock.now()
    failing: list[Row] = [((name,), (now - since).total_seconds() if since else 0.0) for name, _, since, _ in rows]
    yield gauge("webhook_waiting", "Messages that wait for it.", ("webhook",), [((row[0],), row[3]) for row in rows])
    yield gauge(
        "webhook_failing_seconds",
        "For how long every attempt has failed; 0: the last was taken.",
        ("webhook",),
        failing,
    )
    stopped: list[Row] = [((name,), float(bool(stopped))) for name, stopped, *_ in rows]
    yield gauge("webhook_stopped", "Whether nothing is sent any more.", ("webhook",), stopped)
