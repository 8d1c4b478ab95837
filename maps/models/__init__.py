"""All that stands or happens in the city."""

from maps.models.camera import Calibration, Camera
from maps.models.city import City, District, Feature, Street
from maps.models.clip import Clip
from maps.models.count import CountBin
from maps.models.erased import ErasedHour
from maps.models.event import Event
from maps.models.layer import ImportedRow, Layer, LayerImport, LayerShape
from maps.models.picture import Picture, Still
from maps.models.preset import Preset
from maps.models.zone import Zone

__all__ = [
    "Calibration",
    "Camera",
    "City",
    "Clip",
    "CountBin",
    "District",
    "ErasedHour",
    "Event",
    "Feature",
    "ImportedRow",
    "Layer",
    "LayerImport",
    "LayerShape",
    "Picture",
    "Preset",
    "Still",
    "Street",
    "Zone",
]
