"""The address of this room, where Prometheus looks by itself."""

from django.urls import path

from hypervision.metrics.views import Metrics

urlpatterns = [path("metrics", Metrics.as_view(), name="metrics")]
