"""The order of people on call, and whom it asked."""

import datetime
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
            name='OnCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField(help_text='The lowest is asked first.', unique=True, verbose_name='rank')),
                ('patience', models.DurationField(default=datetime.timedelta(seconds=180), help_text='Hours, minutes and seconds, such as 0:03:00; then the next one is asked.', verbose_name='answer awaited for')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'person on call',
                'verbose_name_plural': 'people on call',
                'ordering': ['rank'],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField(db_index=True)),
                ('until', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('accepted', 'is coming'), ('declined', 'cannot come'), ('none', 'did not answer'), ('withdrawn', 'not needed any more')], max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='alerts.alert')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'call',
                'ordering': ['asked_at', 'id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('alert',), name='oncall_one_asked_at_a_time')],
            },
        ),
    ]
