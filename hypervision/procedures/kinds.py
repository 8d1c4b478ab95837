"""The kinds of alert that may have a procedure: those that are detected, and those that only people raise."""

from hypervision.alerts.kinds import BY_PEOPLE
from hypervision.procedures.models import Procedure
from hypervision.procedures.suggested import suggestions


def kinds() -> frozenset[str]:
    """The house suggests a procedure for each that is detected; what was written for others stays."""
    return frozenset(suggestions()) | frozenset(BY_PEOPLE) | frozenset(Procedure.objects.values_list("kind", flat=True))
