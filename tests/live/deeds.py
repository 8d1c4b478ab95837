"""A city of cameras and people, and all that may happen there, picked by a number: for tests that let much happen."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.gis.geos import Point

from detectors import changes, configuration, states
from detectors.cards import camera_card
from detectors.event_erasure import erase_events
from detectors.models import Watch
from hypervision.accounts.models import User
from hypervision.accounts.rights import Right, Role
from hypervision.alerts import actions, services
from hypervision.alerts.models import Alert
from hypervision.incidents import actions as incidents
from hypervision.incidents import joining, selectors
from hypervision.incidents.models import Member
from hypervision.law import stops
from hypervision.lib import clock
from hypervision.lib.errors import Refusal
from hypervision.live import journal
from hypervision.live.messages import CameraPut
from hypervision.procedures import actions as procedures
from hypervision.procedures.actions import Deed
from hypervision.procedures.closing import close
from hypervision.procedures.models import RunStep
from hypervision.shifts import duty
from maps.models import Camera, District, Event
from maps.models import City as TheCity
from tests.factories import ELSEWHERE, SQUARE, area, make_camera, make_event, make_user

Act = tuple[str, int]
"""What happens, and a number that picks of which camera, alert or person."""


class City:
    """Two cameras, two who judge, one who sees what stands at each of the two places only, one who sees none, and one
    who sees fires only.
    """

    def __init__(self) -> None:
        self.cameras = [make_camera(name="Square"), make_camera(ELSEWHERE, name="Station")]
        for camera in self.cameras:
            Watch.objects.create(camera=camera, since=clock.now())
        self.judges = [make_user(Role.OPERATOR, username="ada"), make_user(Role.SUPERVISOR, username="bo")]
        near = make_user(Role.OPERATOR, username="near", everywhere=False, perimeter=area(*ELSEWHERE))
        blind = make_user(Role.OPERATOR, username="blind", everywhere=False)
        centre = make_user(Role.OPERATOR, username="centre", everywhere=False, perimeter=area(*SQUARE))
        fires = make_user(Role.OPERATOR, username="fires", kinds=["fire"])
        self.people: list[User] = [*self.judges, near, blind, fires, centre]

    def camera(self, pick: int) -> Camera:
        return self.cameras[pick % len(self.cameras)]

    def judge(self, pick: int) -> User:
        return self.judges[pick % len(self.judges)]

    def alert(self, pick: int) -> Any:
        """Of an alert that may be gone by now."""
        keys = list(Alert.objects.order_by("created_at").values_list("pk", flat=True))
        return keys[pick % len(keys)] if keys else uuid4()


def raise_one(city: City, pick: int) -> None:
    now = clock.now()
    regime = "DEMO" if pick // 2 % 2 else "EU-OTHER"
    kind = "fire" if pick > 8 else "intrusion"
    values = {"captured_at": now, "started_at": now, "score": (pick % 10) / 10, "regime": regime, "kind": kind}
    event = make_event(city.camera(pick), **values)
    services.raise_alert(event, Alert.Severity.MEDIUM, also=joining.join)


def _watch(city: City, pick: int) -> None:
    camera = city.camera(pick)
    state = list(Watch.State)[pick % len(Watch.State)]
    Watch.objects.filter(camera=camera).update(state=state, reason={"en": f"because {pick}"}, since=clock.now())
    camera = Camera.objects.select_related("watch").get(pk=camera.pk)
    journal.append(CameraPut(camera_card(camera)), right=Right.SEE_MAP, place=camera.location)


def _fall_silent(city: City, pick: int) -> None:
    Watch.objects.filter(camera=city.camera(pick)).update(expires_at=clock.now() - timedelta(minutes=pick))
    states.let_lapse()


def _stop(city: City, pick: int) -> None:
    camera = city.camera(pick)
    if pick % 3:
        stops.stop(city.judge(pick), reason="Demonstration.", camera_id=camera.pk, place=camera.location)
    else:
        stops.stop(city.judge(pick), reason="Fault.", kind="intrusion")


def _lift(city: City, pick: int) -> None:
    standing = list(stops.standing())
    if standing:
        stops.lift(standing[pick % len(standing)].pk, city.judge(pick))


def _expire(_city: City, pick: int) -> None:
    """A week passes, at the end of which the events of the demonstration are due, or a month, which ends all."""
    erase_events(clock.now() + timedelta(days=28 if pick % 2 else 7))


def _undo(city: City, pick: int) -> None:
    member = Member.objects.filter(pk=city.alert(pick)).first()
    last = selectors.last_step(member) if member else None
    if member and last:
        incidents.undo(member.pk, last.pk, city.judge(pick))


def _take_back(city: City, pick: int) -> None:
    last = RunStep.objects.filter(run=city.alert(pick)).order_by("-id").first()
    procedures.undo(city.alert(pick), city.judge(pick), last.pk if last else 0)


def _close(city: City, pick: int) -> None:
    deeds = (Deed("look", "done"), Deed("fire", "done", 3)) if pick % 2 else ()
    close(city.alert(pick), city.judge(pick), "nothing_found", deeds=deeds)


SPOTS = (SQUARE, ELSEWHERE, (SQUARE[0] + 0.001, SQUARE[1]), (24.99, 60.19))
"""The two places, a step beside the first, and one that lies in nobody's perimeter."""


