"""Alerts: events that ask for the verdict of a person, and the story of what people decided."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from maps.models import Event


class Alert(models.Model):
    """An event that waits for, or has, a human verdict (R-20)."""

    class State(models.TextChoices):
        NEW = "new", _("new")
        CLAIMED = "claimed", _("claimed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUTED = "refuted", _("refuted")

    class Severity(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="alert")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("raised"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("alert")
        indexes = [models.Index(fields=["state", "-created_at"], name="alerts_queue")]

    def __str__(self) -> str:
        return f"{self.event} ({self.state})"


class AlertStep(models.Model):
    """One step of an alert's story: a change of state, or (from equal to) a note. Never changed, never taken back."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=20, choices=Alert.State.choices)
    to_state = models.CharField(max_length=20, choices=Alert.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
