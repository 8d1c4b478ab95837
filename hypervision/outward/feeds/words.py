"""An alert in words, in the language that is active. None of them was written by a person about this alert."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.said import kind_name
from hypervision.alerts.models import Alert
from hypervision.alerts.reasons import OUTCOMES
from hypervision.outward.messages import AlertData

STATES = {
    "confirmed": gettext_lazy("A person confirmed it."),
    "closed": gettext_lazy("A person confirmed it. It is over."),
    "refuted": gettext_lazy("A person put the verdict right: it was not so."),
}


def title(alert: AlertData) -> str:
    """ "Start of fire, Kaivokatu"; of the demonstration it says so first."""
    what = f"{kind_name(alert.kind)}, {place(alert)}"
    return _("DEMONSTRATION: %(what)s") % {"what": what} if alert.demo else what


def place(alert: AlertData) -> str:
    named = ", ".join(part for part in (alert.street, alert.district) if part)
    return named or f"{alert.lat:g}, {alert.lon:g}"


def summary(alert: AlertData) -> str:
    facts = {"severity": Alert.Severity(alert.severity).label, "metres": round(alert.error_m)}
    said = [STATES[alert.state], _("Severity: %(severity)s. Place: within %(metres)d m.") % facts]
    if alert.state == "closed" and alert.reason in OUTCOMES and alert.reason != "other":
        said.append(_("Outcome: %(outcome)s.") % {"outcome": OUTCOMES[alert.reason]})
    return " ".join(map(str, said))
