"""Addresses of alerts outside the REST API."""

from django.urls import path

from hypervision.alerts import tiles

app_name = "alerts"

urlpatterns = [
    path("tiles/alerts/<str:z>/<str:x>/<str:y>.pbf", tiles.alert_tile, name="tile"),
]
