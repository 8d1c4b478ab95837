"""Addresses of this room, as OGC API names them: without a slash at the end."""

from django.urls import path

from hypervision.ogc import views

urlpatterns = [
    path("ogc/", views.Landing.as_view(), name="ogc"),
    path("ogc/api", views.Api.as_view(), name="ogc-api"),
    path("ogc/conformance", views.Conformance.as_view(), name="ogc-conformance"),
    path("ogc/collections", views.Collections.as_view(), name="ogc-collections"),
    path("ogc/collections/<slug:collection>", views.OneCollection.as_view(), name="ogc-collection"),
    path("ogc/collections/<slug:collection>/queryables", views.Queryables.as_view(), name="ogc-queryables"),
    path("ogc/collections/<slug:collection>/items", views.Items.as_view(), name="ogc-items"),
    path("ogc/collections/<slug:collection>/items/<str:item>", views.Item.as_view(), name="ogc-item"),
]
