"""Addresses of the city's resources under /api/v1/."""

from django.urls import path

from maps import api
from maps.layers import api as layers

urlpatterns = [
    path("layers/", layers.LayerList.as_view(), name="layers"),
    path("layers/<uuid:pk>/", layers.LayerDetail.as_view(), name="layer"),
    path("layers/<uuid:pk>/shapes/", layers.LayerShapes.as_view(), name="layer_shapes"),
    path("search/", api.Search.as_view(), name="search"),
    path("events/<uuid:pk>/picture/", api.EventPicture.as_view(), name="event_picture"),
    path("cameras/<uuid:pk>/still/", api.CameraStill.as_view(), name="camera_still"),
]
