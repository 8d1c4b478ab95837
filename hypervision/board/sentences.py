"""What a chart shows, said in one sentence made from its figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detectors.readings import COUNTED, UNITS
from detectors.said import kind_name
from detectors.vision.types import Measure
from hypervision.board import comparison
from hypervision.board.comparison import Change
from hypervision.board.counted import Measured, Split
from hypervision.board.figures import Confirmed, Figures
from hypervision.board.intervals import interval
from hypervision.board.names import label_name
from hypervision.board.query import WEEKDAYS
from hypervision.board.watched import FEWEST_HOURS


def percent(share: float) -> str:
    return number_format(round(100 * share))


def change(figures: Figures) -> str:
    """How the number of events compares with that of another period, where both are whole."""
    before = figures.before
    if before is None:
        return ""
    if figures.erased.events or before.erased.events:
        return _("No comparison with the period before: part of the events was erased at the end of their retention.")
    if before.events == 0:
        return _nothing_before(figures)
    found = comparison.of_events(figures)
    return _changed(found) if found else _("None, after some in the period it is compared with.")


def _nothing_before(figures: Figures) -> str:
    if figures.before and not figures.before.watching.total:
        return _("No comparison: no camera was watched in the period it is compared with.")
    if figures.unit > 1:
        return _("Too few were recorded in the period it is compared with.")
    return _("Nothing was recorded in the period it is compared with.")


def _changed(found: Change) -> str:
    """With the interval that chance leaves open; what chance alone explains is called so."""
    if not found.is_clear:
        text = _("No clear change: %(percent)s %% [%(low)s, %(high)s] against the period it is compared with.")
    elif found.ratio > 1:
        text = _("More: %(percent)s %% [%(low)s, %(high)s] against the period it is compared with.")
    else:
        text = _("Fewer: %(percent)s %% [%(low)s, %(high)s] against the period it is compared with.")
    return text % {
        name: signed_percent(value - 1)
        for name, value in (("percent", found.ratio), ("low", found.low), ("high", found.high))
    }


def signed_percent(share: float) -> str:
    rounded = round(100 * share)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + number_format(abs(rounded))


def rate(figures: Figures) -> str:
    """Events per watched camera-hour: more watching is not more crime."""
    hours = figures.watching_hours.total
    if not hours:
        return _("No camera was watched in this period, so nothing can be said per hour of watching.")
    if hours < FEWEST_HOURS:
        return _("Cameras were watched for less than an hour together: too short to say anything per hour of watching.")
    said = _("%(rate)s events per 100 watched camera-hours (%(hours)s hours).") % {
        "rate": number_format(round(100 * figures.events / hours, 1), 1),
        "hours": number_format(round(hours)),
    }
    before = figures.before
    if before is None or figures.erased.events or before.erased.events:
        return said
    found = comparison.of_rates(figures)
    return f"{said} {_('By the hour of watching:')} {_changed(found)}" if found else said


def same_cameras(figures: Figures) -> str:
    """Empty where all cameras count."""
    if figures.same_cameras is None:
        return ""
    text = ngettext(
        "Only events of the %(count)s camera that was watched in both periods are counted.",
        "Only events of the %(count)s cameras that were watched in both periods are counted.",
        len(figures.same_cameras),
    )
    return text % {"count": number_format(len(figures.same_cameras))}


def availability(figures: Figures) -> str:
    share = figures.watching_hours.availability
    if share is None:
        return _("No camera was to be watched in this period.")
    return _("Cameras were watched for %(share)s %% of the time since each was first watched.") % {
        "share": number_format(round(100 * share, 1), 1)
    }


def heat(figures: Figures) -> str:
    """When most events happened."""
    if not any(figures.heat.values()):
        return _nothing(figures)
    (weekday, hour), count = max(figures.heat.items(), key=lambda one: (one[1], one[0]))
    return _("Most on %(weekday)s from %(hour)s to %(next)s: %(count)s.") % {
        "weekday": WEEKDAYS[weekday],
        "hour": f"{hour:02}:00",
        "next": f"{(hour + 1) % 24:02}:00",
        "count": number_format(count),
    }


def marks(figures: Figures) -> str:
    """What changed in how the city is watched; empty where nothing did."""
    if not figures.marks:
        return ""
    return _("Marks show where the watching changed: %(changes)s.") % {
        "changes": changed(*(sum(getattr(mark, name) for mark in figures.marks) for name in MARKED))
    }


MARKED = ("cameras", "rules", "networks")


def changed(cameras: int, rules: int, networks: int) -> str:
    parts = (
        (
            cameras,
            ngettext(
                "%(count)s camera watched for the first time", "%(count)s cameras watched for the first time", cameras
            ),
        ),
        (rules, ngettext("%(count)s change of rules", "%(count)s changes of rules", rules)),
        (networks, ngettext("%(count)s new network", "%(count)s new networks", networks)),
    )
    return ", ".join(text % {"count": number_format(count)} for count, text in parts if count)


def erased(figures: Figures) -> str:
    """How many events are no longer there to be counted; empty when all are."""
    gone = figures.erased
    if not gone.events:
        return ""
    said = ngettext(
        "%(count)s event of this period is not counted here: it was erased at the end of its retention.",
        "%(count)s events of this period are not counted here: they were erased at the end of their retention.",
        gone.events,
    ) % {"count": number_format(gone.events)}
    if not gone.unreviewed:
        return said
    never = ngettext(
        "%(count)s alert among them was never reviewed.",
        "%(count)s alerts among them were never reviewed.",
        gone.unreviewed,
    )
    return f"{said} {never % {'count': number_format(gone.unreviewed)}}"


def verdicts(figures: Figures) -> str:
    """The share of the whole period."""
    if not figures.confirmed.judged and figures.erased.events:
        return " ".join(filter(None, [_("No verdict of this period is kept."), _missed(figures.confirmed)]))
    return confirmed(figures.confirmed)


def confirmed(part: Confirmed) -> str:
    """The share that people confirmed, with its 95 % interval; and what was missed, which it knows nothing of."""
    return " ".join(filter(None, [_right(part), _missed(part)]))


def _missed(part: Confirmed) -> str:
    if not part.missed:
        return ""
    text = ngettext("%(count)s missed, reported by people.", "%(count)s missed, reported by people.", part.missed)
    return text % {"count": number_format(part.missed)}


def _right(part: Confirmed) -> str:
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
        return _nothing(figures)
    first = figures.kinds[0]
    return _("%(kind)s is the most frequent kind: %(count)s of %(all)s events.") % {
        "kind": kind_name(first.kind),
        "count": number_format(first.count),
        "all": number_format(figures.events),
    }


def districts(figures: Figures) -> str:
    if not figures.districts:
        return _nothing(figures)
    first = figures.districts[0]
    return _("Most events happened in %(place)s: %(percent)s %%.") % {
        "place": first.name or _("places outside all districts"),
        "percent": percent(first.count / sum(bar.count for bar in figures.districts)),
    }


def _nothing(figures: Figures) -> str:
    if figures.erased.events:
        return _("What happened in this period was erased at the end of its retention.")
    if not figures.watching_hours.total:
        return _("No event in this period; but no camera was watched, so what happened is not known.")
    if figures.unit > 1:
        return _("No event in this period, or too few to be told.")
    return _("No event in this period.")


def trend(figures: Figures) -> str:
    if not any(column.count for column in figures.trend):
        return _nothing(figures)
    top = max(figures.trend, key=lambda column: column.count)
    said = ngettext("At most %(count)s event in one step.", "At most %(count)s events in one step.", top.count)
    said %= {"count": number_format(top.count)}
    gaps = [_gone(figures), _blind(figures), _by_others(figures)]
    return " ".join([said, *filter(None, gaps)])


def of_some(text: str, **counted: int) -> str:
    """A sentence about as many as there are of one thing; empty where there are none."""
    [(name, count)] = counted.items()
    return text % {name: number_format(count)} if count else ""


def _gone(figures: Figures) -> str:
    gone = sum(column.erased > 0 for column in figures.trend)
    text = ngettext(
        "In %(gone)s step events were erased at the end of their retention: that is a gap, not a zero.",
        "In %(gone)s steps events were erased at the end of their retention: that is a gap, not a zero.",
        gone,
    )
    return of_some(text, gone=gone)


def _blind(figures: Figures) -> str:
    blind = sum(column.is_unknown for column in figures.trend)
    text = ngettext(
        "In %(blind)s step no camera was watched: that is a gap, not a zero.",
        "In %(blind)s steps no camera was watched: that is a gap, not a zero.",
        blind,
    )
    return of_some(text, blind=blind)


def _by_others(figures: Figures) -> str:
    others = sum(column.is_by_others for column in figures.trend)
    text = ngettext(
        "In %(others)s step no camera was watched: what is shown there others reported.",
        "In %(others)s steps no camera was watched: what is shown there others reported.",
        others,
    )
    return of_some(text, others=others)


def crossings(figures: Figures) -> str:
    if not figures.lines:
        return _("No counting line was crossed in this period.")
    text = ngettext("%(count)s crossing was counted.", "%(count)s crossings were counted.", figures.crossings)
    return text % {"count": number_format(figures.crossings)}


def shares(split: Split) -> str:
    """The modal split of one line, the most frequent label first."""
    text = _("%(label)s %(share)s %% [%(low)s, %(high)s]")
    return " · ".join(
        text
        % {
            "label": label_name(each.label),
            "share": percent(each.share),
            "low": percent(each.low),
            "high": percent(each.high),
        }
        for each in split.shares
    )


def value(row: Measured) -> str:
    """With its 95 % interval; empty when too few objects stand behind it."""
    if row.reading is None:
        return ""
    if row.measure in COUNTED:
        return number_format(row.reading.objects)
    told = row.reading
    return f"{interval(told.value, told.low, told.high, digits=1)} {UNITS.get(Measure(row.measure), '')}".rstrip()
