"""The part of a broker's form that takes our certificate and its key: pasted, or brought as files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.mqtt import certificates
from hypervision.mqtt.certificates import CERTIFICATE, KEY, KEY_BEGINS, Pair
from hypervision.mqtt.models import Broker

MOST_BYTES = 65_536
_SHORT = {"rows": 4, "spellcheck": "false", "autocomplete": "off"}


class Unshown(forms.Textarea):
    """What is written here never comes back into a page."""

    def format_value(self, value: Any) -> str:
        return ""


class PemFile(forms.FileField):
    """A file of text; its text."""

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        if not file:
            return ""
        if file.size > MOST_BYTES:
            raise ValidationError(_("This file is longer than 64 KB: it holds something else."))
        try:
            return str(file.read().decode("ascii"))
        except UnicodeDecodeError as error:
            raise ValidationError(
                _("This file is no text. Make PEM of it, such as: openssl pkcs12 -in city.p12 -nodes -out city.pem")
            ) from error


class CertificateForm(forms.ModelForm[Broker]):
    certificate_file = PemFile(
        label=gettext_lazy("or its file"),
        required=False,
        help_text=gettext_lazy("PEM; the key may stand in it as well."),
    )
    key = forms.CharField(
        label=gettext_lazy("its key"),
        required=False,
        max_length=MOST_BYTES,
        widget=Unshown(_SHORT),
        help_text=gettext_lazy("PEM, without a passphrase. Kept encrypted and never shown. Empty: it stays as it is."),
    )
    key_file = PemFile(label=gettext_lazy("or its file"), required=False)

    def clean(self) -> dict[str, Any]:
        """Leaves the certificate as it is kept, and under ``key`` a new key or nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = cleaned.pop("certificate_file", "") or cleaned.get(CERTIFICATE, "").strip()
        key = cleaned.pop("key_file", "") or cleaned.get(KEY, "").strip()
        if not key and KEY_BEGINS in said:
            key = said
        cleaned[KEY] = key
        try:
            cleaned[CERTIFICATE] = self._judged(said, key)
        except Refusal as refusal:
            cleaned[CERTIFICATE] = ""  # what was pasted into it may hold a key
            self.add_error(refusal.code, refusal.sentence)
        if said and not cleaned.get("tls"):
            self.add_error(CERTIFICATE, _("A certificate is shown by TLS only. Tick TLS, or leave this empty."))
        return cleaned

    def _judged(self, said: str, key: str) -> str:
        """The certificate as it is kept. Raises Refusal."""
        if not said:
            if key:
                raise Refusal(_("Give the certificate of this key, too."), code=CERTIFICATE)
            return ""
        chain = certificates.written(certificates.read(said))
        before = certificates.of(self.instance)
        if not key and before is None:
            raise Refusal(_("Give the key of this certificate, too."), code=KEY)
        certificates.judge(Pair(chain, key or (before.key if before else "")), clock.now())
        return chain
