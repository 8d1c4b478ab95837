"""Reads of exercises. That one is under way all in the room know; what was done in it, those who see its places."""

from django.db.models import QuerySet

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.exercises.models import Exercise


def standing() -> QuerySet[Exercise]:
    return Exercise.objects.filter(ended_at=None).select_related("by")


def visible(reader: User) -> QuerySet[Exercise]:
    """The exercises of which the reader sees every place."""
    if not reader.may(Right.READ_LOG):
        return Exercise.objects.none()
    return Exercise.objects.filter(can_see(reader).q("places")).select_related("by", "ended_by")
