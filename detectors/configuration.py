"""Changes of what is watched: each makes a new version, so that an event names exactly what raised it (R-35)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from detectors import changes, schedules, versions
from detectors.models import Rule, Schedule
from hypervision.law import log
from hypervision.law.log import Entry
from maps.models import Camera, Still, Zone


@transaction.atomic
def save_zone(zone: Zone, by: str, *, created: bool, reason: str = "") -> None:
    """Saves a zone; its own version and the versions of the rules that look at it go up, where anything has changed."""
    if not (created or _has_changed(zone)):
        return
    if not created:
        zone.version += 1
    zone.save()
    versions.write(zone, by, reason)
    _renew(Rule.objects.filter(zone=zone), by, reason)
    view = zone.preset.name if zone.preset else None
    facts = {"version": zone.version, "points": zone.points, "purpose": zone.purpose, "view": view, "why": reason}
    log.write(by, "zone.save", str(zone.id), **facts)


@transaction.atomic
def save_rule(rule: Rule, by: str, *, created: bool, reason: str = "") -> None:
    """Saves a rule; its version goes up where anything has changed."""
    if not (created or _has_changed(rule)):
        return
    if not created:
        rule.version += 1
    rule.save()
    versions.write(rule, by, reason)
    log.write(
        by,
        "rule.save",
        str(rule.id),
        version=rule.version,
        kind=rule.kind,
        parameters=rule.parameters,
        enabled=rule.enabled,
        severity=rule.severity,
        schedule=rule.schedule.name if rule.schedule else None,
        why=reason,
    )


@transaction.atomic
def save_schedule(schedule: Schedule, by: str, *, reason: str = "") -> None:
    """The rules that keep these hours get a new version each, where anything has changed: an event names the hours that
    its rule kept.
    """
    if schedules.is_as_it_stands(schedule):
        return
    schedule.save()
    log.write(
        by,
        "schedule.save",
        str(schedule.pk),
        name=schedule.name,
        week=schedule.week,
        on_holidays=schedule.on_holidays,
        special=schedule.special,
        why=reason,
    )
    _renew(Rule.objects.filter(schedule=schedule), by, reason)


@transaction.atomic
def remove_schedule(schedule: Schedule, by: str) -> None:
    """Raises ProtectedError while a rule keeps these hours."""
    log.write(by, "schedule.remove", str(schedule.pk), name=schedule.name)
    schedule.delete()


@transaction.atomic
def remove(one: Rule | Zone, by: str) -> None:
    """Its versions stay: an event names the one that raised it."""
    name = "rule" if isinstance(one, Rule) else "zone"
    log.write(by, f"{name}.remove", str(one.pk), name=str(one), version=one.version)
    one.delete()


def _renew(rules: QuerySet[Rule], by: str, reason: str) -> None:
    """What these rules look at, or when, has changed: each gets a new version."""
    for rule in rules.select_for_update(of=("self",)):
        rule.version += 1
        rule.save(update_fields=["version"])
        versions.write(rule, by, reason)


def _has_changed(one: Rule | Zone) -> bool:
    stands = type(one)._default_manager.filter(pk=one.pk).first()
    return stands is None or versions.values_of(stands) != versions.values_of(one)


def save_camera(camera: Camera, by: str) -> None:
    save_cameras([camera], by)


@transaction.atomic
def save_cameras(cameras: Sequence[Camera], by: str) -> None:
    """The log keeps the address, which carries no credentials, and never the credentials.

    It is written last and at once: whoever else writes to it waits from then on, and thousands may be saved here.
    """
    made = [camera.id for camera in cameras if camera._state.adding]
    concerned = Camera.objects.filter(id__in=[camera.id for camera in cameras])
    with changes.told(concerned, made, then=lambda: log.write_all(by, map(_saved, cameras))):
        for camera in cameras:
            camera.save()
        Still.objects.filter(camera__in=[camera for camera in cameras if not camera.pictures]).delete()


def _saved(camera: Camera) -> Entry:
    facts = {
        "name": camera.name,
        "address": camera.address,
        "rate": camera.wanted_rate,
        "pictures": camera.pictures,
        "video_link": camera.video_link,
    }
    return Entry("camera.save", str(camera.id), facts)


@transaction.atomic
def remove_cameras(cameras: QuerySet[Camera], by: str) -> None:
    """Raises ProtectedError for a camera that has events: what it saw must be erased first."""
    gone = list(cameras.values_list("id", "name"))
    with changes.told(Camera.objects.filter(id__in=[camera_id for camera_id, _ in gone])):
        cameras.delete()
        for camera_id, name in gone:
            log.write(by, "camera.remove", str(camera_id), name=name)
