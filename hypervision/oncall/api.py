"""REST: who was asked on call, and what they answer. People only; no token of a system opens these doors."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.lib import clock, described
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from hypervision.live.cards import CallCard
from hypervision.oncall import answering
from hypervision.oncall.telling import card, recent


class CallQuery(Choosing):
    card = CallCard


class Calls(APIView):
    """The calls of the last 24 hours, oldest first; or as CSV."""

    renderer_classes = LISTS
    right = Right.READ_LOGBOOK

    @extend_schema(operation_id="calls_list", parameters=[CallQuery], responses=described.rows(CallCard))
    def get(self, request: Request) -> Response:
        return listed(request, map(card, recent(clock.now())), read(request, CallQuery))


class AnswerWords(Body):
    coming = serializers.BooleanField()


class CallAnswer(APIView):
    """The person who was asked says whether they come."""

    write_right = Right.GIVE_VERDICT

    @extend_schema(operation_id="calls_answer", request=AnswerWords, responses=described.card(CallCard))
    def post(self, request: Request, pk: UUID) -> Response:
        coming = read_body(request, AnswerWords)["coming"]
        return Response(card(answering.answer(pk, person_of(request), coming=coming)))
