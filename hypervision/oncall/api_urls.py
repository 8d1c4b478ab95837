"""Addresses of this room under /api/v1/."""

from django.urls import path

from hypervision.oncall import api

urlpatterns = [
    path("calls/", api.Calls.as_view(), name="calls"),
    path("calls/<uuid:pk>/answer/", api.CallAnswer.as_view(), name="call_answer"),
]
