"""Schedules of rules: hours as people write them, public holidays, single days; and what that means day by day."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings
from django.core import checks
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from detectors.models import Schedule
from detectors.vision.config import HoursConfig, Span
from detectors.vision.hours import MINUTES_A_DAY, Hours

ALL_DAY: tuple[Span, ...] = ((0, MINUTES_A_DAY),)
MOST_DAYS = 366
"""Of one special line: more is a typing error."""
ALL_DAY_WORDS = ("all day", "always", "24h", "toute la journée", "toujours")
NEVER_WORDS = ("", "-", "–", "never", "jamais")

_SPAN = re.compile(r"(\d{1,2})[:h.](\d{2})\s*[-–]\s*(\d{1,2})[:h.](\d{2})")
_DAY = r"(\d{4}-\d{2}-\d{2})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:\.\.|–|-|to|au)\s*{_DAY})?\s*[:,]?\s*([^#]*?)\s*(?:#\s*(.*))?")


class HoursError(ValueError):
    """What was written is no hours; a sentence."""


def spans_of(text: str) -> list[Span]:
    """ "22:00-06:00, 12:00-14:00", "all day", or nothing. Raises HoursError."""
    words = text.strip().lower()
    if words in NEVER_WORDS:
        return []
    if words in ALL_DAY_WORDS:
        return list(ALL_DAY)
    return [_span(part.strip()) for part in words.split(",")]


def _span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise HoursError(
            _("“%(text)s” is no span of hours. Write 22:00-06:00, several with commas between, or “all day”.")
            % {"text": text}
        )
    begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups())
    begin, end = 60 * begin_hour + begin_minute, 60 * end_hour + end_minute
    if begin >= MINUTES_A_DAY or end > MINUTES_A_DAY or max(begin_minute, end_minute) > 59:
        raise HoursError(_("“%(text)s”: a day goes from 00:00 to 24:00.") % {"text": text})
    if begin == end:
        raise HoursError(_("“%(text)s” begins when it ends. Write “all day” for the whole day.") % {"text": text})
    return begin, end


def words_of(spans: Iterable[Sequence[int]]) -> str:
    """As ``spans_of`` reads it; the spans of a day in the order in which they were written."""
    given = [tuple(span) for span in spans]
    if given == [*ALL_DAY]:
        return _("all day")
    return ", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in given)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def special_of(text: str) -> list[dict[str, Any]]:
    """A line for each: "2026-12-24 – 2026-12-26: 18:00-24:00 # Christmas market". Raises HoursError, with the line."""
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return [_special(number, line) for number, line in lines if line]


def _special(number: int, line: str) -> dict[str, Any]:
    try:
        found = _LINE.fullmatch(line)
        if found is None:
            raise HoursError(_("It begins with a day, such as 2026-12-24, or with two: 2026-12-24 – 2026-12-26."))
        first, last, hours, why = found.groups()
        begin, end = _day(first), _day(last or first)
        if not timedelta(0) <= end - begin <= timedelta(days=MOST_DAYS):
            raise HoursError(_("The last day comes after the first, within a year."))
        return {"from": first, "to": last or first, "spans": spans_of(hours), "why": why or ""}
    except HoursError as error:
        raise HoursError(_("Line %(number)d: %(error)s") % {"number": number, "error": error}) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise HoursError(_("There is no day %(day)s.") % {"day": text}) from error


def special_words(special: Iterable[dict[str, Any]]) -> str:
    return "\n".join(_special_line(one) for one in special)


def _special_line(one: dict[str, Any]) -> str:
    days = one["from"] if one["from"] == one["to"] else f"{one['from']} – {one['to']}"
    why = f" # {one['why']}" if one["why"] else ""
    return f"{days}: {words_of(one['spans']) or _('never')}{why}"


def is_as_it_stands(schedule: Schedule) -> bool:
    return fingerprint(Schedule.objects.filter(pk=schedule.pk).first()) == fingerprint(schedule)


def fingerprint(schedule: Schedule | None) -> str:
    """The same for what means the same; empty for none."""
    if schedule is None:
        return ""
    values = schedule.name, schedule.week, schedule.on_holidays, schedule.special
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def config_of(schedule: Schedule, now: datetime) -> HoursConfig:
    """For this year and those beside it: so a watch starts anew with a new year alone, and its last night ends
    as it began. A special day outdoes a holiday.
    """
    week = tuple(tuple((begin, end) for begin, end in spans) for spans in schedule.week)
    year = now.astimezone(ZoneInfo(settings.TIME_ZONE)).year
    special: dict[date, tuple[Span, ...]] = {}
    if schedule.on_holidays != Schedule.OnHolidays.USUAL:
        hours = {
            Schedule.OnHolidays.NEVER: (),
            Schedule.OnHolidays.ALL_DAY: ALL_DAY,
            Schedule.OnHolidays.SUNDAY: week[6],
        }[Schedule.OnHolidays(schedule.on_holidays)]
        special |= dict.fromkeys(public_holidays(settings.HOLIDAYS, year, ENGLISH), hours)
    for one in schedule.special:
        spans = tuple((begin, end) for begin, end in one["spans"])
        special |= dict.fromkeys(_days(date.fromisoformat(one["from"]), date.fromisoformat(one["to"])), spans)
    return HoursConfig(week, tuple(sorted(special.items())))


ENGLISH = "en_US"


@cache
def public_holidays(place: str, year: int, language: str) -> dict[date, str]:
    """Of this year and those beside it, with their names; none for a place that nobody knows (``check_holidays``).

    language: of the names; in English where the place's are not known in it. The process's own must not decide.
    """
    country, _dash, region = place.partition("-")
    if not country:
        return {}
    try:
        years = (year - 1, year, year + 1)
        known = holidays.country_holidays(country).supported_languages
        spoken = next((one for one in known if one.split("_")[0] == language.split("-")[0]), ENGLISH)
        told = spoken if spoken in known else None
        found = holidays.country_holidays(country, subdiv=region or None, years=years, language=told)
    except NotImplementedError:
        return {}
    return dict(found.items())


@checks.register
def check_holidays(**_options: Any) -> list[checks.CheckMessage]:
    place: str = settings.HOLIDAYS
    if not place or public_holidays(place, 2026, ENGLISH):
        return []
    hint = "Set HOLIDAYS to a country, such as FI, or a country and its region, such as FR-57; empty for none."
    return [checks.Warning(f"Nobody knows the public holidays of {place!r}.", hint=hint, id="detectors.W001")]


def upcoming(schedule: Schedule, now: datetime, days: int = 14) -> Iterator[tuple[str, str, str]]:
    """The next days: which, when it watches, and why it is otherwise than in other weeks, if it is."""
    hours = Hours(config_of(schedule, now), settings.TIME_ZONE)
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    known = public_holidays(settings.HOLIDAYS, today.year, get_language() or ENGLISH)
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        why = next(
            (one["why"] for one in reversed(schedule.special) if one["from"] <= day.isoformat() <= one["to"]), None
        )
        name = known.get(day, "") if schedule.on_holidays != Schedule.OnHolidays.USUAL else ""
        yield date_format(day, "D j M"), words_of(hours.of(day)) or _("never"), name if why is None else why


def _days(first: date, last: date) -> Iterator[date]:
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)
