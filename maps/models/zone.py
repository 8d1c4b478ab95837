"""Areas and lines in a camera's picture."""

import uuid

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera
from maps.models.preset import Preset


class Zone(models.Model):
    """Points are fractions of the picture, 0 to 1, so that a change of resolution moves nothing."""

    class Purpose(models.TextChoices):
        WATCH = "watch", _("watched area")
        LINE = "line", _("counting line")
        PRIVATE = "private", _("private, blanked before analysis")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="zones", verbose_name=_("camera"))
    preset = models.ForeignKey(
        Preset,
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="zones",
        verbose_name=_("preset"),
        help_text=_("The view of the camera in which the shape lies; none: in every view."),
    )
    name = models.CharField(_("name"), max_length=100)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.WATCH)
    points = models.JSONField(_("points"), help_text=_("[[x, y], …], fractions of the picture's width and height."))
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["camera", "name"]
        verbose_name = _("zone")
        constraints = [models.UniqueConstraint(fields=["camera", "name"], name="maps_zone_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.camera})"
