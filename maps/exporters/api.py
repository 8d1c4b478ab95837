"""The city's cameras for OpenStreetMap, by a token or a session; an editor opens the address as it is."""

from django.http import HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right, Scope
from hypervision.lib.negotiation import OwnForm
from maps.exporters import cameras
from maps.exporters.osm import FORMS


class OsmCameras(APIView):
    """Those in sight. form: ``osm`` or ``json``."""

    schema = None
    http_method_names = ["get", "head", "options"]
    content_negotiation_class = OwnForm
    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ

    def get(self, request: Request, form: str) -> HttpResponse:
        write, media = FORMS[form]
        headers = {
            "Content-Disposition": f'attachment; filename="cameras.{form}"',
            "Cache-Control": "private, no-cache",
        }
        return HttpResponse(write(cameras.nodes(can_see(request.user))), content_type=media, headers=headers)
