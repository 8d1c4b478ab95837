"""The log is kept as long as the law asks and no longer (R-34): month by month, each dropped whole."""

from datetime import datetime, timedelta

from django.conf import settings

from hypervision.law import log
from hypervision.lib.months import Monthly

LOG = Monthly("law_logentry", "at")


def keep(now: datetime) -> None:
    """Makes the months to come and drops those of which no entry is younger than LOG_DAYS; the log says so."""
    LOG.make_ahead(now)
    for month in LOG.drop_before(now - timedelta(days=settings.LOG_DAYS)):
        log.write("system", "retention.erase", "log", month=f"{month:%Y-%m}")
