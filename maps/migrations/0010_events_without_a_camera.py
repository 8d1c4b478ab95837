"""Events that no camera saw: people raise them by hand; and those of exercises, which are not real."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('maps', '0009_classes_of_speeds'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='erasedhour',
            name='maps_one_erased_hour_a_camera',
        ),
        migrations.AddField(
            model_name='event',
            name='is_real',
            field=models.BooleanField(default=True),
        ),
        migrations.AlterField(
            model_name='erasedhour',
            name='camera',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='erased_hours', to='maps.camera'),
        ),
        migrations.AlterField(
            model_name='event',
            name='authorisation_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='camera',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='maps.camera'),
        ),
        migrations.AlterField(
            model_name='event',
            name='model_hash',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='event',
            name='place_source',
            field=models.CharField(choices=[('calibration', 'calibration'), ('camera', 'place of the camera'), ('person', 'marked by a person')], max_length=20),
        ),
        migrations.AlterField(
            model_name='event',
            name='regime',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='event',
            name='rule_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='rule_version',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='score',
            field=models.FloatField(null=True, verbose_name='score'),
        ),
        migrations.AlterField(
            model_name='event',
            name='zone_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='zone_name',
            field=models.CharField(blank=True, max_length=100, verbose_name='zone'),
        ),
        migrations.AddConstraint(
            model_name='erasedhour',
            constraint=models.UniqueConstraint(fields=('starts_at', 'camera'), name='maps_one_erased_hour_a_camera', nulls_distinct=False),
        ),
    ]
