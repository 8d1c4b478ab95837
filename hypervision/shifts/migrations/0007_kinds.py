"""Who is on duty, and who hands over, may be given some kinds only."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shifts", "0006_snoozes_handed_over")]

    operations = [
        migrations.AddField(model, "kinds", ArrayField(models.CharField(max_length=40), default=list))
        for model in ("presence", "handover")
    ]
