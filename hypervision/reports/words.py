"""What a report says that the dashboard does not, in sentences made of its figures."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from hypervision.board import sentences
from hypervision.board.charts import told
from hypervision.board.figures import Figures
from hypervision.reports.gathering import Plain
from hypervision.reports.shown import UNIT, Shown
from hypervision.reports.spans import MONTHS_OF_A_QUARTER, Span, Stretch

QUARTERS = (
    gettext_lazy("Report of the first quarter of %(year)s"),
    gettext_lazy("Report of the second quarter of %(year)s"),
    gettext_lazy("Report of the third quarter of %(year)s"),
    gettext_lazy("Report of the fourth quarter of %(year)s"),
)
"""Languages write an ordinal each in their own way."""


def title(stretch: Stretch) -> str:
    if stretch.span == Span.WEEK:
        year, week, _day = stretch.first.isocalendar()
        return _("Report of week %(week)s of %(year)s") % {"week": week, "year": year}
    return str(QUARTERS[(stretch.first.month - 1) // MONTHS_OF_A_QUARTER] % {"year": stretch.first.year})


def day(one: date) -> str:
    """In French the first of a month is "1er"."""
    text = date_format(one, "j F Y")
    return text.replace("1 ", "1er ", 1) if one.day == 1 and get_language() == "fr" else text


def days(stretch: Stretch) -> str:
    return _("%(first)s to %(last)s") % {"first": day(stretch.first), "last": day(stretch.last)}


def summary(shown: Shown) -> list[str]:
    """What a person reads who reads nothing else."""
    figures = shown.figures
    said = [
        _events(figures),
        sentences.change(figures),
        sentences.rate(figures),
        sentences.kinds(figures) if figures.kinds else "",
        sentences.districts(figures) if figures.districts else "",
        sentences.verdicts(figures),
        _unreviewed(figures),
        sentences.availability(figures),
    ]
    return [sentence for sentence in said if sentence]


def _events(figures: Figures) -> str:
    if not figures.events and not figures.watching_hours.total:
        return _("No camera was watched, so what happened is not known.")
    if not figures.events:
        return _("No event, or too few to be told.")
    text = ngettext("%(count)s event was recorded.", "%(count)s events were recorded.", figures.events)
    return text % {"count": number_format(figures.events)}


def _unreviewed(figures: Figures) -> str:
    count = figures.confirmed.unreviewed
    text = ngettext(
        "%(count)s alert had no verdict when this was counted.",
        "%(count)s alerts had no verdict when this was counted.",
        count,
    )
    return sentences.of_some(text, count=count)


def unknown(shown: Shown, plain: Plain) -> list[str]:
    """What the figures do not tell, and why."""
    figures = shown.figures
    said = [
        _("Only days that are over are told of: the period goes on.") if not shown.stretch.is_whole else "",
        _blind(figures),
        sentences.erased(figures),
        _missed(figures),
        _("Counts are told in fives, up or down by lot: “< 5” is none or a few. Sums are right on average."),
        _("What no camera looks at, and what nobody reported, is in no figure."),
        _simulated(plain["cameras"]["simulated"], plain["cameras"]["streams"]),
        _("District borders are approximate: the city's map has only their centres.")
        if plain["city"]["districts_are_approximate"] and plain["map"]
        else "",
    ]
    return [sentence for sentence in said if sentence]


def _blind(figures: Figures) -> str:
    blind = sum(column.is_unknown for column in figures.trend)
    text = ngettext(
        "On %(count)s day no camera was watched: that is a gap, not a zero.",
        "On %(count)s days no camera was watched: that is a gap, not a zero.",
        blind,
    )
    return sentences.of_some(text, count=blind)


def _missed(figures: Figures) -> str:
    count = figures.confirmed.missed
    text = ngettext(
        "People reported %(count)s event that a camera should have seen; others nobody noticed.",
        "People reported %(count)s events that a camera should have seen; others nobody noticed.",
        count,
    )
    return sentences.of_some(text, count=count)


def _simulated(simulated: int, streams: int) -> str:
    if not simulated:
        return ""
    text = ngettext(
        "%(count)s of %(all)s cameras shows recorded or simulated scenes: what it sees happened in no street.",
        "%(count)s of %(all)s cameras show recorded or simulated scenes: what they see happened in no street.",
        simulated,
    )
    return text % {"count": number_format(simulated), "all": number_format(streams)}


def stops(plain: Plain) -> str:
    """How often people switched the analysis off."""
    parts = plain["stops"]
    whole = sum(parts.values())
    if not whole:
        return _("Nobody stopped the analysis.")
    text = ngettext("The analysis was stopped %(count)s time:", "The analysis was stopped %(count)s times:", whole)
    named = (
        (parts["everything"], _("all of it %(count)s")),
        (parts["kind"], _("a kind %(count)s")),
        (parts["camera"], _("a camera %(count)s")),
        (parts["by_itself"], _("by itself, because too little was confirmed, %(count)s")),
    )
    listed = [part % {"count": number_format(count)} for count, part in named if count]
    return f"{text % {'count': number_format(whole)}} {', '.join(listed)}."


def validations(plain: Plain) -> str:
    counts = plain["validations"]
    if not counts["all"]:
        return _("No kind of alert is looked for on any camera.")
    text = ngettext(
        "%(signed)s of %(all)s kind on a camera was tried on site and signed for; the others are on trial.",
        "%(signed)s of %(all)s kinds on a camera were tried on site and signed for; the others are on trial.",
        counts["all"],
    )
    return text % {"signed": number_format(counts["signed"]), "all": number_format(counts["all"])}


def authorisations(plain: Plain) -> str:
    count = len(plain["authorisations"])
    if not count:
        return _("No authorisation was in force: nothing was analysed.")
    text = ngettext("%(count)s authorisation was in force.", "%(count)s authorisations were in force.", count)
    return text % {"count": number_format(count)}


def informed(names: Iterable[tuple[str, str]]) -> str:
    """Who was called. names: who, and for how many alerts as it is told."""
    listed = ", ".join(f"{name} {count}" for name, count in names)
    return _("Called: %(who)s.") % {"who": listed} if listed else _("No call is noted, or too few to be told.")


def count(number: int) -> str:
    return told(number, UNIT)
