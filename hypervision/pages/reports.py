"""The page of the reports: which there are, their papers, and who gets them by mail."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.pages.report_papers import paper
from hypervision.pages.views import RoomPage
from hypervision.reports import making, spans, subscribing, words
from hypervision.reports.models import Mailing, Report, Subscription
from hypervision.reports.printing import NotPrinted
from hypervision.reports.reading import may_read
from hypervision.reports.spans import Stretch

LATEST = 60
"""Papers that are listed: a year of weeks in two languages would be twice as many."""
WHICH = ("latest", "so_far")


class SubscribeForm(forms.Form):
    person = forms.ModelChoiceField(label=gettext_lazy("Account"), queryset=User.objects.none())
    span = forms.ChoiceField(label=gettext_lazy("Report"), choices=Report.Span.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    def __init__(self, by: User, data: Any = None) -> None:
        super().__init__(data, initial={"person": by.pk, "language": by.language or settings.LANGUAGE_CODE})
        field = cast(forms.ModelChoiceField[User], self.fields["person"])
        field.queryset = _choosable(by)


def _choosable(by: User) -> Any:
    everyone = User.objects.filter(is_active=True).order_by("username")
    return everyone if by.may(Right.MANAGE_ACCOUNTS) else everyone.filter(pk=by.pk)


class ForReaders(RoomPage):
    """What the page and its papers ask for."""

    right = Right.SEE_FIGURES
    write_right = Right.MAKE_REPORTS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = request.user
        if isinstance(person, User) and person.may(self.right) and not may_read(person):
            raise PermissionDenied(
                _("Reports tell of the whole city and of all kinds; your account sees a part. The dashboard shows it.")
            )
        return super().dispatch(request, *args, **kwargs)

    def refusal_sentence(self) -> str:
        return _("Your account does not read reports. Ask an administrator if you need them.")

    @property
    def person(self) -> User:
        return cast(User, self.request.user)


class ReportsPage(ForReaders):
    template_name = "reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = clock.now()
        offered = [
            (span, which, stretch)
            for span in Report.Span
            for which, stretch in (("latest", spans.latest(span, now)), ("so_far", spans.so_far(span, now)))
            if stretch is not None
        ]
        subscriptions = Subscription.objects.select_related("person")
        if not self.person.may(Right.MANAGE_ACCOUNTS):
            subscriptions = subscriptions.filter(person=self.person)
        kwargs.setdefault("form", SubscribeForm(self.person))
        return super().get_context_data(
            reports=[(one, *_named(one)) for one in Report.objects.defer("figures", "pdf")[:LATEST]],
            offered=[(span, which, words.title(one), words.days(one)) for span, which, one in offered],
            subscriptions=subscriptions,
            mailings=_mailings(self.person),
            has_mail=bool(settings.EMAIL_HOST),
            may_make=self.person.may(Right.MAKE_REPORTS),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes a report, or changes who gets it by mail; a refusal is said above the list."""
        try:
            said = self._do(request)
        except (Refusal, NotPrinted) as refusal:
            status = refusal.status if isinstance(refusal, Refusal) else 500
            return self.render_to_response(self.get_context_data(refused=str(refusal)), status=status)
        messages.success(request, said)
        return redirect("reports")

    def _do(self, request: HttpRequest) -> str:
        given = request.POST
        if "make" in given:
            return _make(given["make"], given.get("which", ""), self.person)
        if "stop" in given:
            subscribing.stop(_uuid(given["stop"]), self.person)
            return _("The report goes there no more.")
        form = SubscribeForm(self.person, given)
        if not form.is_valid():
            raise Refusal(" ".join(str(error) for errors in form.errors.values() for error in errors), code="invalid")
        one = form.cleaned_data
        subscribing.subscribe(one["person"], one["span"], one["language"], self.person)
        return _("The next one goes there by mail.")


class ReportPaper(ForReaders):
    """One report, as PDF; reading it is an entry of the log (R-33)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return paper(kwargs["pk"], self.person)


@method_decorator(csrf_exempt, name="dispatch")
class StopPage(View):
    """Who has the mail may end it, without logging in: a mail program asks with one POST (RFC 8058). To look changes
    nothing, because programs that check mails follow its links.
    """

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if not subscribing.is_ours(token):
            raise Http404("There is no such subscription.")
        return render(request, "reports_stop.html", {"stopped": False})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if not subscribing.stop_by_mail(token):
            raise Http404("There is no such subscription.")
        return render(request, "reports_stop.html", {"stopped": True})


def _named(one: Report) -> tuple[str, str, bool]:
    stretch = Stretch(one.span, one.starts_on, one.ends_on)
    return words.title(stretch), words.days(stretch), stretch.is_whole


def _mailings(person: User) -> Any:
    """What is on its way or did not arrive; those who manage accounts see that of all."""
    found = (
        Mailing.objects.exclude(state=Mailing.State.SENT)
        .select_related("person", "report")
        .defer("report__pdf", "report__figures")
    )
    return (found if person.may(Right.MANAGE_ACCOUNTS) else found.filter(person=person)).order_by("-next_at")[:20]


def _make(span: str, which: str, person: User) -> str:
    """Raises Refusal for what is no report, and NotPrinted."""
    if span not in Report.Span.values or which not in WHICH:
        raise Refusal(_("There is no such report: there is one of each week and one of each quarter."), code="invalid")
    now = clock.now()
    stretch = spans.latest(span, now) if which == "latest" else spans.so_far(span, now)
    if stretch is None:
        raise Refusal(_("No day of it is over yet."), code="too_early")
    made = making.make_now(stretch, now, person)
    if all(one.made_at < now for one in made):
        return _("There is nothing new: the figures are those of the report that is there.")
    return _("The report is made.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Refusal(_("There is no such subscription."), code="unknown") from error
