"""Addresses of the map's data."""

from django.urls import path

from maps import tiles

app_name = "maps"

urlpatterns = [
    path("tiles/base.json", tiles.tile_json, name="tile_json"),
    path("tiles/base/<str:z>/<str:x>/<str:y>.pbf", tiles.base_tile, name="base_tile"),
]
