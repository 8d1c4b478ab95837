"""Addresses of incidents under /api/v1/."""

from django.urls import path

from hypervision.incidents import api

urlpatterns = [
    path("incidents/", api.IncidentList.as_view(), name="incidents"),
    path("incidents/<uuid:pk>/", api.IncidentDetail.as_view(), name="incident"),
    path("alerts/<uuid:pk>/incident/", api.IncidentOfAlert.as_view(), name="incident_of_alert"),
    path("alerts/<uuid:pk>/incident/split/", api.Split.as_view(), name="incident_split"),
    path("alerts/<uuid:pk>/incident/merge/", api.Merge.as_view(), name="incident_merge"),
    path("alerts/<uuid:pk>/incident/undo/", api.Undo.as_view(), name="incident_undo"),
]
