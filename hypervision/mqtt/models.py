"""Brokers that messages go to and come from, what is read there, and what became of it."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _

from hypervision.accounts.rights import Role
from hypervision.alerts.models import Alert


class Broker(models.Model):
    """An MQTT broker. Its account's perimeter, kinds and rights decide what goes out and what comes in.

    secret: the password, encrypted. certificate, certificate_key: ours, which it asks for; the key is encrypted. path:
    of WebSocket. position: number of the last entry of the journal that was read for it.
    cameras_told: the broker keeps the state of each camera. subscribed: filters that the session at the broker holds.
    taken_last: which messages were taken in last (``again``). version: grows with each change, so that the process
    connects anew. seen_at: the process's sign of life.
    """

    class Protocol(models.TextChoices):
        V5 = "5", "MQTT 5"
        V311 = "3.1.1", "MQTT 3.1.1"

    class Transport(models.TextChoices):
        TCP = "tcp", _("as usual")
        WEBSOCKET = "websocket", "WebSocket"

    class Layout(models.TextChoices):
        OWN = "own", _("our own topics")
        FRIGATE = "frigate", _("topics as Frigate has them")

    class Problem(models.TextChoices):
        UNRESOLVED = "unresolved", _("its name leads nowhere")
        REFUSED = "refused", _("its address is not allowed")
        UNREACHABLE = "unreachable", _("nobody answers there")
        CERTIFICATE = "certificate", _("its certificate does not hold")
        OUR_CERTIFICATE = "our_certificate", _("it does not take our certificate")
        WEBSOCKET = "websocket", _("it speaks no MQTT over WebSocket there")
        LOGIN = "login", _("it refuses the user or the password")
        REJECTED = "rejected", _("it rejects the connection")
        CUT_OFF = "cut_off", _("the connection was cut off")
        SUBSCRIBE = "subscribe", _("it does not let us read a topic")
        PUBLISH = "publish", _("it does not let us write to a topic")
        FAULT = "fault", _("the process met a fault and connects anew")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=100, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"role": Role.SYSTEM},
        verbose_name=_("account"),
        help_text=_("The city system behind the broker. Its perimeter and kinds decide what is sent and taken in."),
    )
    host = models.CharField(_("host"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=8883, help_text=_("Mostly 8883 with TLS, 1883 without."))
    tls = models.BooleanField("TLS", default=True)
    ca = models.TextField(
        _("certificates of its authority"),
        blank=True,
        help_text=_("PEM, as text. Empty: the authorities of this machine and of OUTWARD_CA_FILE."),
    )
    certificate = models.TextField(
        _("our certificate"),
        blank=True,
        help_text=_("PEM, where the broker asks for one (mutual TLS): our own first, then those between."),
    )
    certificate_key = models.BinaryField(null=True)
    transport = models.CharField(_("transport"), max_length=9, choices=Transport.choices, default=Transport.TCP)
    path = models.CharField(_("path"), max_length=200, default="/mqtt", help_text=_("Of WebSocket; mostly /mqtt."))
    username = models.CharField(_("user"), max_length=200, blank=True)
    secret = models.BinaryField(null=True)
    protocol = models.CharField(
        _("protocol"),
        max_length=5,
        choices=Protocol.choices,
        default=Protocol.V5,
        help_text=_("MQTT 3.1.1 only where the broker does not know MQTT 5."),
    )
    layout = models.CharField(_("topics"), max_length=7, choices=Layout.choices, default=Layout.OWN)
    prefix = models.CharField(_("prefix of topics"), max_length=100, default="hypervision")
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("messages"), blank=True, default=list)
    stopped = models.BooleanField(_("stopped"), default=False)
    position = models.BigIntegerField(default=0)
    subscribed = ArrayField(models.CharField(max_length=500), default=list)
    cameras_told = models.BooleanField(default=False)
    taken_last = models.BinaryField(default=bytes)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("made"))
    seen_at = models.DateTimeField(null=True)
    connected_since = models.DateTimeField(_("connected since"), null=True)
    problem = models.CharField(_("problem"), max_length=15, choices=Problem.choices, blank=True)
    detail = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("MQTT broker")
        verbose_name_plural = _("MQTT brokers")

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """What is read on a broker, and how a message becomes an event of the closed model (``inward.reading``).

    labels: of Frigate, what it finds to one of our kinds. places: camera of Frigate or topic to "lon, lat" or the name
    of a street; "*" for all others. Paths are JSON paths to one value; an empty value_path: the whole message is it.
    threshold: from here on a reading asks for a verdict (severity); back: once it came back here, it does so again.
    refusal: why an event was refused last: its topic, and what was said of it as ``lib.said`` keeps it.
    """

    class Source(models.TextChoices):
        READING = "reading", _("a reading")
        FRIGATE = "frigate", _("events of Frigate")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    broker = models.ForeignKey(
        Broker, on_delete=models.CASCADE, related_name="subscriptions", verbose_name=_("MQTT broker")
    )
    topic = models.CharField(_("topic filter"), max_length=500, help_text=_("Such as sensors/+/level."))
    source = models.CharField(_("what it is"), max_length=8, choices=Source.choices, default=Source.READING)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    severity = models.CharField(
        _("severity"),
        max_length=6,
        choices=Alert.Severity.choices,
        blank=True,
        help_text=_("Asks people for a verdict. Empty: nobody is alerted."),
    )
    places = models.JSONField(_("places"), default=dict, blank=True)
    labels = models.JSONField(_("labels"), default=dict, blank=True)
    least_score = models.FloatField(_("least score"), null=True, blank=True)
    value_path = models.CharField(_("path of the value"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    id_path = models.CharField(_("path of the id"), max_length=200, blank=True)
    time_path = models.CharField(_("path of the time"), max_length=200, blank=True)
    lon_path = models.CharField(_("path of the longitude"), max_length=200, blank=True)
    lat_path = models.CharField(_("path of the latitude"), max_length=200, blank=True)
    threshold = models.FloatField(_("threshold"), null=True, blank=True)
    back = models.FloatField(_("back at"), null=True, blank=True)
    falling = models.BooleanField(_("below is what matters"), default=False)
    only_crossings = models.BooleanField(_("keep only what crosses the threshold"), default=False)
    refusal = models.JSONField(default=dict)
    refused_at = models.DateTimeField(_("refused"), null=True)

    class Meta:
        ordering = ["broker__name", "topic"]
        verbose_name = _("MQTT subscription")
        verbose_name_plural = _("MQTT subscriptions")
        constraints = [models.UniqueConstraint(fields=["broker", "topic"], name="mqtt_one_a_topic")]

    def __str__(self) -> str:
        return self.topic


class Beyond(models.Model):
    """A topic whose last reading lay beyond the threshold. Without a row it did not."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="beyond")
    topic = models.CharField(max_length=1000)

    class Meta:
        verbose_name = _("reading beyond its threshold")
        constraints = [models.UniqueConstraint(fields=["subscription", "topic"], name="mqtt_beyond_once")]

    def __str__(self) -> str:
        return self.topic


