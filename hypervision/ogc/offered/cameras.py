"""Cameras in sight, with the state of their watch. Neither pictures nor stream addresses."""

from typing import Any

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from detectors import leases
from detectors.models import Watch
from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Collection, Kind, Property, Reader
from maps.models import Camera
from maps.selectors import visible_cameras


def _rows(reader: Reader) -> QuerySet[Any]:
    """``detectors.cards`` for a query: what a watch says of itself counts only while somebody holds its lease."""
    lapsed = leases.lapsed("watch__")
    state = Case(
        When(lapsed, then=Value(Watch.State.NOT_WATCHING)),
        default=Coalesce("watch__state", Value(Watch.State.NOT_WATCHING)),
    )
    since = Case(When(lapsed, then=Coalesce("watch__expires_at", "watch__since")), default=F("watch__since"))
    return visible_cameras(reader.person).annotate(
        said_state=state,
        said_since=since,
        of_demo=ExpressionWrapper(Q(origin=Camera.Origin.DEMO), output_field=BooleanField()),
        has_stream=ExpressionWrapper(~Q(address=""), output_field=BooleanField()),
    )


CAMERAS = Collection(
    id="cameras",
    title=_("Cameras"),
    description=_("The cameras in sight, with the state of their watch."),
    right=Right.SEE_MAP,
    scope=Scope.CAMERAS_READ,
    rows=_rows,
    place="location",
    geometry="Point",
    is_small=True,
    properties=(
        Property("name", Kind.TEXT, _("Its name"), "name"),
        Property("bearing", Kind.NUMBER, _("Degrees clockwise from north"), "bearing"),
        Property("field_angle", Kind.NUMBER, _("Field of view, horizontal, in degrees"), "field_angle"),
        Property("state", Kind.TEXT, _("State of its watch"), "said_state", tuple(Watch.State.values)),
        Property("since", Kind.MOMENT, _("Since when it is in this state"), "said_since"),
        Property("demo", Kind.FLAG, _("Whether it belongs to the demonstration"), "of_demo"),
        Property("stream", Kind.FLAG, _("Whether it has a stream address"), "has_stream"),
        Property("wanted_rate", Kind.NUMBER, _("Pictures a second that shall be analysed"), "wanted_rate"),
    ),
)
