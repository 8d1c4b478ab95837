"""Who is on duty, which cameras were silent, what people write into the logbook, and hand over."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """One person's time on duty. seen_at: the last sign of life of the person's control room.

    everywhere, districts: what the person looks after; neither for an area of its own that holds no district. kinds: of
    alerts, none named is all.
    """

    class End(models.TextChoices):
        BY_HAND = "by_hand", _("by hand")
        ABSENT = "absent", _("the control room was closed")
        NO_RIGHT = "no_right", _("the right was withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    everywhere = models.BooleanField()
    districts = ArrayField(models.CharField(max_length=200), default=list)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    started_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, db_index=True)
    end = models.CharField(max_length=20, choices=End.choices, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("presence")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="shifts_on_duty_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.started_at:%F %R}"


class Silence(models.Model):
    """A time in which a camera that has a stream was not watched, though nobody had stopped it.

    ended_as: the state in which the camera came back; "gone" when it was taken away. The name is that of the time: the
    logbook outlives the camera.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera_id = models.UUIDField()
    camera_name = models.CharField(max_length=200)
    place = models.PointField()
    reason = models.JSONField(default=dict)
    began_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, db_index=True)
    ended_as = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["began_at", "id"]
        verbose_name = _("silence of a camera")
        constraints = [
            models.UniqueConstraint(
                fields=["camera_id"], condition=models.Q(ended_at=None), name="shifts_one_silence_a_camera"
            )
        ]

    def __str__(self) -> str:
        return f"{self.camera_name} {self.began_at:%F %R}"


class Note(models.Model):
    """What a person writes into the logbook. Never changed: a correction is a note that names the first.

    camera_id, camera_name, place: of the camera that it is about, at that time. Without one all who read the logbook
    read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    camera_id = models.UUIDField(null=True)
    camera_name = models.CharField(max_length=200, blank=True)
    place = models.PointField(null=True)
    corrects = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="corrections")

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("note")

    def __str__(self) -> str:
        return f"{self.by} {self.at:%F %R}"


class HandOver(models.Model):
    """What one shift leaves to the next, as it stood when the leaving person signed; signed for once by somebody else.

    everywhere, area, kinds: what the leaving person saw; whoever sees less does not read it. figures: counts of the
    shift. alerts: id and state of each open matter; what they showed stays with the alerts, and goes with them.
    silent, stops, snoozes: names, reasons and times.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    signed_at = models.DateTimeField(db_index=True)
    everywhere = models.BooleanField()
    area = models.MultiPolygonField(null=True)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    figures = models.JSONField()
    alerts = models.JSONField()
    silent = models.JSONField()
    stops = models.JSONField()
    snoozes = models.JSONField(default=list)
    words = models.TextField(blank=True, max_length=4000)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering = ["-signed_at", "id"]
        verbose_name = _("hand-over")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_by=None) | ~models.Q(taken_by=models.F("by")),
                name="shifts_another_person_signs",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.signed_at:%F %R}"
