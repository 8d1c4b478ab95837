"""REST: what changed since, for systems that keep a copy: cards of alerts, and tombstones of those that were erased."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.lib.query import MOST, read
from hypervision.live import retention
from hypervision.live.messages import AlertGone, AlertPut
from hypervision.live.models import JournalEntry


class Forgotten(Refusal):
    """What happened since then is not known any more."""

    status = 410


class ChangesQuery(serializers.Serializer[Any]):
    updated_since = serializers.DateTimeField(required=False, help_text="For the first page; at most three days ago.")
    cursor = serializers.CharField(required=False, max_length=40, help_text="From the `next` of the page before.")
    limit = serializers.IntegerField(min_value=1, max_value=MOST, default=100)


class AlertChanges(APIView):
    """Changes of alerts in the order in which they happened. What is erased comes as ``erased`` with its id alone.

    ``next`` is there on the last page, too: asked later, it gives what has changed meanwhile.
    """

    right = Right.SEE_ALERTS
    scope = Scope.ALERTS_READ

    @extend_schema(operation_id="alerts_changes", parameters=[ChangesQuery], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        asked, now = read(request, ChangesQuery), clock.now()
        start = _start(asked, now)
        rows = list(_visible(request).filter(number__gt=start).order_by("number")[: asked["limit"]])
        last, at = (rows[-1].number, rows[-1].at) if rows else (start, now)
        query = urlencode({"cursor": f"{last}.{int(at.timestamp())}", "limit": asked["limit"]})
        following = request.build_absolute_uri(f"{request.path}?{query}")
        return Response({"next": following, "results": [_change(row) for row in rows]})


def _start(asked: dict[str, Any], now: datetime) -> int:
    """The number after which to read. Raises Forgotten where there may have been more than is kept."""
    if ("cursor" in asked) == ("updated_since" in asked):
        raise ValidationError({"updated_since": [_("Say either updated_since or cursor.")]})
    number, since = _read_cursor(asked["cursor"]) if "cursor" in asked else (None, asked["updated_since"])
    kept = now - retention.KEPT
    if since <= kept:
        sentence = _("Changes are known since %(at)s. Read alerts/ anew, and then the changes since you began.")
        raise Forgotten(sentence % {"at": kept.isoformat(timespec="seconds")}, code="forgotten")
    if number is not None:
        return number
    before = JournalEntry.objects.filter(at__lt=since).order_by("-at", "-number").first()
    return before.number if before else 0


def _read_cursor(cursor: str) -> tuple[int, datetime]:
    """The number of the last entry that was given, and when it was told."""
    try:
        number, at = map(int, cursor.split("."))
        return min(number, 2**63 - 1), datetime.fromtimestamp(at, UTC)
    except (ValueError, OverflowError, OSError) as error:
        sentence = _("This cursor was not made here. Take it from the `next` of the page before.")
        raise ValidationError({"cursor": [sentence]}) from error


def _visible(request: Request) -> QuerySet[JournalEntry]:
    """Exercises ask for another right, so none is among them."""
    said = JournalEntry.objects.filter(kind__in=(AlertPut.kind, AlertGone.kind), right=str(Right.SEE_ALERTS))
    return said.filter(can_see(request.user).q("place", kind="event_kind"))


def _change(row: JournalEntry) -> dict[str, Any]:
    facts = {"number": row.number, "at": row.at.isoformat()}
    if row.kind == AlertGone.kind:
        return {**facts, "change": "erased", "id": row.payload["id"]}
    return {**facts, "change": "put", "id": row.payload["card"]["id"], "alert": row.payload["card"]}
