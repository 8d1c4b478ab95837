"""The kinds of alert that only people raise. The machine's are in detectors.vision.scene.registry.

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
