"""REST: the authorisations, readable by systems."""

import json
from collections.abc import Mapping
from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.rights import Right, Scope
from hypervision.law.models import Authorisation
from hypervision.lib import clock, described
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import read
from hypervision.lib.tables import PLACED

Ring = list[list[float]]


class AuthorisationCard(TypedDict):
    """All that R-04 asks of one. recipients: city systems that may be told of alerts before a person has confirmed them
    (R-16).
    """

    id: str
    regime: str
    controller: str
    kinds: list[str]
    reasons: str
    notice: str
    starts_at: str
    ends_at: str
    revoked_at: str | None
    order_reference: str
    order_sha256: str
    model_hash: str
    perimeter: Annotated[list[list[Ring]], Meta(description="A GeoJSON MultiPolygon's coordinates, in degrees.")]
    recipients: list[str]


class AuthorisationQuery(WholeQuery):
    card = AuthorisationCard
    regime = serializers.CharField(required=False, max_length=20)
    in_force = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only those that hold now, or only the others."
    )


class AuthorisationList(APIView):
    """All authorisations, ended and revoked ones too, by their start; as features, or as CSV."""

    renderer_classes = PLACED
    right = Right.SEE_MAP
    scope = Scope.AUTHORISATIONS_READ

    @extend_schema(
        operation_id="authorisations_list",
        parameters=[AuthorisationQuery],
        responses=described.rows(AuthorisationCard, placed=True),
    )
    def get(self, request: Request) -> Response:
        asked, now = read(request, AuthorisationQuery), clock.now()
        rows = Authorisation.objects.prefetch_related("recipients__account")
        rows = rows.filter(regime=asked["regime"]) if "regime" in asked else rows
        if asked["in_force"] is not None:
            holds = Q(starts_at__lte=now, ends_at__gt=now, revoked_at=None)
            rows = rows.filter(holds if asked["in_force"] else ~holds)
        return paged(request, rows, ("starts_at", "id"), authorisation_card, asked)

    @staticmethod
    def place(row: Mapping[str, Any]) -> dict[str, Any]:
        return {"type": "MultiPolygon", "coordinates": row["perimeter"]}


class AuthorisationDetail(APIView):
    """One authorisation. It is granted and revoked, never changed, and by people alone."""

    right = Right.SEE_MAP
    scope = Scope.AUTHORISATIONS_READ

    @extend_schema(operation_id="authorisations_retrieve", responses=described.card(AuthorisationCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(authorisation_card(get_object_or_404(Authorisation, pk=pk)))


def authorisation_card(one: Authorisation) -> AuthorisationCard:
    return {
        "id": str(one.id),
        "regime": one.regime,
        "controller": one.controller,
        "kinds": one.kinds,
        "reasons": one.reasons,
        "notice": one.notice,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
        "order_reference": one.order_reference,
        "order_sha256": one.order_sha256,
        "model_hash": one.model_hash,
        "perimeter": json.loads(one.perimeter.geojson)["coordinates"],
        "recipients": sorted(row.account.username for row in one.recipients.all()),
    }
