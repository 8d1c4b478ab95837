"""A step of an alert's story is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION alerts_step_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The steps of an alert are never changed or taken back.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER alerts_step_stays BEFORE UPDATE OR DELETE ON alerts_alertstep
  FOR EACH ROW EXECUTE FUNCTION alerts_step_refuse_change();
"""
BACKWARD = """
DROP TRIGGER alerts_step_stays ON alerts_alertstep;
DROP FUNCTION alerts_step_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("alerts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
