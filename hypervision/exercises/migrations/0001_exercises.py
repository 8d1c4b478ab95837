"""Exercises and their cues."""

import django.contrib.gis.db.models.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('alerts', '0005_by_hand_and_misses'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Exercise',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('places', django.contrib.gis.db.models.fields.MultiPointField(srid=4326)),
                ('at', models.DateTimeField(db_index=True, verbose_name='began')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('record', models.JSONField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'exercise',
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Cue',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('second', models.PositiveIntegerField(verbose_name='second')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('severity', models.CharField(choices=[('low', 'low'), ('medium', 'medium'), ('high', 'high')], max_length=10, verbose_name='severity')),
                ('place', django.contrib.gis.db.models.fields.PointField(srid=4326)),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('raised_at', models.DateTimeField(null=True)),
                ('alert', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cue', to='alerts.alert')),
                ('exercise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cues', to='exercises.exercise')),
            ],
            options={
                'verbose_name': 'cue',
                'ordering': ['second', 'id'],
            },
        ),
    ]
