"""What a person chose to see: all of it stands in the page's address, so that it can be shared and comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.vision.scene.registry import ALERTS, KINDS
from hypervision.accounts.permissions import Sight
from hypervision.alerts.kinds import BY_OTHERS
from hypervision.board.period import DAY, HOUR, Period, floor, next_step
from hypervision.board.telling import Telling
from maps.models import District

SPANS: Mapping[str, tuple[str | Promise, timedelta, timedelta]] = {
    "day": (gettext_lazy("24 hours"), DAY, HOUR),
    "week": (gettext_lazy("7 days"), 7 * DAY, DAY),
    "month": (gettext_lazy("30 days"), 30 * DAY, DAY),
    "quarter": (gettext_lazy("90 days"), 90 * DAY, DAY),
}
OWN, DEFAULT = "own", "day"
LONGEST = 366 * DAY
BY_HOUR_UP_TO = 2 * DAY

COMPARED: Mapping[str, str | Promise] = {
    "before": gettext_lazy("the period before"),
    "year": gettext_lazy("52 weeks earlier"),
    "none": gettext_lazy("nothing"),
}
WEEKDAYS: Sequence[str | Promise] = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
SAME = "same"
OUTSIDE = "none"
"""Of districts: what lies in none."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Chosen:
    """since, until: the first and the last day where ``span`` is OWN. weekday: Monday is 0. district: a key, or
    OUTSIDE; then district_name is empty.

    same_cameras: only events of cameras that were watched in both periods. problems: sentences on what the address asks
    for and cannot be had; it is left out.
    """

    span: str = DEFAULT
    since: date | None = None
    until: date | None = None
    compared: str = "before"
    district: str = ""
    district_name: str = field(default="", compare=False)
    kind: str = ""
    weekday: int | None = None
    hour: int | None = None
    same_cameras: bool = False
    problems: Sequence[str] = field(default=(), compare=False)

    def address(self, **changes: Any) -> str:
        """What stands behind the question mark, with some of it changed."""
        one = replace(self, **changes)
        own = one.span == OWN
        parts = {
            "period": one.span,
            "from": one.since.isoformat() if own and one.since else "",
            "to": one.until.isoformat() if own and one.until else "",
            "compare": "" if one.compared == "before" else one.compared,
            "district": one.district,
            "kind": one.kind,
            "weekday": "" if one.weekday is None else str(one.weekday),
            "hour": "" if one.hour is None else str(one.hour),
            "cameras": SAME if one.same_cameras else "",
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.district or self.kind) or self.weekday is not None or self.hour is not None

    @property
    def fixed(self) -> dict[str, str]:
        """What all events have in common, by the names of a tally. Days of the week part no day, so no atom."""
        return {
            **({"district": self.district_name} if self.district else {}),
            **({"kind": self.kind} if self.kind else {}),
            **self.fixed_hour,
        }

    @property
    def fixed_hour(self) -> dict[str, str]:
        """For what has neither the district nor the kind of an event."""
        return {} if self.hour is None else {"hour": str(self.hour)}

    def period(self, now: datetime, telling: Telling) -> Period:
        """Up to the end of the present step, or as far as may be told."""
        if self.span == OWN and self.since and self.until:
            period = _own(self.since, self.until)
        else:
            _title, length, step = SPANS.get(self.span, SPANS[DEFAULT])
            end = next_step(floor(now, step), step)
            period = Period(end - length, end, step)
        horizon = telling.horizon(now, period.step)
        if horizon is None or period.end <= horizon:
            return period
        if self.span == OWN:
            return Period(min(period.start, horizon), horizon, period.step)
        return period.earlier(period.end - horizon)

    def against(self, period: Period) -> Period | None:
        return {"before": period.before, "year": period.year_before}.get(self.compared)

    def matching(self, path: str = "", at: str = "captured_at") -> Q:
        """A filter on events. path: from the row to its event, as in ``maps.sight``."""
        found = self.at_times(path + at)
        if self.kind:
            found &= Q(**{f"{path}kind": self.kind})
        if self.district == OUTSIDE:
            found &= Q(**{f"{path}district": None})
        elif self.district:
            found &= Q(**{f"{path}district": self.district})
        return found

    def at_times(self, name: str) -> Q:
        """name: of the field with the time."""
        found = Q()
        if self.weekday is not None:
            found &= Q(**{f"{name}__iso_week_day": self.weekday + 1})
        if self.hour is not None:
            found &= Q(**{f"{name}__hour": self.hour})
        return found

    def has_time(self, at: datetime, zone: tzinfo | None = None) -> bool:
        """``at_times`` for the beginning of an hour. zone: the city's, for whoever asks thousands of times."""
        local = at.astimezone(zone) if zone else timezone.localtime(at)
        return self.weekday in (None, local.weekday()) and self.hour in (None, local.hour)

    def has_any_of(self, at: datetime, step: timedelta) -> bool:
        """Whether any chosen time lies in the step that begins then."""
        return self.has_time(at) if step == HOUR else self.weekday in (None, timezone.localtime(at).weekday())

    def of_cameras(self, path: str) -> Q:
        """The cameras that stand in the district. path: to the camera's location."""
        if not self.district:
            return Q()
        if self.district == OUTSIDE:
            return _outside(path)
        return Q(**{f"{path}__coveredby": District.objects.get(pk=self.district).area})


