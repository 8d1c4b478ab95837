"""Guests: rules in scenes about something else, only where they have nothing to find."""

from dataclasses import replace

import pytest

from detectors.evaluation.catalogue import PARTS, Showing, scenes_in, scenes_of, watch_of
from detectors.evaluation.guests import SEATS, with_guests
from detectors.scenes import drawings
from detectors.scenes.actors import Path, Person, Thing, stays
from detectors.scenes.scene import Scene, Watch
from detectors.scenes.studio import open_studio
from detectors.vision.scene.registry import ALERTS, check
from tests.vision.real import CLIP, needs_clip

ZONE = ((-3.0, 18.0), (3.0, 18.0), (3.0, 23.0), (-3.0, 23.0))
ABOUT = Watch("other", "zone", ZONE)
EMPTY = Scene("empty", "other", "Nothing.", (ABOUT,))
WALKER = Person("walker", "left-1", Path.of((0, -7, 20), (14, 7, 20)))


def guests(scene: Scene, *kinds: str) -> dict[str, Watch]:
    whole = with_guests(scene, lambda kind, _: Watch(kind, "zone", ZONE) if kind in kinds else None)
    return {watch.kind: watch for watch in whole.watches if watch not in scene.watches}


def test_every_kind_that_alerts_has_a_seat_and_a_stage_that_nobody_knows_has_none() -> None:
    assert set(SEATS) == ALERTS
    assert with_guests(replace(EMPTY, stage="moon"), watch_of).watches == (ABOUT,)


def test_a_kind_is_no_guest_in_its_own_scene() -> None:
    own = replace(EMPTY, watches=(Watch("fall", "zone", ZONE),))
    watched = with_guests(own, lambda kind, _: Watch(kind, "zone", ZONE)).watches
    assert [watch.kind for watch in watched].count("fall") == 1


@pytest.mark.parametrize("kind", ["intrusion", "wrong_direction"])
def test_a_zone_that_somebody_comes_near_is_moved_aside_until_nobody_does(kind: str) -> None:
    assert guests(EMPTY, kind)[kind].corners == ZONE
    moved = guests(replace(EMPTY, actors=(WALKER,)), kind)[kind].corners
    assert min(ahead for _, ahead in moved) >= 22 or max(ahead for _, ahead in moved) <= 18
    by_it = replace(WALKER, path=Path.of((0, -7, 24.5), (14, 7, 24.5)))
    assert max(ahead for _, ahead in guests(replace(EMPTY, actors=(by_it,)), kind)[kind].corners) <= 22.5
    everywhere = tuple(replace(WALKER, path=Path.of((0, -9, ahead), (14, 9, ahead))) for ahead in range(12, 33, 3))
    assert not guests(replace(EMPTY, actors=everywhere), kind)
    in_the_middle = tuple(replace(WALKER, path=stays(0, 9, 0, ahead)) for ahead in range(12, 33, 2))
    assert not guests(replace(EMPTY, actors=in_the_middle), kind), "beside them the camera sees nothing"


def test_a_few_are_no_crowd_and_more_might_be_one() -> None:
    def standing(count: int) -> Scene:
        return replace(EMPTY, actors=tuple(Person(str(n), "left-1", stays(0, 9, n / 2, 20)) for n in range(count)))

    assert guests(standing(4), "density")
    assert not guests(standing(5), "density")


def test_what_comes_in_or_stops_might_be_left() -> None:
    bag = Thing("bag", drawings.backpack(), stays(3, 20, 0, 20), 0.4, 0.5)
    stops = replace(bag, path=Path.of((0, -7, 20), (5, 0, 20), (20, 0, 20)))
    passes = replace(bag, path=Path.of((0, -7, 20), (14, 7, 20)))
    always = replace(bag, path=stays(0, 20, 0, 20))
    assert not any(guests(replace(EMPTY, actors=(each,)), "abandoned_object") for each in (bag, stops))
    assert all(guests(replace(EMPTY, actors=(each,)), "abandoned_object") for each in (passes, always))
    waits = replace(WALKER, path=Path.of((0, -7, 20), (5, 0, 20), (20, 0, 20)))
    assert guests(replace(EMPTY, actors=(waits,)), "abandoned_object")


def test_the_guest_for_weapons_brings_the_made_up_network() -> None:
    assert with_guests(EMPTY, lambda kind, _: Watch(kind, "zone", ZONE) if kind == "weapon" else None).made_up
    assert not with_guests(EMPTY, lambda kind, stage: None).made_up


def test_every_kind_watches_more_than_its_own_scenes() -> None:
    scenes = [scene for part in PARTS for kind in sorted(ALERTS) for scene in scenes_of(kind, part)]
    watched = [(watch.kind, scene.kind) for scene in scenes for watch in with_guests(scene, watch_of).watches]
    for kind in ALERTS:
        assert {about for own, about in watched if own == kind} - {kind}


def test_a_showing_is_watched_by_the_kinds_that_are_asked_for_and_no_others() -> None:
    first = scenes_of("wrong_direction", "tuned")[0]
    kinds = {
        watch.kind for watch in Showing("tuned", "wrong_direction", first.name, frozenset({"fall"})).scene().watches
    }
    assert kinds == {"fall"}
    assert Showing("tuned", "wrong_direction", first.name).scene() == first


@pytest.mark.slow
@needs_clip
def test_each_zone_that_a_guest_watches_lies_in_the_picture() -> None:
    studio = open_studio(CLIP)
    for part in PARTS:
        for one in scenes_in(part):
            scene = Showing(part, one.kind, one.name, ALERTS).scene()
            for rule in scene.config(studio.stage(scene.stage)).rules:
                check(rule)
