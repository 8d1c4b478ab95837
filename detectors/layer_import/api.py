"""REST: data of others is brought in, listed and taken back, as on its page."""

from typing import Annotated, Any, TypedDict
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from msgspec import Meta
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from detectors.layer_import import uploads
from detectors.layer_import.office import MOST_NAME, TARGETS, named, told
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import described
from hypervision.lib.lists import PageQuery, narrowed, paged
from hypervision.lib.query import Body, read, read_body
from hypervision.lib.tables import LISTS
from maps.layers import taking_back
from maps.layers.bringing import MOST_TOLD, Plan, Wish, bring_in, plan
from maps.layers.plain import Source, Verdict
from maps.layers.targets.base import Target
from maps.models import LayerImport

COLUMNS_HELP = 'Our names to those of the file, as JSON: {"name": "LIB_OFF"}. Left out, they are guessed.'
KEY_HELP = "The column that knows a row again; empty for none. Left out, it is guessed."


class ImportCard(TypedDict):
    """A file that was brought in."""

    id: str
    target: Annotated[str, Meta(description="What its rows are.")]
    layer: str
    file: str
    sha256: str
    crs: str
    columns: dict[str, str]
    counts: Annotated[dict[str, int], Meta(description="Rows that were new, changed, same, wrong, removed.")]
    at: str
    by: str
    taken_back_at: str | None
    taken_back_by: str


class WrongRow(TypedDict):
    number: Annotated[int, Meta(description="Its line in a table, else its place in the file from 1.")]
    title: str
    errors: list[str]


class PlanCard(TypedDict):
    """What a file would do. Nothing was changed."""

    crs: str
    columns: dict[str, str]
    key: str
    counts: Annotated[dict[str, int], Meta(description="Rows that are new, changed, same, wrong.")]
    wrong: Annotated[list[WrongRow], Meta(description=f"The first {MOST_TOLD} of them.")]
    gone: Annotated[int, Meta(description="What stands and the file does not tell of.")]


class ImportQuery(PageQuery):
    card = ImportCard
    target = serializers.ChoiceField(choices=LayerImport.Target.choices, required=False)


class ImportWords(Body):
    file = serializers.FileField(help_text="GeoJSON, GeoPackage, CSV, or one of them or a shapefile in a ZIP archive.")
    target = serializers.ChoiceField(choices=LayerImport.Target.choices, help_text="What its rows are.")
    name = serializers.CharField(
        max_length=MOST_NAME, required=False, default="", allow_blank=True, help_text="Of the city, or of the layer."
    )
    attribution = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="Whom the map must name."
    )
    layer = serializers.CharField(
        max_length=200, required=False, default="", allow_blank=True, help_text="Of the file, where it has several."
    )
    crs = serializers.CharField(
        max_length=40, required=False, default="", allow_blank=True, help_text="Such as EPSG:2154; else as declared."
    )
    columns = serializers.JSONField(required=False, default=None, help_text=COLUMNS_HELP)
    key = serializers.CharField(max_length=200, required=False, default=None, allow_blank=True, help_text=KEY_HELP)
    leave_out = serializers.BooleanField(required=False, default=False, help_text="The rows that are wrong.")
    remove_gone = serializers.BooleanField(
        required=False, default=False, help_text="What the file does not tell of any more."
    )
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Only say what would happen.")

    def validate_columns(self, given: Any) -> dict[str, str] | None:
        if given is None:
            return None
        if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
            raise ValidationError(_('Write the columns as {"our name": "column of the file"}.'))
        return given


class ImportView(APIView):
    """Of whoever sees the whole city: what a file brings knows no perimeter."""

    right = write_right = Right.CONFIGURE
    scope = write_scope = Scope.CAMERAS_WRITE

    def check_permissions(self, request: Request) -> None:
        super().check_permissions(request)
        if not can_see(request.user).everywhere:
            raise PermissionDenied(_("Only who sees the whole city brings data in."))


class Imports(ImportView):
    """What was brought in, newest first; or as CSV; and a new file."""

    renderer_classes = LISTS
    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="imports_list", parameters=[ImportQuery], responses=described.rows(ImportCard))
    def get(self, request: Request) -> Response:
        asked = read(request, ImportQuery)
        rows: QuerySet[LayerImport] = LayerImport.objects.filter(**narrowed(asked, "target"))
        return paged(request, rows, ("-at", "id"), _card, asked)

    @extend_schema(
        operation_id="imports_create",
        request={"multipart/form-data": ImportWords},
        responses={**described.card(ImportCard, 201), **described.card(PlanCard)},
    )
    def post(self, request: Request) -> Response:
        """Whole or not at all. 422 tells each wrong row in `rows`, the layers to choose from in `names`, the likely
        coordinates in `proposals`.
        """
        words = read_body(request, ImportWords)
        file: UploadedFile = words["file"]
        source, target = uploads.source(file, words["layer"]), TARGETS[words["target"]]
        wish = _wish(words, target, source)
        if words["dry_run"]:
            return Response(_plan(plan(source, target, wish)))
        leave_out, remove_gone = words["leave_out"], words["remove_gone"]
        by = str(request.user)
        brought = bring_in(source, target, wish, by, leave_out=leave_out, remove_gone=remove_gone, told=told)
        answer = Response(_card(brought), status=status.HTTP_201_CREATED)
        answer["Location"] = reverse("api:import", [brought.pk], request=request)
        return answer


class ImportDetail(ImportView):
    """One of them."""

    @extend_schema(operation_id="imports_retrieve", responses=described.card(ImportCard))
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(_card(get_object_or_404(LayerImport, pk=pk)))


class ImportWayBack(ImportView):
    """What it brought goes, what it changed or removed stands as before."""

    @extend_schema(operation_id="imports_take_back", request=None, responses=described.card(ImportCard))
    def post(self, request: Request, pk: UUID) -> Response:
        """409 where it was taken back already, 422 where what it wrote has changed since or is in use."""
        brought = get_object_or_404(LayerImport, pk=pk)
        taking_back.take_back(brought, str(request.user), told)
        return Response(_card(brought))


def _wish(words: dict[str, Any], target: Target, source: Source) -> Wish:
    name = named(target, words["name"], source)
    return Wish(words["crs"].strip(), words["columns"], words["key"], name, words["attribution"])


def _plan(made: Plan) -> PlanCard:
    wrong = made.wrong[:MOST_TOLD]
    return {
        "crs": made.crs,
        "columns": dict(made.columns),
        "key": made.key,
        "counts": {one.name.lower(): made.count(one) for one in Verdict},
        "wrong": [{"number": one.number, "title": one.title, "errors": list(one.errors)} for one in wrong],
        "gone": made.gone.count(),
    }


def _card(one: LayerImport) -> ImportCard:
    return {
        "id": str(one.pk),
        "target": str(one.target),
        "layer": one.layer,
        "file": one.file,
        "sha256": one.sha256,
        "crs": one.crs,
        "columns": one.columns,
        "counts": one.counts,
        "at": one.at.isoformat(),
        "by": one.by,
        "taken_back_at": one.taken_back_at.isoformat() if one.taken_back_at else None,
        "taken_back_by": one.taken_back_by,
    }
