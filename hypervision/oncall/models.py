"""People on call: in which order they are asked when nobody present may take an alert, and what they answered."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert


class OnCall(models.Model):
    """One person's place in the order. patience: how long an answer is waited for before the next one is asked."""

    rank = models.PositiveSmallIntegerField(_("rank"), unique=True, help_text=_("The lowest is asked first."))
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    patience = models.DurationField(
        _("answer awaited for"),
        default=timedelta(minutes=3),
        help_text=_("Hours, minutes and seconds, such as 0:03:00; then the next one is asked."),
    )

    class Meta:
        ordering = ["rank"]
        verbose_name = _("person on call")
        verbose_name_plural = _("people on call")

    def __str__(self) -> str:
        return f"{self.rank}: {self.person}"

    def clean(self) -> None:
        if self.patience is not None and not timedelta(seconds=30) <= self.patience <= timedelta(hours=1):
            raise ValidationError({"patience": _("Wait between 30 seconds and an hour.")})


class Call(models.Model):
    """That a person on call was asked for one alert, and what came of it.

    told_at: when the e-mail went. failure: why it did not go yet.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("is coming")
        DECLINED = "declined", _("cannot come")
        NONE = "none", _("did not answer")
        WITHDRAWN = "withdrawn", _("not needed any more")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="calls")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        verbose_name = _("call")
        constraints = [
            models.UniqueConstraint(fields=["alert"], condition=models.Q(answer=""), name="oncall_one_asked_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.asked_at:%F %T}"
