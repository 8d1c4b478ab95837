"""Specification of metres and degrees: exact there and back, and true to the ellipsoid."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from detectors.vision.locate.earth import Anchor

anchors = st.builds(Anchor, st.floats(-180, 180), st.floats(-75, 75))
metres = st.floats(-1000, 1000)


@given(anchors, metres, metres)
def test_there_and_back_is_the_same_place(anchor: Anchor, east: float, north: float) -> None:
    back = anchor.to_metres(*anchor.to_lonlat(east, north))
    assert math.dist(back, (east, north)) < 0.001


@given(anchors, metres, metres)
def test_a_kilometre_is_a_kilometre_on_the_ellipsoid(anchor: Anchor, east: float, north: float) -> None:
    lon, lat = anchor.to_lonlat(east, north)
    _, _, distance = Geod(ellps="WGS84").inv(anchor.lon, anchor.lat, lon, lat)
    assert distance == pytest.approx(math.hypot(east, north), abs=0.2)


def test_a_hundred_metres_in_helsinki_are_true_to_a_millimetre() -> None:
    helsinki = Anchor(24.945, 60.170)
    for degrees in range(0, 360, 45):
        east, north = 100 * math.sin(math.radians(degrees)), 100 * math.cos(math.radians(degrees))
        lon, lat = helsinki.to_lonlat(east, north)
        _, _, distance = Geod(ellps="WGS84").inv(helsinki.lon, helsinki.lat, lon, lat)
        assert distance == pytest.approx(100, abs=0.001)


def test_east_goes_on_beyond_the_date_line() -> None:
    fiji = Anchor(179.9999, -17)
    lon, _ = fiji.to_lonlat(100, 0)
    assert -180 <= lon < -179.99
    assert fiji.to_metres(lon, -17)[0] == pytest.approx(100)


@pytest.mark.parametrize(("lon", "lat"), [(200, 0), (0, 90), (0, -90), (float("nan"), 0)])
def test_there_is_no_anchor_where_there_is_no_east(lon: float, lat: float) -> None:
    with pytest.raises(ValueError, match="An anchor needs a longitude"):
        Anchor(lon, lat)
