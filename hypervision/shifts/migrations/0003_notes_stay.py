"""A note of the logbook is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION shifts_note_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  RAISE EXCEPTION 'The notes of the logbook are never changed or taken back.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER shifts_note_stays BEFORE UPDATE OR DELETE ON shifts_note
  FOR EACH ROW EXECUTE FUNCTION shifts_note_refuse_change();
"""
BACKWARD = """
DROP TRIGGER shifts_note_stays ON shifts_note;
DROP FUNCTION shifts_note_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("shifts", "0002_logbook")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
