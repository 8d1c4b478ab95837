"""What the law asks to be kept: authorisations (R-04), stops (R-24) and the log (R-33, R-36).

Cameras are named by id and place, never by a foreign key: law imports no other room.
"""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class Authorisation(models.Model):
    """Permission to run some kinds of analytics on some cameras for some time, with all that R-04 asks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    regime = models.CharField(_("regime"), max_length=20)
    controller = models.CharField(_("controller"), max_length=200, help_text=_("Who answers for the processing."))
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("event kinds"))
    reasons = models.TextField(_("reasons"), help_text=_("Why each kind is needed here."))
    perimeter = models.MultiPolygonField(_("perimeter"), help_text=_("The cameras inside this area are covered."))
    notice = models.TextField(_("public notice"), help_text=_("The text that informs the public."))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    order_reference = models.CharField(_("order"), max_length=200)
    order_sha256 = models.CharField(_("SHA-256 of the order"), max_length=64)
    model_hash = models.CharField(_("SHA-256 of the attested network"), max_length=64)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = _("authorisation")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="law_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.order_reference} ({self.regime})"

    def clean(self) -> None:
        from hypervision.law.authorisations import check  # the checks read this model

        check(self)


class Recipient(models.Model):
    """A city system that may be told of alerts before a person has confirmed them (R-16), under one authorisation."""

    authorisation = models.ForeignKey(Authorisation, on_delete=models.CASCADE, related_name="recipients")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("recipient of unreviewed alerts")
        verbose_name_plural = _("recipients of unreviewed alerts")
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "account"], name="law_recipient_once"),
        ]

    def __str__(self) -> str:
        return str(self.account)


class Stop(models.Model):
    """Analytics were stopped: of a camera, of a kind, of a kind on a camera, or (neither named) of the whole system.

    It holds until somebody lifts it; a restart does not lift it. by: a person; None where precision fell below its
    floor (R-45) and the product did it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera_id = models.UUIDField(_("camera"), null=True, blank=True)
    place = models.PointField(_("place of the camera"), null=True, blank=True)
    kind = models.CharField(_("event kind"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    at = models.DateTimeField(_("stopped"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at"]
        verbose_name = _("stop")

    def __str__(self) -> str:
        return self.reason


class SiteValidation(models.Model):
    """A person has tried one kind on one camera, on site, and signs how well it does there (R-43).

    It holds for one network, until it is withdrawn. begins, ends: the time whose alerts were looked at, and of them
    judged, confirmed and, reported by people, missed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera_id = models.UUIDField(_("camera"))
    place = models.PointField(_("place of the camera"))
    kind = models.CharField(_("event kind"), max_length=40)
    model_hash = models.CharField(_("SHA-256 of the attested network"), max_length=64)
    begins = models.DateTimeField(_("from"), null=True)
    ends = models.DateTimeField(_("until"))
    judged = models.PositiveIntegerField(_("judged"))
    confirmed = models.PositiveIntegerField(_("confirmed"))
    missed = models.PositiveIntegerField(_("missed"))
    statement = models.TextField(_("statement"), max_length=2000)
    signed_at = models.DateTimeField(_("signed"))
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.CharField(_("why it was withdrawn"), max_length=500, blank=True)

    class Meta:
        ordering = ["-signed_at"]
        verbose_name = _("site validation")
        constraints = [
            models.UniqueConstraint(
                fields=["camera_id", "kind"],
                condition=models.Q(withdrawn_at=None),
                name="law_one_standing_validation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.camera_id}"


class LogEntry(models.Model):
    """One entry of the log of consultation, change, verdict and erasure; append-only, hashed with the one before."""

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"
