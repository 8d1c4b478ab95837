"""Makes reports: of each week and quarter that is over, and whenever somebody asks.

1. What the days say is counted once more, as far as their events are there. 2. All that a report is made of is
gathered. 3. Each language is set in type, outside any transaction. 4. The reports, the log entries and who gets them
by mail are written together. Of two that make the same, one finds the other's.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Min, QuerySet
from django.utils import timezone

from detectors.models import Lease
from hypervision.accounts.models import User
from hypervision.law import log
from hypervision.reports import days, mailing, paper, spans
from hypervision.reports.gathering import Plain, digest, gather
from hypervision.reports.models import Report
from hypervision.reports.spans import ONE, Span, Stretch
from maps.models import Event

REACH = {Span.WEEK: 13, Span.QUARTER: 4}
"""So many weeks and quarters that are over are made when they lack: the machine may have been off."""
SYSTEM = "system"


def make_due(now: datetime) -> list[Report]:
    """The reports of what is over and has none yet, the oldest first."""
    missing = [stretch for span in Span for stretch in _over(span, now) if _languages_missing(stretch)]
    if not missing:
        return []
    days.keep(now)
    return [report for stretch in missing for report in make(stretch, now, _languages_missing(stretch))]


def make(stretch: Stretch, now: datetime, languages: list[str] | None = None, by: User | None = None) -> list[Report]:
    """One in each language. Where the figures are those of the newest edition there is nothing new to make: that one
    is returned. Raises ``printing.NotPrinted``.
    """
    figures = gather(stretch)
    return [_make(stretch, language, figures, now, by) for language in languages or _languages()]


def make_now(stretch: Stretch, now: datetime, by: User) -> list[Report]:
    """Because a person asks."""
    days.keep(now)
    return make(stretch, now, by=by)


def _make(stretch: Stretch, language: str, figures: Plain, now: datetime, by: User | None) -> Report:
    newest = _editions(stretch, language).first()
    said = digest(figures)
    if newest and newest.digest == said:
        return newest
    edition = newest.edition + 1 if newest else 1
    printed = paper.pdf(figures, language, edition)
    try:
        return _write(
            Report(
                span=stretch.span,
                starts_on=stretch.first,
                ends_on=stretch.last,
                edition=edition,
                language=language,
                made_at=now,
                made_by=by,
                figures=figures,
                digest=said,
                pdf=printed,
            )
        )
    except IntegrityError:
        return _editions(stretch, language).get(edition=edition)


@transaction.atomic
def _write(report: Report) -> Report:
    report.save(force_insert=True)
    facts = {"days": f"{report.starts_on} {report.ends_on}", "edition": report.edition, "digest": report.digest}
    log.write(str(report.made_by or SYSTEM), "report.make", str(report.pk), language=report.language, **facts)
    mailing.queue(report)
    return report


def _editions(stretch: Stretch, language: str) -> QuerySet[Report]:
    return Report.objects.filter(
        span=stretch.span, starts_on=stretch.first, ends_on=stretch.last, language=language
    ).order_by("-edition")


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _languages_missing(stretch: Stretch) -> list[str]:
    return [language for language in _languages() if not _editions(stretch, language).exists()]


def _over(span: str, now: datetime) -> Iterator[Stretch]:
    """The oldest first; nothing of the time before there was anything to tell of."""
    since = _since()
    if since is None:
        return
    found: list[Stretch] = []
    stretch = spans.latest(span, now)
    while len(found) < REACH[Span(span)] and stretch.last >= since:
        found.append(stretch)
        stretch = spans.whole(span, stretch.first - ONE)
    yield from reversed(found)


def _since() -> date | None:
    """The first day on which a camera was watched, or of which an event is kept."""
    first = Lease.objects.aggregate(at=Min("taken_at"))["at"], Event.objects.aggregate(at=Min("captured_at"))["at"]
    known = [timezone.localtime(at).date() for at in first if at]
    return min(known, default=None)
