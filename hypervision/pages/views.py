"""The pages: who may open which, where a person starts, and how language and theme are kept."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right, Role
from hypervision.pages import room
from hypervision.pages.modules import modules_of
from maps.models import City

THEMES = frozenset({"dark", "light"})
PLACES = frozenset({"room", "page"})
"""The control room and all other pages each remember their own theme."""
YEAR = 365 * 24 * 3600
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Login(LoginView):
    """Whoever logs in reads the pages in the language that their account keeps."""

    template_name = "login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_transparent=settings.TRANSPARENCY_PAGE, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        language = form.get_user().language
        if language:
            _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
        return response


class RoomPage(LoginRequiredMixin, TemplateView):
    """A page behind one right: nobody is sent to the login, a person without the right reads why not.

    write_right: asked besides of whoever sends the page something.
    """

    right: Right
    write_right: Right | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not request.user.may(self.right):
            raise PermissionDenied(self.refusal_sentence())
        if isinstance(request.user, User) and not self._may_send(request, request.user):
            raise PermissionDenied(_("Your account reads this page and changes nothing on it."))
        return super().dispatch(request, *args, **kwargs)

    def _may_send(self, request: HttpRequest, person: User) -> bool:
        return request.method in SAFE or self.write_right is None or person.may(self.write_right)

    def refusal_sentence(self) -> str:
        raise NotImplementedError


class Map(RoomPage):
    template_name = "map.html"
    script = "js/room.js"
    right = Right.SEE_MAP

    def refusal_sentence(self) -> str:
        return _(
            "Your account does not open the control room. It shows alerts and pictures, which your role never sees."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        city = City.objects.first()
        facts = room.facts(cast(User, self.request.user), city)
        return super().get_context_data(city=city, room=facts, modules=modules_of(self.script), **kwargs)


class Wall(RoomPage):
    template_name = "wall.html"
    right = Right.SEE_PICTURES

    def refusal_sentence(self) -> str:
        return _("Your account does not open the wall. It shows pictures, which your role never sees.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(room=room.facts(cast(User, self.request.user), City.objects.first()), **kwargs)


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Each role starts where its work is."""
    user = cast(User, request.user)
    if user.role == Role.ADMINISTRATOR and user.is_staff:
        return redirect("admin:index")
    if user.may(Right.SEE_MAP):
        return redirect("map")
    if user.may(Right.SEE_FIGURES):
        return redirect("dashboard")
    raise PermissionDenied(_("Your account has no role that opens a page. Ask an administrator."))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keeps the language in a cookie and, for a person who is logged in, in the account."""
    code = request.POST.get("language", "")
    if not check_for_language(code) or code not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("This language is not offered."))
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(language=code)
    response = redirect(_way_back(request))
    _remember(response, settings.LANGUAGE_COOKIE_NAME, code)
    return response


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keeps the theme of the control room or of the other pages, each in a cookie of its own."""
    name, place = request.POST.get("theme"), request.POST.get("place")
    if name not in THEMES or place not in PLACES:
        return HttpResponseBadRequest(_("There is a dark and a light theme, for the room and for the pages."))
    response = redirect(_way_back(request))
    _remember(response, f"theme_{place}", name)
    return response


def _way_back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else reverse("home")


def _remember(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)
