"""Who may be told of an alert before a person has confirmed it (R-16): nobody, unless an authorisation names them."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import Authorisation, Recipient
from hypervision.law.regimes import regimes


def naming(account: User, authorisations: Collection[UUID], at: datetime) -> frozenset[UUID]:
    """Of these authorisations those that name the account and are in force at that moment: neither over nor revoked."""
    if not account.is_active or account.role != Role.SYSTEM:
        return frozenset()
    in_force = Authorisation.objects.filter(pk__in=authorisations, starts_at__lte=at, ends_at__gt=at, revoked_at=None)
    named = in_force.filter(recipients__account=account).values_list("pk", "regime")
    return frozenset(pk for pk, regime in named if _allows(regime))


def check(one: Authorisation, accounts: Collection[User]) -> None:
    """Raises ValidationError, a sentence, where the regime knows no such recipients or one is no city system."""
    if not accounts:
        return
    if not _allows(one.regime):
        text = _("%(regime)s knows no recipients of unreviewed alerts. Leave this empty.") % {"regime": one.regime}
        raise ValidationError({"recipients": text})
    if strangers := [account for account in accounts if account.role != Role.SYSTEM]:
        names = ", ".join(account.username for account in strangers)
        raise ValidationError({"recipients": _("These accounts are no city systems: %(names)s.") % {"names": names}})


def name(one: Authorisation, accounts: Collection[User]) -> None:
    """In the transaction that grants."""
    Recipient.objects.bulk_create(Recipient(authorisation=one, account=account) for account in accounts)


def _allows(regime: str) -> bool:
    """A regime whose file is gone allows nothing."""
    known = regimes().get(regime)
    return known is not None and known.early_recipients
