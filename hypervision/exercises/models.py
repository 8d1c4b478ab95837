"""Exercises: a script that is played with alerts that are none, and the record of who took part (R-23)."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert


class Exercise(models.Model):
    """One time that a script is played, from its start until somebody, or time, ends it.

    places: of its alerts; whoever sees them all reads it. ended_by: None where time did it. record: who took part and
    what they did, written at the end, because its alerts are erased before it; None until then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    places = models.MultiPointField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("began"), db_index=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    record = models.JSONField(null=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("exercise")

    def __str__(self) -> str:
        return self.title


class Cue(models.Model):
    """One alert of a script, raised when its time has come. alert: None before that, and after it was erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="cues")
    second = models.PositiveIntegerField(_("second"))
    kind = models.CharField(_("kind"), max_length=40)
    severity = models.CharField(_("severity"), max_length=10, choices=Alert.Severity.choices)
    place = models.PointField()
    text = models.TextField(_("text"), blank=True, max_length=2000)
    raised_at = models.DateTimeField(null=True)
    alert = models.OneToOneField(Alert, on_delete=models.SET_NULL, null=True, related_name="cue")

    class Meta:
        ordering = ["second", "id"]
        verbose_name = _("cue")

    def __str__(self) -> str:
        return f"{self.second} s: {self.kind}"
