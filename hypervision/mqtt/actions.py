"""What people do with brokers and with what is read there. Each is one transaction with its entry of the log."""

from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hypervision.law import log
from hypervision.lib import clock, crypto
from hypervision.lib.errors import Refusal
from hypervision.live import journal
from hypervision.mqtt import certificates, telling
from hypervision.mqtt.layouts import posts
from hypervision.mqtt.messages import MqttTrial, TrialBy
from hypervision.mqtt.models import Broker, Subscription

FIELDS = (
    *("name", "host", "port", "tls", "ca", "certificate", "transport", "path", "username", "protocol"),
    *("layout", "prefix", "kinds"),
)
"""What a person enters; the rest is the process's."""


@transaction.atomic
def make(broker: Broker, by: str, password: str = "", key: str = "") -> None:
    """Hears what comes from now on, and how each camera is. key: of our certificate."""
    _keep_secrets(broker, password, key)
    broker.made_at, broker.position = clock.now(), journal.newest()
    broker.save()
    log.write(by, "mqtt.make", broker.name, **_facts(broker))


@transaction.atomic
def change(broker: Broker, by: str, password: str = "", key: str = "") -> None:
    """Of a form: only what it holds, or the process's news would be undone. password, key: empty keeps the old one."""
    before = _held(broker.pk)
    _keep_secrets(broker, password, key)
    if (before.layout, before.prefix, before.kinds) != (broker.layout, broker.prefix, broker.kinds):
        telling.take_cameras_away(before, clock.now())
    broker.save(update_fields=[*FIELDS, "secret", "certificate_key"])
    _begin_anew(broker.pk)
    secrets = {"password": "new" if password else "as before", "key": "new" if key else "as before"}
    log.write(by, "mqtt.change", broker.name, **_facts(broker), **secrets)


@transaction.atomic
def remove(broker: Broker, by: str) -> None:
    """What it was told cannot be called back or erased any more: whoever listens there is on their own."""
    log.write(by, "mqtt.remove", broker.name, **_facts(broker))
    broker.delete()


@transaction.atomic
def stop(broker_id: UUID, by: str) -> None:
    """What happens meanwhile waits, as far back as the journal goes. Stopping twice changes nothing."""
    broker = _held(broker_id)
    if not broker.stopped:
        Broker.objects.filter(pk=broker.pk).update(stopped=True)
        log.write(by, "mqtt.stop", broker.name)


@transaction.atomic
def start(broker_id: UUID, by: str) -> None:
    broker = _held(broker_id)
    if broker.stopped:
        now = clock.now()
        Broker.objects.filter(pk=broker.pk).update(stopped=False, problem="", detail="", seen_at=now)
        log.write(by, "mqtt.start", broker.name)


@transaction.atomic
def try_out(broker_id: UUID, by: str) -> None:
    """Sends a test."""
    broker = _held(broker_id)
    if broker.stopped:
        raise Refusal(_("This broker is stopped. Start it, then send a test."), code="stopped")
    now = clock.now()
    message = MqttTrial(timestamp=now.isoformat(), data=TrialBy(broker=broker.name))
    telling.save(broker, [telling.put(broker, post, now) for post in posts(broker, message, f"test {uuid4()}")])
    log.write(by, "mqtt.test", broker.name)


@transaction.atomic
def make_subscription(subscription: Subscription, by: str) -> None:
    subscription.save()
    _begin_anew(subscription.broker_id)
    log.write(by, "mqtt.subscription.make", str(subscription.broker), **_read(subscription))


@transaction.atomic
def change_subscription(subscription: Subscription, by: str, fields: list[str]) -> None:
    """fields: of the form."""
    subscription.save(update_fields=fields)
    subscription.beyond.all().delete()  # of another threshold
    _begin_anew(subscription.broker_id)
    log.write(by, "mqtt.subscription.change", str(subscription.broker), **_read(subscription))


@transaction.atomic
def remove_subscription(subscription: Subscription, by: str) -> None:
    _begin_anew(subscription.broker_id)
    log.write(by, "mqtt.subscription.remove", str(subscription.broker), **_read(subscription))
    subscription.delete()


def _begin_anew(broker_id: UUID) -> None:
    """The process connects anew with what is so now."""
    Broker.objects.filter(pk=broker_id).update(version=F("version") + 1)


def _held(broker_id: UUID) -> Broker:
    return Broker.objects.select_related("owner").select_for_update(of=("self",)).get(pk=broker_id)


def _keep_secrets(broker: Broker, password: str, key: str) -> None:
    """What belongs to nothing any more goes."""
    if password:
        broker.secret = crypto.encrypt(password)
    elif not broker.username:
        broker.secret = None
    if key:
        broker.certificate_key = crypto.encrypt(key)
    elif not broker.certificate:
        broker.certificate_key = None


def _facts(broker: Broker) -> dict[str, object]:
    return {
        "account": broker.owner.username,
        "to": f"{broker.host}:{broker.port}",
        "tls": broker.tls,
        "certificate": certificates.fingerprint(broker.certificate),
        "transport": broker.transport,
        "topics": f"{broker.prefix} ({broker.layout})",
        "messages": list(broker.kinds),
    }


def _read(one: Subscription) -> dict[str, object]:
    words = ("topic", "source", "kind", "severity", "labels", "places", "threshold", "back", "least_score")
    return {name: getattr(one, name) for name in words if getattr(one, name) not in (None, "", {})}
