"""What is set up of a camera, as it is told over REST: its settings, zones, rules and their versions."""

from typing import Annotated, Any, Literal, TypedDict, cast

from msgspec import Meta

from detectors.models import Rule, Schedule
from detectors.versions import Told
from hypervision.live.cards import Severity
from maps.models import Camera, Zone

Purpose = Literal["watch", "line", "private"]
OnHolidays = Literal["usual", "sunday", "all_day", "never"]
Shape = Annotated[list[list[float]], Meta(description="[[x, y], …], fractions of the picture's width and height.")]


class SettingsCard(TypedDict):
    """All that a person sets of a camera. Its user name and password go in and never come out."""

    id: str
    name: str
    lon: float
    lat: float
    bearing: Annotated[float | None, Meta(description="Degrees clockwise from north.")]
    field_angle: Annotated[float | None, Meta(description="Horizontal, in degrees.")]
    height: Annotated[float | None, Meta(description="Metres above the ground.")]
    camera_type: str
    operator: str
    address: Annotated[str, Meta(description="Of its stream, without user name and password.")]
    has_credentials: bool
    wanted_rate: Annotated[float, Meta(description="Analysed pictures a second.")]
    pictures: Annotated[bool, Meta(description="Whether masked pictures are kept.")]
    video_link: Annotated[
        str, Meta(description="To the city's own video; what may stand in braces says docs/clips.md.")
    ]
    origin: Annotated[str, Meta(description="hand, osm or demo.")]


class ZoneCard(TypedDict):
    """A zone or line in the picture of a camera. Each change makes a new version."""

    id: str
    camera: str
    preset: Annotated[str | None, Meta(description="The view in which it lies; None: every view.")]
    name: str
    purpose: Purpose
    points: Shape
    version: int


class RuleCard(TypedDict):
    """What is looked for in which zone. Each change makes a new version, which its events name."""

    id: str
    camera: str
    zone: str
    kind: str
    parameters: Annotated[dict[str, Any], Meta(description="Those that are not left at their default.")]
    severity: Severity
    schedule: Annotated[str | None, Meta(description="When it watches; None: always.")]
    enabled: bool
    version: int


class ChangeCard(TypedDict):
    """One value that is another one than in the version before, in words of the asker's language."""

    what: str
    before: str
    after: str


class SetUpVersion(TypedDict):
    """What a rule or a zone was from then on, who set it so and why. values: by field."""

    id: str
    number: int
    at: str
    by: str
    reason: str
    values: dict[str, Any]
    changes: list[ChangeCard]


class ScheduleCard(TypedDict):
    """When rules watch. week: for each day, Monday first, the spans [begin, end] in minutes since midnight."""

    id: str
    name: str
    week: list[list[list[int]]]
    on_holidays: OnHolidays
    special: list[dict[str, Any]]


class PresetCard(TypedDict):
    """A view of a camera, as people set it."""

    id: str
    name: str
    taken_at: Annotated[str | None, Meta(description="When its look was kept; None: it waits for its picture.")]
    calibration_version: int | None
    zones: Annotated[list[str], Meta(description="Names of those that lie in it.")]


class PresetSeen(PresetCard):
    """A view of a camera, and whether its newest picture shows it."""

    in_picture: bool


class CalibrationCard(TypedDict):
    """From pixels to the ground. Lengths in metres, pixels of a picture of width x height."""

    version: int
    preset: Annotated[str | None, Meta(description="The view in which it was marked.")]
    method: str
    created_at: str
    reason: str
    width: int
    height: int
    anchor: Annotated[list[float], Meta(description="[longitude, latitude] from which it counts in metres.")]
    homography: list[float]
    rmse_m: float
    leave_one_out_m: float | None
    marks: Any


def settings_card(camera: Camera) -> SettingsCard:
    return {
        "id": str(camera.pk),
        "name": camera.name,
        "lon": camera.location.x,
        "lat": camera.location.y,
        "bearing": camera.bearing,
        "field_angle": camera.field_angle,
        "height": camera.height,
        "camera_type": camera.camera_type,
        "operator": camera.operator,
        "address": camera.address,
        "has_credentials": bool(camera.credentials),
        "wanted_rate": camera.wanted_rate,
        "pictures": camera.pictures,
        "video_link": camera.video_link,
        "origin": str(camera.origin),
    }


def zone_card(zone: Zone) -> ZoneCard:
    return {
        "id": str(zone.pk),
        "camera": str(zone.camera_id),
        "preset": str(zone.preset_id) if zone.preset_id else None,
        "name": zone.name,
        "purpose": cast(Purpose, str(zone.purpose)),
        "points": zone.points,
        "version": zone.version,
    }


def rule_card(rule: Rule) -> RuleCard:
    return {
        "id": str(rule.pk),
        "camera": str(rule.camera_id),
        "zone": str(rule.zone_id),
        "kind": rule.kind,
        "parameters": rule.parameters,
        "severity": cast(Severity, str(rule.severity)),
        "schedule": str(rule.schedule_id) if rule.schedule_id else None,
        "enabled": rule.enabled,
        "version": rule.version,
    }


def schedule_card(one: Schedule) -> ScheduleCard:
    return {
        "id": str(one.pk),
        "name": one.name,
        "week": one.week,
        "on_holidays": cast(OnHolidays, str(one.on_holidays)),
        "special": one.special,
    }


def version_card(told: Told) -> SetUpVersion:
    row = told.row
    return {
        "id": str(row.pk),
        "number": row.number,
        "at": row.at.isoformat(),
        "by": row.by,
        "reason": row.reason,
        "values": row.values,
        "changes": [{"what": str(one.what), "before": one.before, "after": one.after} for one in told.changes],
    }
