"""The last seconds of one camera, masked, in memory; and the footage that is cut from them when something happens.

    a masked picture ─► ring: ten seconds ─┬─► what an event opened: these and the ten that follow ─► footage
                                           └─► what another one opened: the same pictures, held once

Where nothing moved there is no new picture: the last one still holds. What the camera no longer may show, or showed
of another view, leaves the ring at once.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from detectors.vision.mask.jpeg import EncodeError, encode, encode_once
from detectors.vision.scene.outline import thing_of
from detectors.vision.track.match import overlap
from detectors.vision.types import Detections, Image, SceneEvent, Tracks

logger = logging.getLogger(__name__)

BEFORE = AFTER = timedelta(seconds=10)
EVERY_S = 0.5
"""Between two pictures while nothing happens: masking is what a ring costs."""
CLOSELY_S = 0.2
"""Between two pictures of what follows an event."""
SHARE = 1 / 4
"""Of a camera's time that masking for its ring may take: on a busy machine clips have fewer pictures, not the rules."""
PATIENCE = timedelta(seconds=3)
"""After the end of what an event opened: a camera that sends nothing more by then is not waited for."""
MOST_OPEN = 8
"""Events of one camera that are filmed at once."""
MOST_JPEG = 80_000
SAME = 0.5
"""Overlap from which the box that fired is that of a track."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """One masked picture. boxes: of each track in it, fractions of the picture; the track's number stays in memory."""

    at: datetime
    jpeg: bytes
    boxes: Mapping[int, Box]


@dataclass(frozen=True, slots=True)
class Order:
    """What an event asks for. zone: its points, fractions of the picture. erase_at: of its picture."""

    event_id: UUID
    event: SceneEvent
    zone: tuple[tuple[float, float], ...]
    erase_at: datetime


@dataclass(frozen=True, slots=True)
class Footage:
    """The shots of one event. starts_at, ends_at: what they show; less than was wanted where the camera showed less.

    boxes: of what the event is about, for each shot; None where it was not seen. fired: its box when the rule fired.
    """

    order: Order
    starts_at: datetime
    ends_at: datetime
    shots: tuple[Shot, ...]
    boxes: tuple[Box | None, ...]


@dataclass(slots=True)
class _Take:
    """Footage in the making. followed: the number of the track that the event is about; box: where it was."""

    order: Order
    followed: int | None
    box: Box | None
    shots: list[Shot] = field(default_factory=list)

    @property
    def until(self) -> datetime:
        return self.order.event.at + AFTER

    def box_in(self, shot: Shot) -> Box | None:
        """A thing stands where it was since it began; a track is followed."""
        if self.followed is not None:
            return shot.boxes.get(self.followed)
        event = self.order.event
        return self.box if event.started_at <= shot.at <= event.at else None


