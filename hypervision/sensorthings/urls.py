"""Addresses of this room, as SensorThings names them: the version is a part of each."""

from django.urls import path

from hypervision.sensorthings import views

urlpatterns = [
    path("sta/v1.1", views.Root.as_view(), name="sta"),
    path("sta/v1.1/", views.Root.as_view()),
    path("sta/v1.1/<path:resource>", views.Resource.as_view(), name="sta-resource"),
]
