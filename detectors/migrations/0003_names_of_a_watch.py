"""What the administration calls the columns of a watch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("detectors", "0002_reasons_in_every_language"),
    ]

    operations = [
        migrations.AlterModelOptions(
            "network", {"ordering": ["purpose", "name"], "verbose_name": "network", "verbose_name_plural": "networks"}
        ),
        migrations.AlterField(
            model_name="watch",
            name="analysed",
            field=models.BigIntegerField(default=0, verbose_name="pictures analysed"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="dropped",
            field=models.BigIntegerField(default=0, verbose_name="pictures dropped"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="expires_at",
            field=models.DateTimeField(null=True, verbose_name="lease expires"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="frame_age_ms",
            field=models.FloatField(null=True, verbose_name="age of the pictures (ms)"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="heartbeat_at",
            field=models.DateTimeField(null=True, verbose_name="last sign of life"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="lost",
            field=models.BigIntegerField(default=0, verbose_name="events lost"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="rate",
            field=models.FloatField(default=0, verbose_name="pictures per second"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="reason",
            field=models.JSONField(blank=True, default=dict, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="since",
            field=models.DateTimeField(verbose_name="since"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="state",
            field=models.CharField(
                choices=[
                    ("watching", "watching"),
                    ("reconnecting", "reconnecting"),
                    ("not_watching", "not watching"),
                    ("stopped", "stopped by a person"),
                    ("not_authorised", "not authorised"),
                ],
                default="not_watching",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="watch",
            name="token",
            field=models.BigIntegerField(default=0, verbose_name="lease"),
        ),
        migrations.AlterField(
            model_name="watch",
            name="worker",
            field=models.CharField(blank=True, max_length=200, verbose_name="worker"),
        ),
    ]
