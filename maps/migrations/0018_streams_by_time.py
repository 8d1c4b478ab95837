"""The bins of a stream lie in the order of time, so that SensorThings says its first and its last without a search.

While the index is made, what is counted waits with those who count it.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0017_counts_by_month")]

    operations = [
        migrations.RemoveIndex("countbin", "maps_countbin_stream"),
        migrations.AddIndex(
            "countbin",
            models.Index(fields=["zone", "kind", "measure", "label", "way", "starts_at"], name="maps_countbin_stream"),
        ),
    ]
