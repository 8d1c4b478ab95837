"""Roles and what each may do. Rights are separate (R-21): whoever may see the map does not thereby see pictures."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OPERATOR = "operator", _("Operator")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMINISTRATOR = "administrator", _("Administrator")
    INSPECTOR = "inspector", _("Inspector")
    OFFICIAL = "official", _("Elected official")
    SYSTEM = "system", _("City system")


class Right(StrEnum):
    SEE_MAP = "see_map"
    SEE_ALERTS = "see_alerts"
    SEE_PICTURES = "see_pictures"
    GIVE_VERDICT = "give_verdict"
    CORRECT_VERDICT = "correct_verdict"
    STOP = "stop"
    SEE_FIGURES = "see_figures"
    CONFIGURE = "configure"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_LOG = "read_log"
    READ_LOGBOOK = "read_logbook"
    KEEP_SHIFT = "keep_shift"
    OPEN_CITY_VIDEO = "open_city_video"
    EDIT_PROCEDURES = "edit_procedures"
    RUN_EXERCISES = "run_exercises"
    SIGN_VALIDATION = "sign_validation"
    REPORT_EVENTS = "report_events"
    MAKE_REPORTS = "make_reports"


PLACE, KIND = "place", "kind"

BOUNDS: dict[Right, tuple[str, ...]] = {
    Right.SEE_MAP: (PLACE,),
    Right.SEE_ALERTS: (PLACE, KIND),
    Right.SEE_PICTURES: (PLACE, KIND),
    Right.GIVE_VERDICT: (PLACE, KIND),
    Right.CORRECT_VERDICT: (PLACE, KIND),
    Right.SEE_FIGURES: (PLACE, KIND),
    Right.READ_LOGBOOK: (PLACE, KIND),
    Right.KEEP_SHIFT: (PLACE, KIND),
    Right.OPEN_CITY_VIDEO: (PLACE, KIND),
    Right.RUN_EXERCISES: (PLACE, KIND),
    Right.SIGN_VALIDATION: (PLACE, KIND),
    Right.REPORT_EVENTS: (PLACE, KIND),
}
"""What an account's perimeter narrows of a right. Cameras and their live pictures are of no kind."""


_OPERATOR = frozenset(
    {
        Right.SEE_MAP,
        Right.SEE_ALERTS,
        Right.SEE_PICTURES,
        Right.GIVE_VERDICT,
        Right.STOP,
        Right.READ_LOGBOOK,
        Right.KEEP_SHIFT,
        Right.OPEN_CITY_VIDEO,
    }
)

RIGHTS: dict[str, frozenset[Right]] = {
    Role.OPERATOR: _OPERATOR,
    Role.SUPERVISOR: _OPERATOR
    | {
        Right.CORRECT_VERDICT,
        Right.SEE_FIGURES,
        Right.READ_LOG,
        Right.EDIT_PROCEDURES,
        Right.RUN_EXERCISES,
        Right.SIGN_VALIDATION,
        Right.MAKE_REPORTS,
    },
    # Who sets a camera up does not also sign that it does well.
    Role.ADMINISTRATOR: frozenset(Right)
    - {
        Right.KEEP_SHIFT,
        Right.GIVE_VERDICT,
        Right.CORRECT_VERDICT,
        Right.OPEN_CITY_VIDEO,
        Right.RUN_EXERCISES,
        Right.SIGN_VALIDATION,
        Right.REPORT_EVENTS,
    },
    # Reads all, changes nothing.
    Role.INSPECTOR: frozenset(
        {Right.SEE_MAP, Right.SEE_ALERTS, Right.SEE_PICTURES, Right.SEE_FIGURES, Right.READ_LOG, Right.READ_LOGBOOK}
    ),
    Role.OFFICIAL: frozenset({Right.SEE_FIGURES, Right.MAKE_REPORTS}),
    Role.SYSTEM: frozenset({Right.SEE_MAP, Right.SEE_ALERTS, Right.SEE_FIGURES, Right.REPORT_EVENTS}),
}


class Scope(StrEnum):
    """What a token may be used for; it never gives more than its owner's role."""

    EVENTS_READ = "events:read"
    EVENTS_WRITE = "events:write"
    ALERTS_READ = "alerts:read"
    ALERTS_VERDICT = "alerts:verdict"
    ALERTS_HANDLE = "alerts:handle"
    CAMERAS_READ = "cameras:read"
    ZONES_READ = "zones:read"
    AUTHORISATIONS_READ = "authorisations:read"
    COUNTS_READ = "counts:read"
    TILES_READ = "tiles:read"
    CALIBRATIONS_WRITE = "calibrations:write"
    METRICS_READ = "metrics:read"
    CAMERAS_WRITE = "cameras:write"
    ZONES_WRITE = "zones:write"
    RULES_READ = "rules:read"
    RULES_WRITE = "rules:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    MQTT_READ = "mqtt:read"
    MQTT_WRITE = "mqtt:write"
