"""What was handed over is never changed: the one thing that may still come is the second signature, once."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION shifts_handover_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.taken_at IS NULL AND NEW.taken_at IS NOT NULL AND NEW.taken_by_id IS NOT NULL
     AND to_jsonb(NEW) - 'taken_at' - 'taken_by_id' = to_jsonb(OLD) - 'taken_at' - 'taken_by_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'What was handed over is never changed or taken back.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER shifts_handover_stays BEFORE UPDATE OR DELETE ON shifts_handover
  FOR EACH ROW EXECUTE FUNCTION shifts_handover_refuse_change();
"""
BACKWARD = """
DROP TRIGGER shifts_handover_stays ON shifts_handover;
DROP FUNCTION shifts_handover_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("shifts", "0004_hand_over")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
