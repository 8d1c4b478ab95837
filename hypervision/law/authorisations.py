"""Writing authorisations: what the law asks is checked here, for the admin, the API and every import alike."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hypervision.accounts.models import User
from hypervision.law import log, recipients
from hypervision.law.models import Authorisation
from hypervision.law.regimes import Regime, regimes
from hypervision.lib import clock

_SHA256 = re.compile(r"[0-9a-f]{64}")


def check(one: Authorisation) -> None:
    """Raises ValidationError, a sentence a field (R-03, R-04)."""
    regime = regimes().get(one.regime)
    if regime is None:
        raise ValidationError({"regime": _("Choose one of %(known)s.") % {"known": ", ".join(regimes())}})
    errors = {**_check_kinds(one, regime), **_check_period(one, regime), **_check_hashes(one)}
    if errors:
        raise ValidationError(errors)


def _check_kinds(one: Authorisation, regime: Regime) -> dict[str, str]:
    if not one.kinds:
        return {"kinds": _("Name at least one kind of event.")}
    foreign = [kind for kind in one.kinds if not regime.allows_kind(kind)]
    if not foreign:
        return {}
    text = _("%(regime)s does not allow %(kinds)s; it allows %(allowed)s.")
    facts = {"regime": regime.name, "kinds": ", ".join(foreign), "allowed": ", ".join(sorted(regime.kinds))}
    return {"kinds": text % facts}


def _check_period(one: Authorisation, regime: Regime) -> dict[str, str]:
    if one.starts_at is None or one.ends_at is None:
        return {"ends_at": _("An authorisation has a start and an end.")}
    if one.ends_at <= one.starts_at:
        return {"ends_at": _("The end lies before the start.")}
    if one.ends_at - one.starts_at > timedelta(days=regime.max_days):
        text = _("%(regime)s allows at most %(days)d days.")
        return {"ends_at": text % {"regime": regime.name, "days": regime.max_days}}
    return {}


def _check_hashes(one: Authorisation) -> dict[str, str]:
    text = _("A SHA-256 is 64 hexadecimal digits in lower case.")
    return {
        field: text for field in ("order_sha256", "model_hash") if not _SHA256.fullmatch(str(getattr(one, field) or ""))
    }


@transaction.atomic
def grant(one: Authorisation, by: User | None, early: Collection[User] = ()) -> Authorisation:
    """Checks, saves and logs a new authorisation. early: city systems that may be told of alerts before a person has
    confirmed them (R-16); nobody, unless they are named here.
    """
    check(one)
    recipients.check(one, early)
    one.created_by = by
    one.save()
    recipients.name(one, early)
    told = {"recipients": sorted(account.username for account in early)} if early else {}
    log.write(str(by or "system"), "authorisation.grant", str(one.id), **_facts(one), **told)
    return one


@transaction.atomic
def revoke(one: Authorisation, by: User | None, at: datetime | None = None) -> Authorisation:
    """Ends an authorisation now; what ran under it stops within seconds. Revoking twice changes nothing."""
    if one.revoked_at is None:
        one.revoked_at = at or clock.now()
        one.save(update_fields=["revoked_at"])
        log.write(str(by or "system"), "authorisation.revoke", str(one.id), order=one.order_reference)
    return one


def _facts(one: Authorisation) -> dict[str, object]:
    return {
        "regime": one.regime,
        "controller": one.controller,
        "kinds": list(one.kinds),
        "perimeter": one.perimeter.wkt,
        "starts_at": one.starts_at.isoformat(),
        "ends_at": one.ends_at.isoformat(),
        "order": one.order_reference,
        "order_sha256": one.order_sha256,
        "model_hash": one.model_hash,
    }
