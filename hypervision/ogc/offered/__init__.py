"""The collections, each in a file of its own."""

from hypervision.ogc.offered.base import Collection
from hypervision.ogc.offered.cameras import CAMERAS
from hypervision.ogc.offered.counts import COUNTS
from hypervision.ogc.offered.districts import DISTRICTS
from hypervision.ogc.offered.events import EVENTS
from hypervision.ogc.offered.zones import ZONES

COLLECTIONS: dict[str, Collection] = {each.id: each for each in (CAMERAS, EVENTS, ZONES, DISTRICTS, COUNTS)}
