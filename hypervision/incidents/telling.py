"""What browsers hear of incidents: of each alert, to which incident it belongs, at the place of its own camera and with
its own kind.

So whoever sees some of an incident's cameras or kinds only hears of some of its alerts only, and nothing must be cut
out of a message.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.gis.geos import Point

from hypervision.accounts.rights import Right
from hypervision.alerts.selectors import right_to_hear
from hypervision.incidents.models import Member
from hypervision.live.cards import IncidentCard
from hypervision.live.journal import Told
from hypervision.live.messages import IncidentGone, IncidentPut
from maps.sight import seen_from


def card(alert: UUID, incident: UUID) -> IncidentCard:
    return {"id": str(alert), "incident": str(incident)}


def put(alert: UUID, incident: UUID, right: Right, place: Point, kind: str) -> Told:
    return Told(IncidentPut(card(alert, incident)), right, place, kind)


def news_of(alerts: Iterable[UUID]) -> Iterator[Told]:
    """Where these alerts belong now. Lock the journal before."""
    rows = (
        Member.objects.filter(pk__in=list(alerts))
        .order_by("at", "pk")
        .values_list("pk", "incident", "is_real", seen_from("alert__event__"), "kind")
    )
    for alert, incident, is_real, place, kind in rows:
        right = right_to_hear(is_real)
        if incident is None:
            yield Told(IncidentGone(str(alert)), right, place, kind)
        else:
            yield put(alert, incident, right, place, kind)


def memberships_of(alerts: Iterable[UUID]) -> Iterator[Told]:
    """The same for browsers to which these alerts are new: there is nothing to say of one that belongs nowhere."""
    return (told for told in news_of(alerts) if isinstance(told.message, IncidentPut))
