"""A note of the logbook is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

from hypervision.lib.append_only import LET_FORGET, refuse_changes


class Migration(migrations.Migration):
    dependencies = [("shifts", "0002_logbook")]
    operations = [
        refuse_changes(
            "shifts_note_refuse_change",
            "The notes of the logbook are never changed or taken back.",
            [("shifts_note_stays", "shifts_note")],
            unless=LET_FORGET,
        )
    ]
