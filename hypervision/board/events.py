"""The events behind the figures, counted by step, district, kind and verdict in one pass of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from hypervision.accounts.permissions import Sight
from hypervision.alerts import workflow
from hypervision.alerts.models import Alert
from hypervision.board.period import Period, trunc
from hypervision.board.query import Chosen
from hypervision.board.tally import Tally
from hypervision.board.telling import Telling
from maps.models import Event
from maps.reality import real
from maps.sight import in_sight


class Verdict(StrEnum):
    """confirmed, refuted: of the machine's alerts. unreviewed: of all. NONE: no alert, or one that a person raised."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNREVIEWED = "unreviewed"
    NONE = ""


COLUMNS = ("district", "kind", "verdict")

_BY_MACHINE = Q(alert__source="")
_VERDICT = Case(
    When(alert__state__in=(*workflow.OPEN, Alert.State.EXPIRED), then=Value(Verdict.UNREVIEWED)),
    When(_BY_MACHINE & Q(alert__state__in=workflow.TRUE), then=Value(Verdict.CONFIRMED)),
    When(_BY_MACHINE & Q(alert__state=Alert.State.REFUTED), then=Value(Verdict.REFUTED)),
    default=Value(Verdict.NONE),
)
_EXPRESSIONS = {
    "district": Coalesce("district__name", Value("")),
    "kind": F("kind"),
    "verdict": _VERDICT,
    "authorisation": Coalesce(Cast("authorisation_id", CharField()), Value("")),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked, of which period, by whom, told how. only: events of these cameras, where not all count."""

    sight: Sight
    period: Period
    chosen: Chosen
    telling: Telling
    only: frozenset[UUID] | None = None

    @property
    def events(self) -> QuerySet[Event]:
        start, end = self.period.start, self.period.end
        events = Event.objects.filter(
            in_sight(self.sight), real(), self.chosen.matching(), captured_at__gte=start, captured_at__lt=end
        )
        return events if self.only is None else events.filter(camera__in=self.only)

    def tally(self, columns: Sequence[str] = COLUMNS, *, by_hour: bool | None = None) -> Tally:
        """columns: some of COLUMNS, or the authorisation. by_hour: as the period is drawn, unless said otherwise."""
        of_hours = self.period.by_hour if by_hour is None else by_hour
        step = trunc("captured_at", self.period, of_hours)
        names = {f"of_{name}": _EXPRESSIONS[name] for name in columns}
        rows = self.events.order_by().annotate(step=step, **names).values_list("step", *names).annotate(Count("id"))
        found = [(at.astimezone(UTC), tuple(map(str, values)), count) for at, *values, count in rows]
        return Tally(tuple(columns), found, of_hours, self.telling, self.chosen.fixed)
