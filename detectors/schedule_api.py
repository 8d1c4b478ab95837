"""REST: schedules, the hours that rules keep: read by those who read the log, set by who configures. By the form of the
administration, and with its log.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from detectors import configuration, schedules
from detectors.models import Schedule
from detectors.rule_api import RuleView
from detectors.schedule_admin import ScheduleForm
from detectors.set_up_cards import ScheduleCard, schedule_card
from detectors.version_words import query
from detectors.vision.hours import MINUTES_A_DAY
from detectors.vision.scene.schedule import DAYS
from detectors.zone_api import REASON
from hypervision.lib import conditional, described
from hypervision.lib.errors import Conflict
from hypervision.lib.lists import WholeQuery, paged
from hypervision.lib.query import Body, read, read_body, refused
from hypervision.lib.tables import LISTS

MOST_SPANS, MOST_SPECIAL = 15, 400
SPANS = "[[begin, end], …] in minutes since midnight; what ends before it begins goes on until the next day."
FROM_THE_FORM = {**dict.fromkeys(DAYS, "week"), "special_days": "special"}
"""By what the form calls it."""


def _spans() -> serializers.ListField:
    minute = serializers.IntegerField(min_value=0, max_value=MINUTES_A_DAY)
    span = serializers.ListField(child=minute, min_length=2, max_length=2)
    return serializers.ListField(child=span, max_length=MOST_SPANS, help_text=SPANS)


class SpecialWords(Body):
    """What holds on a day, or on several, instead of the week."""

    to = serializers.DateField(required=False, help_text="The last day; else only the first.")
    spans = _spans()
    why = serializers.CharField(max_length=200, allow_blank=True, default="")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """`from` is a word of the language, so it is added by name."""
        return {"from": serializers.DateField(help_text="The first day."), **super().get_fields()}

    def validate_why(self, why: str) -> str:
        if len(why.splitlines()) > 1:
            raise serializers.ValidationError(_("Write this in one line."))
        return why


class ScheduleChanges(Body):
    name = serializers.CharField(max_length=100, required=False)
    week = serializers.ListField(
        child=_spans(),
        min_length=len(DAYS),
        max_length=len(DAYS),
        required=False,
        help_text="For each day, Monday first.",
    )
    on_holidays = serializers.ChoiceField(choices=Schedule.OnHolidays.choices, required=False)
    special = serializers.ListField(child=SpecialWords(), max_length=MOST_SPECIAL, required=False)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="", help_text=REASON)


class ScheduleWords(ScheduleChanges):
    name = serializers.CharField(max_length=100)
    week = serializers.ListField(
        child=_spans(), min_length=len(DAYS), max_length=len(DAYS), help_text="For each day, Monday first."
    )


class ScheduleQuery(WholeQuery):
    card = ScheduleCard
    name = serializers.CharField(required=False, max_length=100)


class Schedules(RuleView):
    """The hours that rules keep; or as CSV."""

    renderer_classes = LISTS

    @extend_schema(operation_id="schedules_list", parameters=[ScheduleQuery], responses=described.rows(ScheduleCard))
    def get(self, request: Request) -> Response:
        asked = read(request, ScheduleQuery)
        rows = Schedule.objects.filter(**{name: asked[name] for name in ("name",) if name in asked})
        return paged(request, rows, ("name", "id"), schedule_card, asked)

    @extend_schema(operation_id="schedules_create", request=ScheduleWords, responses=described.card(ScheduleCard, 201))
    @transaction.atomic
    def post(self, request: Request) -> Response:
        """No rule keeps it before it is given to one."""
        words = read_body(request, ScheduleWords)
        usual = {"on_holidays": Schedule.OnHolidays.USUAL, "special": []}
        made = _judged({**usual, **words}, None)
        configuration.save_schedule(made, str(request.user), reason=words["reason"])
        answer = conditional.tagged(schedule_card(made), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{made.pk}/")
        return answer


class ScheduleDetail(RuleView):
    """One schedule. A change and an end name what was read (`If-Match`)."""

    @extend_schema(operation_id="schedules_retrieve", responses=described.card(ScheduleCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(schedule_card(get_object_or_404(Schedule, pk=pk)))

    @extend_schema(
        operation_id="schedules_change",
        parameters=[conditional.IF_MATCH],
        request=ScheduleChanges,
        responses=described.card(ScheduleCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        """The rules that keep it get a new version each."""
        words, stands = read_body(request, ScheduleChanges), _held(request, pk)
        changed = _judged({**schedule_card(stands), **words}, stands)
        configuration.save_schedule(changed, str(request.user), reason=words["reason"])
        return conditional.tagged(schedule_card(changed))

    @extend_schema(operation_id="schedules_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """While a rule keeps it, it stays (409)."""
        try:
            configuration.remove_schedule(_held(request, pk), str(request.user))
        except ProtectedError as error:
            sentence = _("Rules keep these hours. Give them other hours first, or none.")
            raise Conflict(sentence, code="in_use") from error
        return Response(status=status.HTTP_204_NO_CONTENT)


def _held(request: Request, pk: UUID) -> Schedule:
    return conditional.held(request, Schedule.objects.all(), schedule_card, pk=pk)


def _judged(words: dict[str, Any], stands: Schedule | None) -> Schedule:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    special = [
        {"why": "", **one, "from": str(one["from"]), "to": str(one.get("to", one["from"]))} for one in words["special"]
    ]
    given = {
        "name": words["name"],
        "on_holidays": words["on_holidays"],
        "special_days": schedules.special_words(special),
        **{day: schedules.words_of(spans) for day, spans in zip(DAYS, words["week"], strict=True)},
    }
    form = ScheduleForm(query(given), instance=stands)
    if not form.is_valid():
        raise refused(form.errors, FROM_THE_FORM)
    return form.save(commit=False)
