"""Alerts: events that ask for the verdict of a person, and the story of what people decided."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maps.models import Camera, Event


class Alert(models.Model):
    """An event that waits for, or has, a human verdict (R-20).

    source, raised_by, words: of one that a person or another system raised; empty for the machine's.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        ESCALATED = "escalated", _("escalated")
        CLAIMED = "claimed", _("claimed")
        CONFIRMED = "confirmed", _("confirmed")
        REFUTED = "refuted", _("refuted")
        CLOSED = "closed", _("closed")
        EXPIRED = "expired_unreviewed", _("expired unreviewed")

    class Severity(models.TextChoices):
        LOW = "low", _("low")
        MEDIUM = "medium", _("medium")
        HIGH = "high", _("high")

    class Source(models.TextChoices):
        """How a person heard of it, or that another system told it. The machine's own alerts have none."""

        PHONE = "phone", _("phone")
        RADIO = "radio", _("radio")
        WALL = "wall", _("seen on the wall")
        PATROL = "patrol", _("patrol")
        SCRIPT = "script", _("script of an exercise")
        SYSTEM = "system", _("another system of the city")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="alert")
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.NEW)
    created_at = models.DateTimeField(_("raised"), auto_now_add=True)
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("alert")
        indexes = [models.Index(fields=["state", "-created_at"], name="alerts_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(source="", raised_by=None)
                | (~models.Q(source="") & models.Q(raised_by__isnull=False)),
                name="alerts_by_hand_has_a_hand",
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.state})"


class AlertStep(models.Model):
    """One step of an alert's story: a change of state, or (from equal to) a note. Never changed, never taken back.

    by: None where time did it. reason: of a refutation, or the outcome of a closed alert. informed: who was called.
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="steps")
    from_state = models.CharField(max_length=20, choices=Alert.State.choices)
    to_state = models.CharField(max_length=20, choices=Alert.State.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    informed = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class Handling(models.Model):
    """What another system of the city says of an alert that it was given: under which number it works on it, how far.

    reference: of that system. Never changed: each step is a row.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        ON_THE_WAY = "on_the_way", _("on the way")
        DONE = "done", _("done")

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="handlings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("reference"), max_length=100)
    state = models.CharField(_("state"), max_length=20, choices=State.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("handling")

    def __str__(self) -> str:
        return f"{self.reference} ({self.state})"


class Deadline(models.Model):
    """How long an alert of one severity may wait before the supervisor is asked, and before it expires unreviewed."""

    severity = models.CharField(_("severity"), max_length=10, choices=Alert.Severity.choices, primary_key=True)
    escalate_after = models.DurationField(
        _("unclaimed, to the supervisor after"), help_text=_("Hours, minutes and seconds, such as 0:03:00.")
    )
    expire_after = models.DurationField(
        _("without a verdict, expired after"),
        help_text=_("At most a day: the control room holds no older alerts. What expired is counted (R-20)."),
    )

    class Meta:
        verbose_name = _("deadline")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expire_after__gt=models.F("escalate_after")), name="alerts_supervisor_before_expiry"
            ),
            models.CheckConstraint(
                condition=models.Q(escalate_after__gt=timedelta(0), expire_after__lte=timedelta(days=1)),
                name="alerts_deadline_within_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.get_severity_display()

    def clean(self) -> None:
        """What the constraints say, as sentences beside the fields."""
        if self.escalate_after is None or self.expire_after is None:
            return
        if self.escalate_after <= timedelta(0):
            raise ValidationError({"escalate_after": _("Give the people in the room some time.")})
        if self.expire_after > timedelta(days=1):
            raise ValidationError({"expire_after": _("An alert leaves the control room after 24 hours.")})
        if self.expire_after <= self.escalate_after:
            raise ValidationError({"expire_after": _("The supervisor must be asked before the alert expires.")})


class Snooze(models.Model):
    """Alerts of one kind of one camera wait aside, without sound, until a time; a person says why, and all see it.

    Nothing is lost: what comes meanwhile is raised, kept, and expires as any other alert does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="snoozes")
    place = models.PointField(help_text=_("Where the camera stood then: who sees it there hears of the snooze."))
    kind = models.CharField(_("event kind"), max_length=40)
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("began"))
    until = models.DateTimeField(_("until"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended early"), null=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("snooze")
        constraints = [
            models.UniqueConstraint(
                fields=["camera", "kind"], condition=models.Q(ended_at=None), name="alerts_one_snooze"
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Miss(models.Model):
    """A person says that a camera should have seen what was raised by hand. It goes with that alert.

    kind: that of the alert. taken_back_by: the same person, or a supervisor; it counts no more, and stays.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="misses")
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="misses")
    kind = models.CharField(_("event kind"), max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("reported"))
    taken_back_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(_("taken back"), null=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("miss")
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "camera"], condition=models.Q(taken_back_at=None), name="alerts_one_miss_a_camera"
            )
        ]
        indexes = [models.Index(fields=["camera", "kind"], name="alerts_misses_of_camera")]

    def __str__(self) -> str:
        return f"{self.camera_id} {self.kind}"


class CellSum(models.Model):
    """How many alerts of one kind, state and severity lie in a cell of the map, by day or hour in UTC (``cells``).

    level, x, y: the cell, a tile of that zoom. hours: 24 for a day, 1 for an hour. east, south: how far inside of the
    cell they lie, added up, in its 4096 parts. is_loose: a difference that beat folds in later; rows of one key add up.
    """

    level = models.SmallIntegerField()
    x = models.IntegerField()
    y = models.IntegerField()
    starts_at = models.DateTimeField()
    hours = models.SmallIntegerField()
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20)
    severity = models.CharField(max_length=10)
    count = models.IntegerField()
    east = models.BigIntegerField()
    south = models.BigIntegerField()
    is_loose = models.BooleanField()

    class Meta:
        verbose_name = _("sum of a cell")
        indexes = [
            models.Index(
                fields=["level", "x", "y", "starts_at"], condition=models.Q(hours=24), name="alerts_cells_by_day"
            ),
            models.Index(
                fields=["level", "starts_at", "x", "y"], condition=models.Q(hours=1), name="alerts_cells_by_hour"
            ),
            models.Index(fields=["hours"], condition=models.Q(is_loose=True), name="alerts_loose_cells"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y} {self.starts_at:%Y-%m-%d %H}"
