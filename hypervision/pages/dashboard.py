"""The dashboard: figures for elected officials and for those who answer for the room. Nothing but aggregates."""

from collections.abc import AsyncIterator, Iterator
from io import SEEK_END
from typing import IO, Any, cast

from asgiref.sync import sync_to_async
from django import forms
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.said import kind_name
from detectors.vision.scene.sums import FEWEST
from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight, can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.reasons import OUTCOMES
from hypervision.board import charts, exports, query, sentences, working
from hypervision.board.detectors import Work, work
from hypervision.board.events import Scope
from hypervision.board.figures import Figures, figures_in
from hypervision.board.intervals import interval
from hypervision.board.names import label_name, measure_name, way_name
from hypervision.board.query import Chosen
from hypervision.board.telling import telling_for
from hypervision.law import log
from hypervision.lib import clock
from hypervision.pages.views import RoomPage
from maps.models import City

PIECE = 64 * 1024
HOURS = [(str(hour), f"{hour:02}:00–{(hour + 1) % 24:02}:00") for hour in range(24)]


class Choice(forms.Form):
    """Without a script: fields and a button, all of it in the address."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    since = forms.DateField(label=gettext_lazy("First day"), required=False)
    until = forms.DateField(label=gettext_lazy("Last day"), required=False)
    compare = forms.ChoiceField(label=gettext_lazy("Compared with"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("District"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    weekday = forms.ChoiceField(label=gettext_lazy("Day of the week"), required=False)
    hour = forms.ChoiceField(label=gettext_lazy("Hour"), required=False)
    cameras = forms.ChoiceField(label=gettext_lazy("Cameras"), required=False)

    def __init__(self, chosen: Chosen, sight: Sight, districts: dict[str, str]) -> None:
        every = ("", _("all"))
        spans = [(key, title) for key, (title, _length, _step) in query.SPANS.items()]
        choices: dict[str, list[tuple[str, Any]]] = {
            "period": [*spans, (query.OWN, _("from a day to a day"))],
            "compare": list(query.COMPARED.items()),
            "district": [every, *districts.items(), (query.OUTSIDE, _("outside all districts"))],
            "kind": [every, *sorted(((kind, kind_name(kind)) for kind in query.kinds(sight)), key=lambda one: one[1])],
            "weekday": [every, *((str(place), name) for place, name in enumerate(query.WEEKDAYS))],
            "hour": [every, *HOURS],
            "cameras": [every, (query.SAME, _("only those watched in both periods"))],
        }
        values = {
            "period": chosen.span,
            "compare": chosen.compared,
            "district": chosen.district,
            "kind": chosen.kind,
            "weekday": "" if chosen.weekday is None else str(chosen.weekday),
            "hour": "" if chosen.hour is None else str(chosen.hour),
            "cameras": query.SAME if chosen.same_cameras else "",
        }
        super().__init__(initial=values)
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        for name, day in (("since", chosen.since), ("until", chosen.until)):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            self.initial[name] = day

    def add_prefix(self, field_name: str) -> str:
        """`from` is a word of the language."""
        return {"since": "from", "until": "to"}.get(field_name, field_name)


class Dashboard(RoomPage):
    template_name = "dashboard.html"
    right = Right.SEE_FIGURES

    def refusal_sentence(self) -> str:
        return _("Your account does not open the dashboard. Ask an administrator if you need its figures.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        scope = asked(self.request)
        shown = figures_in(scope)
        context = {**build(shown, scope.chosen, scope.sight), **at_work(work(scope, shown))}
        return super().get_context_data(city=City.objects.first(), **context, **kwargs)


class Export(RoomPage):
    """What is seen, as a file; each is an entry of the log (R-33)."""

    right = Right.SEE_FIGURES

    def refusal_sentence(self) -> str:
        return _("Your account does not open the dashboard. Ask an administrator if you need its figures.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = kwargs["form"]
        if form not in exports.FORMS:
            raise Http404(f"There is no file of the form {form}: there are {', '.join(exports.FORMS)}.")
        scope = asked(request)
        file, number = exports.export(scope, form)
        person = str(cast(User, request.user))
        log.write(person, "figures.export", "dashboard", form=form, chosen=scope.chosen.address(), rows=number)
        name = f"events-{timezone.localtime(scope.period.start):%Y-%m-%d}.{form}"
        media_type = exports.FORMS[form].media_type
        return cast(HttpResponse, streamed(request, file, media_type, name))


def streamed(request: HttpRequest, file: IO[bytes], media_type: str, name: str) -> StreamingHttpResponse:
    """Piece by piece, whether the server is asynchronous or not; how long it is, is told first."""
    pieces = _later(file) if isinstance(request, ASGIRequest) else _now(file)
    length = file.seek(0, SEEK_END)
    file.seek(0)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(length)}
    return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)


def _now(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


async def _later(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        while piece := await sync_to_async(file.read)(PIECE):
            yield piece


def asked(request: HttpRequest) -> Scope:
    """What the address asks for, as far as the person may know it."""
    person = cast(User, request.user)
    sight, telling = can_see(person), telling_for(person)
    chosen = query.read(request.GET, sight)
    return Scope.of(sight, chosen.period(clock.now(), telling), chosen, telling)


def at_work(found: Work) -> dict[str, Any]:
    return {
        "detectors": [
            {
                "name": kind_name(row.kind),
                "confirmed": sentences.confirmed(row.confirmed),
                "unreviewed": sentences.percent(row.unreviewed_share) if row.unreviewed_share is not None else "–",
                "false_alarms": interval(wrong.value, wrong.low, wrong.high, digits=2) if wrong else "–",
                "reasons": working.reasons(row),
            }
            for row in found.detectors
            for wrong in [row.false_alarms]
        ],
        "detectors_said": working.detectors(found),
        "times_said": working.times(found.times),
        "outcomes": [
            {"kind": kind_name(kind), "outcome": OUTCOMES.get(outcome, outcome), "count": number_format(count)}
            for kind, outcome, count in found.outcomes
        ],
        "authorisations": [
            {"reference": reference, "kind": kind_name(kind), "confirmed": sentences.confirmed(confirmed)}
            for reference, kind, confirmed in found.authorisations
        ],
    }


def build(shown: Figures, chosen: Chosen, sight: Sight) -> dict[str, Any]:
    """All that the template shows: numbers, sentences, and what its charts are drawn from."""
    districts = query.districts()
    drawn = charts.charts(shown, chosen, districts)
    return {
        "shown": shown,
        "chosen": chosen,
        "exports": [(_("Map (HTML)") if form == "html" else form.upper(), form) for form in exports.FORMS],
        "address": chosen.address(),
        "choice": Choice(chosen, sight, districts),
        "narrowed": _narrowed(chosen),
        "spans": [
            (title, chosen.address(span=key, since=None, until=None), key == chosen.span)
            for key, (title, _length, _step) in query.SPANS.items()
        ],
        "sentences": said(shown),
        "share": sentences.percent(shown.confirmed.share) if shown.confirmed.share is not None else None,
        "by_hour": shown.period.by_hour,
        "events": charts.told(shown.events, shown.unit),
        "crossings": charts.told(shown.crossings, shown.unit),
        "charts": drawn,
        "trend_rows": _trend_rows(shown, drawn["trend"]),
        "heat_rows": _heat_rows(shown, chosen),
        "kinds": [
            {**bar, "confirmed": sentences.confirmed(row.confirmed), "unreviewed": row.confirmed.unreviewed}
            for bar, row in zip(drawn["kinds"], shown.kinds, strict=True)
        ],
        "districts": drawn["districts"],
        "fewest": FEWEST,
        "hours": range(24),
        "splits": [{"line": split.line, "shares": sentences.shares(split)} for split in shown.splits],
        "measured": [
            {
                "zone": row.zone,
                "measure": measure_name(row.measure),
                "label": label_name(row.label),
                "way": way_name(row.measure, row.way),
                "value": sentences.value(row),
                "objects": row.reading.objects if row.reading else None,
            }
            for row in shown.measured
        ],
        "lines": [
            {"line": row.line, "label": label_name(row.label), "forward": row.forward, "backward": row.backward}
            for row in shown.lines
        ],
    }


def said(shown: Figures) -> dict[str, str]:
    return {
        "change": sentences.change(shown),
        "erased": sentences.erased(shown),
        "confirmed": sentences.verdicts(shown),
        "kinds": sentences.kinds(shown),
        "districts": sentences.districts(shown),
        "trend": sentences.trend(shown),
        "rate": sentences.rate(shown),
        "marks": sentences.marks(shown),
        "same_cameras": sentences.same_cameras(shown),
        "availability": sentences.availability(shown),
        "heat": sentences.heat(shown),
        "crossings": sentences.crossings(shown),
    }


def _narrowed(chosen: Chosen) -> list[tuple[str, str]]:
    """What was chosen besides the period, each with the address without it."""
    parts: list[tuple[str, dict[str, Any]]] = []
    if chosen.district:
        parts.append((chosen.district_name or _("outside all districts"), {"district": "", "district_name": ""}))
    if chosen.kind:
        parts.append((kind_name(chosen.kind), {"kind": ""}))
    if chosen.weekday is not None:
        parts.append((str(query.WEEKDAYS[chosen.weekday]), {"weekday": None}))
    if chosen.hour is not None:
        parts.append((HOURS[chosen.hour][1], {"hour": None}))
    if chosen.same_cameras:
        parts.append((_("only those watched in both periods"), {"same_cameras": False}))
    return [(name, chosen.address(**without)) for name, without in parts]


def _trend_rows(shown: Figures, drawn: dict[str, Any]) -> list[dict[str, Any]]:
    marks = {mark["place"]: mark["text"] for mark in drawn["marks"]}
    return [
        {"at": column.at, "text": text, "gap": gap, "hours": column.hours, "rate": rate, "mark": marks.get(place, "")}
        for place, (column, text, gap, rate) in enumerate(
            zip(shown.trend, drawn["texts"], drawn["gaps"], drawn["rates"], strict=True)
        )
    ]


def _heat_rows(shown: Figures, chosen: Chosen) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "address": chosen.address(weekday=weekday),
            "counts": [
                charts.told(shown.heat[weekday, hour], shown.unit) if (weekday, hour) in shown.heat else "–"
                for hour in range(24)
            ],
        }
        for weekday, name in enumerate(query.WEEKDAYS)
        if chosen.weekday in (None, weekday)
    ]
