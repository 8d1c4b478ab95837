"""Sums of counting lie in months and are kept for COUNT_MONTHS of them."""

from datetime import datetime

from django.conf import settings

from hypervision.law import log
from hypervision.lib.months import Monthly, earlier

COUNTS = Monthly("maps_countbin", "starts_at")


def keep(now: datetime) -> None:
    """Makes the months to come and drops those that are over their time, which the log says."""
    COUNTS.make_ahead(now)
    for month in COUNTS.drop_before(earlier(now, settings.COUNT_MONTHS)):
        log.write("system", "retention.erase", "counts", month=f"{month:%Y-%m}")
