"""REST: what people do with alerts."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts import actions, reasons
from hypervision.alerts.cards import alert_card
from hypervision.alerts.selectors import visible_alerts
from hypervision.lib.query import Body, Nothing, read_body

View = TypeVar("View", bound=type[APIView])


def documented(name: str, words: type[Body]) -> Callable[[View], View]:
    """The action in the description of the API."""
    return extend_schema_view(post=extend_schema(operation_id=name, request=words, responses=OpenApiTypes.OBJECT))


class Action(APIView):
    """A person does something with an alert; the answer is the alert as it is now."""

    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT
    words: type[Body] = Body

    def post(self, request: Request, pk: UUID) -> Response:
        words = read_body(request, self.words)
        get_object_or_404(visible_alerts(request.user), pk=pk)
        self.act(request, pk, words)
        return Response(self.answer(request, pk))

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        raise NotImplementedError

    def answer(self, request: Request, pk: UUID) -> Any:
        return alert_card(visible_alerts(request.user).get(pk=pk))


class Note(Body):
    """note: for the alert's story, without names of passers-by."""

    note = serializers.CharField(default="", allow_blank=True, max_length=2000)


class Refutation(Note):
    reason = serializers.CharField(max_length=40)


class Confirmation(Note):
    informed = serializers.ListField(
        child=serializers.ChoiceField(choices=list(reasons.INFORMED)),
        default=list,
        max_length=len(reasons.INFORMED),
        help_text="Who was called.",
    )


class Correction(Note):
    verdict = serializers.ChoiceField(choices=["confirmed", "refuted"])
    reason = serializers.CharField(default="", allow_blank=True, max_length=40, help_text="For a refutation.")


class Text(Body):
    text = serializers.CharField(max_length=2000)


@documented("alerts_claim", Nothing)
class Claim(Action):
    words = Nothing

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.claim(pk, person_of(request))


@extend_schema_view(
    post=extend_schema(operation_id="alerts_confirm", request=Confirmation, responses=OpenApiTypes.OBJECT)
)
class Confirm(Action):
    words = Confirmation

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.confirm(pk, person_of(request), note=words["note"], informed=words["informed"])


@documented("alerts_refute", Refutation)
class Refute(Action):
    words = Refutation

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.refute(pk, person_of(request), words["reason"], note=words["note"])


@documented("alerts_escalate", Note)
class Escalate(Action):
    """Asks the supervisor."""

    words = Note

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.escalate(pk, person_of(request), note=words["note"])


@extend_schema_view(
    post=extend_schema(operation_id="alerts_correct", request=Correction, responses=OpenApiTypes.OBJECT)
)
class Correct(Action):
    """A supervisor puts a wrong or a missing verdict right, and says why."""

    write_right = Right.CORRECT_VERDICT
    words = Correction

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.correct(pk, person_of(request), words["verdict"], note=words["note"], reason=words["reason"])


@documented("alerts_note", Text)
class AddNote(Action):
    words = Text

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.add_note(pk, person_of(request), words["text"])
