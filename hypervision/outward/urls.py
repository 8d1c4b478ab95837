"""Addresses of this room: what is sent, described; and the feeds."""

from django.urls import path

from hypervision.outward.api import Description
from hypervision.outward.feeds.api import AtomFeed, CapFeed, CapMessage, GeoFeed

urlpatterns = [
    path("api/asyncapi.json", Description.as_view(), name="asyncapi"),
    path("feeds/alerts.atom", AtomFeed.as_view(), name="feed-atom"),
    path("feeds/alerts.geojson", GeoFeed.as_view(), name="feed-geojson"),
    path("feeds/cap/", CapFeed.as_view(), name="feed-cap"),
    path("feeds/cap/<uuid:pk>/", CapMessage.as_view(), name="feed-cap-message"),
]
