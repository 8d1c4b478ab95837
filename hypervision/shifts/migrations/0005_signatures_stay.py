"""What was handed over is never changed: the one thing that may still come is the second signature, once."""

from django.db import migrations

from hypervision.lib.append_only import LET_FORGET, refuse_changes

SECOND_SIGNATURE = """
  IF TG_OP = 'UPDATE' AND OLD.taken_at IS NULL AND NEW.taken_at IS NOT NULL AND NEW.taken_by_id IS NOT NULL
     AND to_jsonb(NEW) - 'taken_at' - 'taken_by_id' = to_jsonb(OLD) - 'taken_at' - 'taken_by_id' THEN
    RETURN NEW;
  END IF;"""


class Migration(migrations.Migration):
    dependencies = [("shifts", "0004_hand_over")]
    operations = [
        refuse_changes(
            "shifts_handover_refuse_change",
            "What was handed over is never changed or taken back.",
            [("shifts_handover_stays", "shifts_handover")],
            unless=LET_FORGET + SECOND_SIGNATURE,
        )
    ]
