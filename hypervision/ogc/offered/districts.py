"""The districts of the city: public knowledge, and the same for everybody who sees the map."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hypervision.accounts.rights import Right, Scope
from hypervision.ogc.offered.base import Collection, Kind, Property, Reader
from maps.models import District


def _rows(reader: Reader) -> QuerySet[Any]:
    return District.objects.all()


DISTRICTS = Collection(
    id="districts",
    title=_("Districts"),
    description=_("The districts of the city."),
    right=Right.SEE_MAP,
    scope=Scope.CAMERAS_READ,
    rows=_rows,
    place="area",
    geometry="MultiPolygon",
    key=int,
    is_small=True,
    properties=(Property("name", Kind.TEXT, _("Its name"), "name"),),
)