def _move(city: City, pick: int) -> None:
    camera = Camera.objects.get(pk=city.camera(pick).pk)
    camera.location = Point(*SPOTS[pick % len(SPOTS)], srid=4326)
    configuration.save_camera(camera, "ada")


def _rename(city: City, pick: int) -> None:
    camera = Camera.objects.get(pk=city.camera(pick).pk)
    camera.name = f"Name {pick}"
    configuration.save_camera(camera, "ada")


def _build(city: City, pick: int) -> None:
    configuration.save_camera(Camera(name="New", location=Point(*SPOTS[pick % len(SPOTS)], srid=4326)), "ada")


def _remove(city: City, pick: int) -> None:
    configuration.remove_cameras(Camera.objects.filter(name="New"), "ada")


def _import(city: City, pick: int) -> None:
    """What an import may do: another base map, cameras that come, move and go, and districts that go."""
    with changes.city_told():
        extent = area(half=0.1)[0]
        TheCity.objects.update_or_create(
            pk=1, defaults={"name": "Helsinki", "extent": extent, "imported_at": clock.now()}
        )
        Camera.objects.filter(name="New").delete()
        Camera.objects.filter(pk=city.camera(pick).pk).update(location=Point(*SPOTS[pick % len(SPOTS)], srid=4326))
        District.objects.all().delete()
        district = District.objects.create(name=f"District {pick}", area=area(half=0.1))
        Event.objects.filter(camera=city.camera(pick)).update(district=district)
        make_camera(SPOTS[pick % len(SPOTS)], name="New")


def _be_gone(_city: City, _pick: int) -> None:
    """A few minutes pass without a sign of life of anybody."""
    duty.take_off(clock.now() + 2 * duty.ABSENT_AFTER)


ACTS: dict[str, Callable[[City, int], object]] = {
    "raise": raise_one,
    "claim": lambda city, pick: actions.claim(city.alert(pick), city.judge(pick)),
    "confirm": lambda city, pick: actions.confirm(city.alert(pick), city.judge(pick), "Seen."),
    "refute": lambda city, pick: actions.refute(city.alert(pick), city.judge(pick), "lamp"),
    "note": lambda city, pick: actions.add_note(city.alert(pick), city.judge(pick), f"Note {pick}."),
    "split": lambda city, pick: incidents.split(city.alert(pick), city.judge(pick)),
    "merge": lambda city, pick: incidents.merge(city.alert(pick), city.alert(pick // 3), city.judge(pick)),
    "undo": _undo,
    "begin": lambda city, pick: procedures.begin(city.alert(pick), city.judge(pick)),
    "do": lambda city, pick: procedures.act(city.alert(pick), city.judge(pick), Deed("look", "done")),
    "answer": lambda city, pick: procedures.act(city.alert(pick), city.judge(pick), Deed("fire", "done", pick % 4)),
    "skip": lambda city, pick: procedures.act(city.alert(pick), city.judge(pick), Deed("note", "skipped", None, "No.")),
    "take back": _take_back,
    "close": _close,
    "erase": lambda city, pick: services.erase_alerts(Alert.objects.filter(pk=city.alert(pick))),
    "expire": _expire,
    "watch": _watch,
    "stop": _stop,
    "lift": _lift,
    "move": _move,
    "rename": _rename,
    "build": _build,
    "remove": _remove,
    "import": _import,
    "assign": lambda city, pick: states.ensure_rows(),
    "fall silent": _fall_silent,
    "go on duty": lambda city, pick: duty.go_on(city.people[pick % len(city.people)]),
    "show life": lambda city, pick: duty.show_life(city.people[pick % len(city.people)]),
    "go off duty": lambda city, pick: duty.go_off(city.people[pick % len(city.people)]),
    "be gone": _be_gone,
}


def act(city: City, what: str, pick: int) -> None:
    """A refusal is an answer too: it changes nothing, so nothing is told."""
    try:
        ACTS[what](city, pick)
    except Refusal:
        return
