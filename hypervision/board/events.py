"""The events behind the figures, counted by step, district, kind and verdict: out of the roll-ups, or from rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from django.db.models import Q, QuerySet

from hypervision.accounts.permissions import Sight
from hypervision.board import rolled, rows, slots
from hypervision.board.period import DAY, HOUR, Period
from hypervision.board.query import Chosen
from hypervision.board.rolled import Who
from hypervision.board.slots import Plan, Span
from hypervision.board.tally import Row, Tally
from hypervision.board.telling import Telling
from hypervision.board.watched import same_cameras
from hypervision.board.wishes import Wish
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


@dataclass(frozen=True)
class Scope:
    """What is asked, of which period, by whom, told how. only: events of these cameras, where not all count."""

    sight: Sight
    period: Period
    chosen: Chosen
    telling: Telling
    only: frozenset[UUID] | None = None

    @classmethod
    def of(cls, sight: Sight, period: Period, chosen: Chosen, telling: Telling) -> "Scope":
        """With the cameras that were chosen."""
        return cls(sight, period, chosen, telling, same_cameras(sight, period, chosen))

    @property
    def events(self) -> QuerySet[Event]:
        """The rows that are kept."""
        events = self._asked.filter(in_sight(self.sight))
        return events if self.only is None else events.filter(camera__in=self.only)

    @property
    def _asked(self) -> QuerySet[Event]:
        """Whoever may see them."""
        start, end = self.period.start, self.period.end
        return Event.objects.filter(real(), self.chosen.matching(), captured_at__gte=start, captured_at__lt=end)

    @property
    def _unseen(self) -> QuerySet[Event]:
        """Those of ``events`` that no camera saw, without asking where cameras are."""
        return self._asked.filter(self.sight.q("place", kind="kind"), camera=None)

    @cached_property
    def _are_rolled(self) -> bool:
        return rolled.are_kept()

    @cached_property
    def _plan(self) -> Plan:
        return slots.plan(self.period, self.chosen)

    @cached_property
    def _whose(self) -> Who:
        return rolled.who(self.sight, self.only, self._plan)

    @cached_property
    def hours(self) -> Tally:
        """All, by hours."""
        return self.tally((), by_hour=True)

    @cached_property
    def steps(self) -> Tally:
        """All, by steps of the period."""
        rows = self.hours.rows
        if not self.period.by_hour:
            begins = {at: self._plan.begins[day] for day, hours in self._plan.slots.items() for at in hours.values()}
            days = Counter[datetime]()
            for at, _, count in rows:
                days[begins.get(at) or self.period.step_of(at)] += count
            rows = [(at, (), count) for at, count in days.items()]
        return replace(self.hours, rows=rows, by_hour=self.period.by_hour)

    @cached_property
    def verdicts(self) -> Tally:
        """By authorisation, kind and verdict."""
        return self.totals(("authorisation", "kind", "verdict"))

    def tally(self, columns: Sequence[str] = COLUMNS, *, by_hour: bool | None = None) -> Tally:
        """columns: some of COLUMNS, or the authorisation. by_hour: as the period is drawn, unless said otherwise."""
        of_hours = self.period.by_hour if by_hour is None else by_hour
        found = self.counts(Wish(columns, "verdict", HOUR if of_hours else DAY))
        return Tally(tuple(columns), found, of_hours, self.telling, self.chosen.fixed)

    def totals(self, columns: Sequence[str], facet: str = "verdict", name: str = "events") -> Tally:
        """To be summed by columns alone: what is told exactly need not be told apart by steps. name: see ``Tally``."""
        step = None if self.telling.is_exact else self.period.step
        found = self.counts(Wish(columns, facet, step))
        return Tally(tuple(columns), found, self.period.by_hour, self.telling, self.chosen.fixed, name)

    def counts(self, wish: Wish) -> list[Row]:
        """As they are. Erased events count, too."""
        if not self._are_rolled:
            return self.recount(wish)
        plan = self._plan
        found = rolled.rows(plan, self._whose, self.sight, self.chosen, wish)
        beside = self._whose.beside(self._unseen.exclude(_within(plan.by_rows)))
        if beside is not None:
            found += rows.count(beside, self.period, wish)
        if plan.by_rows:
            found += rows.count(self.events.filter(_within(plan.by_rows)), self.period, wish)
        return found

    def recount(self, wish: Wish) -> list[Row]:
        """``counts`` from the rows that are kept."""
        return rows.count(self.events, self.period, wish)


def _within(spans: Sequence[Span]) -> Q:
    found = Q(pk__in=[])
    for start, end in spans:
        found |= Q(captured_at__gte=start, captured_at__lt=end)
    return found
