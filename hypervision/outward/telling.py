"""What one listener is told of what the journal says, whichever way it is carried to them.

What it was told last decides what it is told next: a card that is told again for a note or a renamed camera says
nothing new, and a page that is read twice neither.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib.gis.geos import Point

from hypervision.live.cards import AlertCard, CameraCard
from hypervision.live.messages import AlertPut, CameraGone, CameraPut
from hypervision.live.models import JournalEntry
from hypervision.live.reading import Entry
from hypervision.live.viewers import Viewer
from hypervision.outward import saying
from hypervision.outward.messages import CHOSEN, AlertRefuted, CameraRemoved, CameraState, Message, RemovedData
from maps.models import Camera


@dataclass(frozen=True, slots=True)
class Last:
    """What was told last of an alert or a camera. event: of an alert."""

    state: str
    event: UUID | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A message that is due, and the entry of the journal that caused it. alert: of which it speaks."""

    entry: JournalEntry
    message: Message
    alert: UUID | None = None


class Teller:
    """Entries go in by ``hear``, in order; what is due comes out.

    chosen: messages that the listener is set to hear. told: by alert or camera. changed: what is to be kept of that;
    None: nothing is known any more. early: alerts of which it may be told before a verdict (``outward.early``).
    refuted: of these alerts nobody is sent any more that they are true.
    """

    def __init__(
        self,
        viewer: Viewer,
        chosen: Collection[str],
        told: Mapping[UUID, Last],
        early: Collection[UUID] = frozenset(),
    ) -> None:
        self.said: list[Said] = []
        self.changed: dict[UUID, Last | None] = {}
        self.refuted = set[UUID]()
        self._viewer, self._chosen, self._told, self._early = viewer, chosen, told, early

    def hear(self, entry: JournalEntry) -> None:
        if not self._viewer.may_hear(as_heard(entry.right, entry.place, entry.event_kind)):
            return
        if entry.kind == AlertPut.kind:
            self._hear_alert(entry, cast(AlertCard, entry.payload["card"]))
        elif entry.kind == CameraPut.kind:
            self._hear_camera(entry, cast(CameraCard, entry.payload["card"]))
        else:
            self._hear_camera_gone(entry)

    def _hear_alert(self, entry: JournalEntry, card: AlertCard) -> None:
        alert, event = UUID(card["id"]), UUID(card["event"])
        message = saying.of_alert(card, self._last(alert), early=alert in self._early)
        if message is None or (message.kind in CHOSEN and message.kind not in self._chosen):
            return
        if message is AlertRefuted:
            self.refuted.add(alert)
        self.changed[alert] = Last(card["state"], event)
        self.said.append(Said(entry, saying.alert_message(message, entry.at.isoformat(), card), alert))

    def _hear_camera(self, entry: JournalEntry, card: CameraCard) -> None:
        """Of one without a stream, a mark on the map, nobody expects that it is watched."""
        camera = UUID(card["id"])
        if card.get("stream", True) and self._last(camera) != card["state"]:
            self.changed[camera] = Last(card["state"])
            said = CameraState(timestamp=entry.at.isoformat(), data=saying.camera_data(card))
            self.said.append(Said(entry, said))

    def _hear_camera_gone(self, entry: JournalEntry) -> None:
        """Of one that only moved, where it stands now is told next, to whoever sees it there."""
        camera = UUID(entry.payload["id"])
        if not self._last(camera):
            return
        self.changed[camera] = None
        if not Camera.objects.filter(pk=camera).exists():
            said = CameraRemoved(timestamp=entry.at.isoformat(), data=RemovedData(id=str(camera)))
            self.said.append(Said(entry, said))

    def _last(self, subject: UUID) -> str:
        last = self.changed[subject] if subject in self.changed else self._told.get(subject)
        return last.state if last else ""


def kinds_for(chosen: Collection[str]) -> list[str]:
    """Kinds of entries that such a listener needs to read."""
    cameras = [CameraPut.kind, CameraGone.kind] if CameraState.kind in chosen else []
    return [AlertPut.kind, *cameras]


def subject(entry: JournalEntry) -> UUID:
    return UUID(entry.payload["card"]["id"] if "card" in entry.payload else entry.payload["id"])


def as_heard(right: str, place: Point | None, event_kind: str) -> Entry:
    """What ``Viewer.may_hear`` asks of an entry."""
    return Entry(0, "", right, (place.x, place.y) if place else None, event_kind)
