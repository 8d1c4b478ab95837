"""Sums of line crossings in bins of five minutes: the only thing that counting leaves behind."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera
from maps.models.zone import Zone

BIN_SECONDS = 300


class CountBin(models.Model):
    """How many objects of one label crossed one line in one direction during five minutes."""

    line = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="counts")
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="counts")
    starts_at = models.DateTimeField(_("from"))
    label = models.CharField(_("label"), max_length=20)
    forward = models.BooleanField(_("forward"))
    count = models.PositiveIntegerField(_("count"))

    class Meta:
        ordering = ["-starts_at", "line", "label", "forward"]
        verbose_name = _("count")
        constraints = [
            models.UniqueConstraint(fields=["line", "starts_at", "label", "forward"], name="maps_one_count_a_bin")
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.starts_at:%Y-%m-%d %H:%M} {self.label} {self.count}"
