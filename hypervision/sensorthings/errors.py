"""What the standard has and this service has not: understood, and not offered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import status
from rest_framework.exceptions import APIException


class NotOffered(APIException):
    status_code = status.HTTP_501_NOT_IMPLEMENTED
    default_detail = gettext_lazy("Not offered.")
    default_code = "not_offered"


def not_offered(what: str) -> NotOffered:
    return NotOffered(_("The standard knows %(what)s, and this service does not offer it.") % {"what": what})
