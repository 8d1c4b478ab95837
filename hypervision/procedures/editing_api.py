"""REST: procedures and their versions, read by who sees alerts and written by supervisors."""

import re
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import described
from hypervision.lib.lists import Choosing, listed
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from hypervision.procedures import cards, editing, selectors
from hypervision.procedures.editing import LONGEST_REASON
from hypervision.procedures.kinds import kinds
from hypervision.procedures.scopes import Scope as Covered
from hypervision.procedures.steps import END, from_json

LONGEST_TITLE = 160
LONGEST_HELP = 600
LONGEST_LABEL = 80

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
"""A code of language, also of one that the product does not speak: the city writes for its own people."""
MOST = 100
"""Steps that are read at all; ``checking`` says how many fit."""

Fields = dict[str, serializers.Field[Any, Any, Any, Any]]


class SaidField(serializers.DictField):
    """One text by code of language; empty texts are left out."""

    def to_internal_value(self, data: Any) -> dict[str, str]:
        said = super().to_internal_value(data)
        if not all(LANGUAGE.fullmatch(code) for code in said):
            raise serializers.ValidationError(_("Each text stands under the code of its language, such as “en”."))
        return {code: words.strip() for code, words in said.items() if words.strip()}


def said(longest: int) -> SaidField:
    words = serializers.CharField(allow_blank=True, max_length=longest)
    return SaidField(child=words, help_text="By code of language.")


class AnswerBody(Body):
    """label is a word of the serializer, so it is added by name; in a step help and required are."""

    to = serializers.CharField(
        allow_blank=True, default="", max_length=40, help_text=f"Key of a later step, `{END}`, or empty: the row below."
    )

    def get_fields(self) -> Fields:
        return {**super().get_fields(), "label": said(LONGEST_LABEL)}


class StepBody(Body):
    key = serializers.SlugField(max_length=40)
    title = said(LONGEST_TITLE)
    due = serializers.IntegerField(
        allow_null=True, default=None, help_text="Minutes after the run began; null: whenever there is time."
    )
    call = serializers.CharField(allow_blank=True, default="", max_length=40, help_text="Code of who is called.")
    answers = serializers.ListField(child=AnswerBody(), default=list, max_length=MOST)
    to = serializers.CharField(allow_blank=True, default="", max_length=40)

    def get_fields(self) -> Fields:
        added: Fields = {"help": said(LONGEST_HELP), "required": serializers.BooleanField(default=False)}
        return {**super().get_fields(), **added}


class Creating(Body):
    steps = serializers.ListField(child=StepBody(), max_length=MOST)
    reason = serializers.CharField(allow_blank=True, max_length=LONGEST_REASON)
    kinds = serializers.ListField(child=serializers.CharField(max_length=40), max_length=MOST, help_text="Of alert.")
    districts = serializers.ListField(
        child=serializers.CharField(max_length=200),
        default=list,
        max_length=1000,
        help_text="By name; none: everywhere.",
    )


class Writing(Creating):
    based_on = serializers.IntegerField(min_value=0, help_text="Number of the version that was changed; 0 for none.")
    kinds = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=MOST,
        help_text="Left out: as they stand.",
    )


class ProcedureQuery(Choosing):
    card = cards.VersionCard
    kind = serializers.CharField(max_length=40, required=False, help_text="Only what is taken for such an alert.")
    district = serializers.CharField(
        max_length=200, default="", allow_blank=True, help_text="With `kind`: where the alert lies, by name."
    )


def covered(words: dict[str, Any]) -> Covered | None:
    """In one order, so that the same choice is the same scope."""
    if "kinds" not in words:
        return None
    return Covered(tuple(sorted(set(words["kinds"]))), tuple(sorted(set(words["districts"]))))


@extend_schema_view(
    post=extend_schema(operation_id="procedure_create", request=Creating, responses={201: OpenApiTypes.OBJECT})
)
class ProcedureList(APIView):
    """The newest version of each procedure, or of the one that is taken for a kind and district; another procedure."""

    renderer_classes = LISTS
    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    write_right = Right.EDIT_PROCEDURES

    @extend_schema(
        operation_id="procedures_list", parameters=[ProcedureQuery], responses=described.rows(cards.VersionCard)
    )
    def get(self, request: Request) -> Response:
        asked = read(request, ProcedureQuery)
        found = list(selectors.all_newest().values())
        if "kind" in asked:
            one = selectors.offered(asked["kind"], asked["district"])
            found = [one] if one else []
        return listed(request, map(cards.version_card, found), asked)

    def post(self, request: Request) -> Response:
        """Its key stands in `procedure`. What is wrong stands in `faults` (422)."""
        words = read_body(request, Creating)
        scope = covered(words) or Covered(())
        version = editing.create(person_of(request), from_json(words["steps"]), words["reason"], scope)
        return Response(cards.version_card(version), status=status.HTTP_201_CREATED)


@extend_schema_view(post=extend_schema(operation_id="procedure_save", request=Writing, responses=OpenApiTypes.OBJECT))
class ProcedureDetail(APIView):
    """All versions of one procedure, newest first; a new one."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    write_right = Right.EDIT_PROCEDURES

    @extend_schema(operation_id="procedures_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, key: str) -> Response:
        """None of a kind for which nobody has written one yet."""
        found = [cards.version_card(one) for one in selectors.versions(key)]
        if not found and key not in kinds():
            raise Http404
        return Response({"procedure": key, "versions": found})

    def post(self, request: Request, key: str) -> Response:
        """What is wrong with the steps stands in `faults` (422), each with its row; who saved meanwhile in 409."""
        words = read_body(request, Writing)
        steps = from_json(words["steps"])
        by = person_of(request)
        version = editing.save(key, by, steps, words["reason"], words["based_on"], covered(words))
        return Response(cards.version_card(version))
