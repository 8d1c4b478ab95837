"""The log refuses change in the database itself, whoever asks (R-36)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION law_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log is append-only: entries are never changed or deleted.';
END $$;
CREATE TRIGGER law_log_append_only BEFORE UPDATE OR DELETE ON law_logentry
  FOR EACH ROW EXECUTE FUNCTION law_log_refuse_change();
"""
BACKWARD = """
DROP TRIGGER law_log_append_only ON law_logentry;
DROP FUNCTION law_log_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("law", "0002_stop_place")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
