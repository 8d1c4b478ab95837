"""Incidents: alerts that belong together, and the story of how they came together and apart."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert


class Incident(models.Model):
    """Alerts that belong together. Whether it is open follows from its alerts; a single alert is no incident.

    opened_at, newest_at, area, kinds: of its alerts, kept for the search alone. area: a box around their places.
    by_hand: a person has shaped it, so the machine adds new alerts to it but never merges it with another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField(_("opened"))
    newest_at = models.DateTimeField(_("newest alert"))
    area = models.PolygonField(_("area"))
    kinds = ArrayField(models.CharField(max_length=40))
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ["-opened_at", "-id"]
        verbose_name = _("incident")

    def __str__(self) -> str:
        return f"{self.id}"


class Member(models.Model):
    """Where an alert belongs: to one incident at most, or to none.

    apart: a person took it out of an incident, and the machine leaves it alone. kind, camera, place, error (metres), at
    and is_real are those of its event, which never change; they lie here for the index.
    """

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, primary_key=True, related_name="membership")
    incident = models.ForeignKey(Incident, on_delete=models.SET_NULL, null=True, related_name="members", db_index=False)
    apart = models.BooleanField(default=False)
    kind = models.CharField(max_length=40)
    camera = models.UUIDField(null=True)
    place = models.PointField(spatial_index=False)
    error = models.FloatField()
    at = models.DateTimeField()
    is_real = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "-at"], name="incidents_newest"),
            GistIndex(
                fields=["place", "at"],
                condition=models.Q(incident=None, apart=False),
                name="incidents_alone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} in {self.incident_id}"


class IncidentStep(models.Model):
    """One step of an incident's story. Never changed, never taken back: undoing is a step, too.

    by: None where the machine did it. facts: of what the machine joined, how near and how soon it was. undoes: the step
    that was taken back.
    """

    class Verb(models.TextChoices):
        JOINED = "joined", _("joined")
        SPLIT = "split", _("split")
        MERGED = "merged", _("merged")
        UNDONE = "undone", _("undone")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    facts = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    class Meta:
        ordering = ["id"]
        verbose_name = _("step")

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.verb}"


class IncidentMove(models.Model):
    """That a step took an alert from one incident to another; None: from or to standing alone.

    alert: without a constraint, since checking it would wait for whoever erases that alert, who waits for the journal.
    """

    step = models.ForeignKey(IncidentStep, on_delete=models.CASCADE, related_name="moves")
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="moves", db_constraint=False)
    source = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="+")
    target = models.ForeignKey(Incident, on_delete=models.CASCADE, null=True, related_name="+")
    was_apart = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("move")

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.source_id} → {self.target_id}"
