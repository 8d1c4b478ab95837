"""Who sees what."""

from django.contrib.auth.models import AnonymousUser

from hypervision.accounts.models import User
from hypervision.accounts.permissions import can_see, may
from hypervision.accounts.rights import Right
from maps.models import Camera
from tests.factories import ELSEWHERE, SQUARE, make_camera


def test_nobody_sees_nothing(camera: Camera) -> None:
    assert not Camera.objects.filter(can_see(AnonymousUser()).q("location")).exists()
    assert not can_see(AnonymousUser()).covers(*SQUARE)


def test_the_outsider_sees_the_cameras_of_the_own_perimeter_only(camera: Camera, outsider: User) -> None:
    theirs = make_camera(ELSEWHERE)
    assert list(Camera.objects.filter(can_see(outsider).q("location"))) == [theirs]
    assert not can_see(outsider).covers(*SQUARE)


def test_a_person_without_perimeter_sees_no_camera(camera: Camera, operator: User) -> None:
    operator.everywhere = False
    assert not Camera.objects.filter(can_see(operator).q("location")).exists()


def test_a_closed_account_loses_every_right(operator: User) -> None:
    operator.is_active = False
    assert not may(operator, Right.SEE_MAP)


def test_the_official_sees_figures_and_no_picture(official: User) -> None:
    assert official.rights == {Right.SEE_FIGURES, Right.MAKE_REPORTS}


def test_a_closed_account_sees_nothing_although_it_saw_the_whole_city(camera: Camera, operator: User) -> None:
    operator.is_active = False
    assert not Camera.objects.filter(can_see(operator).q("location")).exists()
    assert not can_see(operator).covers(*SQUARE)
