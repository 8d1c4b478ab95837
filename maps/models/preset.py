"""The views that a camera may have: a dome that is turned, a camera on rails, or the one view of a fixed camera."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera


class Preset(models.Model):
    """A view for which zones were drawn and a calibration was marked.

    background: the directions of the background's edges, coarsely, from a masked picture: enough to know the view
    again, and no picture (``detectors.vision.locate.background``). Without one it waits for its picture: then it is
    seen whenever no other view is. forgotten_at: it is looked for no more, and stays because versions name it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="presets")
    name = models.CharField(_("name"), max_length=100)
    background = models.BinaryField(null=True, editable=False)
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["camera", "name"]
        verbose_name = _("preset")
        constraints = [
            models.UniqueConstraint(fields=["camera", "name"], condition=Q(forgotten_at=None), name="maps_preset_name"),
            # Two that nobody knows could not be told apart.
            models.UniqueConstraint(
                fields=["camera"], condition=Q(forgotten_at=None, background=None), name="maps_one_preset_waits"
            ),
        ]

    def __str__(self) -> str:
        return self.name
