"""The pages of exercises: a script that a supervisor starts, and the record of who took part, to be printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors.said import kind_name
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts import reasons
from hypervision.alerts.models import Alert
from hypervision.exercises import playing, script
from hypervision.exercises.lines import LONGEST_S
from hypervision.exercises.models import Exercise
from hypervision.exercises.record import AlertRecord, Deed
from hypervision.exercises.selectors import standing, visible
from hypervision.hand.actions import KINDS
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.pages.views import RoomPage
from hypervision.procedures.models import RunStep
from maps.models import City, District
from maps.selectors import visible_cameras

LATEST = 50
MOST_NAMES = 500
"""Cameras that are offered as places."""
EXAMPLE = """title: {title}
alerts:
  - second: 0
    kind: fire
    severity: high
    place: [{lon:.4f}, {lat:.4f}]
    text: {smoke}
  - second: 40
    kind: crowd_movement
    place: [{lon:.4f}, {lat:.4f}]
"""


class ScriptForm(forms.Form):
    script = forms.CharField(
        label=gettext_lazy("Script"),
        max_length=script.LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false", "class": "input code"}),
    )


class Paper(RoomPage):
    """What both pages ask for."""

    right = Right.READ_LOG
    write_right = Right.RUN_EXERCISES

    def refusal_sentence(self) -> str:
        return _("Your account does not open exercises. Supervisors run them; administrators and inspectors read them.")

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_run = self.person.may(Right.RUN_EXERCISES)
        return super().get_context_data(city=City.objects.first(), printed=clock.now(), may_run=may_run, **kwargs)


class ExercisesPage(Paper):
    template_name = "exercises.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ScriptForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            made = playing.start(form.cleaned_data["script"], self.person)
        except Refusal as refusal:
            form.add_error("script", refusal.sentence.splitlines())
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)
        return redirect("exercise", pk=made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ScriptForm(initial={"script": _example()}))
        found = visible(self.person)[:LATEST]
        rows = _rows_facts(self.person)
        return super().get_context_data(exercises=found, under_way=standing().first(), rows=rows, **kwargs)


def _rows_facts(person: User) -> dict[str, Any]:
    """What the form of rows offers. places: names of districts and cameras in sight; streets are known, too."""
    sight = can_see(person)
    kinds = [(kind, kind_name(kind)) for kind in KINDS if sight.knows(kind)]
    cameras = visible_cameras(person).order_by("name").values_list("name", flat=True)[:MOST_NAMES]
    return {
        "kinds": sorted(kinds, key=lambda choice: choice[1]),
        "severities": [(str(one.value), str(one.label)) for one in reversed(Alert.Severity)],
        "places": sorted({*District.objects.values_list("name", flat=True), *cameras}),
        "most": script.MOST,
        "longest_second": LONGEST_S,
    }


def _example() -> str:
    """At the middle of the city, so that it can be started as it is."""
    city = City.objects.first()
    middle = city.extent.centroid if city else None
    lon, lat = (middle.x, middle.y) if middle else (0.0, 0.0)
    return EXAMPLE.format(lon=lon, lat=lat, title=_("Fire at the market"), smoke=_("Smoke behind the stalls."))


class ExercisePage(Paper):
    template_name = "exercise.html"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(visible(self.person), pk=pk)
        try:
            playing.end(pk, self.person)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(wrong=refusal.sentence), status=refusal.status)
        return redirect("exercise", pk=pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = get_object_or_404(visible(self.person), pk=self.kwargs["pk"])
        return super().get_context_data(one=one, cues=_cues(one), people=_people(one), **kwargs)


@dataclass(frozen=True, slots=True)
class ToldDeed:
    at: datetime
    by: str
    what: str


@dataclass(frozen=True, slots=True)
class ToldCue:
    """level: high, medium or low, for its shape. state: empty of one that never came, or has not come yet."""

    second: int
    kind: str
    level: str
    severity: str
    street: str
    state: str
    deeds: list[ToldDeed]


@dataclass(frozen=True, slots=True)
class ToldPart:
    account: str
    name: str
    first_at: datetime
    last_at: datetime
    deeds: int


def _cues(one: Exercise) -> list[ToldCue]:
    return [_cue(row) for row in (one.record or {}).get("alerts", [])]


def _cue(row: AlertRecord) -> ToldCue:
    return ToldCue(
        second=row["second"],
        kind=kind_name(row["kind"]),
        level=row["severity"],
        severity=str(Alert.Severity(row["severity"]).label),
        street=row["street"],
        state=str(Alert.State(row["state"]).label) if row["state"] else "",
        deeds=[ToldDeed(datetime.fromisoformat(deed["at"]), deed["by"], _deed(deed)) for deed in row["deeds"]],
    )


def _deed(deed: Deed) -> str:
    """In the language of the reader."""
    named = {**dict(Alert.State.choices), **dict(RunStep.Verb.choices), "note": _("Note")}
    words = {**reasons.REFUTATIONS, **reasons.OUTCOMES, **reasons.INFORMED}
    more = ", ".join(str(words.get(code, code)) for code in deed["more"].split(", ") if code)
    what = str(named.get(deed["what"], deed["what"]))
    return _("%(what)s: %(more)s") % {"what": what, "more": more} if more else what


def _people(one: Exercise) -> list[ToldPart]:
    return [
        ToldPart(
            account=part["account"],
            name=part["name"],
            first_at=datetime.fromisoformat(part["first_at"]),
            last_at=datetime.fromisoformat(part["last_at"]),
            deeds=part["deeds"],
        )
        for part in (one.record or {}).get("people", [])
    ]
