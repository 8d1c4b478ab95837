"""What a camera should have seen: a person says so of an alert that was raised by hand, and may take it back.

Misses stand beside precision: how often a camera was right says nothing of what it never said.
"""

from uuid import UUID

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert, Miss
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.alerts.selectors import visible_alert
from hypervision.alerts.services import tell
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from maps.models import Calibration, Camera
from maps.selectors import visible_cameras

MOST_PROPOSED = 9


def proposed(by: User, place: Point) -> QuerySet[Camera]:
    """The cameras in sight whose field of view, as last calibrated, holds the place; the nearest first."""
    newest = Calibration.objects.filter(camera=OuterRef("pk"), view__isnull=False).order_by("-version")
    over = visible_cameras(by).exclude(address="").annotate(calibrated=Subquery(newest.values("pk")[:1]))
    holding = Calibration.objects.filter(pk__in=over.values("calibrated"), view__covers=place).values("camera")
    return visible_cameras(by).filter(pk__in=holding).order_by(Distance("location", place), "name")[:MOST_PROPOSED]


@transaction.atomic
def report(alert_id: UUID, camera_id: UUID, by: User) -> Miss:
    """Afterwards, of an alert that stands already. Saying it twice changes nothing."""
    if not by.may(Right.GIVE_VERDICT):
        raise NotAllowed(_("Your role does not include the right to judge alerts."), code="no_right")
    alert = visible_alert(alert_id, by)
    if alert is None:
        raise Unknown(_("There is no such alert among those that you see."), code="unknown_alert")
    miss = note(alert, camera_id, by)
    tell(alert.pk)
    return miss


def note(alert: Alert, camera_id: UUID, by: User) -> Miss:
    """In the transaction of the caller, who tells the browsers."""
    if not alert.source:
        raise Refusal(_("A camera raised this alert: only what people raised was missed."), code="not_by_hand")
    if alert.event.kind not in ALERTS:
        raise Refusal(_("No detector looks for this kind."), code="not_detected")
    camera = visible_cameras(by).filter(pk=camera_id).first()
    if camera is None:
        raise Unknown(_("There is no such camera among those that you see."), code="unknown_camera")
    values = {"kind": alert.event.kind, "by": by, "at": clock.now()}
    miss, is_new = Miss.objects.get_or_create(alert=alert, camera=camera, taken_back_at=None, defaults=values)
    if is_new:
        log.write(str(by), "miss.report", str(camera.pk), alert=str(alert.pk), kind=alert.event.kind)
    return miss


@transaction.atomic
def take_back(miss_id: UUID, by: User) -> Miss:
    """The person who reported it, or a supervisor."""
    miss = Miss.objects.select_related("by").filter(can_see(by).q("camera__location", kind="kind"), pk=miss_id).first()
    if miss is None or visible_alert(miss.alert_id, by) is None:
        raise Unknown(_("There is no such miss among those that you see."), code="unknown_miss")
    if not by.may(Right.GIVE_VERDICT) or not (miss.by_id == by.pk or by.may(Right.CORRECT_VERDICT)):
        raise NotAllowed(_("%(who)s or a supervisor takes this back.") % {"who": miss.by}, code="no_right")
    changed = {"taken_back_at": clock.now(), "taken_back_by": by}
    if not Miss.objects.filter(pk=miss.pk, taken_back_at=None).update(**changed):
        raise Conflict(_("This was taken back already."), code="already_over")
    log.write(str(by), "miss.take_back", str(miss.camera_id), alert=str(miss.alert_id), kind=miss.kind)
    tell(miss.alert_id)
    miss.refresh_from_db()
    return miss
