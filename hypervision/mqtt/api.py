"""The description of what other systems are sent, by webhooks and by MQTT."""

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.mqtt import asyncapi


class Description(APIView):
    """AsyncAPI 3: every message by webhooks and MQTT, with its JSON Schema; for whoever has an account."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        return Response(asyncapi.document())
