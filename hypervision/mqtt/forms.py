"""The forms of a broker and of what is read there."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hypervision.alerts.kinds import BY_OTHERS
from hypervision.inward.reading import KINDS
from hypervision.lib.errors import Refusal
from hypervision.mqtt import client, paths, topics
from hypervision.mqtt.certificate_form import CertificateForm
from hypervision.mqtt.models import Broker, Subscription
from hypervision.outward.forms import MESSAGES
from hypervision.outward.messages import CHOSEN

Broken = dict[str, str]
_PATH = re.compile(r"/[!\"$-~]*")
"""Letters that a line of HTTP takes, and no # behind which nothing is sent."""


class LinesField(forms.CharField):
    """A line each, "name = value", kept as an object."""

    widget = forms.Textarea

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.Textarea({"rows": 4, "spellcheck": "false"}), **options})

    def prepare_value(self, value: Any) -> Any:
        return (
            "\n".join(f"{name} = {_written(said)}" for name, said in sorted(value.items(), key=_last))
            if isinstance(value, dict)
            else value
        )

    def clean(self, value: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for number, text in enumerate(str(super().clean(value) or "").splitlines(), 1):
            if not text.strip():
                continue
            name, is_there, said = (part.strip() for part in text.partition("="))
            if not name or not is_there or not said:
                raise ValidationError(_("Line %(line)d: write a name, = and what it means.") % {"line": number})
            if name in found:
                raise ValidationError(_("Line %(line)d: %(name)s stands there twice.") % {"line": number, "name": name})
            found[name] = self.read(said, number)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or {}), data)

    def read(self, said: str, number: int) -> Any:
        return said


class PlacesField(LinesField):
    """A place is "lon, lat" in degrees, or the name of a street."""

    def read(self, said: str, number: int) -> Any:
        parts = said.split(",")
        try:
            place = [float(part) for part in parts]
        except ValueError:
            return said
        if len(place) != 2 or not -180 <= place[0] <= 180 or not -90 <= place[1] <= 90:
            raise ValidationError(_("Line %(line)d: write longitude, latitude in degrees.") % {"line": number})
        return place


class LabelsField(LinesField):
    def read(self, said: str, number: int) -> Any:
        if said not in KINDS:
            facts = {"line": number, "kind": said, "known": ", ".join(KINDS)}
            raise ValidationError(_("Line %(line)d: %(kind)s is no kind. Known are %(known)s.") % facts)
        return said


class BrokerForm(CertificateForm):
    password = forms.CharField(
        label=gettext_lazy("password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Kept encrypted and never shown. Empty: it stays as it is."),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("messages"),
        required=False,
        choices=[(kind, MESSAGES[kind]) for kind in CHOSEN],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Whoever was told of an alert also hears when it is refuted afterwards, and when it is erased. Exercises "
            "are never sent. Without any, the broker is only read."
        ),
    )

    class Meta:
        model = Broker
        fields = (
            *("name", "owner", "host", "port", "tls", "ca", "certificate", "transport", "path", "username", "protocol"),
            *("layout", "prefix", "kinds"),
        )
        widgets = {
            "certificate": forms.Textarea({"rows": 4, "spellcheck": "false"}),
            "ca": forms.Textarea({"rows": 4, "spellcheck": "false"}),
            "port": forms.TextInput({"inputmode": "numeric", "size": 8}),
        }

    def clean_prefix(self) -> str:
        return _judged(topics.check_prefix, self.cleaned_data["prefix"].strip())

    def clean_path(self) -> str:
        return _judged(check_path, self.cleaned_data["path"].strip())

    def clean_port(self) -> int:
        port: int = self.cleaned_data["port"]
        if not 1 <= port <= 65_535:
            raise ValidationError(_("A port is a number from 1 to 65535."))
        return port

    def clean_ca(self) -> str:
        ca: str = self.cleaned_data["ca"].strip()
        try:
            client.context(ca)
        except OSError as error:
            raise ValidationError(
                _("These are no certificates in PEM: paste all from BEGIN CERTIFICATE to END CERTIFICATE.")
            ) from error
        return ca

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"host", "port"} <= set(cleaned):
            self._judge(cleaned["host"].strip(), cleaned["port"], tls=cleaned["tls"])
        return cleaned

    def _judge(self, host: str, port: int, *, tls: bool) -> None:
        try:
            client.judged(host, port, tls=tls)
        except Refusal as refusal:
            self.add_error("tls" if refusal.code == "not_encrypted" else "host", refusal.sentence)


