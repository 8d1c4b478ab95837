"""Numbers of what was erased: the only thing that an event leaves behind, so that a gap is never read as a zero."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera


class ErasedHour(models.Model):
    """How many events of one camera, kind and hour (UTC) were erased when their time was over, without exercises.

    camera: None for those that no camera saw; their places are gone, so whoever sees the whole city alone is told.
    kind: empty in rows of before kinds were kept apart; they are seen by their place alone. unreviewed: those of them
    whose alert no person had judged by then (R-20). is_told: whether the figures of the dashboard still count them, as
    they do of what was erased since there are roll-ups (``hypervision.board.models``).
    """

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, null=True, related_name="erased_hours")
    starts_at = models.DateTimeField(_("from"))
    kind = models.CharField(_("kind"), max_length=40, blank=True, default="")
    events = models.PositiveIntegerField(_("events"))
    unreviewed = models.PositiveIntegerField(_("never reviewed"))
    is_told = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_at", "camera"]
        verbose_name = _("erased hour")
        constraints = [
            models.UniqueConstraint(
                fields=["starts_at", "camera", "kind", "is_told"],
                nulls_distinct=False,
                name="maps_one_erased_hour_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.camera} {self.starts_at:%Y-%m-%d %H:%M} {self.events}"
