"""Rules that watch scenes about something else, in which they have nothing to find.

What is nobody's event is the best test for false alarms, and costs no inference more. The truth of a scene says whether
a rule has something to find in it; where it might have, it stays away.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np

from detectors.scenes.actors import Actor, Person
from detectors.scenes.scene import Scene, Watch
from detectors.scenes.stage import Place
from detectors.vision.types import Label

MARGIN = 2.0
"""Metres from a zone within which somebody counts as in it: more than who lies reaches, and than a foot errs."""

STEP = 0.5
"""Seconds between the moments at which it is looked where everybody is."""

FEW = 4
"""Persons in the zone of a rule for density who are no crowd yet: two fewer than its limit."""

ASIDE: tuple[Place, ...] = ((0, 0), (-6, 0), (6, 0), (0, 6), (0, -5), (-5, 5), (5, 5), (-3, -5), (3, -5))
"""Metres to the right and ahead by which a zone may be moved until nobody is in it."""

SEEN = 0.33
"""Metres to each side that the camera sees, to each metre ahead."""


def with_guests(scene: Scene, watches: Callable[[str, str], Watch | None]) -> Scene:
    """The scene with the rules of other kinds besides. watches: kind and stage to how its own scenes are watched."""
    own = {watch.kind for watch in scene.watches}
    guests = tuple(
        guest
        for kind, seat in SEATS.items()
        if kind not in own and (watch := watches(kind, scene.stage)) and (guest := seat(scene, watch))
    )
    return replace(
        scene,
        watches=(*scene.watches, *guests),
        made_up=scene.made_up or any(guest.kind == "weapon" for guest in guests),
    )


def _anyhow(scene: Scene, watch: Watch) -> Watch | None:
    """For kinds of whose events only their own scenes hold any."""
    return watch


def _where_nothing_stays(scene: Scene, watch: Watch) -> Watch | None:
    """For what was left: not where a thing comes in, or comes to a stop."""
    return None if any(_arrives(actor) for actor in scene.actors if not isinstance(actor, Person)) else watch


def _where_nobody_is(scene: Scene, watch: Watch) -> Watch | None:
    """The zone, or the same one beside it, in which nobody and nothing ever is."""
    for right, ahead in ASIDE:
        zone = tuple((corner[0] + right, corner[1] + ahead) for corner in watch.corners)
        if all(_is_seen(corner) for corner in zone) and not any(_within(zone, scene.actors)):
            return replace(watch, corners=zone)
    return None


def _where_few_are(scene: Scene, watch: Watch) -> Watch | None:
    people = [actor for actor in scene.actors if actor.label is Label.PERSON]
    is_told = scene.calibrated and max(_within(watch.corners, people), default=0) <= FEW
    return watch if is_told else None


SEATS: dict[str, Callable[[Scene, Watch], Watch | None]] = {
    "abandoned_object": _where_nothing_stays,
    "crowd_movement": _anyhow,
    "density": _where_few_are,
    "fall": _anyhow,
    "fire": _anyhow,
    "intrusion": _where_nobody_is,
    "weapon": _anyhow,
    "wrong_direction": _where_nobody_is,
}


def _arrives(actor: Actor) -> bool:
    """Whether it was not there from the beginning, or stops somewhere."""
    path = actor.path
    return path.begins > 0 or (path.points[0][1:] != path.points[-1][1:] and path.points[-2][1:] == path.points[-1][1:])


def _within(zone: tuple[Place, ...], actors: tuple[Actor, ...] | list[Actor]) -> Iterator[int]:
    """How many of them are in the zone or near it, moment after moment."""
    corners = np.array(zone, np.float32)
    ends = max((actor.path.ends for actor in actors), default=0.0)
    for seconds in np.arange(0, ends + STEP, STEP).tolist():
        places = [place for actor in actors if (place := actor.path.place(seconds)) is not None]
        yield sum(cv2.pointPolygonTest(corners, place, measureDist=True) >= -MARGIN for place in places)


def _is_seen(corner: Place) -> bool:
    right, ahead = corner
    return 11.5 <= ahead <= 32 and abs(right) <= SEEN * ahead
