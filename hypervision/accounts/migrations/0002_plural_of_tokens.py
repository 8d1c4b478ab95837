"""The plural as languages other than English have it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AlterModelOptions("apitoken", {"verbose_name": "API token", "verbose_name_plural": "API tokens"}),
    ]
