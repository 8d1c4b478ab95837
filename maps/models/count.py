"""Sums in bins of five minutes: the only thing that counting and measuring leave behind."""

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera
from maps.models.zone import Zone

BIN_SECONDS = 300


class CountBin(models.Model):
    """What was counted or measured of the objects of one label at one zone or line during five minutes.

    way: which of several ways, such as "forward". objects_seen: how many objects stand behind it. basis: how much its
    values count, one for an object or seconds for what lasts. total, squares: of the values, and of their squares,
    times basis. variances: of the values' errors (1 sigma), times basis. classes: how many speeds lie in each class of
    10 km/h, empty for all else. No value of a single object is kept.
    """

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="counts")
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="counts")
    starts_at = models.DateTimeField(_("from"))
    kind = models.CharField(_("kind"), max_length=40)
    measure = models.CharField(_("measure"), max_length=20)
    label = models.CharField(_("label"), max_length=20)
    way = models.CharField(_("way"), max_length=20)
    objects_seen = models.PositiveIntegerField(_("objects"))
    basis = models.FloatField(_("basis"))
    total = models.FloatField(_("total"))
    squares = models.FloatField(_("squares"))
    variances = models.FloatField(_("variances"))
    classes = ArrayField(models.PositiveIntegerField(), default=list, blank=True, verbose_name=_("classes"))

    class Meta:
        ordering = ["-starts_at", "zone", "kind", "measure", "label", "way"]
        verbose_name = _("count")
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="maps_countbin_newest"),
            models.Index(fields=["zone", "kind", "measure", "label", "way", "starts_at"], name="maps_countbin_stream"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "starts_at", "kind", "measure", "label", "way"], name="maps_one_sum_a_bin"
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone} {self.starts_at:%Y-%m-%d %H:%M} {self.measure} {self.label} {self.objects_seen}"
