"""REST: rules: read by those who read the log, set by who configures the camera."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from detectors import configuration, versions
from detectors.forms import RuleForm
from detectors.models import Rule
from detectors.set_up_cards import RuleCard, SetUpVersion, rule_card, version_card
from detectors.version_words import as_text, keep, query
from detectors.vision.scene import registry
from detectors.zone_api import REASON, VersionQuery, versions_page
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.alerts.models import Alert
from hypervision.lib import conditional, described
from hypervision.lib.lists import WholeQuery, listed, narrowed, paged
from hypervision.lib.query import Body, read, read_body, refused
from hypervision.lib.tables import LISTS
from maps.selectors import visible_cameras

KINDS = list(registry.KINDS)


class RuleQuery(WholeQuery):
    card = RuleCard
    camera = serializers.UUIDField(required=False)
    zone = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    enabled = serializers.BooleanField(required=False, allow_null=True, default=None)


class RuleChanges(Body):
    zone = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(choices=KINDS, required=False)
    parameters = serializers.DictField(required=False, help_text="Those that are not left at their default.")
    severity = serializers.ChoiceField(choices=Alert.Severity.choices, required=False)
    schedule = serializers.UUIDField(allow_null=True, required=False, help_text="When it watches; null: always.")
    enabled = serializers.BooleanField(required=False)
    knowingly = serializers.BooleanField(default=False, help_text="Switches an experimental kind on all the same.")
    reason = serializers.CharField(max_length=500, allow_blank=True, default="", help_text=REASON)


class RuleWords(RuleChanges):
    camera = serializers.UUIDField()
    zone = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=KINDS)


class RuleView(APIView):
    right = Right.READ_LOG
    scope = Scope.RULES_READ
    write_right = Right.CONFIGURE
    write_scope = Scope.RULES_WRITE


class Rules(RuleView):
    """Rules of the cameras in sight; or as CSV. A new one runs where an authorisation covers it, and not before."""

    renderer_classes = LISTS

    @extend_schema(operation_id="rules_list", parameters=[RuleQuery], responses=described.rows(RuleCard))
    def get(self, request: Request) -> Response:
        asked = read(request, RuleQuery)
        rows = _visible(request).filter(**narrowed(asked, "camera", "zone", "kind", "enabled"))
        return paged(request, rows, ("kind", "id"), rule_card, asked)

    @extend_schema(operation_id="rules_create", request=RuleWords, responses=described.card(RuleCard, 201))
    @transaction.atomic
    def post(self, request: Request) -> Response:
        words = read_body(request, RuleWords)
        if not visible_cameras(request.user).filter(pk=words["camera"]).exists():
            raise ValidationError({"camera": [_("There is no such camera among those that you see.")]})
        _check_kind(request, words["kind"])
        usual = {"severity": Alert.Severity.MEDIUM, "enabled": True, "parameters": {}, "schedule": None}
        rule = _judged({**usual, **words}, None)
        keep(rule, str(request.user), created=True, reason=words["reason"])
        answer = conditional.tagged(rule_card(rule), status.HTTP_201_CREATED)
        answer["Location"] = request.build_absolute_uri(f"{request.path}{rule.pk}/")
        return answer


class RuleDetail(RuleView):
    """One rule. A change and an end name what was read (`If-Match`); a change says why (`reason`)."""

    @extend_schema(operation_id="rules_retrieve", responses=described.card(RuleCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(rule_card(get_object_or_404(_visible(request), pk=pk)))

    @extend_schema(
        operation_id="rules_change",
        parameters=[conditional.IF_MATCH],
        request=RuleChanges,
        responses=described.card(RuleCard),
    )
    @transaction.atomic
    def patch(self, request: Request, pk: UUID) -> Response:
        words, rule = read_body(request, RuleChanges), _held(request, pk)
        _check_kind(request, words.get("kind", rule.kind))
        changed = _judged({**versions.values_of(rule), **words}, rule)
        keep(changed, str(request.user), created=False, reason=words["reason"])
        return conditional.tagged(rule_card(changed))

    @extend_schema(operation_id="rules_remove", parameters=[conditional.IF_MATCH], responses={204: None})
    @transaction.atomic
    def delete(self, request: Request, pk: UUID) -> Response:
        """Its versions stay: events name the one that raised them."""
        configuration.remove(_held(request, pk), str(request.user))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RuleVersions(RuleView):
    """What a rule was, newest first: who changed it, when and why."""

    renderer_classes = LISTS

    @extend_schema(operation_id="rules_versions", parameters=[VersionQuery], responses=described.rows(SetUpVersion))
    def get(self, request: Request, pk: UUID) -> Response:
        asked = read(request, VersionQuery)
        rule = get_object_or_404(_visible(request), pk=pk)
        found, cursor = versions_page(versions.of(rule), asked)
        return listed(request, map(version_card, found), asked, cursor)


def _visible(request: Request) -> QuerySet[Rule]:
    """A kind that is not given is not there."""
    return Rule.objects.filter(can_see(request.user).q("camera__location", kind="kind"))


def _check_kind(request: Request, kind: str) -> None:
    if not can_see(request.user).knows(kind):
        raise ValidationError({"kind": [_("This kind is none of those that you are given.")]})


def _held(request: Request, pk: UUID) -> Rule:
    return conditional.held(request, _visible(request), rule_card, pk=pk)


def _judged(words: dict[str, Any], stands: Rule | None) -> Rule:
    """By the form of the administration; not saved yet. Raises ValidationError, a sentence a field."""
    ticks = {name: "on" if words.get(name) else "" for name in ("enabled", "knowingly")}
    given = {name: as_text(str(value) if isinstance(value, UUID) else value) for name, value in words.items()} | ticks
    form = RuleForm(query(given), instance=stands)
    if not form.is_valid():
        raise refused(form.errors)
    return form.save(commit=False)
