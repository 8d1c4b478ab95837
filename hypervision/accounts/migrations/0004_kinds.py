"""An account may be given some kinds only."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_inspector")]

    operations = [
        migrations.AddField(
            "user",
            "kinds",
            ArrayField(
                models.CharField(max_length=40),
                default=list,
                blank=True,
                verbose_name="kinds",
                help_text="Of events, alerts and sums, at these places. None chosen: all kinds.",
            ),
        ),
    ]
