"""The page of site validations: which kind is tried on which camera, and who signed how well it does there (R-43)."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors import trials
from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.law import validations
from hypervision.lib.errors import Conflict, Refusal
from hypervision.pages.views import RoomPage


class SignForm(forms.Form):
    camera = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.CharField(max_length=40, widget=forms.HiddenInput)
    network = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    statement = forms.CharField(
        label=gettext_lazy("What was tried on site, and how it went"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )


class ValidationsPage(RoomPage):
    template_name = "validations.html"
    right = Right.READ_LOG
    write_right = Right.SIGN_VALIDATION

    def refusal_sentence(self) -> str:
        return _(
            "Your account does not read site validations. Supervisors sign them; administrators and inspectors may "
            "read them."
        )

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(trials.rows(self.person))
        return super().get_context_data(
            rows=rows,
            on_trial=sum(not row.holds for row in rows),
            may_sign=self.person.may(Right.SIGN_VALIDATION),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Signs, or withdraws; a refusal is said above the list, and what was written stays in the page."""
        form = SignForm(request.POST)
        try:
            if "withdraw" in request.POST:
                one = trials.in_sight(self.person, request.POST["withdraw"])
                validations.withdraw(one.pk, self.person, request.POST.get("reason", ""))
                messages.success(request, _("The validation is withdrawn: its alerts are on trial again."))
            elif form.is_valid():
                given = form.cleaned_data
                tried = trials.tried(self.person, given["camera"], given["kind"])
                if given["network"] != tried.model_hash:
                    raise Conflict(_("Another network looks for this by now: try that one before you sign."))
                validations.sign(tried, given["statement"], self.person)
                messages.success(request, _("The validation is signed."))
            else:
                wrong = (error for errors in form.errors.values() for error in errors)
                raise Refusal(" ".join(map(str, wrong)), code="invalid")
        except Refusal as refusal:
            return self.render_to_response(
                self.get_context_data(form=form, refused=refusal.sentence), status=refusal.status
            )
        return redirect("validations")
