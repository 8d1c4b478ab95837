"""What the API answers when it says no: RFC 9457 problem details, with a sentence."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from hypervision.lib.errors import Refusal

PROBLEM = "application/problem+json"
FOR_PROGRAMS = ("/api/v1/", "/feeds/")


def problem(status_code: int, title: str, detail: str, code: str, **more: Any) -> Response:
    body = {"type": "about:blank", "title": title, "status": status_code, "detail": detail, "code": code, **more}
    return Response(body, status=status_code, content_type=PROBLEM)


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(getattr(error, "message_dict", None) or error.messages)
    return None


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turns what a view raised into a problem; None (a 500 with its trace in the log) for what nobody foresaw."""
    if isinstance(error, Refusal):
        set_rollback()
        return problem(error.status, "Refused", error.sentence, error.code, **error.facts)
    known = _as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    response = _from_api_exception(known)
    if (scheme := getattr(known, "auth_header", None)) is not None:
        response["WWW-Authenticate"] = scheme
    if (wait := getattr(known, "wait", None)) is not None:
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _from_api_exception(error: exceptions.APIException) -> Response:
    title = str(error.default_detail).rstrip(".")
    if isinstance(error, exceptions.ValidationError):
        return problem(error.status_code, "Invalid input", _sentence(error.detail), "invalid", errors=error.detail)
    return problem(error.status_code, title, str(error.detail), str(error.get_codes()))


def _sentence(detail: Any) -> str:
    if isinstance(detail, dict):
        return " ".join(f"{field}: {_sentence(value)}" for field, value in detail.items())
    if isinstance(detail, list):
        return " ".join(_sentence(value) for value in detail)
    return str(detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For an address that there is not: a problem for programs, a page for people."""
    if not request.path.startswith(FOR_PROGRAMS):
        return page_not_found(request, exception)
    body = {
        "type": "about:blank",
        "title": "Not found",
        "status": 404,
        "detail": _("There is no such address. The description at /api/ names all that there are."),
        "code": "not_found",
    }
    return JsonResponse(body, status=404, content_type=PROBLEM)
