"""The story of an incident is never changed or taken back, whoever asks; retention alone may let it go."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION incidents_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('hypervision.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The steps of an incident are never changed or taken back.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER incidents_step_stays BEFORE UPDATE OR DELETE ON incidents_incidentstep
  FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();
CREATE TRIGGER incidents_move_stays BEFORE UPDATE OR DELETE ON incidents_incidentmove
  FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();
"""
BACKWARD = """
DROP TRIGGER incidents_move_stays ON incidents_incidentmove;
DROP TRIGGER incidents_step_stays ON incidents_incidentstep;
DROP FUNCTION incidents_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
