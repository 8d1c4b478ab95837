"""Writes that hold for what was read alone: ``ETag`` and ``If-Match`` (RFC 9110), with 412 and 428 (RFC 6585)."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from hypervision.lib.errors import Refusal

Row = TypeVar("Row", bound=Model)


class Overtaken(Refusal):
    """Somebody changed it meanwhile."""

    status = 412


class Unconditional(Refusal):
    """It was not said what was read."""

    status = 428


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of what was read; * overwrites whatever is there. Without it the answer is 428.",
)
"""In the description of a write that needs it."""


IF_MATCH_SAID = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of what was read: 412 where it was changed meanwhile. Without it whatever is there changes.",
)
"""Of a write that was there before any of them asked for it: within a version nothing more is asked."""


def tag(body: Any) -> str:
    """Of what an address answers, whatever form the answer takes."""
    text = json.dumps(body, sort_keys=True, cls=DjangoJSONEncoder)
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def tagged(body: Any, code: int = status.HTTP_200_OK) -> Response:
    return Response(body, status=code, headers={"ETag": tag(body)})


def require(request: Request, body: Any) -> None:
    """body: what the address answers now, read under the lock of the write. ``*`` is for whoever overwrites knowingly.

    Raises Unconditional (428) without ``If-Match``, Overtaken (412) where it names something else.
    """
    named = request.headers.get("If-Match", "")
    if not named:
        sentence = _(
            "Say what you have read: send the ETag of this address as If-Match, or * to overwrite whatever is there."
        )
        raise Unconditional(sentence, code="no_precondition")
    known = parse_etags(named)
    if "*" not in known and tag(body) not in known:
        sentence = _(
            "This was changed after you read it. Read it again, compare, and send its new ETag. Nothing was changed."
        )
        raise Overtaken(sentence, code="changed_meanwhile")


def held(request: Request, rows: QuerySet[Row], card: Callable[[Row], Any], **which: Any) -> Row:
    """One of the rows under its lock, for who has read what stands there now. Raises Http404, and as ``require``."""
    row = get_object_or_404(rows.select_for_update(of=("self",)), **which)
    require(request, card(row))
    return row


def heed(request: Request, body: Any) -> None:
    """As ``require``, for whoever says what was read."""
    if request.headers.get("If-Match"):
        require(request, body)
