"""Where a page ended: the keys of its last row. The next page begins behind it, whatever comes in meanwhile."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from hypervision.ogc.moments import moment

Key = UUID | int


def encode(key: Key, at: datetime | None) -> str:
    """at: of the last row; None where rows are in the order of their keys."""
    words = [str(key), at.isoformat() if at else None]
    return base64.urlsafe_b64encode(json.dumps(words).encode()).decode().rstrip("=")


def after(cursor: str, key: type[Key], time_path: str, *, is_ascending: bool = False) -> Q:
    """The rows behind the cursor. time_path: of rows that come in order of time, newest first; else empty.

    Raises ValueError with a sentence for anything that ``encode`` did not make.
    """
    try:
        return _after(
            json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))), key, time_path, is_ascending
        )
    except (ValueError, TypeError, AttributeError, RecursionError, binascii.Error) as error:
        raise ValueError(_("This cursor was not made here. Take it from the `next` of the page before.")) from error


def _after(words: Sequence[str], key: type[Key], time_path: str, is_ascending: bool) -> Q:
    of_row, at = words
    last = key(of_row)
    if isinstance(last, int) and not 0 <= last < 2**63:
        raise ValueError
    if not time_path and at is None:
        return Q(pk__gt=last)
    if not time_path:
        raise ValueError
    seen, way = moment(at), "gt" if is_ascending else "lt"
    exact = Q(**{f"{time_path}__{way}": seen}) | Q(**{time_path: seen, f"pk__{way}": last})
    return Q(**{f"{time_path}__{way}e": seen}) & exact  # the first part is what an index begins at


def order(time_path: str) -> list[str]:
    return [f"-{time_path}", "-pk"] if time_path else ["pk"]
