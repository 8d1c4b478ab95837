"""Erased events are counted by kind, too; of those before it is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0011_clips_and_links_to_the_citys_video")]

    operations = [
        migrations.RemoveConstraint("erasedhour", "maps_one_erased_hour_a_camera"),
        migrations.AddField(
            "erasedhour", "kind", models.CharField(max_length=40, blank=True, default="", verbose_name="kind")
        ),
        migrations.AddConstraint(
            "erasedhour",
            models.UniqueConstraint(
                fields=["starts_at", "camera", "kind"], nulls_distinct=False, name="maps_one_erased_hour_a_kind"
            ),
        ),
    ]
