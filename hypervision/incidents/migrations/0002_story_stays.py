"""The story of an incident is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

from hypervision.lib.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [
        refuse_changes(
            "incidents_refuse_change",
            "The steps of an incident are never changed or taken back.",
            [
                ("incidents_step_stays", "incidents_incidentstep"),
                ("incidents_move_stays", "incidents_incidentmove"),
            ],
        )
    ]
