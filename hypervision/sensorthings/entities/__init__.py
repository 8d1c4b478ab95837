"""The types of entities of the standard, by their names in addresses."""

from hypervision.sensorthings.entities.base import Entity
from hypervision.sensorthings.entities.counting import DATASTREAMS, OBSERVED_PROPERTIES, SENSORS
from hypervision.sensorthings.entities.features import FEATURES
from hypervision.sensorthings.entities.observing import OBSERVATIONS
from hypervision.sensorthings.entities.places import HISTORY, LOCATIONS, THINGS

ENTITIES: dict[str, Entity] = {
    each.plural: each
    for each in (
        *(THINGS, LOCATIONS, HISTORY, DATASTREAMS, SENSORS, OBSERVED_PROPERTIES),
        *(OBSERVATIONS, FEATURES),
    )
}
