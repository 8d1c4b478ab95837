"""Tokens of systems: renewed without a gap, and when they were used last."""

from datetime import datetime, timedelta

from hypervision.accounts.models import ApiToken
from hypervision.lib import clock

OVERLAP = timedelta(days=1)
"""For as long the old one holds beside the new one, so that a system can be told the new one at leisure."""


def renewed(old: ApiToken) -> tuple[ApiToken, str]:
    """A token for the same, and its secret, which is known this once. It lasts as long as the old one did."""
    now = clock.now()
    new, secret = ApiToken.objects.create(user=old.user, name=old.name, scopes=old.scopes, expiry=None)
    if old.expiry is not None:
        new.expiry = now + (old.expiry - old.created)
        new.save(update_fields=["expiry"])
    old.expiry = now + OVERLAP if old.expiry is None else min(old.expiry, now + OVERLAP)
    old.save(update_fields=["expiry"])
    return new, str(secret)


def used(token: ApiToken, at: datetime) -> None:
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
