"""Cameras, and what ties a camera's pixels to the ground."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


class Camera(models.Model):
    """A camera in a street. Its address is kept without credentials; those lie encrypted beside it."""

    class Origin(models.TextChoices):
        HAND = "hand", _("entered by hand")
        OSM = "osm", _("OpenStreetMap")
        DEMO = "demo", _("demonstration")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    location = models.PointField(_("location"))
    bearing = models.FloatField(
        _("bearing"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(360)],
        help_text=_("Degrees clockwise from north."),
    )
    field_angle = models.FloatField(
        _("field of view"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(360)],
        help_text=_("Horizontal, in degrees."),
    )
    height = models.FloatField(_("height"), null=True, blank=True, help_text=_("Metres above the ground."))
    camera_type = models.CharField(_("type"), max_length=40, blank=True, help_text=_("fixed, dome, panning…"))
    mount = models.CharField(_("mount"), max_length=40, blank=True, help_text=_("pole, wall, ceiling…"))
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices, default=Origin.HAND, editable=False)
    osm_id = models.BigIntegerField(_("OpenStreetMap id"), null=True, blank=True, unique=True, editable=False)

    address = models.CharField(
        _("stream address"), max_length=500, blank=True, help_text=_("rtsp://… or http://…, without name and password.")
    )
    credentials = models.BinaryField(null=True, blank=True, editable=False)
    wanted_rate = models.FloatField(
        _("analysed pictures a second"),
        default=5,
        validators=[MinValueValidator(0.2), MaxValueValidator(30)],
    )
    pictures = models.BooleanField(
        _("pictures"),
        default=True,
        help_text=_(
            "Masked, for alerts and for the camera's page. Switch them off where the masks miss heads: the camera is "
            "watched all the same."
        ),
    )
    video_link = models.CharField(
        _("link to the city's own video"),
        max_length=500,
        blank=True,
        help_text=_(
            "Opens the city's own video system at the moment of an alert, for example "
            "https://vms.example/view?camera=17&at={iso}. What may stand in braces: camera, name, iso, epoch, epoch_ms."
        ),
    )
    is_simulated = models.BooleanField(
        _("simulated"), default=False, help_text=_("A recording or a composed scene, not a street."), editable=False
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("camera")

    def __str__(self) -> str:
        return self.name

    @property
    def is_demo(self) -> bool:
        return self.origin == self.Origin.DEMO


class Calibration(models.Model):
    """Pixels to metres on the ground; the newest version counts, events keep the version that placed them.

    A row is never changed: whoever knows better makes another version. preset: the view for which it holds; without one
    it holds wherever the camera looks.
    """

    class Method(models.TextChoices):
        GIVEN = "given", _("given as numbers")
        POINTS = "points", _("points in the picture and on the map")
        HEIGHTS = "heights", _("known heights")
        LINES = "lines", _("parallel lines and the camera's height")

    camera = models.ForeignKey(Camera, on_delete=models.CASCADE, related_name="calibrations")
    preset = models.ForeignKey(
        "maps.Preset",
        on_delete=models.RESTRICT,
        null=True,
        blank=True,
        related_name="calibrations",
        verbose_name=_("preset"),
    )
    version = models.PositiveIntegerField(_("version"))
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.GIVEN)
    width = models.PositiveIntegerField(_("picture width"))
    height = models.PositiveIntegerField(_("picture height"))
    homography = ArrayField(models.FloatField(), size=9, verbose_name=_("homography"))
    covariance = ArrayField(models.FloatField(), default=list, blank=True, verbose_name=_("covariance"))
    anchor = models.PointField(
        _("anchor"), null=True, blank=True, help_text=_("Where its metres begin; without one, at the camera.")
    )
    rmse = models.FloatField(_("error"), help_text=_("Root mean square of the reference points, in metres."))
    forecast = models.FloatField(
        _("leave-one-out error"), null=True, blank=True, help_text=_("What places that nobody marked may expect.")
    )
    marks = models.JSONField(_("marks"), default=dict, blank=True, help_text=_("What was marked in the picture."))
    view = models.PolygonField(_("field of view"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["camera", "-version"]
        verbose_name = _("calibration")
        constraints = [models.UniqueConstraint(fields=["camera", "version"], name="maps_calibration_version")]

    def __str__(self) -> str:
        return f"{self.camera} v{self.version}"
