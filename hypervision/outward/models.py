"""Who is told what happens, by HTTP, and what became of each message."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from hypervision.accounts.rights import Role


class Webhook(models.Model):
    """An address of another system. Its account's perimeter, kinds and rights decide what it hears.

    secret, old_secret: encrypted; the old one signs, too, until old_until. position: number of the last entry of the
    journal that was read for it. failing_since: since when every attempt has failed.
    """

    class Stopped(models.TextChoices):
        BY_HAND = "by_hand", _("stopped by a person")
        GONE = "gone", _("the receiver said that it is gone (410)")
        FAILING = "failing", _("nothing was taken for three days")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"role": Role.SYSTEM},
        verbose_name=_("account"),
        help_text=_("The city system that listens. Its perimeter and kinds decide what is sent."),
    )
    url = models.CharField(_("address"), max_length=500, help_text=_("https://…, without name and password."))
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("messages"))
    secret = models.BinaryField()
    old_secret = models.BinaryField(null=True)
    old_until = models.DateTimeField(null=True)
    stopped = models.CharField(_("stopped"), max_length=10, choices=Stopped.choices, blank=True)
    position = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(_("made"))
    failing_since = models.DateTimeField(_("failing since"), null=True)
    succeeded_at = models.DateTimeField(_("last taken"), null=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message for one webhook. Its id stays the same over all attempts.

    number: of the journal's entry that caused it; 0 for none. alert: of which it speaks. body: JSON, empty once the
    alert is erased. right, place, event_kind: what the account must still see when it is sent; without a right nothing
    is asked. lease_until: somebody is sending it now.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        SENT = "sent", _("taken")
        DEAD = "dead", _("dead end")
        WITHDRAWN = "withdrawn", _("withdrawn before it was taken")
        ERASED = "erased", _("erased before it was taken")

    class Problem(models.TextChoices):
        STATUS = "status", _("answered with an error")
        GONE = "gone", _("answered that it is gone")
        REDIRECT = "redirect", _("leads elsewhere, which is not followed")
        TIMEOUT = "timeout", _("did not answer in time")
        CUT_OFF = "cut_off", _("not reached, or cut off in the middle")
        CERTIFICATE = "certificate", _("its certificate does not hold")
        UNRESOLVED = "unresolved", _("its name leads nowhere")
        REFUSED = "refused", _("its address is not allowed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    kind = models.CharField(_("message"), max_length=40)
    number = models.BigIntegerField(default=0)
    alert = models.UUIDField(_("alert"), null=True)
    body = models.TextField(_("content"), blank=True)
    right = models.CharField(max_length=40, blank=True)
    place = models.PointField(null=True)
    event_kind = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    made_at = models.DateTimeField(_("made"))
    first_at = models.DateTimeField(help_text=_("From here on the days are counted in which it is tried."))
    next_at = models.DateTimeField(_("next attempt"))
    lease_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    problem = models.CharField(_("problem"), max_length=12, choices=Problem.choices, blank=True)
    status = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    answer = models.CharField(_("last answer"), max_length=300, blank=True)

    class Meta:
        ordering = ["-made_at", "-number"]
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(fields=["webhook", "next_at"], condition=models.Q(state="waiting"), name="outward_due"),
            models.Index(fields=["-made_at", "-number"], name="outward_newest"),
            models.Index(fields=["alert"], condition=models.Q(alert__isnull=False), name="outward_of_alert"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "number"], condition=models.Q(number__gt=0), name="outward_one_an_entry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%F %T}"


class Told(models.Model):
    """What a webhook was told last of an alert or a camera (subject). event: of an alert; None of a camera."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="told")
    subject = models.UUIDField()
    event = models.UUIDField(null=True)
    state = models.CharField(max_length=20)

    class Meta:
        verbose_name = _("what was told")
        constraints = [models.UniqueConstraint(fields=["webhook", "subject"], name="outward_told_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"
