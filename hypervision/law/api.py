"""REST: the authorisations, readable by systems."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.rights import Right, Scope
from hypervision.law.models import Authorisation


class AuthorisationList(APIView):
    """All authorisations, newest first, ended and revoked ones too."""

    right = Right.SEE_MAP
    scope = Scope.AUTHORISATIONS_READ

    @extend_schema(operation_id="authorisations_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({"next": None, "results": [_row(one) for one in Authorisation.objects.all()]})


def _row(one: Authorisation) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "regime": one.regime,
        "controller": one.controller,
        "kinds": one.kinds,
        "reasons": one.reasons,
        "notice": one.notice,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "revoked_at": one.revoked_at.isoformat() if one.revoked_at else None,
        "order_reference": one.order_reference,
        "order_sha256": one.order_sha256,
        "model_hash": one.model_hash,
        "perimeter": one.perimeter.coords,
    }
