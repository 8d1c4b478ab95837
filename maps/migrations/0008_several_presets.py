"""The one view of a camera becomes the first of several; zones and calibrations that name none hold in all of them."""

import uuid
from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


def keep_views(apps: Any, _: object) -> None:
    """Under the name that a view gets of which nobody said a name."""
    old, new = apps.get_model("maps", "Preset"), apps.get_model("maps", "CameraView")
    fields = ("camera_id", "background", "taken_at", "taken_by_id")
    new.objects.bulk_create(new(name="1", **row) for row in old.objects.values(*fields))


def keep_one_view(apps: Any, _: object) -> None:
    """Of several the first: the older schema holds no more."""
    old, new = apps.get_model("maps", "Preset"), apps.get_model("maps", "CameraView")
    fields = ("camera_id", "background", "taken_at", "taken_by_id")
    living = new.objects.filter(forgotten_at=None, background__isnull=False)
    first = living.order_by("camera_id", "name").distinct("camera_id").values(*fields)
    old.objects.bulk_create(old(**row) for row in first)


def person() -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=django.db.models.deletion.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )


def preset(related_name: str, on_delete: Any = django.db.models.deletion.RESTRICT, **values: Any) -> Any:
    return models.ForeignKey("maps.preset", on_delete=on_delete, null=True, related_name=related_name, **values)


# Rows were written in this transaction: what they point at is looked up now, or no table could be changed.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):
    dependencies = [
        ("maps", "0007_pictures_of_a_camera"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CameraView",
            fields=[
                ("id", models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "camera",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="presets", to="maps.camera"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("background", models.BinaryField(null=True)),
                ("taken_at", models.DateTimeField(null=True, blank=True, verbose_name="taken")),
                ("taken_by", person()),
                ("forgotten_at", models.DateTimeField(null=True, blank=True, editable=False)),
            ],
            options={"verbose_name": "preset", "ordering": ["camera", "name"]},
        ),
        migrations.RunPython(keep_views, keep_one_view),
        migrations.RunSQL(SETTLE, SETTLE),
        migrations.DeleteModel("Preset"),
        migrations.RenameModel("CameraView", "Preset"),
        migrations.AddConstraint(
            "preset",
            models.UniqueConstraint(
                fields=("camera", "name"), condition=Q(forgotten_at=None), name="maps_preset_name"
            ),
        ),
        migrations.AddConstraint(
            "preset",
            models.UniqueConstraint(
                fields=("camera",), condition=Q(forgotten_at=None, background=None), name="maps_one_preset_waits"
            ),
        ),
        migrations.AddField(
            "zone",
            "preset",
            preset(
                "zones",
                blank=True,
                verbose_name="preset",
                help_text="The view of the camera in which the shape lies; none: in every view.",
            ),
        ),
        migrations.AddField("calibration", "preset", preset("calibrations", blank=True, verbose_name="preset")),
        migrations.AddField("still", "preset", preset("+", django.db.models.deletion.SET_NULL)),
    ]
