"""How long what derives from recordings is kept (R-30)."""

from datetime import datetime, timedelta

from hypervision.law.regimes import regime, regimes


def erase_at(regime_name: str, captured_at: datetime) -> datetime:
    """When the picture of something captured then must be gone."""
    return captured_at + timedelta(days=regime(regime_name).retention_days)


def events_due(regime_name: str, now: datetime) -> datetime:
    """Events of this regime that were captured at this moment or before must be gone.

    Read from the regime's file each time: a law that shortens the period reaches what is already kept. A regime that
    nobody knows any more has the strictest period of those under which events exist at all.
    """
    known = regimes().get(regime_name)
    days = known.event_retention_days if known else _strictest()
    return now - timedelta(days=days)


def _strictest() -> int:
    return min(each.event_retention_days for each in regimes().values() if not each.aggregates_only)
