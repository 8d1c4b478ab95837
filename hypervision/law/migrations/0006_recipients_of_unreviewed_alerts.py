import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('law', '0005_site_validations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('authorisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='law.authorisation')),
            ],
            options={
                'verbose_name': 'recipient of unreviewed alerts',
                'verbose_name_plural': 'recipients of unreviewed alerts',
                'constraints': [models.UniqueConstraint(fields=('authorisation', 'account'), name='law_recipient_once')],
            },
        ),
    ]
