"""A version that was kept and what people did in a run are never changed; the end of retention alone lets runs go."""

from django.db import migrations

from hypervision.lib.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]
    operations = [
        refuse_changes(
            "procedures_refuse_change",
            "Versions of procedures and what was done in a run are never changed or taken back.",
            [
                ("procedures_version_stays", "procedures_procedureversion"),
                ("procedures_run_stays", "procedures_run"),
                ("procedures_step_stays", "procedures_runstep"),
            ],
        )
    ]
