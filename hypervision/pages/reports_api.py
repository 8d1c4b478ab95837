"""REST: the reports that were made, and their papers. They are made by beat, or by people on their page."""

from typing import Annotated, Literal, TypedDict, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from msgspec import Meta
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import conditional, described
from hypervision.lib.lists import PageQuery, narrowed, paged
from hypervision.lib.negotiation import OwnForm
from hypervision.lib.query import read
from hypervision.lib.tables import LISTS
from hypervision.pages.report_papers import PDF, paper
from hypervision.reports.models import Report
from hypervision.reports.reading import may_read

PAPER = {(200, PDF): OpenApiResponse(OpenApiTypes.BINARY, "The same bytes for the same figures.")}


class ReportCard(TypedDict):
    """The report of a week or a quarter in one language."""

    id: str
    span: Literal["week", "quarter"]
    starts_on: str
    ends_on: Annotated[str, Meta(description="The last day that it tells of.")]
    edition: Annotated[int, Meta(description="A new one is made where figures have changed since.")]
    language: str
    made_at: str
    digest: Annotated[str, Meta(description="SHA-256 of its figures, the same in each language.")]


class ReportQuery(PageQuery):
    card = ReportCard
    span = serializers.ChoiceField(choices=Report.Span.choices, required=False)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)


class ReportView(APIView):
    """For whoever sees the figures of the whole city and of all kinds."""

    right = Right.SEE_FIGURES
    scope = Scope.COUNTS_READ

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not may_read(request.user):
            raise PermissionDenied(_("Reports tell of the whole city and of all kinds; your account sees a part."))


class Reports(ReportView):
    """The reports, the newest days first; or as CSV."""

    renderer_classes = LISTS

    @extend_schema(operation_id="reports_list", parameters=[ReportQuery], responses=described.rows(ReportCard))
    def get(self, request: Request) -> Response:
        asked = read(request, ReportQuery)
        rows = Report.objects.defer("figures", "pdf").filter(**narrowed(asked, "span", "language"))
        return paged(request, rows, ("-ends_on", "-made_at", "id"), _card, asked)


class ReportDetail(ReportView):
    """One report. Its paper stands at `reports/{id}/paper/`."""

    @extend_schema(operation_id="reports_retrieve", responses=described.card(ReportCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return conditional.tagged(_card(get_object_or_404(Report.objects.defer("figures", "pdf"), pk=pk)))


class ReportPaper(ReportView):
    """The paper, as PDF. Each look is logged (R-33)."""

    content_negotiation_class = OwnForm

    @extend_schema(operation_id="reports_paper", responses=PAPER)
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        return paper(pk, person_of(request))


def _card(one: Report) -> ReportCard:
    return {
        "id": str(one.pk),
        "span": cast(Literal["week", "quarter"], str(one.span)),
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "edition": one.edition,
        "language": one.language,
        "made_at": one.made_at.isoformat(),
        "digest": one.digest,
    }
