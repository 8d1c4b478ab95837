"""Addresses of events and alerts under /api/v1/."""

from django.urls import path

from hypervision.alerts import api

urlpatterns = [
    path("events/", api.EventList.as_view(), name="events"),
    path("events/<uuid:pk>/", api.EventDetail.as_view(), name="event"),
    path("alerts/", api.AlertList.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/", api.AlertDetail.as_view(), name="alert"),
    path("alerts/<uuid:pk>/claim/", api.Claim.as_view(), name="claim"),
    path("alerts/<uuid:pk>/confirm/", api.Confirm.as_view(), name="confirm"),
    path("alerts/<uuid:pk>/refute/", api.Refute.as_view(), name="refute"),
    path("alerts/<uuid:pk>/notes/", api.AddNote.as_view(), name="note"),
]
