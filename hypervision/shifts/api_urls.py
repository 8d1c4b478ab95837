"""Addresses of this room under /api/v1/."""

from django.urls import path

from hypervision.shifts import api

urlpatterns = [
    path("duty/", api.DutyList.as_view(), name="duty"),
    path("duty/start/", api.DutyStart.as_view(), name="duty-start"),
    path("duty/sign/", api.DutySign.as_view(), name="duty-sign"),
    path("logbook/", api.Logbook.as_view(), name="logbook"),
    path("duty/end/", api.DutyEnd.as_view(), name="duty-end"),
    path("hand-overs/", api.HandOverList.as_view(), name="hand-overs"),
    path("hand-overs/<uuid:pk>/", api.HandOverDetail.as_view(), name="hand-over"),
    path("hand-overs/<uuid:pk>/take/", api.HandOverTake.as_view(), name="hand-over-take"),
]
