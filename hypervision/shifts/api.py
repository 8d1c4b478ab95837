"""REST: who is on duty, the logbook and the hand-overs. People only; no token of a system opens these doors."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.lib import described, paging
from hypervision.lib.lists import Choosing, PageQuery, listed
from hypervision.lib.query import Body, Nothing, read, read_body
from hypervision.lib.tables import LISTS
from hypervision.live.cards import DutyCard
from hypervision.shifts import duty, handovers, logbook, notes
from hypervision.shifts.cards import HandOverCard, LineCard, hand_over_card, line_card
from hypervision.shifts.logbook import Search
from hypervision.shifts.sources import SOURCES

WAITS = {"type": "object", "properties": {name: {"type": "string"} for name in ("id", "by", "at")}}


def _waiting(request: Request) -> list[dict[str, Any]]:
    rows = handovers.waiting(person_of(request))
    return [{"id": str(one.pk), "by": str(one.by), "at": one.signed_at.isoformat()} for one in rows]


class DutyQuery(Choosing):
    card = DutyCard


class DutyList(APIView):
    """Who is on duty now, and for what; and which hand-overs wait for whoever asks. Or as CSV, without the latter."""

    renderer_classes = LISTS
    right = Right.READ_LOGBOOK

    @extend_schema(
        operation_id="duty_list",
        parameters=[DutyQuery],
        responses=described.rows(DutyCard, hand_overs={"type": "array", "items": WAITS}),
    )
    def get(self, request: Request) -> Response:
        asked = read(request, DutyQuery)
        return listed(request, map(duty.duty_card, duty.on_duty()), asked, hand_overs=_waiting(request))


class DutyStart(APIView):
    """The person who asks goes on duty."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_start", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        return Response(duty.duty_card(duty.go_on(person_of(request))))


class DutySign(APIView):
    """The control room of the person who asks is open."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_sign", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        return Response({"on_duty": duty.show_life(person_of(request)), "hand_overs": _waiting(request)})


class DutyEnd(APIView):
    """The person who asks goes off duty."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_end", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        duty.go_off(person_of(request))
        return Response({"on_duty": False})


class LogbookQuery(PageQuery):
    card = LineCard
    q = serializers.CharField(required=False, allow_blank=True, max_length=200, help_text="Words; each must be found.")
    person = serializers.CharField(required=False, allow_blank=True, max_length=150, help_text="A part of the name.")
    kind = serializers.ChoiceField(choices=list(SOURCES), required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of the language, so these two are added by name."""
        return {
            **super().get_fields(),
            "from": serializers.DateTimeField(required=False, help_text="At or after."),
            "to": serializers.DateTimeField(required=False, help_text="Before."),
        }


class NoteWords(Body):
    id = serializers.UUIDField(required=False, help_text="Of your choice: sent twice, the note is written once.")
    text = serializers.CharField(max_length=notes.LONGEST)
    camera = serializers.UUIDField(required=False, allow_null=True, help_text="The camera that it is about.")
    corrects = serializers.UUIDField(required=False, allow_null=True, help_text="The note that it corrects.")


class Logbook(APIView):
    """Lines of the logbook, newest first, or as CSV; a new note."""

    renderer_classes = LISTS
    right = Right.READ_LOGBOOK
    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="logbook_list", parameters=[LogbookQuery], responses=described.rows(LineCard))
    def get(self, request: Request) -> Response:
        asked = read(request, LogbookQuery)
        search = Search(
            words=asked.get("q", ""),
            person=asked.get("person", ""),
            kind=asked.get("kind", ""),
            since=asked.get("from"),
            until=asked.get("to"),
            cursor=asked.get("cursor", ""),
        )
        lines, cursor = logbook.read(person_of(request), search, asked["limit"])
        return listed(request, map(line_card, lines), asked, cursor)

    @extend_schema(operation_id="logbook_add", request=NoteWords, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        words = read_body(request, NoteWords)
        note = notes.add(
            person_of(request),
            words["text"],
            camera_id=words.get("camera"),
            corrects=words.get("corrects"),
            key=words.get("id"),
        )
        return Response({"id": str(note.pk), "at": note.at.isoformat()}, status=status.HTTP_201_CREATED)


class HandOverQuery(PageQuery):
    card = HandOverCard
    waiting = serializers.BooleanField(default=False, help_text="Only those that nobody has signed for.")


class HandOverWords(Body):
    id = serializers.UUIDField(required=False, help_text="Of your choice: signed twice, it is kept once.")
    words = serializers.CharField(default="", allow_blank=True, max_length=handovers.LONGEST)


class HandOverList(APIView):
    """Hand-overs, newest first, or as CSV; a new one is signed by whoever asks, with what stands at this moment."""

    renderer_classes = LISTS
    right = Right.READ_LOGBOOK
    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="hand_overs_list", parameters=[HandOverQuery], responses=described.rows(HandOverCard))
    def get(self, request: Request) -> Response:
        asked = read(request, HandOverQuery)
        rows = handovers.visible(person_of(request)).filter(paging.after(asked.get("cursor"), "signed_at"))
        rows = rows.filter(taken_at=None) if asked["waiting"] else rows
        found = list(rows.order_by("-signed_at", "-id")[: asked["limit"] + 1])
        shown = found[: asked["limit"]]
        more = len(found) > len(shown)
        cursor = paging.encode(shown[-1].signed_at, shown[-1].id) if more else None
        return listed(request, map(hand_over_card, shown), asked, cursor)

    @extend_schema(operation_id="hand_overs_sign", request=HandOverWords, responses=described.card(HandOverCard, 201))
    def post(self, request: Request) -> Response:
        words = read_body(request, HandOverWords)
        made = handovers.sign(person_of(request), words["words"], key=words.get("id"))
        return Response(hand_over_card(made), status=status.HTTP_201_CREATED)


class HandOverDetail(APIView):
    """One hand-over."""

    right = Right.READ_LOGBOOK

    @extend_schema(operation_id="hand_overs_retrieve", responses=described.card(HandOverCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(hand_over_card(get_object_or_404(handovers.visible(person_of(request)), pk=pk)))


class HandOverTake(APIView):
    """Whoever asks signs for it."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="hand_overs_take", request=Nothing, responses=described.card(HandOverCard))
    def post(self, request: Request, pk: UUID) -> Response:
        read_body(request, Nothing)
        return Response(hand_over_card(handovers.take(pk, person_of(request))))
