"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

api = [
    path("", include("hypervision.inward.api_urls")),
    path("", include("hypervision.alerts.api_urls")),
    path("", include("hypervision.incidents.api_urls")),
    path("", include("hypervision.procedures.api_urls")),
    path("", include("hypervision.hand.api_urls")),
    path("", include("hypervision.exercises.api_urls")),
    path("", include("hypervision.shifts.api_urls")),
    path("", include("hypervision.oncall.api_urls")),
    path("", include("detectors.api_urls")),
    path("", include("maps.api_urls")),
    path("", include("hypervision.law.api_urls")),
    path("", include("hypervision.outward.api_urls")),
    path("", include("hypervision.mqtt.api_urls")),
    path("", include("hypervision.pages.api_urls")),
]

handler404 = "hypervision.lib.problems.not_found"

urlpatterns = [
    path("", include("hypervision.pages.urls")),
    path("", include("maps.urls")),
    path("", include("hypervision.alerts.urls")),
    path("", include("hypervision.metrics.urls")),
    path("", include("hypervision.ogc.urls")),
    path("", include("hypervision.sensorthings.urls")),
    path("", include("hypervision.outward.urls")),
    path("", include("hypervision.mqtt.urls")),
    path("api/v1/", include((api, "api"))),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_docs"),
    path("admin/", admin.site.urls),
]
