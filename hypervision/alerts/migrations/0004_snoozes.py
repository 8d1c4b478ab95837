
import django.contrib.gis.db.models.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0003_states_and_deadlines'),
        ('maps', '0009_classes_of_speeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Snooze',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('place', django.contrib.gis.db.models.fields.PointField(help_text='Where the camera stood then: who sees it there hears of the snooze.', srid=4326)),
                ('kind', models.CharField(max_length=40, verbose_name='event kind')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='began')),
                ('until', models.DateTimeField(verbose_name='until')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended early')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('camera', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='snoozes', to='maps.camera')),
            ],
            options={
                'verbose_name': 'snooze',
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('camera', 'kind'), name='alerts_one_snooze')],
            },
        ),
    ]
