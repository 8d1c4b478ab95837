"""The stops that a person may know of, with the names of their cameras."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from detectors.said import kind_name
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.law import stops
from hypervision.law.models import Stop
from maps.models import Camera


def with_camera_names(reader: User) -> QuerySet[Stop]:
    """The stops that a person may know of."""
    name = Camera.objects.filter(pk=OuterRef("camera_id")).values("name")
    return stops.known_to(can_see(reader)).select_related("by", "lifted_by").annotate(camera_name=Subquery(name))


def stop_name(camera: str, kind: str) -> str:
    """What a stop holds: a camera by its name, a kind, both, or neither, which is all."""
    return ", ".join(part for part in (kind and kind_name(kind), camera) if part) or _("the whole system")
