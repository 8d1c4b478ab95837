"""Addresses of figures and reports under /api/v1/."""

from django.urls import path

from hypervision.pages import reports_api as reports
from hypervision.pages.figures_api import FiguresView

urlpatterns = [
    path("figures/", FiguresView.as_view(), name="figures"),
    path("reports/", reports.Reports.as_view(), name="reports"),
    path("reports/<uuid:pk>/", reports.ReportDetail.as_view(), name="report"),
    path("reports/<uuid:pk>/paper/", reports.ReportPaper.as_view(), name="report_paper"),
]
