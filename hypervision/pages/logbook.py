"""The logbook as a page: searched, written into, printed."""

from typing import Any, cast
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.pages.papers import moment
from hypervision.pages.views import RoomPage
from hypervision.shifts import logbook, notes
from hypervision.shifts.logbook import Search
from hypervision.shifts.models import Note
from hypervision.shifts.sources import SOURCES
from maps.models import City
from maps.selectors import visible_cameras

LINES = 100


class SearchForm(forms.Form):
    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    person = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=150)
    since = moment(gettext_lazy("From"))
    until = moment(gettext_lazy("Until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, source.title) for kind, source in SOURCES.items()]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("All")), *kinds]


class NoteForm(forms.Form):
    """key: of the note that will be, so that a form that is sent twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("Note"), max_length=notes.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    camera_id = forms.TypedChoiceField(label=gettext_lazy("About camera"), required=False, empty_value=None)

    def __init__(self, person: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cameras = [(str(camera.pk), camera.name) for camera in visible_cameras(person)]
        none = ("", _("None: all who read the logbook read it"))
        cast(forms.TypedChoiceField, self.fields["camera_id"]).choices = [none, *cameras]


class LogbookPage(RoomPage):
    template_name = "logbook.html"
    right = Right.READ_LOGBOOK
    write_right = Right.KEEP_SHIFT

    def refusal_sentence(self) -> str:
        return _("Your account does not open the logbook. It is for those who keep shifts, and for those who inspect.")

    def post(self, request: HttpRequest) -> HttpResponse:
        person = cast(User, request.user)
        form = NoteForm(person, request.POST)
        if form.is_valid():
            try:
                notes.add(person, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, refusal.sentence)
                return self.render_to_response(self.get_context_data(note=form), status=refusal.status)
            return redirect("logbook")
        return self.render_to_response(self.get_context_data(note=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = cast(User, self.request.user)
        search = SearchForm(self.request.GET)
        lines, older, wrong = self._lines(person, search)
        kwargs.setdefault(
            "note", NoteForm(person, initial={"key": uuid4(), "corrects": self.request.GET.get("corrects")})
        )
        return super().get_context_data(
            city=City.objects.first(),
            now=clock.now(),
            search=search,
            searched=search.is_valid() and any(search.cleaned_data.values()),
            lines=lines,
            older=older,
            wrong=wrong,
            corrected=self._corrected(person),
            may_write=person.may(Right.KEEP_SHIFT),
            **kwargs,
        )

    def _lines(self, person: User, search: SearchForm) -> tuple[list[logbook.Line], str, str]:
        """The lines, the query of the page behind them, and why there are none where the search cannot be read."""
        if not search.is_valid():
            return [], "", _("Nothing was searched: correct the fields above.")
        try:
            asked = Search(**search.cleaned_data, cursor=self.request.GET.get("cursor", ""))
            lines, cursor = logbook.read(person, asked, LINES)
        except Refusal as refusal:
            return [], "", refusal.sentence
        older = self.request.GET.copy()
        older["cursor"] = cursor
        return lines, older.urlencode() if cursor else "", ""

    def _corrected(self, person: User) -> Note | None:
        """The note that is about to be corrected."""
        form = NoteForm(person, self.request.POST or {"corrects": self.request.GET.get("corrects"), "key": uuid4()})
        form.is_valid()
        key = form.cleaned_data.get("corrects")
        return notes.visible(person).select_related("by").filter(pk=key).first() if key else None
