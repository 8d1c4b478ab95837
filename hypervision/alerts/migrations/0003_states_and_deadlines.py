import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def give_deadlines(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What is severe must be seen at once; and what nobody judged within a shift, or a day, is counted as such."""
    usual = {"high": (60, 8), "medium": (180, 12), "low": (600, 24)}
    for severity, (seconds, hours) in usual.items():
        apps.get_model("alerts", "Deadline").objects.create(
            severity=severity,
            escalate_after=datetime.timedelta(seconds=seconds),
            expire_after=datetime.timedelta(hours=hours),
        )


class Migration(migrations.Migration):

    dependencies = [
        ('alerts', '0002_steps_stay'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='alertstep',
            name='informed',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None),
        ),
        migrations.AlterField(
            model_name='alert',
            name='state',
            field=models.CharField(choices=[('new', 'new'), ('escalated', 'escalated'), ('claimed', 'claimed'), ('confirmed', 'confirmed'), ('refuted', 'refuted'), ('closed', 'closed'), ('expired_unreviewed', 'expired unreviewed')], default='new', max_length=20, verbose_name='state'),
        ),
        migrations.AlterField(
            model_name='alertstep',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='alertstep',
            name='from_state',
            field=models.CharField(choices=[('new', 'new'), ('escalated', 'escalated'), ('claimed', 'claimed'), ('confirmed', 'confirmed'), ('refuted', 'refuted'), ('closed', 'closed'), ('expired_unreviewed', 'expired unreviewed')], max_length=20),
        ),
        migrations.AlterField(
            model_name='alertstep',
            name='to_state',
            field=models.CharField(choices=[('new', 'new'), ('escalated', 'escalated'), ('claimed', 'claimed'), ('confirmed', 'confirmed'), ('refuted', 'refuted'), ('closed', 'closed'), ('expired_unreviewed', 'expired unreviewed')], max_length=20),
        ),
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('severity', models.CharField(choices=[('low', 'low'), ('medium', 'medium'), ('high', 'high')], max_length=10, primary_key=True, serialize=False, verbose_name='severity')),
                ('escalate_after', models.DurationField(help_text='Hours, minutes and seconds, such as 0:03:00.', verbose_name='unclaimed, to the supervisor after')),
                ('expire_after', models.DurationField(help_text='At most a day: the control room holds no older alerts. What expired is counted (R-20).', verbose_name='without a verdict, expired after')),
            ],
            options={
                'verbose_name': 'deadline',
                'constraints': [models.CheckConstraint(condition=models.Q(('expire_after__gt', models.F('escalate_after'))), name='alerts_supervisor_before_expiry'), models.CheckConstraint(condition=models.Q(('escalate_after__gt', datetime.timedelta(0)), ('expire_after__lte', datetime.timedelta(days=1))), name='alerts_deadline_within_a_day')],
            },
        ),
        migrations.RunPython(give_deadlines, migrations.RunPython.noop),
    ]
