"""Networks (ONNX files), rules (what is looked for where) and watches (who watches a camera now)."""

import uuid

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert
from maps.models import Camera, Zone


class Network(models.Model):
    """An ONNX file that the product may load: by hash, with licence and card."""

    class Purpose(models.TextChoices):
        OBJECTS = "objects", _("finds persons and vehicles")
        FACES = "faces", _("finds faces, to mask them")
        PLATES = "plates", _("finds number plates, to mask them")
        THINGS = "things", _("finds further things, such as weapons")

    name = models.CharField(_("name"), max_length=100, unique=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    family = models.CharField(_("family"), max_length=40)
    file = models.CharField(_("file"), max_length=200, help_text=_("Inside the folder of weights."))
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    int8_sha256 = models.CharField(
        _("SHA-256 of its form with whole numbers"),
        max_length=64,
        blank=True,
        help_text=_("Made of this file by manage.py quantise; empty without."),
    )
    licence = models.CharField(_("licence"), max_length=100)
    classes = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("classes"))
    card = models.TextField(_("model card"))
    registered_at = models.DateTimeField(_("registered"), auto_now_add=True)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["purpose", "name"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"], condition=models.Q(active=True), name="detectors_one_active_network_a_purpose"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """When rules watch, by the city's clocks: a week, what holds on public holidays, and single days.

    week: for each day, Monday first, the spans [begin, end] in minutes since midnight. special: what holds on some days
    instead, as {"from", "to", "spans", "why"}.
    """

    class OnHolidays(models.TextChoices):
        USUAL = "usual", _("as on other days")
        SUNDAY = "sunday", _("as on Sundays")
        ALL_DAY = "all_day", _("all day")
        NEVER = "never", _("never")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    week = models.JSONField(_("week"))
    on_holidays = models.CharField(
        _("on public holidays"), max_length=10, choices=OnHolidays.choices, default=OnHolidays.USUAL
    )
    special = models.JSONField(_("special days"), default=list, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("schedule")

    def __str__(self) -> str:
        return self.name


class Rule(models.Model):
    """What is looked for in which zone of which camera. Each change makes a new version, which its events name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="rules", verbose_name=_("camera"))
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="rules", verbose_name=_("zone"))
    kind = models.CharField(_("kind"), max_length=40)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    severity = models.CharField(
        _("severity"), max_length=10, choices=Alert.Severity.choices, default=Alert.Severity.MEDIUM
    )
    schedule = models.ForeignKey(
        Schedule,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rules",
        verbose_name=_("schedule"),
        help_text=_("When it watches; none: always."),
    )
    enabled = models.BooleanField(_("enabled"), default=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        ordering = ["camera", "kind"]
        verbose_name = _("rule")

    def __str__(self) -> str:
        return f"{self.kind}: {self.zone}"


class Version(models.Model):
    """What a rule or a zone was from then on, who set it so, and why. Append-only; it outlives what it tells of.

    values: as ``versions.values_of`` reads them. by: a name, which stays when the account goes.
    """

    class Subject(models.TextChoices):
        RULE = "rule", _("rule")
        ZONE = "zone", _("zone")

    id = models.BigAutoField(primary_key=True)
    subject = models.CharField(_("subject"), max_length=10, choices=Subject.choices)
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=150)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    values = models.JSONField(_("values"))

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version")
        constraints = [
            models.UniqueConstraint(fields=["subject", "subject_id", "number"], name="detectors_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id} · {self.number}"


class Watch(models.Model):
    """Who watches a camera now: the lease (holder, token, expiry) and what the watch last said of itself.

    token: grows by one each time the lease changes hands; what an older token captured after that is not taken in.
    """

    class State(models.TextChoices):
        WATCHING = "watching", _("watching")
        RECONNECTING = "reconnecting", _("reconnecting")
        NOT_WATCHING = "not_watching", _("not watching")
        STOPPED = "stopped", _("stopped by a person")
        NOT_AUTHORISED = "not_authorised", _("not authorised")

    camera = models.OneToOneField(Camera, on_delete=models.CASCADE, primary_key=True, related_name="watch")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.NOT_WATCHING)
    reason = models.JSONField(_("reason"), default=dict, blank=True)
    since = models.DateTimeField(_("since"))
    worker = models.CharField(_("worker"), max_length=200, blank=True)
    token = models.BigIntegerField(_("lease"), default=0)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True)
    expires_at = models.DateTimeField(_("lease expires"), null=True)
    analysed = models.BigIntegerField(_("pictures analysed"), default=0)
    dropped = models.BigIntegerField(_("pictures dropped"), default=0)
    lost = models.BigIntegerField(_("events lost"), default=0)
    rate = models.FloatField(_("pictures per second"), default=0)
    frame_age_ms = models.FloatField(_("age of the pictures (ms)"), null=True)
    engine = models.CharField(_("engine of the network"), max_length=40, blank=True)
    looked_share = models.FloatField(
        _("share of the pictures that the network looked at"),
        null=True,
        help_text=_("In the others nothing had moved."),
    )
    unexplained = models.FloatField(
        _("share of what is new in the pictures that the network does not explain"),
        null=True,
        help_text=_("From a half on the masks are doubtful."),
    )

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")

    def __str__(self) -> str:
        return f"{self.camera} {self.state}"


class Lease(models.Model):
    """History of leases: a late event is judged by who held its camera when it was captured.

    counted: the number of the last batch of sums that is in (``detectors/counts.py``).
    """

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="leases")
    token = models.BigIntegerField()
    worker = models.CharField(max_length=200)
    taken_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    counted = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["camera", "-token"]
        constraints = [models.UniqueConstraint(fields=["camera", "token"], name="detectors_lease_token")]

    def __str__(self) -> str:
        return f"{self.camera_id} #{self.token} {self.worker}"
