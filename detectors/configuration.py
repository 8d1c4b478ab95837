"""Changes of what is watched: each makes a new version, so that an event names exactly what raised it (R-35)."""

from django.db import transaction
from django.db.models import F, QuerySet

from detectors import changes
from detectors.models import Rule
from hypervision.law import log
from maps.models import Camera, Still, Zone


@transaction.atomic
def save_zone(zone: Zone, by: str, *, created: bool) -> None:
    """Saves a zone; its own version and the versions of the rules that look at it go up."""
    if not created:
        zone.version += 1
        Rule.objects.filter(zone=zone).update(version=F("version") + 1)
    zone.save()
    view = zone.preset.name if zone.preset else None
    log.write(by, "zone.save", str(zone.id), version=zone.version, points=zone.points, purpose=zone.purpose, view=view)


@transaction.atomic
def save_rule(rule: Rule, by: str, *, created: bool) -> None:
    if not created:
        rule.version += 1
    rule.save()
    log.write(
        by,
        "rule.save",
        str(rule.id),
        version=rule.version,
        kind=rule.kind,
        parameters=rule.parameters,
        enabled=rule.enabled,
        severity=rule.severity,
    )


@transaction.atomic
def save_camera(camera: Camera, by: str) -> None:
    """The log keeps the address, which carries no credentials, and never the credentials."""
    with changes.told(Camera.objects.filter(id=camera.id)):
        camera.save()
        if not camera.pictures:
            Still.objects.filter(camera=camera).delete()
        log.write(
            by,
            "camera.save",
            str(camera.id),
            name=camera.name,
            address=camera.address,
            rate=camera.wanted_rate,
            pictures=camera.pictures,
            video_link=camera.video_link,
        )


@transaction.atomic
def remove_cameras(cameras: QuerySet[Camera], by: str) -> None:
    """Raises ProtectedError for a camera that has events: what it saw must be erased first."""
    gone = list(cameras.values_list("id", "name"))
    with changes.told(Camera.objects.filter(id__in=[camera_id for camera_id, _ in gone])):
        cameras.delete()
        for camera_id, name in gone:
            log.write(by, "camera.remove", str(camera_id), name=name)
