"""Exercises are played with alerts that are none: they count in no figure and leave the house by no channel.

Whoever counts events or alerts, or sends them out, asks here.
"""

from django.db.models import Q

from maps.models import Event


def is_real(event: Event) -> bool:
    return event.is_real


def real(path: str = "") -> Q:
    """``is_real`` for a query. path: from the row to its event, as in ``maps.sight``."""
    return Q(**{f"{path}is_real": True})
