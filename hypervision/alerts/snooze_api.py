"""REST: alerts of a camera and kind that are set aside for a while."""

from datetime import timedelta
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts import snoozes
from hypervision.lib import described
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from hypervision.live.cards import SnoozeCard


class SnoozeWords(Body):
    camera = serializers.UUIDField()
    kind = serializers.CharField(max_length=40)
    minutes = serializers.IntegerField(min_value=1, max_value=480)
    reason = serializers.CharField(max_length=300)


class SnoozeQuery(WholeQuery):
    card = SnoozeCard


class SnoozeList(APIView):
    """What is set aside now, by whom, until when and why; a new one takes the place of one that stands."""

    renderer_classes = LISTS
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(operation_id="snoozes_list", parameters=[SnoozeQuery], responses=described.rows(SnoozeCard))
    def get(self, request: Request) -> Response:
        asked = read(request, SnoozeQuery)
        standing = snoozes.visible(can_see(request.user))
        return paged(request, standing, ("until", "id"), snoozes.snooze_card, asked)

    @extend_schema(operation_id="snoozes_create", request=SnoozeWords, responses=described.card(SnoozeCard, 201))
    def post(self, request: Request) -> Response:
        asked = read_body(request, SnoozeWords)
        span = timedelta(minutes=asked["minutes"])
        made = snoozes.snooze(asked["camera"], asked["kind"], person_of(request), span=span, reason=asked["reason"])
        return Response(snoozes.snooze_card(made), status=status.HTTP_201_CREATED)


class Wake(APIView):
    """Ends a snooze early."""

    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(operation_id="snoozes_wake", request=None, responses=described.card(SnoozeCard))
    def post(self, request: Request, pk: UUID) -> Response:
        return Response(snoozes.snooze_card(snoozes.wake(pk, person_of(request))))
