"""The kinds of alert that people and other systems raise. The machine's are in detectors.vision.scene.registry.

None of them says who somebody is: they say what happens at a place (docs/law.md).
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BY_PEOPLE: Mapping[str, str | Promise] = {
    "accident": _("Road accident"),
    "fight": _("Fight"),
    "distress": _("Somebody needs help"),
    "damage": _("Damage"),
    "obstacle": _("Obstacle on the road"),
    "flooding": _("Water on the ground"),
    "other_matter": _("Other matter"),
}

BY_SYSTEMS: Mapping[str, str | Promise] = {
    "fire_alarm": _("Fire alarm"),
    "intruder_alarm": _("Intruder alarm"),
    "help_call": _("Help call"),
    "water_level": _("Water level"),
    "traffic": _("Disturbed traffic"),
    "power_failure": _("Power failure"),
    "environment": _("Air, noise or weather"),
    "citizen_report": _("Citizen’s report"),
}
"""Fire panels, help pillars, sensors, traffic loops, the city's service for citizens (hypervision.inward)."""

ONLY_BY_HAND = frozenset({"citizen_report"})
"""Kinds that join an incident only if a person says so: named people's words are linked by nobody else (R-14)."""

BY_OTHERS: Mapping[str, str | Promise] = {**BY_PEOPLE, **BY_SYSTEMS}
"""All that no detector looks for."""
