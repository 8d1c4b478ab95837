"""Stops: who may, what is said, who was first."""

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see
from hypervision.law import stops
from hypervision.lib.errors import Conflict, Refusal
from hypervision.live.models import JournalEntry
from maps.models import Camera


def test_the_official_cannot_stop_anything(official: User) -> None:
    with pytest.raises(Refusal, match="role"):
        stops.stop(official, reason="No")


def test_a_stop_needs_a_reason(supervisor: User) -> None:
    with pytest.raises(Refusal, match="why"):
        stops.stop(supervisor, reason="  ")


def test_the_second_to_lift_is_told_who_was_first(supervisor: User, operator: User) -> None:
    one = stops.stop(supervisor, reason="Test")
    stops.lift(one.id, operator)
    with pytest.raises(Conflict, match="operator"):
        stops.lift(one.id, supervisor)


def test_a_stop_and_its_end_are_told_to_all_who_see_the_camera(supervisor: User, camera: Camera) -> None:
    one = stops.stop(supervisor, reason="Test", camera_id=camera.id, place=camera.location)
    stops.lift(one.id, supervisor)
    told = JournalEntry.objects.order_by("number")
    assert [(entry.kind, entry.payload["card"]["lifted"]) for entry in told] == [("stop", False), ("stop", True)]
    assert all(entry.place == camera.location for entry in told)


def test_the_outsider_does_not_learn_of_a_stop_of_a_foreign_camera(
    supervisor: User, outsider: User, camera: Camera
) -> None:
    stops.stop(supervisor, reason="Test", camera_id=camera.id, place=camera.location)
    everything = stops.stop(supervisor, reason="All")
    assert list(stops.visible(can_see(outsider))) == [everything]
