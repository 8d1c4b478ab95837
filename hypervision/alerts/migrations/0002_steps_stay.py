"""A step of an alert's story is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

from hypervision.lib.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]
    operations = [
        refuse_changes(
            "alerts_step_refuse_change",
            "The steps of an alert are never changed or taken back.",
            [("alerts_step_stays", "alerts_alertstep")],
        )
    ]
