"""REST: what is configured of one camera."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.views import APIView

from hypervision.accounts.rights import Right, Scope
from maps.models import Camera
from maps.selectors import visible_cameras


class CameraSettings(APIView):
    """Read by whoever sees the camera, changed by who configures it."""

    right = Right.SEE_MAP
    scope = Scope.CAMERAS_READ
    write_right = Right.CONFIGURE
    write_scope = Scope.CALIBRATIONS_WRITE

    def camera(self, request: Request, pk: UUID) -> Camera:
        """Raises Http404 for one that this person does not see."""
        return get_object_or_404(visible_cameras(request.user), pk=pk)
