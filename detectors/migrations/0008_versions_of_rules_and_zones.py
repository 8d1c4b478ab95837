from django.db import migrations, models
from django.db.migrations.state import StateApps
from django.utils import timezone

from hypervision.lib.append_only import refuse_changes

SENTENCE = "What a rule or a zone was once is never changed."


def keep_what_stands(apps: StateApps, schema_editor: object) -> None:
    """The present version of each, by nobody: who set it so is not known."""
    Rule, Zone, Version = (
        apps.get_model(*name) for name in (("detectors", "Rule"), ("maps", "Zone"), ("detectors", "Version"))
    )
    now = timezone.now()
    rows = [
        Version(
            subject="rule",
            subject_id=rule.pk,
            number=rule.version,
            at=now,
            by="",
            values={
                "camera": str(rule.camera_id),
                "zone": str(rule.zone_id),
                "kind": rule.kind,
                "parameters": rule.parameters,
                "severity": rule.severity,
                "enabled": rule.enabled,
            },
        )
        for rule in Rule.objects.all()
    ] + [
        Version(
            subject="zone",
            subject_id=zone.pk,
            number=zone.version,
            at=now,
            by="",
            values={
                "camera": str(zone.camera_id),
                "preset": str(zone.preset_id) if zone.preset_id else None,
                "name": zone.name,
                "purpose": zone.purpose,
                "points": zone.points,
            },
        )
        for zone in Zone.objects.all()
    ]
    Version.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("detectors", "0007_doubt_about_masks"),
        ("maps", "0008_several_presets"),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "subject",
                    models.CharField(
                        choices=[("rule", "rule"), ("zone", "zone")], max_length=10, verbose_name="subject"
                    ),
                ),
                ("subject_id", models.UUIDField()),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("by", models.CharField(max_length=150, verbose_name="by")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("values", models.JSONField(verbose_name="values")),
            ],
            options={
                "verbose_name": "version",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "subject_id", "number"), name="detectors_version_once")
                ],
            },
        ),
        migrations.RunPython(keep_what_stands, migrations.RunPython.noop),
        refuse_changes("detectors_version_refuse", SENTENCE, [("detectors_version_kept", "detectors_version")]),
    ]
