"""REST: who is on duty, and the logbook. People only; no token of a system opens these doors."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.alerts.features import address
from hypervision.lib.query import Body, Query, read, read_body
from hypervision.shifts import duty, logbook, notes
from hypervision.shifts.logbook import Line, Search
from hypervision.shifts.sources import SOURCES


class Nothing(Body):
    pass


class DutyList(APIView):
    """Who is on duty now, and for what."""

    right = Right.READ_LOGBOOK

    @extend_schema(operation_id="duty_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({"next": None, "results": [duty.duty_card(one) for one in duty.on_duty()]})


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
        return Response({"on_duty": duty.show_life(person_of(request))})


class DutyEnd(APIView):
    """The person who asks goes off duty."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_end", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        duty.go_off(person_of(request))
        return Response({"on_duty": False})


class LogbookQuery(Query):
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
    """Lines of the logbook, newest first; a new note."""

    right = Right.READ_LOGBOOK
    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="logbook_list", parameters=[LogbookQuery], responses=OpenApiTypes.OBJECT)
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
        following = address(request, cursor) if cursor else None
        return Response({"next": following, "results": [_line(line) for line in lines]})

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


def _line(line: Line) -> dict[str, Any]:
    note = line.note
    return {
        "kind": line.kind,
        "id": str(line.key),
        "at": line.at.isoformat(),
        "title": line.title,
        "who": line.who,
        "text": line.text,
        "camera": str(note.camera_id) if note and note.camera_id else None,
        "corrects": str(note.corrects_id) if note and note.corrects_id else None,
    }
