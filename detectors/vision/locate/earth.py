"""Metres east and north of an anchor to longitude and latitude, and back.

The plane that touches the WGS 84 ellipsoid at the anchor, with the radii of curvature of the meridian and of the prime
vertical (Torge and Müller 2012, section 4.1.3). Degrees of longitude are measured half-way between the two latitudes,
which keeps the error under a centimetre within a kilometre, and makes there and back the same numbers.
"""

import math
from dataclasses import dataclass

AXIS = 6_378_137.0
"""Metres: the equatorial radius."""

ECCENTRICITY_SQUARED = 6.69437999014e-3


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point on Earth, degrees of WGS 84. Raises ``ValueError`` near the poles, where there is no east."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180 <= self.lon <= 180 and -89 <= self.lat <= 89):
            raise ValueError(
                f"An anchor needs a longitude of ±180° and a latitude of ±89°, not {self.lon}, {self.lat}."
            )

    def to_lonlat(self, east: float, north: float) -> tuple[float, float]:
        """The longitude and latitude of a place, metres east and north of here."""
        lat = self.lat + math.degrees(north / _meridian(self.lat))
        lon = self.lon + math.degrees(east / _parallel((lat + self.lat) / 2))
        return (lon + 180) % 360 - 180 if abs(lon) > 180 else lon, lat

    def to_metres(self, lon: float, lat: float) -> tuple[float, float]:
        """Metres east and north of here to a longitude and latitude."""
        north = math.radians(lat - self.lat) * _meridian(self.lat)
        turn = (lon - self.lon + 180) % 360 - 180
        return math.radians(turn) * _parallel((lat + self.lat) / 2), north


def _meridian(lat: float) -> float:
    """Radius of curvature to the north, in metres."""
    return AXIS * (1 - ECCENTRICITY_SQUARED) / math.pow(_flattening(lat), 1.5)


def _parallel(lat: float) -> float:
    """Radius of the circle of latitude, in metres."""
    return AXIS * math.cos(math.radians(lat)) / math.sqrt(_flattening(lat))


def _flattening(lat: float) -> float:
    return 1 - ECCENTRICITY_SQUARED * math.pow(math.sin(math.radians(lat)), 2)
