"""REST: exercises, started and ended by supervisors. People only; no token of a system opens these doors."""

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
from hypervision.exercises import playing, script
from hypervision.exercises.lines import USUAL, Judged
from hypervision.exercises.models import Exercise
from hypervision.exercises.selectors import visible
from hypervision.lib import described
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import Body, Nothing, read, read_body
from hypervision.lib.tables import LISTS
from hypervision.live.cards import ExerciseCard

LATEST = 100


class ScriptWords(Body):
    script = serializers.CharField(max_length=script.LARGEST, trim_whitespace=False, help_text="YAML.")


class ExerciseQuery(Choosing):
    card = ExerciseCard


class Exercises(APIView):
    """Exercises, newest first, or as CSV; a new one begins at once."""

    renderer_classes = LISTS
    right = Right.READ_LOG
    write_right = Right.RUN_EXERCISES

    @extend_schema(operation_id="exercises_list", parameters=[ExerciseQuery], responses=described.rows(ExerciseCard))
    def get(self, request: Request) -> Response:
        rows = visible(person_of(request))[:LATEST]
        return listed(request, map(playing.card, rows), read(request, ExerciseQuery))

    @extend_schema(operation_id="exercises_start", request=ScriptWords, responses=described.card(ExerciseCard, 201))
    def post(self, request: Request) -> Response:
        made = playing.start(read_body(request, ScriptWords)["script"], person_of(request))
        return Response(playing.card(made), status=status.HTTP_201_CREATED)


class ScriptCheck(APIView):
    """What a script says and what is wrong with it, row by row; nothing of it is kept or begun."""

    write_right = Right.RUN_EXERCISES

    @extend_schema(operation_id="exercises_check", request=ScriptWords, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        """`rows` as they were written, with the place where one was found; `faults` with row and field, both null for
        the whole. 422 for what is no script.
        """
        draft = script.judged(read_body(request, ScriptWords)["script"], person_of(request))
        return Response(
            {
                "title": draft.title,
                "rows": [_row(one) for one in draft.rows],
                "faults": [
                    *({"row": None, "field": None, "sentence": sentence} for sentence in draft.whole),
                    *(
                        {"row": number, "field": wrong.field, "sentence": wrong.sentence}
                        for number, one in enumerate(draft.rows)
                        for wrong in one.mistakes
                    ),
                ],
            }
        )


def _row(one: Judged) -> dict[str, Any]:
    """Each field as it was written, as far as a form can show it."""
    place = one.place
    written = {name: value for name, value in one.written.items() if isinstance(value, str | int | float)}
    return {
        "second": written.get("second", ""),
        "kind": str(written.get("kind", "")),
        "severity": str(written.get("severity", USUAL)),
        "place": str(written.get("place", _numbers(one.written.get("place")))),
        "text": str(written.get("text", "")),
        "lon": place.x if place else None,
        "lat": place.y if place else None,
    }


def _numbers(place: Any) -> str:
    """ "24.94, 60.17" of a list; else nothing."""
    return ", ".join(map(str, place)) if isinstance(place, list) else ""


class ExerciseDetail(APIView):
    """One exercise with the record of who took part and what they did; null while it is under way."""

    right = Right.READ_LOG

    @extend_schema(operation_id="exercises_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(_told(get_object_or_404(visible(person_of(request)), pk=pk)))


class ExerciseEnd(APIView):
    """It is over, at once."""

    write_right = Right.RUN_EXERCISES

    @extend_schema(operation_id="exercises_end", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: UUID) -> Response:
        read_body(request, Nothing)
        return Response(_told(playing.end(pk, person_of(request))))


def _told(one: Exercise) -> dict[str, Any]:
    return {
        **playing.card(one),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_by": str(one.ended_by) if one.ended_by else None,
        "record": one.record,
    }
