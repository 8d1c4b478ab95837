"""One alert as a message of the Common Alerting Protocol 1.2 (OASIS), in each language of the house.

Confirmed: Alert. Closed: Update, all clear. Refuted afterwards: Cancel. Each has an identifier of its own, and the
later ones refer to the first.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parseaddr
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from detectors.said import kind_name
from hypervision.alerts.selectors import ALERT_HOURS
from hypervision.outward.feeds import words
from hypervision.outward.messages import AlertData

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
CONTENT_TYPE = "application/cap+xml"

_TYPES = {"confirmed": "Alert", "closed": "Update", "refuted": "Cancel"}
_SEVERITIES = {"low": "Minor", "medium": "Moderate", "high": "Severe"}
CATEGORIES: Mapping[str, str] = {
    "fire": "Fire",
    "fire_alarm": "Fire",
    "fall": "Health",
    "distress": "Rescue",
    "help_call": "Rescue",
    "accident": "Transport",
    "wrong_direction": "Transport",
    "obstacle": "Transport",
    "traffic": "Transport",
    "density": "Safety",
    "crowd_movement": "Safety",
    "abandoned_object": "Security",
    "weapon": "Security",
    "intrusion": "Security",
    "intruder_alarm": "Security",
    "fight": "Security",
    "flooding": "Met",
    "water_level": "Met",
    "power_failure": "Infra",
    "damage": "Infra",
    "environment": "Env",
}
"""Kinds to the closed list of CAP; what is not here is Other."""


def message(alert: AlertData, confirmed_at: datetime) -> bytes:
    """confirmed_at: when it was confirmed last."""
    root = ET.Element("alert", xmlns=NAMESPACE)
    sent = datetime.fromisoformat(alert.decided_at)
    _put(root, "identifier", _identifier(alert, sent))
    _put(root, "sender", sender())
    _put(root, "sent", moment(sent))
    _put(root, "status", "Test" if alert.demo else "Actual")
    _put(root, "msgType", _TYPES[alert.state])
    _put(root, "scope", "Restricted")
    _put(root, "restriction", "For systems of the city that hold a token.")
    if alert.state != "confirmed":
        _put(root, "references", f"{sender()},{_identifier(alert, confirmed_at)},{moment(confirmed_at)}")
    for code, _name in settings.LANGUAGES:
        with override(code):
            root.append(_info(alert, code))
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _identifier(alert: AlertData, sent: datetime) -> str:
    """Of the message, not of the alert: CAP wants one for each."""
    return f"{alert.id}.{int(sent.timestamp())}"


def sender() -> str:
    """An address, as CAP advises: that from which the house writes."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def moment(at: datetime) -> str:
    """CAP wants whole seconds, an offset, and -00:00 for UTC."""
    local = timezone.localtime(at).isoformat(timespec="seconds")
    return local.replace("+00:00", "-00:00")


def _info(alert: AlertData, language: str) -> ET.Element:
    info = ET.Element("info")
    for name, text in _facts(alert, language):
        _put(info, name, text)
    area = ET.SubElement(info, "area")
    _put(area, "areaDesc", words.place(alert))
    _put(area, "circle", f"{alert.lat},{alert.lon} {max(alert.error_m, 1) / 1000:.3f}")
    return info


def _facts(alert: AlertData, language: str) -> Iterator[tuple[str, str]]:
    captured = datetime.fromisoformat(alert.captured_at)
    yield "language", language
    yield "category", CATEGORIES.get(alert.kind, "Other")
    yield "event", kind_name(alert.kind)
    if alert.state != "confirmed":
        yield "responseType", "AllClear"
    yield "urgency", "Immediate" if alert.state == "confirmed" else "Past"
    yield "severity", _SEVERITIES[alert.severity]
    yield "certainty", "Unlikely" if alert.state == "refuted" else "Observed"
    yield "effective", moment(datetime.fromisoformat(alert.decided_at))
    yield "onset", moment(datetime.fromisoformat(alert.started_at))
    yield "expires", moment(captured + timedelta(hours=ALERT_HOURS))
    yield "senderName", _("Control room of the city")
    yield "headline", words.title(alert)
    yield "description", words.summary(alert)


def _put(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
