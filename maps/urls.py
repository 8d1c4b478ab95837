"""Addresses of the map's data."""

from django.urls import path

from maps import tiles
from maps.exporters.api import OsmCameras
from maps.exporters.osm import FORMS
from maps.layers import tiles as layers

app_name = "maps"

urlpatterns = [
    path("tiles/base.json", tiles.tile_json, name="tile_json"),
    path("tiles/base/<str:z>/<str:x>/<str:y>.pbf", tiles.base_tile, name="base_tile"),
    path("tiles/layers.json", layers.layer_list, name="layer_list"),
    path("tiles/layers/<uuid:pk>.json", layers.layer_json, name="layer_json"),
    path("tiles/layers/<uuid:pk>/<str:z>/<str:x>/<str:y>.pbf", layers.layer_tile, name="layer_tile"),
    *(path(f"openstreetmap/cameras.{form}", OsmCameras.as_view(), {"form": form}, f"osm_{form}") for form in FORMS),
]
