"""Sends reports by mail, each to each person once.

A mailing is claimed, in a transaction of its own, before anything leaves; what became of it is written afterwards. A
mail server that is down, or that says "later", is asked again for three days. One that falls silent after it was given
the mail may have it or not: it is not given it again, and the page says so; the report lies there in any case.
"""

from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hypervision.law import log
from hypervision.reports import shown, words
from hypervision.reports.models import Mailing, Report, Subscription
from hypervision.reports.reading import may_read
from hypervision.reports.spans import Span, Stretch
from hypervision.reports.subscribing import token_of

State = Mailing.State
FRESH = {Span.WEEK: timedelta(days=14), Span.QUARTER: timedelta(days=60)}
"""Reports that are made up for later than this after their end are on the page, and in nobody's post."""
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 360))
"""Before the second attempt, the third …; the last one again and again."""
TRIED_FOR = timedelta(days=3)
LEASE = timedelta(minutes=5)
"""Longer than a sending can take."""
KEPT_FOR = timedelta(days=366)


def queue(report: Report) -> int:
    """A mailing for each subscription, once the period is over and whole; a new edition is on the page alone."""
    stretch = _stretch(report)
    today = timezone.localtime(report.made_at).date()
    if report.edition > 1 or not stretch.is_whole or today - stretch.last > FRESH[Span(report.span)]:
        return 0
    wanted = Subscription.objects.filter(span=report.span, language=report.language)
    rows = [
        Mailing(report=report, person=one.person, subscription=one, next_at=report.made_at)
        for one in wanted.select_related("person")
    ]
    Mailing.objects.bulk_create(rows)
    return len(rows)


def send(now: datetime) -> int:
    """All that is due; returns how many went. Without a mail server all of it waits, until it is too late."""
    Mailing.objects.filter(state=State.SENDING, next_at__lte=now).update(
        state=State.UNCERTAIN, ended_at=now, problem="The sending was cut off."
    )
    Mailing.objects.filter(ended_at__lt=now - KEPT_FOR).delete()
    due = Mailing.objects.filter(state=State.WAITING, next_at__lte=now).values_list("pk", flat=True)
    return sum(_send(claimed, now) for pk in due if (claimed := _claim(pk, now)))


@transaction.atomic
def _claim(pk: UUID, now: datetime) -> Mailing | None:
    """None where another has it, or nobody may get it any more. From here on it counts as perhaps sent."""
    one = (
        Mailing.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("person", "subscription")
        .filter(pk=pk, state=State.WAITING)
        .first()
    )
    if one is None:
        return None
    if one.subscription is None or not may_read(one.person) or not one.person.email:
        _end(one, State.LEFT, now, "It was stopped, or the account may not read reports or has no e-mail address.")
        return None
    one.state, one.attempts, one.next_at = State.SENDING, one.attempts + 1, now + LEASE
    one.save()
    return one


def _send(one: Mailing, now: datetime) -> bool:
    if not settings.EMAIL_HOST:
        return _put_off(one, now, "No mail server is set up (EMAIL_HOST).")
    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        return _put_off(one, now, _said(error))
    try:
        return _hand_over(one, connection, now)
    finally:
        connection.close()


def _hand_over(one: Mailing, connection: BaseEmailBackend, now: datetime) -> bool:
    try:
        connection.send_messages([_message(one, connection)])
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused(one, now, code, f"{code} {said.decode(errors='replace')}")
    except SMTPResponseException as error:
        return _refused(one, now, error.smtp_code, _said(error))
    except (OSError, SMTPException) as error:
        _end(one, State.UNCERTAIN, now, _said(error))
        return False
    _end(one, State.SENT, now, "")
    return True


def _refused(one: Mailing, now: datetime, code: int, said: str) -> bool:
    """4yz is "later", 5yz is "no" (RFC 5321)."""
    if code < 500:
        return _put_off(one, now, said)
    _end(one, State.LEFT, now, said)
    return False


def _put_off(one: Mailing, now: datetime, problem: str) -> bool:
    if now - one.report.made_at > TRIED_FOR:
        _end(one, State.LEFT, now, problem)
        return False
    one.state, one.problem = State.WAITING, problem[:300]
    one.next_at = now + DELAYS[min(one.attempts, len(DELAYS)) - 1]
    one.save()
    return False


@transaction.atomic
def _end(one: Mailing, state: str, now: datetime, problem: str) -> None:
    one.state, one.problem, one.ended_at = state, problem[:300], now
    one.save()
    facts = {"report": str(one.report_id), "state": str(state)} | ({"why": one.problem} if problem else {})
    log.write("system", "report.mail", str(one.person), **facts)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _message(one: Mailing, connection: BaseEmailBackend) -> EmailMessage:
    """In the language of the report; its number is that of the mailing, so that a copy is known for one."""
    report = one.report
    stretch = _stretch(report)
    with override(report.language):
        name = report.figures["city"]["name"]
        subject = " ".join(", ".join(filter(None, [words.title(stretch), name])).split())
        address = _stop_address(one)
        parts = [
            words.days(stretch),
            "\n".join(f"- {sentence}" for sentence in words.summary(shown.read(report.figures))),
            _("The whole report is attached. It holds sums only, in fives."),
            _("Not wanted any more? Stop it here: %(address)s") % {"address": address}
            if address
            else _("Not wanted any more? Stop it on the page of the reports."),
        ]
    message = EmailMessage(
        subject,
        "\n\n".join(parts) + "\n",
        to=[one.person.email],
        connection=connection,
        headers={
            "Message-ID": f"<{one.pk}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('<> ')}>",
            "Auto-Submitted": "auto-generated",
            # Mail programs show a button for it (RFC 8058).
            **(
                {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
                if address
                else {}
            ),
        },
    )
    message.attach(file_name(report), bytes(report.pdf), "application/pdf")
    return message


def _stop_address(one: Mailing) -> str:
    """Empty where nobody said under which address people reach this house."""
    if not settings.PUBLIC_ADDRESS or one.subscription is None:
        return ""
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{reverse('report-stop', args=[token_of(one.subscription)])}"


def file_name(report: Report) -> str:
    edition = f"-{report.edition}" if report.edition > 1 else ""
    return f"report-{report.span}-{report.starts_on}-{report.ends_on}-{report.language}{edition}.pdf"


def _stretch(report: Report) -> Stretch:
    return Stretch(report.span, report.starts_on, report.ends_on)
