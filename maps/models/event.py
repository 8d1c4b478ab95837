"""Events: what happened, where and when. The row holds plain facts and no picture, no track and no person."""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from maps.models.camera import Camera
from maps.models.city import District


class Event(models.Model):
    """A scene event with its place on Earth. Its id is made from what happened: taken in twice, it is one."""

    class PlaceSource(models.TextChoices):
        CALIBRATION = "calibration", _("calibration")
        CAMERA = "camera", _("place of the camera")

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    camera = models.ForeignKey(Camera, on_delete=models.PROTECT, related_name="events")
    place = models.PointField(_("place"))
    place_error = models.FloatField(_("error of the place"), help_text=_("Expected, in metres."))
    place_source = models.CharField(max_length=20, choices=PlaceSource.choices)
    street = models.CharField(_("street"), max_length=200, blank=True)
    district = models.ForeignKey(District, on_delete=models.SET_NULL, null=True, related_name="events")
    started_at = models.DateTimeField(_("began"))
    captured_at = models.DateTimeField(_("captured"), help_text=_("Capture time of the frame that fired the rule."))
    created_at = models.DateTimeField(_("taken in"), auto_now_add=True)
    score = models.FloatField(_("score"))
    facts = models.JSONField(default=dict)
    zone_id = models.UUIDField()
    zone_name = models.CharField(_("zone"), max_length=100)
    rule_id = models.UUIDField()
    rule_version = models.PositiveIntegerField()
    calibration_version = models.PositiveIntegerField(null=True)
    model_hash = models.CharField(max_length=64)
    authorisation_id = models.UUIDField()
    regime = models.CharField(max_length=20)

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
