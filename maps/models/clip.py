"""Clips: some seconds before and after an event, masked before they came here, each with its erasure (R-30)."""

from django.contrib.gis.db import models

from maps.models.event import Event


class Clip(models.Model):
    """The masked clip of one event, H.264 in MP4, at most 4 MB.

    starts_at, ends_at: what it shows, of capture. track: times of its pictures, and where in each what the event is
    about was (``detectors.vision.film.strip``): drawn over them by whoever shows them.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="clip")
    mp4 = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    track = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    erase_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Clip of {self.event_id}"
