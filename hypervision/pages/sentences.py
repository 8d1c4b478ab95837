"""What a chart shows, said in one sentence made from its figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hypervision.pages.figures import Confirmed, Figures
from hypervision.pages.kinds import kind_name


def percent(share: float) -> str:
    return number_format(round(100 * share))


def change(figures: Figures) -> str:
    """How the number of events compares with the period before."""
    if figures.events_before == 0:
        return _("Nothing was recorded in the period before.")
    ratio = figures.events / figures.events_before - 1
    if abs(ratio) < 0.005:
        return _("As many as in the period before.")
    text = (
        _("%(percent)s %% more than in the period before.")
        if ratio > 0
        else _("%(percent)s %% fewer than in the period before.")
    )
    return text % {"percent": percent(abs(ratio))}


def confirmed(part: Confirmed) -> str:
    """The share that people confirmed, with its 95 % interval."""
    if part.share is None or part.interval is None:
        return _("No alert has been judged yet.")
    low, high = part.interval
    return _("%(share)s %% [%(low)s, %(high)s] of %(judged)s judged alerts were confirmed.") % {
        "share": percent(part.share),
        "low": percent(low),
        "high": percent(high),
        "judged": number_format(part.judged),
    }


def kinds(figures: Figures) -> str:
    if not figures.kinds:
        return _("No event in this period.")
    first = figures.kinds[0]
    return _("%(kind)s is the most frequent kind: %(count)s of %(all)s events.") % {
        "kind": kind_name(first.kind),
        "count": number_format(first.count),
        "all": number_format(figures.events),
    }


def districts(figures: Figures) -> str:
    if not figures.districts:
        return _("No event in this period.")
    first = figures.districts[0]
    return _("Most events happened in %(place)s: %(percent)s %%.") % {
        "place": first.name or _("places outside all districts"),
        "percent": percent(first.count / figures.events),
    }


def trend(figures: Figures) -> str:
    if not any(column.count for column in figures.trend):
        return _("No event in this period.")
    blind = sum(not column.watched for column in figures.trend)
    top = max(figures.trend, key=lambda column: column.count)
    said = ngettext("At most %(count)s event in one step.", "At most %(count)s events in one step.", top.count)
    said %= {"count": number_format(top.count)}
    if not blind:
        return said
    gap = ngettext(
        "In %(blind)s step no camera was watched: that is a gap, not a zero.",
        "In %(blind)s steps no camera was watched: that is a gap, not a zero.",
        blind,
    )
    return f"{said} {gap % {'blind': number_format(blind)}}"


def crossings(figures: Figures) -> str:
    if not figures.lines:
        return _("No counting line was crossed in this period.")
    text = ngettext("%(count)s crossing was counted.", "%(count)s crossings were counted.", figures.crossings)
    return text % {"count": number_format(figures.crossings)}
