"""How long what derives from recordings is kept (R-30)."""

from datetime import datetime, timedelta

from hypervision.law.regimes import regime


def erase_at(regime_name: str, captured_at: datetime) -> datetime:
    """When the picture of something captured then must be gone."""
    return captured_at + timedelta(days=regime(regime_name).retention_days)
