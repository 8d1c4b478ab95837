"""A broker and what is read there, as they are told over REST. No password, and no key."""

from datetime import datetime
from typing import Annotated, Any, TypedDict

from msgspec import Meta

from hypervision.lib import clock
from hypervision.mqtt import states
from hypervision.mqtt.models import Broker, Subscription


class BrokerCard(TypedDict):
    """What a person set, and whether it stands stopped."""

    id: str
    name: str
    account: Annotated[
        str, Meta(description="Name of the city system behind it. Its sight decides what goes and comes.")
    ]
    host: str
    port: int
    tls: bool
    ca: Annotated[str, Meta(description="Certificates of its authority, PEM; empty for those of the machine.")]
    certificate: Annotated[str, Meta(description="Ours, PEM, where it asks for one.")]
    transport: str
    path: str
    username: str
    has_password: bool
    protocol: str
    layout: str
    prefix: str
    messages: list[str]
    stopped: bool
    made_at: str


class BrokerCount(TypedDict):
    """How many messages went one way, ever."""

    way: str
    why: Annotated[str, Meta(description="Why they were dropped, or the field that was left out; else empty.")]
    count: int


class BrokerState(TypedDict):
    """How the connection is, at this moment."""

    id: str
    says: Annotated[str, Meta(description="A sentence for people.")]
    connected_since: str | None
    problem: Annotated[str, Meta(description="A code; empty where all is well.")]
    detail: str
    waiting: Annotated[int, Meta(description="Messages that the broker has not taken yet.")]
    counts: list[BrokerCount]


class SubscriptionCard(TypedDict):
    """What is read on a broker, and what becomes of it."""

    id: str
    topic: str
    source: str
    kind: str
    severity: str
    places: Annotated[dict[str, Any], Meta(description="Topic or camera to [longitude, latitude] or a street.")]
    labels: Annotated[dict[str, str], Meta(description="Of Frigate, what it finds to the kind that becomes of it.")]
    least_score: float | None
    value_path: str
    unit: str
    id_path: str
    time_path: str
    lon_path: str
    lat_path: str
    threshold: float | None
    back: float | None
    falling: bool
    only_crossings: bool
    refusal: Annotated[str, Meta(description="Why an event was refused last; empty for never.")]
    refused_at: str | None


def broker_card(one: Broker) -> BrokerCard:
    return {
        "id": str(one.pk),
        "name": one.name,
        "account": one.owner.username,
        "host": one.host,
        "port": one.port,
        "tls": one.tls,
        "ca": one.ca,
        "certificate": one.certificate,
        "transport": str(one.transport),
        "path": one.path,
        "username": one.username,
        "has_password": one.secret is not None,
        "protocol": str(one.protocol),
        "layout": str(one.layout),
        "prefix": one.prefix,
        "messages": list(one.kinds),
        "stopped": one.stopped,
        "made_at": one.made_at.isoformat(),
    }


def broker_state(one: Broker) -> BrokerState:
    return {
        "id": str(one.pk),
        "says": states.sentence(one, clock.now()),
        "connected_since": _moment(one.connected_since),
        "problem": str(one.problem),
        "detail": one.detail,
        "waiting": one.outgoing.count(),
        "counts": [{"way": str(row.way), "why": row.name, "count": row.count} for row in one.tallies.all()],
    }


def subscription_card(one: Subscription) -> SubscriptionCard:
    return {
        "id": str(one.pk),
        "topic": one.topic,
        "source": str(one.source),
        "kind": one.kind,
        "severity": str(one.severity),
        "places": one.places,
        "labels": one.labels,
        "least_score": one.least_score,
        "value_path": one.value_path,
        "unit": one.unit,
        "id_path": one.id_path,
        "time_path": one.time_path,
        "lon_path": one.lon_path,
        "lat_path": one.lat_path,
        "threshold": one.threshold,
        "back": one.back,
        "falling": one.falling,
        "only_crossings": one.only_crossings,
        "refusal": states.refusal(one),
        "refused_at": _moment(one.refused_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
