"""REST: procedures and their versions, read by who sees alerts and written by supervisors."""

import re
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.query import Body, read_body
from hypervision.procedures import cards, editing, selectors
from hypervision.procedures.editing import LONGEST_REASON
from hypervision.procedures.kinds import kinds
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


class Writing(Body):
    steps = serializers.ListField(child=StepBody(), max_length=MOST)
    reason = serializers.CharField(allow_blank=True, max_length=LONGEST_REASON)
    based_on = serializers.IntegerField(min_value=0, help_text="Number of the version that was changed; 0 for none.")


class ProcedureList(APIView):
    """The newest version of each procedure."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="procedures_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        results = [cards.version_card(version) for version in selectors.all_newest().values()]
        return Response({"next": None, "results": results})


@extend_schema_view(post=extend_schema(operation_id="procedure_save", request=Writing, responses=OpenApiTypes.OBJECT))
class ProcedureDetail(APIView):
    """All versions of the procedure of one kind, newest first; a new one."""

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ
    write_right = Right.EDIT_PROCEDURES

    @extend_schema(operation_id="procedures_retrieve", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, kind: str) -> Response:
        if kind not in kinds():
            raise Http404
        return Response({"kind": kind, "versions": [cards.version_card(one) for one in selectors.versions(kind)]})

    def post(self, request: Request, kind: str) -> Response:
        """What is wrong with the steps stands in `faults` (422), each with its row; who saved meanwhile in 409."""
        words = read_body(request, Writing)
        steps = from_json(words["steps"])
        version = editing.save(kind, person_of(request), steps, words["reason"], words["based_on"])
        return Response(cards.version_card(version))
