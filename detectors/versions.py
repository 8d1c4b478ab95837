"""Versions of rules and zones: what each was, who set it so and why, what differs, and the way back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from detectors.models import Rule, Schedule, Version
from detectors.said import kind_name
from hypervision.lib import clock
from maps.models import Preset, Zone

Versioned = Rule | Zone
Values = Mapping[str, Any]

FIELDS: Mapping[type, Sequence[str]] = {
    Rule: ("camera_id", "zone_id", "kind", "parameters", "severity", "schedule_id", "enabled"),
    Zone: ("camera_id", "preset_id", "name", "purpose", "points"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that is another one than in the version before, in words."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A version as people read it. changes: since the one before; none for the first."""

    row: Version
    changes: tuple[Change, ...]
    is_present: bool


def values_of(one: Versioned) -> dict[str, Any]:
    """Plain values by field; references as texts."""
    values = {name.removesuffix("_id"): getattr(one, name) for name in FIELDS[type(one)]}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}


def write(one: Versioned, by: str, reason: str) -> Version:
    """Keeps what was just saved, in the caller's transaction."""
    return Version.objects.create(
        subject=_subject(one),
        subject_id=one.pk,
        number=one.version,
        at=clock.now(),
        by=by,
        reason=reason,
        values=values_of(one),
    )


def of(one: Versioned) -> list[Told]:
    """Newest first."""
    rows = list(Version.objects.filter(subject=_subject(one), subject_id=one.pk).order_by("number"))
    told = []
    for number, row in enumerate(rows):
        before = rows[number - 1].values if number else None
        changes = tuple(_changes(before, row.values)) if before is not None else ()
        told.append(Told(row, changes, row.number == one.version))
    return told[::-1]


def newest_of(one: Versioned) -> Version | None:
    return Version.objects.filter(subject=_subject(one), subject_id=one.pk).first()


def find(one: Versioned, number: int) -> Version:
    """Raises Version.DoesNotExist."""
    return Version.objects.get(subject=_subject(one), subject_id=one.pk, number=number)


_ORDER = tuple(name.removesuffix("_id") for names in FIELDS.values() for name in names)
"""Of what changed, on the page."""


def _subject(one: Versioned) -> Version.Subject:
    return Version.Subject.RULE if isinstance(one, Rule) else Version.Subject.ZONE


def _changes(before: Values, after: Values) -> Iterator[Change]:
    for name in (name for name in _ORDER if name in after):
        if name == "parameters":
            yield from _parameter_changes(before.get(name) or {}, after[name] or {})
        elif before.get(name) != after[name]:
            yield Change(_title(name), _shown(name, before.get(name)), _shown(name, after[name]))


def _parameter_changes(before: Values, after: Values) -> Iterator[Change]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield Change(name, _plain(before.get(name), _("default")), _plain(after.get(name), _("default")))


def _title(name: str) -> str:
    return {
        "camera": _("camera"),
        "zone": _("zone"),
        "preset": _("preset"),
        "kind": _("kind"),
        "severity": _("severity"),
        "schedule": _("schedule"),
        "enabled": _("enabled"),
        "name": _("name"),
        "purpose": _("purpose"),
        "points": _("points"),
    }[name]


def _shown(name: str, value: Any) -> str:
    """References by their names, as far as they still stand."""
    if name == "kind":
        return kind_name(value)
    if name == "severity":
        return str(dict(Rule.severity.field.flatchoices).get(value, value))
    if name == "purpose":
        return str(dict(Zone.Purpose.choices).get(value, value))
    if name == "points":
        return _("%(count)d points") % {"count": len(value or ())}
    if name == "zone":
        return _named(Zone, value)
    if name == "schedule":
        return _named(Schedule, value) if value else _("always")
    if name == "preset":
        return _named(Preset, value) if value else _("every view")
    return _plain(value, "–")


def _named(model: type[Zone] | type[Preset] | type[Schedule], pk: str) -> str:
    row = model.objects.filter(pk=pk).first()
    return row.name if row else _("taken away")


def _plain(value: Any, empty: str) -> str:
    if value is None or value == "":
        return empty
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return str(value)
