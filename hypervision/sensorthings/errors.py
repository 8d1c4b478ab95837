"""What the standard has and this service has not: understood, and not offered."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DataError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.errors import NumericValueOutOfRange
from rest_framework import status
from rest_framework.exceptions import APIException, ValidationError


class NotOffered(APIException):
    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_detail = gettext_lazy("Not offered.")
    default_code = "not_offered"


@contextmanager
def reckoned() -> Iterator[None]:
    """A filter whose numbers grow beyond all bounds is a sentence and not a fault of ours."""
    try:
        yield
    except DataError as error:
        if not isinstance(error.__cause__, NumericValueOutOfRange):
            raise
        raise ValidationError({"$filter": [_("A number is too large.")]}) from error


def not_offered(what: str) -> NotOffered:
    return NotOffered(_("The standard knows %(what)s, and this service does not offer it.") % {"what": what})
