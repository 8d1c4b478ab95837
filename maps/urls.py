"""Addresses of the map's data."""

from django.urls import path

from maps import tiles

app_name = "maps"

urlpatterns = [
    path("tiles/base/<str:z>/<str:x>/<str:y>.pbf", tiles.base_tile, name="base_tile"),
]
