"""The pages of the hand-over: what stands now, to be signed; and what was handed over, to be signed for."""

from typing import Any, cast
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.pages.views import RoomPage
from hypervision.shifts import duty, handovers
from hypervision.shifts.drafting import draft
from hypervision.shifts.sheet import sheet_of
from maps.models import City

LATEST = 20


class SignForm(forms.Form):
    """key: of the hand-over that will be, so that a form that is sent twice signs once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("What the next shift must know"),
        required=False,
        max_length=handovers.LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    leave = forms.BooleanField(label=gettext_lazy("Go off duty"), required=False, initial=True)


class Paper(RoomPage):
    """What both pages ask for."""

    right = Right.READ_LOGBOOK
    write_right = Right.KEEP_SHIFT

    def refusal_sentence(self) -> str:
        return _(
            "Your account does not open hand-overs. They are for those who keep shifts, and for those who inspect."
        )

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_sign = self.person.may(Right.KEEP_SHIFT)
        return super().get_context_data(city=City.objects.first(), printed=clock.now(), may_sign=may_sign, **kwargs)


class HandOverDraft(Paper):
    template_name = "handover.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=400)
        try:
            made = handovers.sign(self.person, form.cleaned_data["words"], key=form.cleaned_data["key"])
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self.render_to_response(self.get_context_data(form=form), status=refusal.status)
        if form.cleaned_data["leave"]:
            duty.go_off(self.person)
        return redirect("hand-over", pk=made.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        kwargs.setdefault("form", SignForm(initial={"key": uuid4()}))
        return super().get_context_data(
            sheet=sheet_of(draft(self.person, now), self.person, now),
            on_duty=duty.presence_of(self.person) is not None,
            waiting=handovers.waiting(self.person),
            latest=handovers.visible(self.person)[:LATEST],
            **kwargs,
        )


class HandOverPage(Paper):
    template_name = "handover_signed.html"

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        get_object_or_404(handovers.visible(self.person), pk=pk)
        try:
            handovers.take(pk, self.person)
        except Refusal as refusal:
            return self.render_to_response(self.get_context_data(wrong=refusal.sentence), status=refusal.status)
        return redirect("hand-over", pk=pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = get_object_or_404(handovers.visible(self.person), pk=self.kwargs["pk"])
        return super().get_context_data(
            one=one, sheet=sheet_of(one, self.person, one.signed_at), own=one.by_id == self.person.pk, **kwargs
        )