ALL = Chosen()


def _outside(path: str) -> Q:
    found = Q()
    for district in District.objects.all():
        found &= ~Q(**{f"{path}__coveredby": district.area})
    return found


def _own(since: date, until: date) -> Period:
    start, end = (timezone.make_aware(datetime.combine(day, time())) for day in (since, until + timedelta(days=1)))
    return Period(start, end, HOUR if end - start <= BY_HOUR_UP_TO else DAY)


def districts() -> dict[str, str]:
    return {str(key): name for key, name in District.objects.order_by("name").values_list("pk", "name")}


def kinds(sight: Sight) -> list[str]:
    of_events = (kind for kind in KINDS if kind in ALERTS)
    return [kind for kind in (*of_events, *BY_OTHERS) if sight.knows(kind)]


def read(asked: Mapping[str, str], sight: Sight) -> Chosen:
    """What an address asks for. What cannot be had is a sentence among the problems, and never an error."""
    problems: list[str] = []

    def value(name: str, known: Callable[[str], Value], sentence: str) -> Value | None:
        text = asked.get(name, "").strip()
        if not text:
            return None
        try:
            return known(text)
        except (KeyError, ValueError, OverflowError):
            problems.append(sentence % {"value": text[:40]})
            return None

    span = value(
        "period", _one_of({**SPANS, OWN: ""}), _("There is no period “%(value)s”; here are the last 24 hours.")
    )
    since = value("from", date.fromisoformat, _("“%(value)s” is no day. Write it as 2026-06-01."))
    until = value("to", date.fromisoformat, _("“%(value)s” is no day. Write it as 2026-06-01."))
    names = districts()
    district = value("district", _one_of({**names, OUTSIDE: ""}), _("There is no district “%(value)s”.")) or ""
    chosen = Chosen(
        span=span or (OWN if since and until else DEFAULT),
        since=since,
        until=until,
        compared=value("compare", _one_of(COMPARED), _("Nothing can be compared with “%(value)s”.")) or "before",
        district=district,
        district_name=names.get(district, ""),
        kind=value("kind", _one_of(dict.fromkeys(kinds(sight))), _("There is no kind “%(value)s” that you may see."))
        or "",
        weekday=value("weekday", _up_to(6), _("A day of the week is a number from 0 (Monday) to 6, not “%(value)s”.")),
        hour=value("hour", _up_to(23), _("An hour is a number from 0 to 23, not “%(value)s”.")),
        same_cameras=bool(value("cameras", _one_of({SAME: ""}), _("There is no choice of cameras “%(value)s”."))),
        problems=problems,
    )
    return _with_whole_span(chosen, problems)


def _with_whole_span(chosen: Chosen, problems: list[str]) -> Chosen:
    if chosen.span != OWN:
        return replace(chosen, since=None, until=None)
    problem = _problem_of_days(chosen.since, chosen.until)
    if not problem:
        return chosen
    problems.append(problem)
    return replace(chosen, span=DEFAULT, since=None, until=None)


def _problem_of_days(since: date | None, until: date | None) -> str:
    if since is None or until is None:
        return _("A period of your own needs its first and its last day. Here are the last 24 hours.")
    if until < since:
        return _("The last day lies before the first. Here are the last 24 hours.")
    if since.year < 1990 or until.year > 2200:
        return _("No figures are kept of such days. Here are the last 24 hours.")
    if until - since >= LONGEST:
        return _("A period has at most 366 days. Here are the last 24 hours.")
    return ""


def _one_of(known: Mapping[str, Any]) -> Callable[[str], str]:
    def read_it(text: str) -> str:
        if text not in known:
            raise KeyError(text)
        return text

    return read_it


def _up_to(most: int) -> Callable[[str], int]:
    def read_it(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 2 and int(text) <= most):
            raise ValueError(text)
        return int(text)

    return read_it
