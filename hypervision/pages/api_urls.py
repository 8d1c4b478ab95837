"""Addresses of the dashboard's figures under /api/v1/."""

from django.urls import path

from hypervision.pages.figures_api import FiguresView

urlpatterns = [path("figures/", FiguresView.as_view(), name="figures")]
