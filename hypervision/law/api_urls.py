"""Addresses of the law's resources under /api/v1/."""

from django.urls import path

from hypervision.law import api

urlpatterns = [
    path("authorisations/", api.AuthorisationList.as_view(), name="authorisations"),
    path("authorisations/<uuid:pk>/", api.AuthorisationDetail.as_view(), name="authorisation"),
]
