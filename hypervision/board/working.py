"""What detectors and the people who judge them achieve, said in sentences."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from detectors.said import kind_name
from hypervision.alerts.reasons import REFUTATIONS
from hypervision.board.detectors import Detector, Times, Work
from hypervision.board.sentences import percent

SHOWN = 3
"""Reasons that are named; the others are summed."""


def reasons(row: Detector) -> str:
    """Why alerts were refuted, the most frequent first."""
    named = [f"{REFUTATIONS.get(reason, reason)} {number_format(count)}" for reason, count in row.reasons[:SHOWN]]
    rest = sum(count for _reason, count in row.reasons[SHOWN:])
    return ", ".join([*named, *([_("others %(count)s") % {"count": number_format(rest)}] if rest else [])])


def detectors(found: Work) -> str:
    """Which kind is most often right, and which least; of those that were judged."""
    judged = [row for row in found.detectors if row.confirmed.share is not None]
    if not judged:
        return _("No alert of the detectors was judged in this period.")
    best, worst = (pick(judged, key=lambda row: row.confirmed.share or 0.0) for pick in (max, min))
    said = _("%(kind)s is most often right: %(share)s %% of %(judged)s judged alerts.") % _facts(best)
    if best is worst:
        return said
    return f"{said} {_('%(kind)s is least often right: %(share)s %% of %(judged)s.') % _facts(worst)}"


def _facts(row: Detector) -> dict[str, str]:
    return {
        "kind": kind_name(row.kind),
        "share": percent(row.confirmed.share or 0.0),
        "judged": number_format(row.confirmed.judged),
    }


def times(found: Times | None) -> str:
    if found is None:
        return _("Too few verdicts to say how long they take.")
    text = (
        _("Half of the verdicts came within about %(median)s, 19 of 20 within about %(late)s.")
        if found.is_coarse
        else _("Half of the verdicts came within %(median)s, 19 of 20 within %(late)s.")
    )
    return text % {"median": duration(found.median), "late": duration(found.late)}


def duration(took: timedelta) -> str:
    seconds = round(took.total_seconds())
    if seconds < 60:
        return ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": number_format(seconds)}
    minutes = round(seconds / 60)
    if minutes < 120:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": number_format(minutes)}
    hours = round(minutes / 60)
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": number_format(hours)}
