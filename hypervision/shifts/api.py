"""REST: who is on duty. People only; no token of a system opens these doors."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hypervision.accounts.api import person_of
from hypervision.accounts.rights import Right
from hypervision.lib.query import Body, read_body
from hypervision.shifts import duty


class Nothing(Body):
    pass


class DutyList(APIView):
    """Who is on duty now, and for what."""

    right = Right.READ_LOGBOOK

    @extend_schema(operation_id="duty_list", responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        return Response({"next": None, "results": [duty.duty_card(one) for one in duty.on_duty()]})


class DutyStart(APIView):
    """The person who asks goes on duty."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_start", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        return Response(duty.duty_card(duty.go_on(person_of(request))))


class DutySign(APIView):
    """The control room of the person who asks is open."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_sign", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        return Response({"on_duty": duty.show_life(person_of(request))})


class DutyEnd(APIView):
    """The person who asks goes off duty."""

    write_right = Right.KEEP_SHIFT

    @extend_schema(operation_id="duty_end", request=Nothing, responses=OpenApiTypes.OBJECT)
    def post(self, request: Request) -> Response:
        read_body(request, Nothing)
        duty.go_off(person_of(request))
        return Response({"on_duty": False})
