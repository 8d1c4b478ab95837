"""Events: what happened, where and when. The row holds plain facts and no picture, no track and no person."""

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera
from maps.models.city import District


class Event(models.Model):
    """A scene event with its place on Earth. Its id is made from what happened: taken in twice, it is one.

    camera: None where no camera saw it, because a person or another system says so. Then there is neither zone, rule,
    network, authorisation nor score, and the regime is empty, which is kept as long as the strictest one allows.
    is_real: False in an exercise; ask ``maps.reality``.
    """

    class PlaceSource(models.TextChoices):
        CALIBRATION = "calibration", _("calibration")
        CAMERA = "camera", _("place of the camera")
        PERSON = "person", _("marked by a person")
        SYSTEM = "system", _("told by another system")
        ADDRESS = "address", _("somewhere in the street that was named")
        DISTRICT = "district", _("somewhere in the district that was named")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, null=True, related_name="events")
    place = models.PointField(_("place"))
    place_error = models.FloatField(_("error of the place"), help_text=_("Expected, in metres."))
    place_source = models.CharField(max_length=20, choices=PlaceSource.choices)
    street = models.CharField(_("street"), max_length=200, blank=True)
    district = models.ForeignKey(District, on_delete=models.SET_NULL, null=True, related_name="events")
    started_at = models.DateTimeField(_("began"))
    captured_at = models.DateTimeField(_("captured"), help_text=_("Capture time of the frame that fired the rule."))
    created_at = models.DateTimeField(_("taken in"), auto_now_add=True)
    score = models.FloatField(_("score"), null=True)
    facts = models.JSONField(default=dict)
    zone_id = models.UUIDField(null=True)
    zone_name = models.CharField(_("zone"), max_length=100, blank=True)
    rule_id = models.UUIDField(null=True)
    rule_version = models.PositiveIntegerField(null=True)
    calibration_version = models.PositiveIntegerField(null=True)
    model_hash = models.CharField(max_length=64, blank=True)
    authorisation_id = models.UUIDField(null=True)
    regime = models.CharField(max_length=20, blank=True)
    is_real = models.BooleanField(default=True)

    class Meta:
        ordering = ["-captured_at", "-id"]
        verbose_name = _("event")
        indexes = [
            models.Index(fields=["-captured_at", "-id"], name="maps_event_newest"),
            models.Index(fields=["camera", "-captured_at"], name="maps_event_of_camera"),
            models.Index(fields=["regime", "captured_at"], name="maps_event_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.captured_at:%Y-%m-%d %H:%M:%S}"

    @property
    def seen_from(self) -> Point:
        """The place that decides who sees it (``maps.sight``): of its camera; without one, its own."""
        return self.camera.location if self.camera else self.place
