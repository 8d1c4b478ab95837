"""How long a question may take, and what is said where it takes longer or cannot be worked out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DataError, InternalError, OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled
from rest_framework.exceptions import ValidationError

LONGEST_MS = 5000
_WALK = ("enable_sort", "enable_bitmapscan")


@contextmanager
def bounded() -> Iterator[None]:
    """What the database cannot work out of what was asked, or not soon, is a sentence and not a fault of ours.

    Guesses about filters are wrong often enough that to compile a query costs more than it ever spares. And what is
    read is mostly in memory: by its usual guess the database would rather read a whole table than a thousand rows.
    """
    try:
        with transaction.atomic(), connection.cursor() as db:
            db.execute(
                f"SET LOCAL jit = off; SET LOCAL random_page_cost = 1.1; SET LOCAL statement_timeout = {LONGEST_MS:d}"
            )
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        sentence = _("This takes too long. Ask for a smaller area, a shorter time or a simpler filter.")
        raise ValidationError([sentence]) from error
    except (DataError, InternalError) as error:
        sentence = _("The places cannot be worked out as asked. Ask for a smaller area or another reference system.")
        raise ValidationError([sentence]) from error


@contextmanager
def walking() -> Iterator[None]:
    """Inside ``bounded``: rows are read in the order of an index, and none is sorted that need not be."""
    with connection.cursor() as db:
        _set(db, **dict.fromkeys(_WALK, "off"))
        yield
        _set(db, **dict.fromkeys(_WALK, "on"))


def _set(db: Any, **values: str) -> None:
    """For the transaction."""
    db.execute("; ".join(f"SET LOCAL {name} = {value}" for name, value in values.items()))
