"""Which events a person sees: those of the cameras in sight, and those without a camera at places in sight; and of
them those of the person's kinds.

Every room that reads events, or what hangs on them, asks here. path: from the row to its event, such as
"alert__event__"; empty for events themselves.
"""

from django.contrib.gis.db.models import PointField
from django.db.models import Q
from django.db.models.functions import Coalesce

from hypervision.accounts.permissions import Sight


def in_sight(sight: Sight, path: str = "") -> Q:
    return sight.q(f"{path}camera__location", otherwise=f"{path}place", kind=f"{path}kind")


def seen_from(path: str = "") -> Coalesce:
    """``Event.seen_from`` for a query."""
    return Coalesce(f"{path}camera__location", f"{path}place", output_field=PointField(srid=4326))