class Reel:
    """One camera's. Fed by its eyes alone, in order of capture. cut: is handed each footage when it is complete.

    Holds at most the pictures of 20 s, five a second, 80 kB each: 8 MB; usually 10 s, two a second.
    """

    def __init__(self, cut: Callable[[Footage], None], *, runs: bool = True) -> None:
        """runs: False where no film can be made: then nothing is masked for it, and nothing kept."""
        self._cut = cut
        self._runs = runs
        self._ring: deque[Shot] = deque()
        self._takes: list[_Take] = []
        self._due = float("-inf")
        self._last: datetime | None = None
        self._view: object = None

    @property
    def held_bytes(self) -> int:
        """Of the pictures of the last ten seconds."""
        return sum(len(shot.jpeg) for shot in self._ring)

    @property
    def things(self) -> Detections | None:
        """What must be seen to judge the events that are filmed now, for the mask."""
        found = [thing for take in self._takes if (thing := thing_of(take.order.event)) is not None]
        if not found:
            return None
        things = Detections.none()
        for one in found:
            things = things.and_also(one)
        return things

    def is_due(self, now: float) -> bool:
        """Whether another picture is wanted at this moment of a monotonic clock."""
        return self._runs and now >= self._due

    def looks_at(self, view: object) -> None:
        """What is kept of another view is forgotten. view: whatever is the same while the camera looks there."""
        if view is not self._view:
            self.forget()
            self._view = view

    def begin(self, order: Order, tracks: Tracks, size: tuple[int, int]) -> None:
        """An event fired on the frame that is added next, or that still shows the last one. size: width and height."""
        if not self._runs:
            return
        if len(self._takes) >= MOST_OPEN:
            logger.warning("Event %s has no clip: %d events of its camera are filmed now.", order.event_id, MOST_OPEN)
            return
        event = order.event
        box = None if event.box is None else _fractions(np.array([event.box], np.float32), size)[0]
        shots = deque(self._ring)
        _let_go(shots, event.at - BEFORE)
        self._takes.append(_Take(order, _track_of(event, tracks), box, list(shots)))
        self._due = float("-inf")

    def add(self, image: Image, at: datetime, tracks: Tracks, now: float, seconds: float = 0.0) -> None:
        """image: masked, which took so many seconds; at this moment of a monotonic clock."""
        if self._last is not None and at < self._last:
            self.forget()  # the clock of the camera went back
        every = CLOSELY_S if self._takes else EVERY_S
        self._due = now + max(every, seconds * (1 / SHARE - 1))
        try:
            jpeg = _small(image)
        except EncodeError as error:
            logger.error("No picture is kept for clips: %s", error)
            return
        boxes = _fractions(tracks.boxes, (image.shape[1], image.shape[0]))
        shot = Shot(at, jpeg, dict(zip(tracks.ids.tolist(), boxes, strict=True)))
        self._ring.append(shot)
        for take in self._takes:
            if at <= take.until:
                take.shots.append(shot)
        self.holds(at)

    def holds(self, at: datetime) -> None:
        """Up to this moment of capture the last picture shows what is."""
        self._last = at
        _let_go(self._ring, at - BEFORE)
        self._close([take for take in self._takes if take.until <= at])

    def close_due(self, now: datetime) -> None:
        """Gives up waiting for a camera that sends nothing."""
        if self._takes:
            self._close([take for take in self._takes if take.until + PATIENCE <= now])

    def forget(self) -> None:
        """Nothing of before is shown any more; what is in the making ends with the last that was allowed."""
        self._close(list(self._takes))
        self._ring.clear()
        self._last = self._view = None
        self._due = float("-inf")

    def _close(self, takes: list[_Take]) -> None:
        for take in takes:
            self._takes.remove(take)
            if take.shots and self._last is not None:
                self._cut(_footage(take, self._last))
            else:
                logger.warning("Event %s has no clip: there was no masked picture.", take.order.event_id)


def _let_go(shots: deque[Shot], before: datetime) -> None:
    """All but the one that still held at that moment."""
    while len(shots) > 1 and shots[1].at <= before:
        shots.popleft()


def _footage(take: _Take, last: datetime) -> Footage:
    """The first shot may be older than what is wanted, if it held until then."""
    starts_at = max(take.shots[0].at, take.order.event.at - BEFORE)
    ends_at = max(min(last, take.until), take.shots[-1].at)
    # The period for which it is kept counts from the first that it shows.
    order = replace(take.order, erase_at=take.order.erase_at - (take.order.event.at - starts_at))
    return Footage(order, starts_at, ends_at, tuple(take.shots), tuple(take.box_in(shot) for shot in take.shots))


def _track_of(event: SceneEvent, tracks: Tracks) -> int | None:
    if event.box is None or not len(tracks):
        return None
    overlaps = overlap(np.array([event.box], np.float64), tracks.boxes.astype(np.float64))[0]
    best = int(overlaps.argmax())
    return int(tracks.ids[best]) if overlaps[best] >= SAME else None


def _fractions(boxes: "np.typing.NDArray[np.float32]", size: tuple[int, int]) -> list[Box]:
    scaled = np.clip(boxes / np.array([size[0], size[1]] * 2, np.float32), 0, 1)
    return [(x1, y1, x2, y2) for x1, y1, x2, y2 in np.round(scaled.astype(float), 4).tolist()]


def _small(image: Image) -> bytes:
    jpeg = encode_once(image)
    return jpeg if len(jpeg) <= MOST_JPEG else encode(image, MOST_JPEG)
