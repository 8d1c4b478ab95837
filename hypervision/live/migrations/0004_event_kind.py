"""Which kind of event an entry speaks of, for accounts that are given some kinds only.

Of what was told before, cards of alerts and snoozes say it themselves, and those of incidents and runs bear the number
of an alert. Where that alert is told of no more, nobody knows: then it is for those who see all kinds.
"""

from django.db import migrations, models

FIND_OUT = """
UPDATE live_journalentry SET event_kind = payload->'card'->>'kind' WHERE kind IN ('alert', 'snooze');
UPDATE live_journalentry SET event_kind = payload->'card'->>'kind'
 WHERE kind = 'stop' AND payload->'card'->>'camera' IS NOT NULL;
UPDATE live_journalentry SET event_kind = 'unknown'
 WHERE kind IN ('alert_gone', 'incident', 'incident_gone', 'run');
UPDATE live_journalentry AS one SET event_kind = told.event_kind
  FROM (SELECT DISTINCT ON (payload->'card'->>'id') payload->'card'->>'id' AS id, event_kind
          FROM live_journalentry WHERE kind = 'alert') AS told
 WHERE one.kind IN ('alert_gone', 'incident', 'incident_gone', 'run')
   AND told.id = coalesce(one.payload->'card'->>'id', one.payload->>'id');
"""


class Migration(migrations.Migration):
    dependencies = [("live", "0003_index_of_runs")]

    operations = [
        migrations.AddField(
            "journalentry", "event_kind", models.CharField(max_length=40, blank=True, default="")
        ),
        migrations.RunSQL(FIND_OUT, migrations.RunSQL.noop),
    ]
