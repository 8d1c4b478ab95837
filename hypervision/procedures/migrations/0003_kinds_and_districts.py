"""A procedure may be for several kinds, and for some districts only; so far each was for one kind, everywhere.

Versions are never changed, by anybody: the trigger is put aside for the one moment in which the columns are filled.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

FILL = """
ALTER TABLE procedures_procedureversion DISABLE TRIGGER procedures_version_stays;
UPDATE procedures_procedureversion SET kinds = ARRAY[procedure_id];
ALTER TABLE procedures_procedureversion ENABLE TRIGGER procedures_version_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("procedures", "0002_stories_stay")]

    operations = [
        migrations.RenameField("procedure", "kind", "key"),
        migrations.AlterField("procedure", "key", models.CharField(max_length=40, primary_key=True, serialize=False)),
        migrations.AlterModelOptions("procedure", {"ordering": ["key"], "verbose_name": "procedure"}),
        migrations.AddField(
            "procedureversion",
            "kinds",
            ArrayField(models.CharField(max_length=40), verbose_name="kinds", default=list),
            preserve_default=False,
        ),
        migrations.AddField(
            "procedureversion",
            "districts",
            ArrayField(models.CharField(max_length=200), default=list, verbose_name="districts"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
