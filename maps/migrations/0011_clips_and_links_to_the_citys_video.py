"""Clips of events, and where the city's own video system shows a camera."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('maps', '0010_events_without_a_camera'),
    ]

    operations = [
        migrations.AddField(
            model_name='camera',
            name='video_link',
            field=models.CharField(blank=True, help_text="Opens the city's own video system at the moment of an alert, for example https://vms.example/view?camera=17&at={iso}. What may stand in braces: camera, name, iso, epoch, epoch_ms.", max_length=500, verbose_name="link to the city's own video"),
        ),
        migrations.CreateModel(
            name='Clip',
            fields=[
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='clip', serialize=False, to='maps.event')),
                ('mp4', models.BinaryField()),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('track', models.JSONField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('erase_at', models.DateTimeField(db_index=True)),
            ],
        ),
        # A film cannot be compressed again; and of one that lies as it is, a part is read without the rest.
        migrations.RunSQL(
            "ALTER TABLE maps_clip ALTER COLUMN mp4 SET STORAGE EXTERNAL", migrations.RunSQL.noop
        ),
    ]
