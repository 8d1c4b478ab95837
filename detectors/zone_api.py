"""REST: zones and lines of cameras: read by whoever sees the camera, drawn and changed by who configures it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors import configuration, ground, versions
from detectors.forms import ZoneForm
from detectors.set_up_cards import SetUpVersion, ZoneCard, version_card, zone_card
from detectors.version_words import as_text, keep, query
from detectors.versions import Told
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described, paging
from hypervision.lib.errors import Conflict
from hypervision.lib.lists import WholeQuery, listed, narrowed
from hypervision.lib.query import Body, Number, read, read_body, refused
from hypervision.lib.tables import LISTS, PLACED, Places, in_geometry
from maps.models import Zone
from maps.selectors import visible_cameras

MOST_POINTS = 100
REASON = "Kept with this version, for whoever asks why in two years."


class ZoneQuery(WholeQuery):
    card = ZoneCard
    camera = serializers.UUIDField(required=False)
    purpose = serializers.ChoiceField(choices=Zone.Purpose.choices, required=False)


class VersionQuery(WholeQuery):
    card = SetUpVersion


class ZoneChanges(Body):
    name = serializers.CharField(max_length=100, required=False)
    preset = serializers.UUIDField(allow_null=True, required=False, help_text="The view in which it lies; null: every.")
    purpose = serializers.ChoiceField(choices=Zone.Purpose.choices, required=False)
    points = serializers.ListField(
        child=serializers.ListField(child=Number(min_value=0, max_value=1), min_length=2, max_length=2),
        max_length=MOST_POINTS,
        required=False,
        help_text="[[x, y], …], fractions of the picture's width and height.",
    )
    reason = serializers.CharField(max_length=500, allow_blank=True, default="", help_text=REASON)


class ZoneWords(ZoneChanges):
    camera = serializers.UUIDField()
    name = serializers.CharField(max_length=100)
    points = serializers.ListField(
        child=serializers.ListField(child=Number(min_value=0, max_value=1), min_length=2, max_length=2),
        max_length=MOST_POINTS,
        help_text="[[x, y], …], fractions of the picture's width and height.",
    )


class ZoneView(APIView):
    right = Right.SEE_MAP
    scope = Scope.ZONES_READ
    write_right = Right.CONFIGURE
    write_scope = Scope.ZONES_WRITE


class Zones(ZoneView):
    """Zones and lines of the cameras in sight; points are fractions of the picture. As CSV; or as features where they
    lie on the ground, which is known of calibrated cameras alone.
    """

    renderer_classes = PLACED
    place = staticmethod(in_geometry)

    @extend_schema(operation_id="zones_list", parameters=[ZoneQuery], responses=described.rows(ZoneCard, placed=True))
    def get(self, request: Request) -> Response:
        asked = read(request, ZoneQuery)
        rows = _visible(request).filter(**narrowed(asked, "camera", "purpose"))
        lies = _on_ground(request) if isinstance(request.accepted_renderer, Places) else None
        rows = rows if lies is None else rows.filter(pk__in=lies)
        found, cursor = paging.page(rows, ("name", "id"), asked.get("cursor"), asked.get("limit"))
        cards: list[Any] = [zone_card(zone) for zone in found]
        if lies is not None:
            cards = [{**card, "geometry": lies[card["id"]]} for card in cards]
        return listed(request, cards, asked, cursor)

    @extend_schema(operation_id="zones_create", request=ZoneWords, responses=described.card(ZoneCard, 201))
    @transaction.atomic
    def post(self, request: Request) -> Response:
        words = read_body(request, ZoneWords)
        camera = visible_cameras(request.user).filter(pk=words["camera"]).first()
        if camera is None:
            raise ValidationError({"camera": [_("There is no such camera among those that you see.")]})
        zone = _judged(words, None)
        keep(zone, str(request.user), created=True, reason=words["reason"])
        answer = conditional.tagged(zone_card(zone), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{zone.pk}/")
        return answer


class ZoneDetail(ZoneView):
    """One zone or line. A change and an end name what was read (`If-Match`); a change says why (`reason`)."""

    @extend_schema(operation_id="zones_retrieve", responses=described.card(ZoneCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(zone_card(get_object_or_404(_visible(request), pk=pk)))

    @extend_schema(
        operation_id="zones_change",
        parameters=[conditional.IF_MATCH],
        request=ZoneChanges,
        responses=described.card(ZoneCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        words, zone = read_body(request, ZoneChanges), _held(request, pk)
        changed = _judged({**versions.values_of(zone), **words}, zone)
        keep(changed, str(request.user), created=False, reason=words["reason"])
        return conditional.tagged(zone_card(changed))

    @extend_schema(operation_id="zones_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """Its counts go with it. While a rule looks at it, it stays (409)."""
        zone = _held(request, pk)
        if zone.rules.exists():
            raise Conflict(_("Rules look at this zone. Delete them first, or give them another zone."), code="in_use")
        configuration.remove(zone, str(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ZoneVersions(ZoneView):
    """What a zone was, newest first: who changed it, when and why. For those who read the log."""

    renderer_classes = LISTS
    right = Right.READ_LOG

    @extend_schema(operation_id="zones_versions", parameters=[VersionQuery], responses=described.rows(SetUpVersion))
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, VersionQuery)
        zone = get_object_or_404(_visible(request), pk=pk)
        found, cursor = versions_page(versions.of(zone), asked)
        return listed(request, map(version_card, found), asked, cursor)


def versions_page(told: Sequence[Told], asked: Mapping[str, Any]) -> tuple[Sequence[Told], str | None]:
    return paging.falling(told, lambda one: one.row.number, asked.get("cursor"), asked.get("limit"))


def _visible(request: Request) -> QuerySet[Zone]:
    return Zone.objects.filter(can_see(request.user).q("camera__location"))


def _held(request: Request, pk: UUID) -> Zone:
    return conditional.held(request, _visible(request), zone_card, pk=pk)


def _on_ground(request: Request) -> dict[str, Any]:
    return {one["properties"]["id"]: one["geometry"] for one in ground.zones(request.user)}


def _judged(words: dict[str, Any], stands: Zone | None) -> Zone:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    given = {"purpose": Zone.Purpose.WATCH, **words}
    form = ZoneForm(query({name: as_text(_plain(value)) for name, value in given.items()}), instance=stands)
    if not form.is_valid():
        raise refused(form.errors)
    return form.save(commit=False)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
