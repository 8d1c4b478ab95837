"""How the connection to a broker is, and why an event was refused, as sentences."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from hypervision.lib import said
from hypervision.mqtt.models import Broker, Subscription

SILENT = timedelta(seconds=60)
"""The process gives a sign of life every ten seconds."""


def is_served(broker: Broker, now: datetime) -> bool:
    """Whether the process for MQTT has it in hand; one that was just made or started may wait for a moment."""
    return now - (broker.seen_at or broker.made_at) < SILENT


def sentence(broker: Broker, now: datetime) -> str:
    if broker.stopped:
        return _("Stopped by a person.")
    if not is_served(broker, now):
        return _("No process serves it. Start the process mqtt (Procfile).")
    trouble = broker.get_problem_display()
    why = f"{trouble} ({broker.detail})" if trouble and broker.detail else trouble
    if broker.connected_since:
        since = date_format(localtime(broker.connected_since), "DATETIME_FORMAT")
        connected = _("Connected since %(since)s") % {"since": since}
        return f"{connected}; {why}." if why else f"{connected}."
    if why:
        return _("Not connected: %(why)s. It is tried again by itself.") % {"why": why}
    return _("Connecting …")


def refusal(subscription: Subscription) -> str:
    """The last one, in the reader's language; empty where nothing was refused."""
    kept = subscription.refusal
    return f"{kept['topic']}: {' '.join(map(said.told, kept['said']))}" if kept else ""
