"""The kinds of alert that may have a procedure: those that the house suggests one for, and those that have one."""

from hypervision.procedures.models import Procedure
from hypervision.procedures.suggested import suggestions


def kinds() -> frozenset[str]:
    return frozenset(suggestions()) | frozenset(Procedure.objects.values_list("kind", flat=True))
