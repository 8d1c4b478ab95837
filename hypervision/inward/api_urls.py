"""Addresses of this room under /api/v1/."""

from django.urls import path

from hypervision.inward import api

urlpatterns = [
    path("events/", api.Events.as_view(), name="events"),
    path("alerts/<uuid:pk>/handling/", api.Handlings.as_view(), name="handling"),
]
