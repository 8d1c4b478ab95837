"""The page of site validations: which kind is tried on which camera, and who signed how well it does there (R-43)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from detectors import attested, build
from detectors.attested import Networks
from detectors.models import Rule
from detectors.said import kind_name
from detectors.vision.scene import registry
from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.alerts.models import Alert
from hypervision.alerts.selectors import Precision, past_precision
from hypervision.law import validations
from hypervision.law.models import SiteValidation
from hypervision.law.validations import Tried
from hypervision.lib.errors import Conflict, Refusal
from hypervision.pages.views import RoomPage
from maps.models import Camera
from maps.selectors import visible_cameras


@dataclass(frozen=True, slots=True)
class Row:
    """One kind on one camera. network: in use, by its hash. validation: that stands. holds: for that network."""

    camera: Camera
    kind: str
    title: str
    network: str
    past: Precision
    validation: SiteValidation | None
    holds: bool


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
        rows = list(_rows(self.person))
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
                one = _in_sight(self.person, request.POST["withdraw"])
                validations.withdraw(one.pk, self.person, request.POST.get("reason", ""))
                messages.success(request, _("The validation is withdrawn: its alerts are on trial again."))
            elif form.is_valid():
                given = form.cleaned_data
                tried = _tried(self.person, given["camera"], given["kind"])
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


def _rows(person: User) -> Iterator[Row]:
    """Each kind of alert that a rule looks for on a camera in sight; on trial first."""
    networks, standing = build.networks_in_use(), validations.all_standing()
    seen = can_see(person).q("camera__location", kind="kind")
    rules = Rule.objects.filter(seen, enabled=True, kind__in=registry.ALERTS)
    pairs = {(rule.camera, rule.kind) for rule in rules.select_related("camera")}
    rows = [_row(camera, kind, standing.get((camera.pk, kind)), networks) for camera, kind in pairs]
    yield from sorted(rows, key=lambda row: (row.holds, row.camera.name, row.title))


def _row(camera: Camera, kind: str, stands: SiteValidation | None, networks: Networks) -> Row:
    network = _hash(kind, networks)
    holds = validations.holds(stands, network)
    return Row(camera, kind, kind_name(kind), network, past_precision(camera.pk, kind), stands, holds)


def _hash(kind: str, networks: Networks) -> str:
    network = attested.network_for(kind, networks)
    return network.sha256 if network else ""


def _tried(person: User, camera_id: UUID, kind: str) -> Tried:
    """What stands to be signed now. Raises Refusal for what this person does not see or nobody looks for."""
    camera = visible_cameras(person).filter(pk=camera_id).first()
    rules = Rule.objects.filter(camera=camera, kind=kind, enabled=True)
    is_known = kind in registry.ALERTS and can_see(person).knows(kind)
    if camera is None or not is_known or not rules.exists():
        raise Refusal(_("No rule that is switched on looks for this on that camera."), code="no_rule")
    past = past_precision(camera.pk, kind)
    first = Alert.objects.filter(event__camera=camera, event__kind=kind).order_by("event__captured_at").first()
    return Tried(
        camera.pk,
        camera.location,
        kind,
        _hash(kind, build.networks_in_use()),
        first.event.captured_at if first else None,
        past.judged,
        past.confirmed,
        past.missed,
    )


def _in_sight(person: User, pk: str) -> SiteValidation:
    """Raises Refusal: what a person does not see does not stand for them."""
    standing = {str(one.pk): one for one in validations.all_standing().values()}
    one = standing.get(pk)
    sight = can_see(person)
    if one is None or not sight.knows(one.kind) or not visible_cameras(person).filter(pk=one.camera_id).exists():
        raise Refusal(_("This validation does not stand any more."), code="unknown")
    return one
