"""Reads of exercises. That one is under way all in the room know; what was done in it, those who see its alerts."""

from django.db.models import Exists, OuterRef, QuerySet

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Right
from hypervision.exercises.models import Cue, Exercise


def standing() -> QuerySet[Exercise]:
    return Exercise.objects.filter(ended_at=None).select_related("by")


def visible(reader: User) -> QuerySet[Exercise]:
    """The exercises of which the reader sees every place and every kind."""
    if not reader.may(Right.READ_LOG):
        return Exercise.objects.none()
    sight = can_see(reader)
    seen = Exercise.objects.filter(sight.q("places")).select_related("by", "ended_by")
    foreign = Cue.objects.filter(exercise=OuterRef("pk")).exclude(kind__in=sight.kinds)
    return seen.exclude(Exists(foreign)) if sight.kinds else seen
