"""The log, to be read: who opened, decided and changed what (R-33). Nobody can change it."""

from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.law import log
from hypervision.law.models import LogEntry
from hypervision.pages.papers import moment
from hypervision.pages.views import RoomPage

ROWS = 100


class Search(forms.Form):
    """before: the number of the last entry of the page before."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    since = moment(gettext_lazy("From"))
    until = moment(gettext_lazy("Until"))
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class LogPage(RoomPage):
    template_name = "log.html"
    right = Right.READ_LOG

    def refusal_sentence(self) -> str:
        return _("Your account does not open the log. Supervisors, administrators and inspectors read it.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = Search(self.request.GET)
        asked = search.cleaned_data if search.is_valid() else {}
        rows = list(_found(asked)[: ROWS + 1]) if search.is_valid() else []
        log.write(str(cast(User, self.request.user)), "log.read", "log", words=asked.get("words", ""))
        entries, more = rows[:ROWS], len(rows) > ROWS
        told = [(entry, _told(entry.facts)) for entry in entries]
        older = self.request.GET.copy()
        if more:
            older["before"] = str(entries[-1].number)
        return super().get_context_data(search=search, entries=told, older=older.urlencode() if more else "", **kwargs)


def _told(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """What an entry keeps beside its subject, without what is empty."""
    plain = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else str(value) for name, value in facts.items()
    }
    return [(name, text) for name, text in plain.items() if facts[name] and text]


def _found(asked: dict[str, Any]) -> QuerySet[LogEntry]:
    found = Q()
    for word in asked.get("words", "").replace("\x00", "").split():
        found &= Q(actor__icontains=word) | Q(action__icontains=word) | Q(subject__icontains=word)
    if asked.get("since"):
        found &= Q(at__gte=asked["since"])
    if asked.get("until"):
        found &= Q(at__lt=asked["until"])
    if asked.get("before"):
        found &= Q(number__lt=asked["before"])
    return LogEntry.objects.filter(found).order_by("-number")
