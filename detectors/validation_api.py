"""REST: site validations, read by those who read the log, signed and withdrawn by people, as on their page."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors import trials
from detectors.trials import Row
from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.law import validations
from hypervision.law.models import SiteValidation
from hypervision.lib import described
from hypervision.lib.errors import Conflict, Refusal
from hypervision.lib.lists import Choosing, listed, narrowed
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from maps.models import Camera

NETWORK = "Of the network that looks for it now, as the list says; 409 where another one does by then."


class ValidationCard(TypedDict):
    """One kind on one camera, as people judge it so far, and who has signed that it does well enough there."""

    id: Annotated[str | None, Meta(description="Of the validation that stands; None: nobody has signed, or not yet.")]
    camera: str
    camera_name: str
    kind: str
    network: Annotated[str, Meta(description="SHA-256 of the network that looks for it now; empty for none.")]
    holds: Annotated[bool, Meta(description="Whether it was signed for that network; else it is on trial.")]
    judged: int
    confirmed: int
    missed: int
    signed_at: str | None
    signed_by: str
    statement: str


class ValidationQuery(Choosing):
    card = ValidationCard
    camera = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=sorted(ALERTS), required=False)
    holds = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="false: on trial.")


class SignWords(Body):
    camera = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=sorted(ALERTS))
    network = serializers.CharField(max_length=64, allow_blank=True, help_text=NETWORK)
    statement = serializers.CharField(max_length=2000, help_text="What was tried on site, and how it went.")


class WithdrawWords(Body):
    reason = serializers.CharField(max_length=500)


class ValidationView(APIView):
    """What is signed is a person's word: no token signs or withdraws."""

    right = Right.READ_LOG
    scope = Scope.RULES_READ
    write_right = Right.SIGN_VALIDATION


class Validations(ValidationView):
    """Each kind of alert that a rule looks for on a camera in sight, those on trial first; or as CSV."""

    renderer_classes = LISTS

    @extend_schema(
        operation_id="validations_list", parameters=[ValidationQuery], responses=described.rows(ValidationCard)
    )
    def get(self, request: Request) -> Response:
        asked = read(request, ValidationQuery)
        wanted = narrowed(asked, "camera", "kind", "holds")
        rows = trials.rows(person_of(request))
        return listed(request, (_card(row) for row in rows if _is(row, wanted)), asked)

    @extend_schema(operation_id="validations_sign", request=SignWords, responses=described.card(ValidationCard, 201))
    def post(self, request: Request) -> Response:
        words, person = read_body(request, SignWords), person_of(request)
        tried = trials.tried(person, words["camera"], words["kind"])
        if words["network"] != tried.model_hash:
            raise Conflict(_("Another network looks for this by now: try that one before you sign."))
        made = validations.sign(tried, words["statement"], person)
        return Response(_card(_row_of(made)), status=status.HTTP_201_CREATED)


class ValidationWithdrawal(ValidationView):
    """It does not stand any more: its alerts are on trial again."""

    @extend_schema(operation_id="validations_withdraw", request=WithdrawWords, responses=described.card(ValidationCard))
    def post(self, request: Request, pk: UUID) -> Response:
        words, person = read_body(request, WithdrawWords), person_of(request)
        try:
            one = trials.in_sight(person, str(pk))
        except Refusal as refusal:
            raise Http404 from refusal
        return Response(_card(_row_of(validations.withdraw(one.pk, person, words["reason"]))))


def _row_of(one: SiteValidation) -> Row:
    return trials.row_of(Camera.objects.get(pk=one.camera_id), one.kind)


def _is(row: Row, wanted: dict[str, Any]) -> bool:
    said = {"camera": row.camera.pk, "kind": row.kind, "holds": row.holds}
    return all(said[name] == value for name, value in wanted.items())


def _card(row: Row) -> ValidationCard:
    stands = row.validation
    return {
        "id": str(stands.pk) if stands else None,
        "camera": str(row.camera.pk),
        "camera_name": row.camera.name,
        "kind": row.kind,
        "network": row.network,
        "holds": row.holds,
        "judged": row.past.judged,
        "confirmed": row.past.confirmed,
        "missed": row.past.missed,
        "signed_at": stands.signed_at.isoformat() if stands else None,
        "signed_by": str(stands.signed_by or "") if stands else "",
        "statement": stands.statement if stands else "",
    }
