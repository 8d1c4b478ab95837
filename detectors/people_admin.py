"""Accounts in the administration, with the kinds of the house to choose from."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy

from detectors.said import kind_name
from detectors.vision.scene.registry import ALERTS, STATISTICS
from hypervision.accounts.admin import UserForm
from hypervision.accounts.models import User
from hypervision.alerts.kinds import BY_PEOPLE, BY_SYSTEMS
from hypervision.law.people_admin import LoggedPersonAdmin


def offered() -> list[tuple[str, list[tuple[str, str]]]]:
    """In groups, each kind by its name in the language of whoever reads, in the order of the names."""
    groups = (
        (gettext_lazy("Alerts of detectors"), ALERTS),
        (gettext_lazy("Alerts that only people raise"), BY_PEOPLE),
        (gettext_lazy("Events of other systems"), BY_SYSTEMS),
        (gettext_lazy("Sums"), STATISTICS),
    )
    return [(str(title), sorted(((kind, kind_name(kind)) for kind in kinds), key=_name)) for title, kinds in groups]


def _name(choice: tuple[str, str]) -> str:
    return choice[1]


class GivenForm(UserForm):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("kinds"),
        choices=offered,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Of events, alerts and sums, at these places. None chosen: all kinds."),
    )


@admin.register(User)
class GivenAdmin(LoggedPersonAdmin):
    form = GivenForm
