"""The one door of the REST API: a view says which right and which scope it asks for; without both it is closed."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from knox.auth import TokenAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:  # rest_framework.views itself imports the default permission, which lies here
    from rest_framework.views import APIView

from hypervision.accounts.models import ApiToken, User
from hypervision.accounts.rights import Right, Scope


class MaySee(BasePermission):
    """Asks ``view.right`` of the person and ``view.scope`` of the token, if there is one.

    A view that changes something names ``write_right`` and ``write_scope`` too. A view that names nothing is closed.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        write = request.method not in ("GET", "HEAD", "OPTIONS")
        right: Right | None = getattr(view, "write_right" if write else "right", None)
        scope: Scope | None = getattr(view, "write_scope" if write else "scope", None)
        _mark(request.user, request.auth)
        return right is not None and _person_may(request.user, right) and token_may(request.auth, scope)


def person_of(request: Request) -> User:
    """The account that asks; behind ``MaySee`` there always is one."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def entrant(request: HttpRequest) -> tuple[User | AnonymousUser, ApiToken | None]:
    """Who asks a view that is none of the REST framework's: the owner of the token, else of the session.

    Raises AuthenticationFailed for a token that is no longer one; a session beside it does not help.
    """
    owner: tuple[User, ApiToken] | None = TokenAuthentication().authenticate(request)
    if owner:
        _mark(*owner)
    return owner or (request.user, None)


def _mark(person: Any, token: Any) -> None:
    """Whoever holds it: what a token reads is on its way to another system."""
    if isinstance(person, User) and isinstance(token, ApiToken):
        person.is_outward = True


def token_may(token: Any, scope: Scope | None) -> bool:
    """Whoever came with a session brings no token, and is not narrowed by one."""
    if not isinstance(token, ApiToken):
        return True
    return scope is not None and scope in token.scopes


def _person_may(person: Any, right: Right) -> bool:
    return isinstance(person, User) and person.may(right)
