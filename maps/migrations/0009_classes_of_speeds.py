"""Speeds are classed from now on: bins of before have no classes."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0008_several_presets")]

    operations = [
        migrations.AddField(
            "countbin",
            "classes",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveIntegerField(), default=list, blank=True, size=None, verbose_name="classes"
            ),
        ),
    ]
