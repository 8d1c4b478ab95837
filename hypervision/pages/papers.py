"""What the papers of a shift (logbook, hand-over) and the log have in common."""

from django import forms
from django_stubs_ext import StrOrPromise

_MINUTE = "%Y-%m-%dT%H:%M"


def moment(label: StrOrPromise) -> forms.DateTimeField:
    """A day and time of the city, chosen as the browser offers it."""
    return forms.DateTimeField(
        label=label,
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MINUTE),
    )
