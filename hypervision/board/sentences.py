"""What a chart shows, said in one sentence made from its figures."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detectors.readings import COUNTED, UNITS
from detectors.said import kind_name
from detectors.vision.types import Measure
from hypervision.board.counted import Measured, Split
from hypervision.board.figures import Confirmed, Figures
from hypervision.board.names import label_name


def percent(share: float) -> str:
    return number_format(round(100 * share))


def change(figures: Figures) -> str:
    """How the number of events compares with the period before, where both are whole."""
    if figures.erased.events or figures.erased_before.events:
        return _("No comparison with the period before: part of the events was erased at the end of their retention.")
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
        "percent": percent(first.count / figures.events),
    }


def _nothing(figures: Figures) -> str:
    if figures.erased.events:
        return _("What happened in this period was erased at the end of its retention.")
    return _("No event in this period.")


def trend(figures: Figures) -> str:
    if not any(column.count for column in figures.trend):
        return _nothing(figures)
    top = max(figures.trend, key=lambda column: column.count)
    said = ngettext("At most %(count)s event in one step.", "At most %(count)s events in one step.", top.count)
    said %= {"count": number_format(top.count)}
    gaps = [_gone(figures), _blind(figures)]
    return " ".join([said, *filter(None, gaps)])


def _gone(figures: Figures) -> str:
    gone = sum(column.erased > 0 for column in figures.trend)
    if not gone:
        return ""
    text = ngettext(
        "In %(gone)s step events were erased at the end of their retention: that is a gap, not a zero.",
        "In %(gone)s steps events were erased at the end of their retention: that is a gap, not a zero.",
        gone,
    )
    return text % {"gone": number_format(gone)}


def _blind(figures: Figures) -> str:
    blind = sum(not column.watched for column in figures.trend)
    if not blind:
        return ""
    text = ngettext(
        "In %(blind)s step no camera was watched: that is a gap, not a zero.",
        "In %(blind)s steps no camera was watched: that is a gap, not a zero.",
        blind,
    )
    return text % {"blind": number_format(blind)}


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
    mean, low, high = (
        number_format(round(each, 1), 1) for each in (row.reading.value, row.reading.low, row.reading.high)
    )
    return f"{mean} [{low}, {high}] {UNITS.get(Measure(row.measure), '')}".rstrip()
