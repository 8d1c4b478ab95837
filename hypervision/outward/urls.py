"""Addresses of this room: the feeds."""

from django.urls import path

from hypervision.outward.feeds.api import AtomFeed, CapFeed, CapMessage, GeoFeed

urlpatterns = [
    path("feeds/alerts.atom", AtomFeed.as_view(), name="feed-atom"),
    path("feeds/alerts.geojson", GeoFeed.as_view(), name="feed-geojson"),
    path("feeds/cap/", CapFeed.as_view(), name="feed-cap"),
    path("feeds/cap/<uuid:pk>/", CapMessage.as_view(), name="feed-cap-message"),
]