class SubscriptionForm(forms.ModelForm[Subscription]):
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"),
        required=False,
        choices=[("", "—"), *((kind, BY_OTHERS[kind]) for kind in KINDS)],
        help_text=gettext_lazy("What a reading becomes."),
    )
    places = PlacesField(
        label=gettext_lazy("places"),
        help_text=gettext_lazy(
            "A line each: the topic (of a reading) or the camera (of Frigate), = and longitude, latitude, or a street. "
            "* stands for all others: * = 24.94, 60.17"
        ),
    )
    labels = LabelsField(
        label=gettext_lazy("labels"),
        help_text=gettext_lazy(
            "Of Frigate, a line each: what it finds, = and the kind that becomes of it: person = intruder_alarm. All "
            "else is dropped."
        ),
    )

    class Meta:
        model = Subscription
        fields = (
            *("broker", "topic", "source", "severity", "places", "kind", "value_path", "unit", "id_path", "time_path"),
            *("lon_path", "lat_path", "threshold", "back", "falling", "only_crossings", "labels", "least_score"),
        )

    def clean_topic(self) -> str:
        return _judged(topics.check_filter, self.cleaned_data["topic"].strip())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("value_path", "id_path", "time_path", "lon_path", "lat_path"):
            try:
                paths.parse(cleaned.get(name, ""))
            except Refusal as refusal:
                self.add_error(name, refusal.sentence)
        is_frigate = cleaned.get("source") == Subscription.Source.FRIGATE
        for name, sentence in (_of_frigate(cleaned) if is_frigate else _of_reading(cleaned)).items():
            self.add_error(name, sentence)
        if "topic" in cleaned and "broker" in cleaned and _hears_us(cleaned["broker"], cleaned["topic"]):
            self.add_error("topic", _("There our own messages come back. Read a topic that we do not write to."))
        return cleaned


def _of_frigate(said: dict[str, Any]) -> Broken:
    found: Broken = {}
    if not said.get("labels") and "labels" in said:
        found["labels"] = _("Say what becomes of which label, such as person = intruder_alarm.")
    if not said.get("places") and "places" in said:
        found["places"] = _("Say where the cameras stand.")
    if said.get("least_score") is not None and not 0 <= said["least_score"] <= 1:
        found["least_score"] = _("A score lies between 0 and 1.")
    return found


def _of_reading(said: dict[str, Any]) -> Broken:
    found: Broken = {}
    if not said.get("kind"):
        found["kind"] = _("Say which kind of event a reading becomes.")
    if bool(said.get("lon_path")) != bool(said.get("lat_path")):
        found["lat_path"] = _("The paths of longitude and latitude go together.")
    elif not said.get("lon_path") and not said.get("places") and "places" in said:
        found["places"] = _("Say where the sensors stand, or at which paths longitude and latitude are.")
    threshold, back = said.get("threshold"), said.get("back")
    if threshold is None:
        if back is not None or said.get("only_crossings"):
            found["threshold"] = _("Say the threshold.")
    elif back is not None and (back < threshold) == bool(said.get("falling")) and back != threshold:
        found["back"] = _("It comes back on the other side of the threshold.")
    return found


def _hears_us(broker: Broker, filter_: str) -> bool:
    """Brokers of MQTT 3.1.1 send back to whom it came from."""
    own = f"{broker.prefix}/events" if broker.layout == Broker.Layout.FRIGATE else f"{broker.prefix}/alerts/fire"
    return topics.matches(filter_, own)


def check_path(path: str) -> None:
    """Raises Refusal where it is none of an address."""
    if not _PATH.fullmatch(path):
        raise Refusal(_("Write the path as in an address, such as /mqtt, without spaces."), code="no_path")


def _judged(check: Any, text: str) -> str:
    try:
        check(text)
    except Refusal as refusal:
        raise ValidationError(refusal.sentence) from refusal
    return text


def _last(line: tuple[str, Any]) -> tuple[bool, str]:
    """What stands for all others comes last."""
    return line[0] == "*", line[0]


def _written(said: Any) -> str:
    return ", ".join(str(part) for part in said) if isinstance(said, list) else str(said)
