"""A lease knows the last batch of sums that is in, so that one that is sent twice counts once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("detectors", "0004_networks_for_further_things")]

    operations = [migrations.AddField("lease", "counted", models.BigIntegerField(default=0))]
