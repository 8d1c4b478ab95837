"""Forms of cameras, zones and rules: what is wrong is said beside the field, before anything is saved."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors import attested, build, duty
from detectors.credentials import seal
from detectors.models import Network, Rule
from detectors.parameters import ParametersInput
from detectors.said import said
from detectors.version_forms import VersionedForm
from detectors.vision.config import ShapeConfig
from detectors.vision.scene import registry
from detectors.vision.scene.parameters import parse
from detectors.vision.scene.registry import Maturity, RuleKind
from detectors.vision.scene.shapes import Line, check_line, check_zone
from detectors.vision.sentences import SentenceError
from detectors.vision.sources import address
from detectors.vision.sources.address import Credentials
from detectors.vision.sources.errors import SourceError
from hypervision.law.admin import AuthorisationForm
from hypervision.lib.widgets import PictureShapeInput, PlaceField
from maps import video_link
from maps.models import Camera, Preset, Zone


class CameraForm(forms.ModelForm[Camera]):
    """Credentials go in and never come out: an empty field keeps what is stored."""

    location = PlaceField(label=gettext_lazy("location"), help_text=gettext_lazy("Click the map, or drag the mark."))
    user = forms.CharField(label=gettext_lazy("user name of the camera"), required=False)
    password = forms.CharField(
        label=gettext_lazy("password of the camera"),
        required=False,
        widget=forms.PasswordInput(render_value=False),
        help_text=gettext_lazy("Stored encrypted and never shown. Leave both empty to keep what is stored."),
    )

    class Meta:
        model = Camera
        fields = (
            "name",
            "location",
            "bearing",
            "field_angle",
            "height",
            "camera_type",
            "operator",
            "address",
            "wanted_rate",
            "pictures",
            "video_link",
        )

    def clean_address(self) -> str:
        bare, credentials = self._split(self.cleaned_data["address"].strip())
        if credentials is not None:
            self._from_address = credentials
        return bare

    def clean_video_link(self) -> str:
        link: str = self.cleaned_data["video_link"].strip()
        video_link.check(link)
        return link

    def _split(self, text: str) -> tuple[str, Credentials | None]:
        if not text:
            return "", None
        try:
            bare, credentials = address.split_credentials(text)
            address.check(bare)
        except SourceError as error:
            raise ValidationError(said(error.sentence)) from error
        return bare, credentials

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("password") and not self.cleaned_data.get("user"):
            self.add_error("user", _("A password needs a user name."))
        if ":" in self.cleaned_data.get("user", ""):
            self.add_error("user", _("A user name of a camera cannot contain a colon."))
        self._check_rate()
        return cleaned

    def _check_rate(self) -> None:
        """A rule that sees too few pictures would look like a quiet street."""
        rate = self.cleaned_data.get("wanted_rate")
        if rate is None or self.instance._state.adding:
            return
        for rule in self.instance.rules.filter(enabled=True):
            if rate < registry.find(rule.kind).least_rate:
                self.add_error("wanted_rate", _too_few(rule.kind, rate))

    def seal_credentials(self) -> None:
        """Puts what was typed into the row, encrypted; from the fields, else from the address."""
        if self.typed is not None:
            self.instance.credentials = seal(self.typed)

    @property
    def typed(self) -> Credentials | None:
        """None: what is stored stays."""
        user = self.cleaned_data.get("user")
        return Credentials(user, self.cleaned_data["password"]) if user else getattr(self, "_from_address", None)


def _too_few(kind: str, rate: float) -> str:
    known = registry.find(kind)
    return _(
        "%(kind)s needs at least %(least)s analysed pictures a second; this camera has %(rate)s. "
        "Raise its rate, or switch the rule off."
    ) % {
        "kind": _(known.title),
        "least": number_format(known.least_rate, use_l10n=True),
        "rate": number_format(rate, use_l10n=True),
    }


class PresetField(forms.ModelChoiceField[Preset]):
    """Of all cameras, each beside its camera: the form cannot know which one will be chosen."""

    def __init__(self, queryset: QuerySet[Preset], **kwargs: Any) -> None:
        super().__init__(queryset.filter(forgotten_at=None).select_related("camera"), **kwargs)

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.camera} · {obj}" if isinstance(obj, Preset) else str(obj)


class ZoneForm(VersionedForm[Zone]):
    class Meta:
        model = Zone
        fields = ("camera", "preset", "name", "purpose", "points")
        field_classes = {"preset": PresetField}
        widgets = {"points": PictureShapeInput}
        help_texts = {
            "points": gettext_lazy("Click to add a corner, drag one to move it, double-click one to take it away.")
        }

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        preset = self.cleaned_data.get("preset")
        if preset is not None and "camera" in self.cleaned_data and preset.camera != self.cleaned_data["camera"]:
            self.add_error("preset", _("This view belongs to another camera."))
        if "points" in self.cleaned_data and "purpose" in self.cleaned_data:
            self._check_shape()
        return cleaned

    def _check_shape(self) -> None:
        try:
            points = tuple((float(x), float(y)) for x, y in self.cleaned_data["points"])
        except (TypeError, ValueError):
            self.add_error("points", _("Draw the shape in the picture: a list of points [x, y] from 0 to 1."))
            return
        shape = ShapeConfig("", self.cleaned_data.get("name", ""), points)
        try:
            (check_line if self.cleaned_data["purpose"] == Zone.Purpose.LINE else check_zone)(shape)
        except SentenceError as error:
            self.add_error("points", said(error.sentence))


class GrantForm(AuthorisationForm):
    """An authorisation, with the kinds and the networks that exist to choose from."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("event kinds"),
        choices=lambda: [(name, titled(kind)) for name, kind in registry.KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What may be looked for."),
    )
    model_hash = forms.ChoiceField(
        label=gettext_lazy("attested network"),
        choices=lambda: [(row.sha256, f"{row.name} · {row.sha256[:12]}…") for row in _attested()],
        help_text=gettext_lazy("Only this network may look; another one needs another authorisation."),
    )


