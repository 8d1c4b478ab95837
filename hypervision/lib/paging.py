"""Cursor paging: a page ends where the next begins, whatever comes in meanwhile."""

import base64
import binascii
import json
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

Place = tuple[datetime, UUID]
"""Where a page ended: time and id of its last row, in an order of newest first."""


def encode(at: datetime, key: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(key)]).encode()).decode().rstrip("=")


def decode(cursor: str) -> Place:
    """Raises ValidationError for anything that ``encode`` did not make."""
    try:
        at, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None:
            raise ValueError
        return moment, UUID(key)
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        sentence = _("This cursor was not made here. Take it from the `next` of the page before.")
        raise ValidationError({"cursor": [sentence]}) from error


def after(cursor: str | None, time_field: str, key_field: str = "id") -> Q:
    """The rows behind the cursor, in the order of newest first; all of them when there is none."""
    if not cursor:
        return Q()
    at, key = decode(cursor)
    return Q(**{f"{time_field}__lt": at}) | Q(**{time_field: at, f"{key_field}__lt": key})
