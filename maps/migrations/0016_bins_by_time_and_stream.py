"""Bins are read newest first by systems that page through them, and stream by stream by SensorThings.

While the indexes are made, what is counted waits with those who count it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0015_numbers_that_stay")]

    operations = [
        migrations.AddIndex("countbin", models.Index(fields=["-starts_at", "-id"], name="maps_countbin_newest")),
        migrations.AddIndex(
            "countbin", models.Index(fields=["zone", "kind", "measure", "label", "way"], name="maps_countbin_stream")
        ),
    ]
