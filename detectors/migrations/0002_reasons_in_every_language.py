"""A reason of a watch by language. What stood there is said anew within seconds, so it is not carried over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("detectors", "0001_initial")]

    operations = [
        migrations.RemoveField("watch", "reason"),
        migrations.AddField("watch", "reason", models.JSONField(blank=True, default=dict)),
    ]
