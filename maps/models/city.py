"""The territory: one installation serves one."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _


class City(models.Model):
    """The one territory of this installation."""

    name = models.CharField(_("name"), max_length=200)
    extent = models.PolygonField(_("extent"))
    source = models.CharField(_("source"), max_length=200)
    attribution = models.CharField(_("attribution"), max_length=200)
    districts_are_approximate = models.BooleanField(
        _("districts are approximate"),
        default=False,
        help_text=_("The source has no district borders; they are drawn around the suburbs' centres."),
    )
    imported_at = models.DateTimeField(_("imported"))

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        constraints = [
            # The primary key of the one row is 1: a second territory cannot come in by accident.
            models.CheckConstraint(condition=models.Q(id=1), name="maps_one_city"),
        ]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    area = models.MultiPolygonField(_("area"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("district")

    def __str__(self) -> str:
        return self.name


class Street(models.Model):
    """A named street, for search and to say where something happened."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    lines = models.MultiLineStringField(_("lines"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("street")

    def __str__(self) -> str:
        return self.name


class Feature(models.Model):
    """A shape of the base map, in Web Mercator so that a tile needs no projection."""

    class Layer(models.TextChoices):
        ROAD = "road"
        RAIL = "rail"
        BUILDING = "building"
        WATER = "water"
        GREEN = "green"

    class Traffic(models.TextChoices):
        """Which way vehicles go, seen along the line as it is drawn; empty where nobody says."""

        BOTH = "both"
        FORWARD = "forward"
        BACKWARD = "backward"
        CLOSED = "closed"

    osm_id = models.BigIntegerField()
    layer = models.CharField(max_length=20, choices=Layer.choices)
    kind = models.CharField(max_length=40, help_text="The tag's value, e.g. primary, residential, park.")
    name = models.CharField(max_length=200, blank=True)
    min_zoom = models.PositiveSmallIntegerField()
    level = models.SmallIntegerField(default=0, help_text="-1 in a tunnel, 1 on a bridge.")
    traffic = models.CharField(max_length=10, choices=Traffic.choices, blank=True, default="", db_default="")
    shape = models.GeometryField(srid=3857)

    class Meta:
        indexes = [
            models.Index(fields=["layer", "min_zoom"]),
            # Tiles of low zooms would otherwise walk over each house of the city to find a few large roads.
            GistIndex(fields=["shape"], condition=models.Q(min_zoom__lte=13), name="maps_feature_far"),
            # "Which street is this?" asks for the nearest named road.
            GistIndex(
                fields=["shape"], condition=models.Q(layer="road") & ~models.Q(name=""), name="maps_feature_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.layer} {self.name or self.osm_id}"
