"""REST: the procedure of an alert, followed by who may judge it and read by who sees it."""

from typing import Any
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
from hypervision.alerts.action_api import Action, Note, documented
from hypervision.alerts.selectors import visible_alerts
from hypervision.lib.query import Body, read_body
from hypervision.live.cards import RunCard
from hypervision.procedures import actions, cards, closing, selectors
from hypervision.procedures.actions import LONGEST_REASON, Deed
from hypervision.procedures.telling import run_card


class Beginning(Body):
    """version: which one the person saw; without it the newest."""

    version = serializers.UUIDField(required=False, allow_null=True, default=None)


class Doing(Body):
    verb = serializers.ChoiceField(choices=["done", "skipped"])
    answer = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="Its number, from 1, where the step is a question."
    )
    reason = serializers.CharField(
        default="", allow_blank=True, max_length=LONGEST_REASON, help_text="Why the step is skipped."
    )


class KeyedDoing(Doing):
    key = serializers.SlugField(max_length=40)


class StepUndoing(Body):
    row = serializers.IntegerField(help_text="The `id` of what is taken back.")


class Ending(Note):
    outcome = serializers.CharField(max_length=40, help_text="How it ended; which codes fit depends on the kind.")
    steps = serializers.ListField(
        child=KeyedDoing(), default=list, max_length=100, help_text="What is done with the steps that are still open."
    )


class Following(Action):
    """A person follows a procedure; the answer is the run as it is now."""

    def answer(self, request: Request, pk: UUID) -> Any:
        return _present(pk)


def _present(pk: UUID) -> RunCard | None:
    run = selectors.run_of(pk)
    return run_card(run) if run else None


@extend_schema_view(post=extend_schema(operation_id="run_begin", request=Beginning, responses=OpenApiTypes.OBJECT))
class RunOfAlert(Following):
    """The run of an alert's procedure, null while nobody has begun, and the version that it follows or would."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    words = Beginning

    @extend_schema(operation_id="alerts_run", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(cards.of_alert(get_object_or_404(visible_alerts(request.user), pk=pk)))

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.begin(pk, person_of(request), words["version"])


class StepOfRun(APIView):
    """A step is done, answered, or skipped with a reason. Of two who do it the second gets 409 and the first's name."""

    write_right = Right.GIVE_VERDICT
    write_scope = Scope.ALERTS_VERDICT

    @extend_schema(operation_id="run_step", request=Doing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request, pk: UUID, key: str) -> Response:
        words = read_body(request, Doing)
        return Response(run_card(actions.act(pk, person_of(request), Deed(key, **words))))


@documented("run_undo", StepUndoing)
class Undo(Following):
    words = StepUndoing

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.undo(pk, person_of(request), words["row"])


@documented("alerts_close", Ending)
class Close(Action):
    """Says how a confirmed alert ended. While required steps are open it is refused (409) with their list."""

    words = Ending

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        deeds = [Deed(**step) for step in words["steps"]]
        closing.close(pk, person_of(request), words["outcome"], words["note"], deeds)
