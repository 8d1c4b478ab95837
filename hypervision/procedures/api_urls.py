"""Addresses of procedures under /api/v1/."""

from django.urls import path

from hypervision.procedures import api, editing_api

urlpatterns = [
    path("procedures/", editing_api.ProcedureList.as_view(), name="procedures"),
    path("procedures/<slug:key>/", editing_api.ProcedureDetail.as_view(), name="procedure"),
    path("alerts/<uuid:pk>/run/", api.RunOfAlert.as_view(), name="run"),
    path("alerts/<uuid:pk>/run/steps/<slug:key>/", api.StepOfRun.as_view(), name="run_step"),
    path("alerts/<uuid:pk>/run/undo/", api.Undo.as_view(), name="run_undo"),
    path("alerts/<uuid:pk>/close/", api.Close.as_view(), name="close"),
]
