"""Addresses of the city's resources under /api/v1/."""

from django.urls import path

from maps import api

urlpatterns = [
    path("districts/", api.DistrictList.as_view(), name="districts"),
    path("search/", api.Search.as_view(), name="search"),
    path("events/<uuid:pk>/picture/", api.EventPicture.as_view(), name="event_picture"),
    path("cameras/<uuid:pk>/still/", api.CameraStill.as_view(), name="camera_still"),
]
