"""One street, one incident of three of its cameras, and a person who sees two of them."""

from uuid import UUID

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from maps.models import Camera
from tests.factories import area, make_user
from tests.incidents.worlds import Happening, happen, place, street


@pytest.fixture
def cameras(db: None) -> list[Camera]:
    return street()


@pytest.fixture
def three(cameras: list[Camera]) -> list[UUID]:
    """One incident of three alerts, of three cameras in a row."""
    return [happen(Happening(number, east=15.0 * number, at=10.0 * number), cameras).pk for number in range(3)]


@pytest.fixture
def neighbour(cameras: list[Camera]) -> User:
    """Sees the first two cameras of the street and not the third."""
    return make_user(Role.OPERATOR, username="neighbour", everywhere=False, perimeter=area(*place(7, 0), half=0.0002))
