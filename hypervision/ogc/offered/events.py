"""Events in sight with the state of their alerts: what ``GET /api/v1/events/`` gives."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import told_to
from hypervision.ogc.offered.base import Collection, Kind, Property, Reader
from maps.models import Event
from maps.sight import in_sight


def _rows(reader: Reader) -> QuerySet[Any]:
    return Event.objects.filter(in_sight(can_see(reader.person)), told_to(reader.person))


_SOURCES = tuple(Event.PlaceSource.values)
EVENTS = Collection(
    id="events",
    title=_("Events"),
    description=_("What happened, where and when, newest first, with the state of its alert."),
    right=Right.SEE_ALERTS,
    scope=Scope.EVENTS_READ,
    rows=_rows,
    place="place",
    geometry="Point",
    time="captured_at",
    properties=(
        Property("kind", Kind.TEXT, _("Kind"), "kind"),
        Property("camera", Kind.ID, _("Camera"), "camera_id"),
        Property("camera_name", Kind.TEXT, _("Name of the camera"), "camera__name"),
        Property("zone", Kind.TEXT, _("Zone"), "zone_name"),
        Property("street", Kind.TEXT, _("Street"), "street"),
        Property("district", Kind.TEXT, _("District"), "district__name"),
        Property("place_source", Kind.TEXT, _("How its place is known"), "place_source", _SOURCES),
        Property("place_error_m", Kind.NUMBER, _("Error of the place, in metres"), "place_error"),
        Property("score", Kind.NUMBER, _("Score"), "score"),
        Property("facts", Kind.FACTS, _("Facts of its kind"), "facts"),
        Property("regime", Kind.TEXT, _("Legal regime"), "regime"),
        Property("authorisation", Kind.ID, _("Authorisation"), "authorisation_id"),
        Property("rule", Kind.ID, _("Rule"), "rule_id"),
        Property("rule_version", Kind.WHOLE, _("Version of the rule"), "rule_version"),
        Property("model_hash", Kind.TEXT, _("Hash of the network"), "model_hash"),
        Property("started_at", Kind.MOMENT, _("Began"), "started_at"),
        Property("captured_at", Kind.MOMENT, _("Captured"), "captured_at"),
        Property("created_at", Kind.MOMENT, _("Taken in"), "created_at"),
        Property("alert", Kind.ID, _("Alert"), "alert__id"),
        Property("state", Kind.TEXT, _("State of its alert"), "alert__state", tuple(Alert.State.values)),
        Property("severity", Kind.TEXT, _("Severity of its alert"), "alert__severity", tuple(Alert.Severity.values)),
    ),
)
