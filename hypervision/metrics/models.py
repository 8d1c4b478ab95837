"""How much there ever was: sums that only grow, whatever is erased meanwhile."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """One row: all that came before ``until``, as ``totals.Totals`` writes it. Nothing in it tells of one event."""

    until = models.DateTimeField(null=True)
    totals = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("tally")

    def __str__(self) -> str:
        return f"{self.until}"
