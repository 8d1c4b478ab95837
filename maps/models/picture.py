"""Pictures, masked before they came here, each with the moment at which it is erased (R-30)."""

from django.contrib.gis.db import models

from maps.models.camera import Camera
from maps.models.event import Event
from maps.models.preset import Preset


class MaskedPicture(models.Model):
    jpeg = models.BinaryField()
    captured_at = models.DateTimeField()
    erase_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True


class Picture(MaskedPicture):
    """The masked picture of one event, at most 60 kB."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="picture")

    def __str__(self) -> str:
        return f"Picture of {self.event_id}"


class Still(MaskedPicture):
    """The newest masked picture of one camera, to draw zones on.

    background: the edges of what stands still in it, to make a preset of (``detectors.vision.locate.background``).
    preset: at which of its presets the camera looked; None where it has none.
    """

    camera = models.OneToOneField(Camera, on_delete=models.CASCADE, primary_key=True, related_name="still")
    background = models.BinaryField(null=True)
    preset = models.ForeignKey(Preset, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"Still of {self.camera_id}"