def _attested() -> QuerySet[Network]:
    return Network.objects.filter(purpose__in=(Network.Purpose.OBJECTS, Network.Purpose.THINGS)).order_by(
        "-active", "-registered_at"
    )


MATURITIES = {
    Maturity.PROVEN: gettext_lazy("proven"),
    Maturity.BETA: gettext_lazy("beta"),
    Maturity.EXPERIMENTAL: gettext_lazy("experimental"),
}


def titled(kind: RuleKind[Any, Any]) -> str:
    """What people call it, and how far it is to be trusted."""
    if kind.statistics:
        return _(kind.title)
    return _("%(kind)s (%(maturity)s)") % {"kind": _(kind.title), "maturity": MATURITIES[kind.maturity]}


class RuleForm(VersionedForm[Rule]):
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=lambda: [(name, titled(kind)) for name, kind in registry.KINDS.items()]
    )
    knowingly = forms.BooleanField(
        label=gettext_lazy("I switch an experimental kind on knowingly"),
        required=False,
        help_text=gettext_lazy("Needed for kinds that are called experimental: expect false alarms and missed events."),
    )

    class Meta:
        model = Rule
        fields = ("camera", "zone", "kind", "parameters", "severity", "schedule", "enabled")
        widgets = {"parameters": ParametersInput}
        help_texts = {"parameters": gettext_lazy("What is left empty keeps the value that is shown in grey.")}

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        data = self.cleaned_data
        if {"camera", "zone"} <= data.keys() and data["zone"].camera_id != data["camera"].id:
            self.add_error("zone", _("This zone belongs to another camera."))
        if {"kind", "zone"} <= data.keys():
            kind, zone = data["kind"], data["zone"]
            self._check_kind(kind, zone)
            self._check_twice(kind, zone)
        if "kind" in data and data.get("enabled") and not data.get("knowingly"):
            self._check_maturity(data["kind"])
        if "kind" in data and data.get("enabled"):
            self._check_network(data["kind"])
        if {"kind", "camera"} <= data.keys() and data.get("enabled"):
            self._check_rate(data["kind"], data["camera"])
        return cleaned

    def _check_network(self, kind: str) -> None:
        """A rule that cannot run would look like a quiet street."""
        networks = build.networks_in_use()
        if attested.is_complete(networks) and attested.lacking([kind], networks):
            self.add_error("kind", str(duty.lacks([kind])))

    def _check_rate(self, kind: str, camera: Camera) -> None:
        if camera.wanted_rate < registry.find(kind).least_rate:
            self.add_error("kind", _too_few(kind, camera.wanted_rate))

    def _check_twice(self, kind: str, zone: Zone) -> None:
        """Sums of two rules of one kind would be added to each other."""
        others = Rule.objects.filter(zone=zone, kind=kind).exclude(pk=self.instance.pk)
        if registry.KINDS[kind].statistics and others.exists():
            self.add_error("kind", _("Another rule of this kind sums up this zone already: let that one count it all."))

    def _check_maturity(self, kind: str) -> None:
        """What is experimental is off until somebody says that he knows it; what was on already is not asked again."""
        was_on = not self.instance._state.adding and self.initial.get("enabled") and self.initial.get("kind") == kind
        if registry.KINDS[kind].maturity == Maturity.EXPERIMENTAL and not was_on:
            self.add_error("knowingly", _("This kind is experimental: say that you know it, or leave the rule off."))

    def _check_kind(self, name: str, zone: Zone) -> None:
        kind = registry.find(name)
        wants_line = kind.shape is Line
        if wants_line != (zone.purpose == Zone.Purpose.LINE) or zone.purpose == Zone.Purpose.PRIVATE:
            wanted = _("a counting line") if wants_line else _("a watched area")
            self.add_error("zone", _("%(kind)s needs %(wanted)s.") % {"kind": _(kind.title), "wanted": wanted})
        try:
            parse(kind.parameters, self.cleaned_data.get("parameters") or {})
        except SentenceError as error:
            self.add_error("parameters", said(error.sentence))
