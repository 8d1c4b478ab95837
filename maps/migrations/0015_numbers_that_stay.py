"""Of events that are erased from now on the figures keep counts; the numbers of earlier ones stand beside them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0014_other_peoples_data")]

    operations = [
        migrations.RemoveConstraint("erasedhour", "maps_one_erased_hour_a_kind"),
        migrations.AddField("erasedhour", "is_told", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "erasedhour",
            models.UniqueConstraint(
                fields=["starts_at", "camera", "kind", "is_told"],
                nulls_distinct=False,
                name="maps_one_erased_hour_a_kind",
            ),
        ),
    ]
