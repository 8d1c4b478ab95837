"""What ends an incident: its alerts are erased at the end of their retention, and it goes with the last of them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from hypervision.incidents.models import Incident, IncidentMove, IncidentStep, Member


@transaction.atomic
def erase_empty(before: datetime) -> int:
    """Erases the incidents, with their story, that speak of no alert any more. Returns how many.

    before: the end of the retention that has come; what is newer is not looked at.
    """
    still = Exists(Member.objects.filter(incident=OuterRef("pk")))
    told = Exists(IncidentMove.objects.filter(Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))))
    empty = list(Incident.objects.filter(~still, ~told, newest_at__lte=before).values_list("pk", flat=True)[:500])
    if not empty:
        return 0
    with connection.cursor() as cursor:  # the trigger of migration 0002 lets retention alone erase
        cursor.execute("SELECT set_config('hypervision.erasing', 'on', true)")
        IncidentStep.objects.filter(incident__in=empty).delete()
        Incident.objects.filter(pk__in=empty).delete()
        cursor.execute("SELECT set_config('hypervision.erasing', 'off', true)")
    return len(empty)
