from django.db import migrations, models

INDEXES = {
    "metrics_events_taken_in": "maps_event (created_at)",
    "metrics_alerts_raised": "alerts_alert (created_at)",
    "metrics_steps_taken": "alerts_alertstep (at)",
}
"""What came since the last tally is counted with each scrape, however much there was before."""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ("alerts", "0007_handlings"),
        ("maps", "0013_places_told_by_systems"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField(null=True)),
                ("totals", models.JSONField(default=dict)),
            ],
            options={"verbose_name": "tally"},
        ),
        *(
            migrations.RunSQL(f"CREATE INDEX {name} ON {on}", f"DROP INDEX {name}")
            for name, on in INDEXES.items()
        ),
    ]
