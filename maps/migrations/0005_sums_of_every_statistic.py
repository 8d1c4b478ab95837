"""Bins of line crossings become bins of every statistic: a crossing is an object of the value one."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

CELL = ("zone", "starts_at", "kind", "measure", "label", "way")


def words(name: str, longest: int, so_far: str) -> Operation:
    field = models.CharField(default=so_far, max_length=longest, verbose_name=name)
    return migrations.AddField("countbin", name, field, preserve_default=False)


def number(name: str) -> Operation:
    return migrations.AddField(
        "countbin", name, models.FloatField(default=0.0, verbose_name=name), preserve_default=False
    )


class Migration(migrations.Migration):
    dependencies = [("maps", "0004_calibrations_and_presets")]

    operations = [
        migrations.RemoveConstraint("countbin", "maps_one_count_a_bin"),
        migrations.RenameField("countbin", "line", "zone"),
        migrations.RenameField("countbin", "count", "objects_seen"),
        migrations.AlterField("countbin", "objects_seen", models.PositiveIntegerField(verbose_name="objects")),
        words("kind", 40, "line_count"),
        words("measure", 20, "crossings"),
        words("way", 20, ""),
        *(number(name) for name in ("basis", "total", "squares", "variances")),
        migrations.RunSQL(
            """
            UPDATE maps_countbin SET
                way = CASE WHEN forward THEN 'forward' ELSE 'backward' END,
                basis = objects_seen, total = objects_seen, squares = objects_seen
            """,
            "UPDATE maps_countbin SET forward = (way = 'forward')",
        ),
        migrations.RemoveField("countbin", "forward"),
        migrations.AlterModelOptions(
            "countbin", {"ordering": ["-starts_at", *CELL[:1], *CELL[2:]], "verbose_name": "count"}
        ),
        migrations.AddConstraint("countbin", models.UniqueConstraint(fields=CELL, name="maps_one_sum_a_bin")),
    ]
