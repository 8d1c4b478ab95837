"""The database and Python answer alike who sees what, on perimeters, kinds and places at random."""

from typing import Any

from django.contrib.gis.geos import Point
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.accounts.rights import Role
from hypervision.live.reading import Entry
from hypervision.live.viewers import viewer_of
from maps.models import Camera, Event
from maps.sight import in_sight
from tests.factories import SQUARE, area, make_camera, make_event, make_report, make_user

KINDS = ("intrusion", "fire", "fall", "fight")
steps = st.integers(-2, 2)
boxes = st.builds(lambda east, north: area(_at(east)[0], _at(0, north)[1]), steps, steps)
people = st.fixed_dictionaries(
    {
        "everywhere": st.booleans(),
        "perimeter": st.none() | boxes,
        "kinds": st.lists(st.sampled_from(KINDS), unique=True, max_size=3),
        "is_active": st.sampled_from([True, True, True, False]),
    }
)
happenings = st.lists(st.tuples(st.sampled_from(KINDS), steps, steps, st.booleans()), min_size=1, max_size=5)


def _at(east: int, north: int = 0) -> tuple[float, float]:
    """A place so many halves of a box beside the square: some lie in it, some on its edge, some outside."""
    return SQUARE[0] + east * 0.001, SQUARE[1] + north * 0.001


def _happened(kind: str, east: int, north: int, is_reported: bool) -> Event:
    """Seen by a camera that stands there, or said by a person; what the camera sees lies elsewhere."""
    if is_reported:
        return make_report(_at(east, north), kind=kind)
    return make_event(make_camera(_at(east, north)), kind=kind, place=Point(*_at(-east, -north), srid=4326))


class SightTest(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(values=people, happened=happenings)
    def test_a_query_a_place_and_a_message_say_the_same(
        self, values: dict[str, Any], happened: list[tuple[str, int, int, bool]]
    ) -> None:
        person = User.objects.get(pk=make_user(Role.SUPERVISOR, **values).pk)
        events = [_happened(*one) for one in happened]
        sight, viewer = can_see(person), viewer_of(person)
        found = set(Event.objects.filter(in_sight(sight)).values_list("pk", flat=True))
        places = {one.pk: (one.seen_from.x, one.seen_from.y) for one in events}
        assert found == {one.pk for one in events if sight.covers(*places[one.pk], one.kind)}
        if person.is_active:
            entries = {one.pk: Entry(1, "", "see_alerts", places[one.pk], one.kind) for one in events}
            assert found == {key for key, entry in entries.items() if viewer.may_hear(entry)}

    @settings(max_examples=20, deadline=None)
    @given(values=people, happened=happenings)
    def test_kinds_hide_no_camera(self, values: dict[str, Any], happened: list[tuple[str, int, int, bool]]) -> None:
        for one in happened:
            _happened(*one)
        narrow = make_user(Role.OPERATOR, **values)
        wide = make_user(Role.OPERATOR, **{**values, "kinds": []})
        seen = [set(Camera.objects.filter(can_see(one).q("location"))) for one in (narrow, wide)]
        assert seen[0] == seen[1]
