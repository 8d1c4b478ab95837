"""GET /healthz: a line per part, 200 when all is well and 503 when one is down. No login, no name, no address."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError
from dataclasses import dataclass

from celery import Celery
from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.db.utils import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from detectors import beat
from detectors.models import Rule, Watch
from detectors.vision.mask.doubt import DOUBTFUL
from hypervision.lib import clock
from hypervision.lib.broker import open_broker
from hypervision.mqtt.models import Broker
from hypervision.mqtt.states import is_served
from hypervision.outward.models import Delivery, Webhook
from maps.models import Camera

PART_S = 3.0
"""A part that does not answer in this time is down."""
WORKERS_ANSWER_S = 1.0

_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="health")


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    well: bool
    sentence: str

    def __str__(self) -> str:
        return f"{self.name}: {'ok' if self.well else 'DOWN'}{', ' if self.sentence else ''}{self.sentence}"


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    asked = {name: _pool.submit(check) for name, check in CHECKS.items()}
    parts = []
    for name, answer in asked.items():
        try:
            well, sentence = answer.result(timeout=PART_S)
        except TooLateError:
            well, sentence = False, f"no answer within {PART_S:g} s"
        parts.append(Part(name, well, sentence))
    lines = "".join(f"{part}\n" for part in parts)
    return HttpResponse(lines, content_type="text/plain", status=200 if all(part.well for part in parts) else 503)


def _database() -> tuple[bool, str]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False, "no connection"
    finally:
        connection.close()  # of this thread of the pool
    return True, ""


def _broker() -> tuple[bool, str]:
    try:
        with open_broker(1) as broker:
            broker.ping()
    except RedisError:
        return False, "no connection"
    return True, ""


def _workers() -> tuple[bool, str]:
    """Well when workers of both kinds answer: those that watch and those that do the short jobs."""
    names = _answering()
    if names is None:
        return False, "the broker is away"
    watching = sum(name.startswith("watch") for name in names)
    jobs = sum(name.startswith("jobs") for name in names)
    return watching > 0 and jobs > 0, f"{watching} watching, {jobs} for jobs"


def _outward() -> tuple[bool, str]:
    """Down when a webhook runs and nobody carries its messages: they are made all the same, and wait."""
    try:
        running = Webhook.objects.filter(stopped="").count()
        waiting = Delivery.objects.filter(webhook__stopped="", state=Delivery.State.WAITING).count()
    except DatabaseError:
        return False, "unknown, the database is away"
    finally:
        connection.close()
    if not running:
        return True, "no webhook runs"
    names = _answering()
    if names is None:
        return False, "the broker is away"
    is_carried = any(name.startswith("outward") for name in names)
    who = "" if is_carried else "nobody carries them; "
    return is_carried, f"{who}messages that wait: {waiting}"


def _answering() -> list[str] | None:
    """Names of the workers that answer; None while the broker is away."""
    options = {"socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0}
    try:
        with Celery("health", broker=settings.REDIS_URL, set_as_current=False) as celery:
            celery.conf.broker_transport_options = options
            replies = celery.control.ping(timeout=WORKERS_ANSWER_S) or []
    except (BrokerError, RedisError, OSError):
        return None
    return [name for reply in replies for name in reply]


def _beat() -> tuple[bool, str]:
    try:
        alive = beat.is_alive()
    except RedisError:
        return False, "the broker is away"
    return alive, "" if alive else f"no sign of life for {beat.LIVES_S} s; no camera is handed out, nothing is erased"


def _watches() -> tuple[bool, str]:
    """Down only when cameras should be watched and none is: a single camera that fails is an alarm of its own.

    Counts from the cameras: one that has an address and a rule is wanted also while nobody has made its watch yet.
    """
    try:
        cameras = Camera.objects.exclude(address="")
        ruled = cameras.filter(Exists(Rule.objects.filter(camera=OuterRef("pk"), enabled=True)))
        # What a row says counts only while its lease lasts: a worker that died says nothing more.
        watched = cameras.filter(watch__state=Watch.State.WATCHING, watch__expires_at__gt=Now()).count()
        wanted = (
            ruled.count() - ruled.filter(watch__state__in=[Watch.State.STOPPED, Watch.State.NOT_AUTHORISED]).count()
        )
        total = cameras.count()
    except DatabaseError:
        return False, "unknown, the database is away"
    finally:
        connection.close()
    return watched > 0 or wanted == 0, f"{watched} of {total} cameras watched"


def _masks() -> tuple[bool, str]:
    """Never down: a camera whose pictures may show heads is watched all the same, and a person must look at them."""
    try:
        doubtful = Watch.objects.filter(unexplained__gte=DOUBTFUL, camera__pictures=True).count()
    except DatabaseError:
        return False, "unknown, the database is away"
    finally:
        connection.close()
    return True, f"cameras whose masks are doubtful: {doubtful}; the page of each says why" if doubtful else ""


def _mqtt() -> tuple[bool, str]:
    """Down when the process serves none of the brokers that it should; a broker that is away has a sentence."""
    try:
        brokers = list(Broker.objects.filter(stopped=False))
    except DatabaseError:
        return False, "unknown, the database is away"
    finally:
        connection.close()
    now = clock.now()
    served = [one for one in brokers if is_served(one, now)]
    connected = sum(one.connected_since is not None for one in served)
    return len(served) == len(brokers), f"{connected} of {len(brokers)} brokers connected" if brokers else ""


CHECKS: dict[str, Callable[[], tuple[bool, str]]] = {
    "database": _database,
    "broker": _broker,
    "workers": _workers,
    "outward": _outward,
    "beat": _beat,
    "watches": _watches,
    "masks": _masks,
    "mqtt": _mqtt,
}
