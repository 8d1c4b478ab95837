"""The form of a webhook."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hypervision.lib.errors import Refusal
from hypervision.outward import addresses
from hypervision.outward.messages import CHOSEN
from hypervision.outward.models import Webhook

MESSAGES = {
    "alert.raised": _("An alert is raised, and nobody has confirmed it yet"),
    "alert.confirmed": _("An alert is confirmed"),
    "alert.closed": _("A confirmed alert is closed, with its outcome"),
    "camera.state": _("A camera is watched, or is watched no more"),
}


class WebhookForm(forms.ModelForm[Webhook]):
    kinds = forms.MultipleChoiceField(
        label=_("messages"),
        choices=[(kind, MESSAGES[kind]) for kind in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whoever was told of an alert also hears when it is refuted afterwards, and when it is erased. Alerts that "
            "nobody has confirmed are sent only where the authorisation names the account; exercises never."
        ),
    )

    class Meta:
        model = Webhook
        fields = ("name", "owner", "url", "kinds")

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            addresses.resolve(url)
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from refusal
        return url


class AgainForm(forms.Form):
    since = forms.DateTimeField()
