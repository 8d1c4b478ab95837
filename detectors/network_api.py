"""REST: the networks that find what the rules ask for, and those that mask. They are registered on the machine."""

from typing import Annotated, TypedDict

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors.models import Network
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described
from hypervision.lib.lists import WholeQuery, narrowed, paged
from hypervision.lib.query import read
from hypervision.lib.tables import LISTS


class NetworkCard(TypedDict):
    """An ONNX file that the product may load. An authorisation attests one by its hash."""

    id: str
    name: str
    purpose: Annotated[str, Meta(description="objects, things; faces, plates: to mask them.")]
    family: str
    sha256: str
    int8_sha256: Annotated[str, Meta(description="Of its form with whole numbers; empty without.")]
    licence: str
    classes: list[str]
    card: Annotated[str, Meta(description="What it was trained on, how well it does, what it does not see.")]
    registered_at: str
    active: bool


class NetworkQuery(WholeQuery):
    card = NetworkCard
    purpose = serializers.ChoiceField(choices=Network.Purpose.choices, required=False)
    active = serializers.BooleanField(required=False, allow_null=True, default=None)


class NetworkView(APIView):
    right = Right.READ_LOG
    scope = Scope.RULES_READ


class Networks(NetworkView):
    """The networks, in use or not; or as CSV."""

    renderer_classes = LISTS

    @extend_schema(operation_id="networks_list", parameters=[NetworkQuery], responses=described.rows(NetworkCard))
    def get(self, request: Request) -> Response:
        asked = read(request, NetworkQuery)
        rows = Network.objects.filter(**narrowed(asked, "purpose", "active"))
        return paged(request, rows, ("name", "id"), _card, asked)


class NetworkDetail(NetworkView):
    """One network."""

    @extend_schema(operation_id="networks_retrieve", responses=described.card(NetworkCard))
    def get(self, request: Request, pk: int) -> Response:
        return conditional.tagged(_card(get_object_or_404(Network, pk=pk)))


def _card(one: Network) -> NetworkCard:
    return {
        "id": str(one.pk),
        "name": one.name,
        "purpose": str(one.purpose),
        "family": one.family,
        "sha256": one.sha256,
        "int8_sha256": one.int8_sha256,
        "licence": one.licence,
        "classes": one.classes,
        "card": one.card,
        "registered_at": one.registered_at.isoformat(),
        "active": one.active,
    }
