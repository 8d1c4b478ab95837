"""A person raises an alert by hand: somebody telephoned, calls by radio, saw it on the wall or on patrol.

One transaction:

1. the person must have the right to judge, and the place must lie in the city and, as the kind, in their perimeter;
2. the event, unless its key is known: whoever sends the same again, because the answer was lost, gets the same alert;
3. which cameras should have seen it, the log, and the alert as any other is raised: with its incident, told to all.

No gate is asked: no analytics ran, and a person may say what they know of any place (docs/law.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction
from django.utils.translation import gettext as _

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.kinds import BY_PEOPLE
from hypervision.alerts.models import Alert
from hypervision.alerts.refusals import NotAllowed
from hypervision.alerts.services import Hand, raise_alert
from hypervision.hand import misses
from hypervision.incidents import joining
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from maps.models import City, Event
from maps.selectors import locate

KINDS = (*sorted(ALERTS), *BY_PEOPLE)
PLACE_ERROR = 10.0
"""Metres: a click on the map says which corner, not which stone."""
LONGEST = 2000
SOURCES = tuple(one for one in Alert.Source if one not in (Alert.Source.SCRIPT, Alert.Source.SYSTEM))


@dataclass(frozen=True, slots=True)
class Report:
    """What a person raises. key: of their choice. ago: how long it waited for the network. missed_by: cameras."""

    key: UUID
    kind: str
    lon: float
    lat: float
    severity: str
    source: Alert.Source
    words: str = ""
    ago: timedelta = timedelta(0)
    missed_by: Sequence[UUID] = ()


@transaction.atomic
def raise_by_hand(report: Report, by: User) -> Alert:
    """Raises NotAllowed or Refusal; then nothing was raised."""
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    sight = can_see(by)
    if not sight.knows(report.kind):
        raise NotAllowed(_("You are not given this kind of alert. Tell somebody who is."), "out_of_sight")
    if not sight.covers(report.lon, report.lat):
        raise NotAllowed(_("This place lies outside your perimeter. Tell somebody who looks after it."), "out_of_sight")
    return enter(report, by)


def enter(report: Report, by: User, *, is_real: bool = True) -> Alert:
    """The same for whoever has looked at the rights already. is_real: False in an exercise."""
    place, words = Point(report.lon, report.lat, srid=4326), report.words.replace("\x00", "").strip()
    _check(report, place, words)
    at = clock.now() - report.ago
    whereabouts = locate(place)
    columns = {
        "kind": report.kind,
        "place": place,
        "place_error": PLACE_ERROR,
        "place_source": Event.PlaceSource.PERSON,
        "street": whereabouts.street,
        "district": whereabouts.district,
        "started_at": at,
        "captured_at": at,
        "is_real": is_real,
    }
    event, is_new = Event.objects.get_or_create(pk=report.key, defaults=columns)
    if not is_new:
        return _known(event, report, by)
    facts = {"kind": report.kind, "source": str(report.source), "severity": report.severity, "event": str(event.pk)}
    log.write(str(by), "alert.raise", str(event.pk), **facts, **({} if is_real else {"exercise": True}))
    alert = raise_alert(event, report.severity, joining.join, Hand(by, report.source, words))
    for camera in report.missed_by:
        misses.note(alert, camera, by)
    return alert


def _known(event: Event, report: Report, by: User) -> Alert:
    alert = Alert.objects.filter(event=event).first()
    if alert is None or alert.raised_by_id != by.pk or event.kind != report.kind:
        raise Refusal(_("Another alert has this number already. Open the form again."), code="known_number")
    return alert


def _check(report: Report, place: Point, words: str) -> None:
    if report.kind not in KINDS:
        raise Refusal(_("There is no kind of alert that is called so."), code="unknown_kind")
    city = City.objects.first()
    if city is not None and not city.extent.covers(place):
        raise Refusal(_("This place lies outside the city."), code="outside")
    if len(words) > LONGEST:
        facts = {"length": len(words), "limit": LONGEST}
        raise Refusal(_("The text has %(length)d characters; %(limit)d fit.") % facts, code="text_too_long")