class Outgoing(models.Model):
    """A message that the broker has not acknowledged yet; in the order of their numbers.

    body: empty to take a retained message away. right, place, event_kind: what the account must still see when it is
    sent; without a right nothing is asked. alert: of which it speaks. early: of an alert that nobody has judged yet.
    """

    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="outgoing")
    topic = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    retain = models.BooleanField(default=False)
    alert = models.UUIDField(null=True)
    early = models.BooleanField(default=False)
    right = models.CharField(max_length=40, blank=True)
    place = models.PointField(null=True)
    event_kind = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("message that waits")
        indexes = [models.Index(fields=["broker", "id"], name="mqtt_waiting")]

    def __str__(self) -> str:
        return self.topic


class Told(models.Model):
    """What was told last of an alert or a camera (subject). event: of an alert; None of a camera.

    topic: of a camera's retained state.
    """

    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="told")
    subject = models.UUIDField()
    event = models.UUIDField(null=True)
    state = models.CharField(max_length=20)
    topic = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("what was told")
        constraints = [models.UniqueConstraint(fields=["broker", "subject"], name="mqtt_told_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.state}"


class Tally(models.Model):
    """How many messages, ever. name: why they were dropped, or the field that was left out; else empty."""

    class Way(models.TextChoices):
        SENT = "sent", _("sent")
        WITHDRAWN = "withdrawn", _("withdrawn before they were sent")
        HEARD = "heard", _("received")
        TAKEN = "taken", _("taken in")
        KNOWN = "known", _("known already")
        DROPPED = "dropped", _("dropped")
        LEFT_OUT = "left_out", _("field left out")

    broker = models.ForeignKey(Broker, on_delete=models.CASCADE, related_name="tallies")
    way = models.CharField(max_length=9, choices=Way.choices)
    name = models.CharField(max_length=60, blank=True)
    count = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["way", "name"]
        verbose_name = _("count of messages")
        constraints = [models.UniqueConstraint(fields=["broker", "way", "name"], name="mqtt_one_count")]

    def __str__(self) -> str:
        return f"{self.way} {self.name} {self.count}"
