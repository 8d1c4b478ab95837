"""Other people's data: layers of the city's map that somebody brought in, and what each bringing in changed."""

import uuid

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _


class Layer(models.Model):
    """A named overlay of the map: hydrants, works, green areas."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=80, unique=True)
    attribution = models.CharField(_("attribution"), max_length=200, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("layer")

    def __str__(self) -> str:
        return self.name


class LayerShape(models.Model):
    """Of what the file says beside the shape only the title is kept."""

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="shapes")
    title = models.CharField(max_length=200, blank=True)
    shape = models.GeometryField(srid=3857)

    def __str__(self) -> str:
        return self.title


class LayerImport(models.Model):
    """One file that was brought in: who, when, what, and how it was read."""

    class Target(models.TextChoices):
        EXTENT = "extent", _("the city's limit")
        DISTRICTS = "districts", _("districts")
        STREETS = "streets", _("streets")
        CAMERAS = "cameras", _("cameras")
        LAYER = "layer", _("a layer of the map")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.CharField(_("as"), max_length=10, choices=Target.choices)
    layer = models.CharField(_("layer"), max_length=80, blank=True)
    file = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("hash"), max_length=64)
    crs = models.CharField(_("coordinates"), max_length=40)
    columns = models.JSONField(_("columns"), default=dict)
    counts = models.JSONField(_("what happened"), default=dict)
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=150)
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    taken_back_by = models.CharField(_("taken back by"), max_length=150, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("data brought in")
        verbose_name_plural = _("data brought in")

    def __str__(self) -> str:
        return f"{self.file} · {self.get_target_display()}"


class ImportedRow(models.Model):
    """A row that an import told of. before: as it stood, where it was changed or removed. after: digest of how it stood
    when the import was done; empty where it was removed.
    """

    class Change(models.TextChoices):
        ADDED = "added"
        CHANGED = "changed"
        REMOVED = "removed"
        SAME = "same"

    brought = models.ForeignKey(LayerImport, on_delete=models.CASCADE, related_name="rows")
    table = models.CharField(max_length=20)
    row = models.CharField(max_length=40)
    key = models.CharField(max_length=200, blank=True)
    change = models.CharField(max_length=10, choices=Change.choices)
    before = models.JSONField(null=True)
    after = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.change} {self.table} {self.row}"
