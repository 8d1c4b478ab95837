"""Alerts that people raise by hand, and what a camera should have seen."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0004_snoozes'),
        ('maps', '0010_events_without_a_camera'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Miss',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=40, verbose_name='event kind')),
                ('at', models.DateTimeField(verbose_name='reported')),
                ('taken_back_at', models.DateTimeField(null=True, verbose_name='taken back')),
            ],
            options={
                'verbose_name': 'miss',
                'ordering': ['at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='alert',
            name='raised_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='alert',
            name='source',
            field=models.CharField(blank=True, choices=[('phone', 'phone'), ('radio', 'radio'), ('wall', 'seen on the wall'), ('patrol', 'patrol'), ('script', 'script of an exercise')], max_length=10, verbose_name='source'),
        ),
        migrations.AddField(
            model_name='alert',
            name='words',
            field=models.TextField(blank=True, max_length=2000),
        ),
        migrations.AddConstraint(
            model_name='alert',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('raised_by', None), ('source', '')), models.Q(models.Q(('source', ''), _negated=True), ('raised_by__isnull', False)), _connector='OR'), name='alerts_by_hand_has_a_hand'),
        ),
        migrations.AddField(
            model_name='miss',
            name='alert',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misses', to='alerts.alert'),
        ),
        migrations.AddField(
            model_name='miss',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='miss',
            name='camera',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misses', to='maps.camera'),
        ),
        migrations.AddField(
            model_name='miss',
            name='taken_back_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='miss',
            index=models.Index(fields=['camera', 'kind'], name='alerts_misses_of_camera'),
        ),
        migrations.AddConstraint(
            model_name='miss',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('alert', 'camera'), name='alerts_one_miss_a_camera'),
        ),
    ]
