"""What a person looks after: the names of districts, and kinds."""

from dataclasses import dataclass

from django.contrib.gis.db.models.functions import PointOnSurface

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from maps.models import District


@dataclass(frozen=True, slots=True)
class Care:
    """Neither everywhere nor a district: an area that holds the middle of none. kinds: none named is all."""

    everywhere: bool
    districts: list[str]
    kinds: list[str]


def care_of(person: User) -> Care:
    """The districts whose middle lies in the perimeter."""
    sight = can_see(person)
    kinds = sorted(sight.kinds)
    if sight.everywhere or sight.area is None:
        return Care(sight.everywhere, [], kinds)
    middles = District.objects.annotate(middle=PointOnSurface("area")).order_by("name").values_list("name", "middle")
    return Care(False, [name for name, middle in middles if sight.covers(middle.x, middle.y)], kinds)
