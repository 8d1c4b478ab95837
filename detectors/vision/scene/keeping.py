"""A rule that keeps hours: outside of them it is given nothing, and says nothing."""

from datetime import datetime

from detectors.vision.hours import Hours
from detectors.vision.scene.rule import Rule
from detectors.vision.types import Evidence, Observation, Tracks


class OnlyDuring(Rule):
    """After a pause the rule knows nothing of the time in between (``rule.LONGEST_GAP``)."""

    def __init__(self, rule: Rule, hours: Hours) -> None:
        self.config = rule.config
        self._rule = rule
        self._hours = hours
        self._evidence = Evidence.none()

    def consider(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def update(self, tracks: Tracks, at: datetime) -> list[Observation]:
        if not self._hours.hold(at):
            return []
        self._rule.consider(self._evidence)
        return self._rule.update(tracks, at)
