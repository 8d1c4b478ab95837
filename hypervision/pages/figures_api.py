"""REST: the figures of the dashboard, for programs: the same questions, the same limits."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of, token_may
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.board import events, query
from hypervision.board.detectors import work
from hypervision.board.figures import figures_in
from hypervision.board.query import Chosen
from hypervision.board.telling import IN_FIVES, telling_for
from hypervision.law import log
from hypervision.lib import clock, described
from hypervision.lib.query import read
from hypervision.lib.tables import LISTS, Csv
from hypervision.pages.figures_card import FiguresCard, figures_card, rows

FIRST_YEAR, LAST_YEAR = 1990, 2200


class FiguresQuery(serializers.Serializer[Any]):
    period = serializers.ChoiceField(
        choices=[*query.SPANS, query.OWN], required=False, help_text="The last 24 hours, or those of `from` and `to`."
    )
    to = serializers.DateField(required=False, help_text="The last day.")
    compare = serializers.ChoiceField(choices=list(query.COMPARED), required=False)
    district = serializers.CharField(required=False, max_length=20, help_text="Its id; none: outside of all.")
    kind = serializers.CharField(required=False, max_length=40)
    weekday = serializers.IntegerField(required=False, min_value=0, max_value=6, help_text="Monday is 0.")
    hour = serializers.IntegerField(required=False, min_value=0, max_value=23)
    cameras = serializers.ChoiceField(
        choices=[query.SAME], required=False, help_text="Only those that were watched in both periods."
    )

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of the language, so it is added by name."""
        return {**super().get_fields(), "from": serializers.DateField(required=False, help_text="The first day.")}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        own = asked.get("period", query.OWN) == query.OWN
        days = [name for name in ("from", "to") if name in asked]
        if (days and not own) or len(days) == 1 or (asked.get("period") == query.OWN and not days):
            words = _("A period of your own has a first and a last day (from and to), and no other period beside it.")
            raise ValidationError({"period": [words]})
        if days:
            self._check_days(asked["from"], asked["to"])
        return asked

    def _check_days(self, first: date, last: date) -> None:
        if not (first.year >= FIRST_YEAR and last.year <= LAST_YEAR and 0 <= (last - first).days < query.LONGEST.days):
            raise ValidationError({"to": [_("A period has 366 days at most, and its last day after its first.")]})


class FiguresView(APIView):
    """What the dashboard shows. Whoever may not read alerts gets counts in fives, and nothing of the last 30 minutes;
    so does a token without `alerts:read`. As CSV a row is a figure.
    """

    renderer_classes = LISTS
    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    @extend_schema(
        operation_id="figures",
        parameters=[FiguresQuery],
        responses={
            (200, "application/json"): described.card(FiguresCard)[200],
            (200, "text/csv"): OpenApiTypes.STR,
        },
    )
    def get(self, request: Request) -> Response:
        read(request, FiguresQuery)
        person = person_of(request)
        sight = can_see(person)
        telling = telling_for(person) if token_may(request.auth, Scope.ALERTS_READ) else IN_FIVES
        chosen = _chosen(query.read(request.query_params, sight))
        scope = events.Scope.of(sight, chosen.period(clock.now(), telling), chosen, telling)
        shown = figures_in(scope)
        card = figures_card(shown, work(scope, shown))
        if not isinstance(request.accepted_renderer, Csv):
            return Response(card)
        told = list(rows(card))
        log.write(str(person), "figures.export", "dashboard", form="csv", chosen=chosen.address(), rows=len(told))
        return Response({"results": told})


def _chosen(chosen: Chosen) -> Chosen:
    """Nothing is left out in silence. Raises ValidationError."""
    if chosen.problems:
        raise ValidationError({"detail": list(chosen.problems)})
    return chosen
