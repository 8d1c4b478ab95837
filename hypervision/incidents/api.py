"""REST: incidents, and what an alert belongs to."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.action_api import Action, documented
from hypervision.alerts.selectors import visible_alerts
from hypervision.incidents import actions, cards, selectors
from hypervision.incidents.actions import LONGEST_REASON
from hypervision.incidents.models import Member
from hypervision.lib import described, paging
from hypervision.lib.lists import PageQuery, listed
from hypervision.lib.query import Body, read
from hypervision.lib.tables import LISTS


class IncidentQuery(PageQuery):
    card = cards.IncidentSummary
    state = serializers.ChoiceField(choices=["open", "closed"], required=False)


class IncidentList(APIView):
    """Incidents of which at least two alerts are in sight, newest first; or as CSV."""

    renderer_classes = LISTS
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(
        operation_id="incidents_list", parameters=[IncidentQuery], responses=described.rows(cards.IncidentSummary)
    )
    def get(self, request: Request) -> Response:
        asked = read(request, IncidentQuery)
        rows = selectors.visible_incidents(request.user).filter(paging.after(asked.get("cursor"), "newest", "incident"))
        if "state" in asked:
            rows = rows.filter(waiting__gt=0) if asked["state"] == "open" else rows.filter(waiting=0)
        limit = asked["limit"]
        found = list(rows.order_by("-newest", "-incident").values_list("incident", "newest")[: limit + 1])
        shown = found[:limit]
        cursor = paging.encode(shown[-1][1], shown[-1][0]) if found[limit:] else None
        return listed(request, self._summaries(request, [pk for pk, _ in shown]), asked, cursor)

    def _summaries(self, request: Request, incidents: list[UUID]) -> list[cards.IncidentSummary]:
        members: dict[UUID, list[Member]] = {pk: [] for pk in incidents}
        for member in selectors.members_of(incidents, request.user):
            if member.incident_id is not None:
                members[member.incident_id].append(member)
        return [cards.summary(members[pk]) for pk in incidents if members[pk]]


class IncidentDetail(APIView):
    """One incident: its alerts in sight, why it is one, and how it came about."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="incidents_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        found = cards.detail(pk, request.user)
        if found is None:
            raise Http404
        return Response(found)


class IncidentOfAlert(APIView):
    """The incident that an alert belongs to, null for none, and the step that an undo would take back."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="alerts_incident", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, pk: UUID) -> Response:
        get_object_or_404(visible_alerts(request.user), pk=pk)
        return Response(cards.of_alert(pk, request.user))


class Shaping(Action):
    """A person shapes an incident; the answer is where the alert belongs now."""

    def answer(self, request: Request, pk: UUID) -> Any:
        return cards.of_alert(pk, request.user)


class Reasoned(Body):
    reason = serializers.CharField(default="", allow_blank=True, max_length=LONGEST_REASON)


class Merging(Reasoned):
    """`with` is a word of the language, so it is added by name."""

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        other = serializers.UUIDField(help_text="An alert of the other incident, or one that stands alone.")
        return {**super().get_fields(), "with": other}


class Undoing(Reasoned):
    step = serializers.IntegerField(help_text="The `id` of `last`, so that nobody takes back what they have not seen.")


@documented("incident_split", Reasoned)
class Split(Shaping):
    words = Reasoned

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.split(pk, person_of(request), words["reason"])


@documented("incident_merge", Merging)
class Merge(Shaping):
    words = Merging

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.merge(pk, words["with"], person_of(request), words["reason"])


@documented("incident_undo", Undoing)
class Undo(Shaping):
    words = Undoing

    def act(self, request: Request, pk: UUID, words: dict[str, Any]) -> None:
        actions.undo(pk, words["step"], person_of(request), words["reason"])
