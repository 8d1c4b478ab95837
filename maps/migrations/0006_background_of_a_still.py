from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("maps", "0005_sums_of_every_statistic")]

    operations = [
        migrations.AddField("still", "background", models.BinaryField(null=True)),
    ]
