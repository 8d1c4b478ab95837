"""GET /metrics: for the city's monitoring. Sums, states and names of cameras; nothing of persons and no secret."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.api import MaySee, person_of
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.negotiation import OwnForm
from hypervision.metrics.collecting import written

_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-Ip")


class MayScrape(MaySee):
    def has_permission(self, request: Request, view: APIView) -> bool:
        return is_near(request) or super().has_permission(request, view)


class Metrics(APIView):
    """The same for everybody who may read it, so an account that sees a part of the city is refused."""

    schema = None
    http_method_names = ["get", "head", "options"]
    permission_classes = [MayScrape]
    content_negotiation_class = OwnForm
    right = Right.SEE_ALERTS
    scope = Scope.METRICS_READ

    def get(self, request: Request) -> HttpResponse:
        if not is_near(request) and not can_see(person_of(request)).is_whole:
            raise PermissionDenied(
                _(
                    "These figures are of the whole installation. Give the account the whole territory and all kinds, "
                    "or read the API, which cuts its answers to the perimeter."
                )
            )
        text, media = written(request.headers.get("Accept", ""))
        return HttpResponse(text, content_type=media, headers={"Cache-Control": "no-store"})


def is_near(request: Request | HttpRequest) -> bool:
    """Whether it comes straight from a network that ``METRICS_NETWORKS`` names.

    What a proxy passes on does not: its own address says nothing of who asked it.
    """
    if not settings.METRICS_NETWORKS or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in network for network in settings.METRICS_NETWORKS)
