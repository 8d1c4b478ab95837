"""An exercise of two alerts at the square: a fire at once, and people who run ten seconds later."""

from datetime import timedelta

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.exercises import playing
from hypervision.exercises.models import Exercise
from tests.factories import SQUARE

SCRIPT = f"""
title: Fire at the market
alerts:
  - {{second: 0, kind: fire, severity: high, place: [{SQUARE[0]}, {SQUARE[1]}], text: Smoke behind the stalls.}}
  - {{second: 10, kind: crowd_movement, place: [{SQUARE[0]}, {SQUARE[1]}]}}
"""


def started(by: User) -> Exercise:
    return playing.start(SCRIPT, by)


def played(exercise: Exercise, seconds: float = 0) -> list[Alert]:
    """All alerts that it raised, when so many seconds have passed."""
    playing.play(exercise.at + timedelta(seconds=seconds))
    return list(Alert.objects.filter(cue__exercise=exercise).order_by("cue__second"))
