"""The kinds of alert that may have a procedure: those that are detected, and those that only people raise."""

from hypervision.alerts.kinds import BY_OTHERS
from hypervision.procedures.selectors import all_newest
from hypervision.procedures.suggested import suggestions


def kinds() -> frozenset[str]:
    """The house suggests a procedure for each that is detected; what was written for others stays."""
    written = (kind for version in all_newest().values() for kind in version.kinds)
    return frozenset(suggestions()) | frozenset(BY_OTHERS) | frozenset(written)
