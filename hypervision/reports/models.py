"""Reports (R-37): what is kept of each day for them, the reports themselves, and who gets them by mail."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Day(models.Model):
    """What may be told of the events of one day of the city's calendar, in fives; it outlives the events (R-30).

    told: see ``counting.count``. gone: how many events of the day had been erased when it was counted; once more of
    them are, it is counted no more.
    """

    day = models.DateField(_("day"), primary_key=True)
    told = models.JSONField()
    gone = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField(_("counted"))

    class Meta:
        ordering = ["day"]
        verbose_name = _("day of the reports")

    def __str__(self) -> str:
        return f"{self.day}"


class Report(models.Model):
    """The report of a week or a quarter in one language. Never changed: where figures changed there is a new edition.

    ends_on: the last day that it tells of; before the end of its period it is "so far". figures: all that the paper
    is made of, the same in each language; digest: their SHA-256. made_by: None where beat made it.
    """

    class Span(models.TextChoices):
        WEEK = "week", _("Week")
        QUARTER = "quarter", _("Quarter")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    span = models.CharField(_("period"), max_length=10, choices=Span.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    figures = models.JSONField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()

    class Meta:
        ordering = ["-ends_on", "span", "-edition", "language"]
        verbose_name = _("report")
        constraints = [
            models.UniqueConstraint(
                fields=["span", "starts_on", "ends_on", "edition", "language"], name="reports_one_of_each_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.span} {self.starts_on} {self.language} {self.edition}"


class Subscription(models.Model):
    """That an account gets each report of one span by mail. It is judged anew each time whether it may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    span = models.CharField(_("period"), max_length=10, choices=Report.Span.choices)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    made_at = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["person__username", "span"]
        verbose_name = _("subscription of reports")
        constraints = [models.UniqueConstraint(fields=["person", "span"], name="reports_one_subscription")]

    def __str__(self) -> str:
        return f"{self.person} {self.span} {self.language}"


class Mailing(models.Model):
    """One report on its way to one person: there is one row of the two, so it is sent once.

    subscription: None when it was ended meanwhile. next_at: when it is tried again. problem: why it did not go yet.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENDING = "sending", _("is being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("perhaps sent: the mail server fell silent")
        LEFT = "left", _("not sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="mailings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subscription = models.ForeignKey(Subscription, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)

    class Meta:
        ordering = ["next_at"]
        verbose_name = _("mailing of a report")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="reports_sent_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="reports_due")]

    def __str__(self) -> str:
        return f"{self.report} → {self.person} ({self.state})"
