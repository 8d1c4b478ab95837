"""Why the gate said no, in sentences that say what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "stopped": _("Stopped by a person."),
    "no_authorisation": _("No authorisation covers the place of this camera."),
    "other_network": _("The authorisation attests another network than the one in use."),
    "other_kind": _("The authorisation does not cover this kind of event."),
    "not_yet": _("The authorisation has not begun."),
    "ended": _("The authorisation has ended."),
    "revoked": _("The authorisation was revoked."),
    "regime_ended": _("The legal regime of the authorisation is not in force."),
    "demo_only": _("The authorisation covers demonstration cameras only."),
    "incomplete": _("The authorisation lacks a field that the law asks for."),
}
