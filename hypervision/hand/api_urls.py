"""Addresses of this room under /api/v1/."""

from django.urls import path

from hypervision.hand import api

urlpatterns = [
    path("alerts/", api.Alerts.as_view(), name="alerts"),
    path("alerts/<uuid:pk>/misses/", api.Misses.as_view(), name="misses"),
    path("misses/cameras/", api.CamerasOver.as_view(), name="cameras_over"),
    path("misses/<uuid:pk>/take-back/", api.TakeBack.as_view(), name="take_back"),
]
