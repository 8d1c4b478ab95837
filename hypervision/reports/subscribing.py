"""Who gets which report by mail: accounts of the house, each by its own wish or an administrator's."""

from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Right
from hypervision.law import log
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.reports.models import Subscription
from hypervision.reports.reading import may_read

SALT = "reports.stop"


@transaction.atomic
def subscribe(person: User, span: str, language: str, by: User) -> Subscription:
    """Once for each span; another language takes the place of the one before. Raises Refusal, a sentence."""
    _may_change(person, by)
    if not may_read(person):
        raise Refusal(_("This account does not read reports."), code="no_right")
    if not person.email:
        raise Refusal(
            _("This account has no e-mail address. An administrator enters it with the account."), code="no_address"
        )
    made, is_new = Subscription.objects.get_or_create(
        person=person, span=span, defaults={"language": language, "made_at": clock.now()}
    )
    if is_new or made.language != language:
        made.language = language
        made.save()
        log.write(str(by), "report.subscribe", str(person), span=span, language=language)
    return made


@transaction.atomic
def stop(pk: UUID, by: User) -> None:
    """Raises Refusal for what is not theirs to stop. Stopping twice is stopping."""
    one = Subscription.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if one is not None:
        _may_change(one.person, by)
        _stop(one, str(by))


@transaction.atomic
def stop_by_mail(token: str) -> bool:
    """Whether the token is one of ours. Who has the mail may end it; nobody logs in for that."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    one = Subscription.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if one is not None:
        _stop(one, str(one.person), by_mail=True)
    return True


def is_ours(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    return True


def token_of(one: Subscription) -> str:
    return signing.dumps(str(one.pk), salt=SALT)


def _stop(one: Subscription, actor: str, **facts: bool) -> None:
    log.write(actor, "report.unsubscribe", str(one.person), span=one.span, **facts)
    one.delete()


def _may_change(person: User, by: User) -> None:
    if person != by and not by.may(Right.MANAGE_ACCOUNTS):
        raise Refusal(_("You choose for yourself alone; an administrator chooses for others."), code="no_right")
