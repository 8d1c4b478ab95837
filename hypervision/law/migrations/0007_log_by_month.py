"""The log lies in months, of which old ones are dropped (R-34); each month refuses change as the whole did (R-36).

Rows that lie outside all months may be moved into their own, and are the same there.
"""

from django.db import migrations

from hypervision.lib.months import cut, join

REFUSE = """
CREATE OR REPLACE FUNCTION law_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'law_logentry_rest'
     AND current_setting('hypervision.moving', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The log is append-only: entries are never changed or deleted.';
END $$
"""
AS_BEFORE = """
CREATE OR REPLACE FUNCTION law_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The log is append-only: entries are never changed or deleted.';
END $$
"""
TRIGGER = """CREATE TRIGGER law_log_append_only BEFORE UPDATE OR DELETE ON law_logentry
  FOR EACH ROW EXECUTE FUNCTION law_log_refuse_change()"""


class Migration(migrations.Migration):
    dependencies = [("law", "0006_recipients_of_unreviewed_alerts")]

    operations = [
        migrations.RunSQL(
            cut(
                "law_logentry",
                "at",
                ["ALTER TABLE law_logentry ADD CONSTRAINT law_logentry_pkey PRIMARY KEY (number, at)", REFUSE, TRIGGER],
            ),
            join(
                "law_logentry",
                ["ALTER TABLE law_logentry ADD CONSTRAINT law_logentry_pkey PRIMARY KEY (number)", AS_BEFORE, TRIGGER],
            ),
        )
    ]
