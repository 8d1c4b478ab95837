"""Addresses of webhooks under /api/v1/."""

from django.urls import path

from hypervision.outward import webhook_api as api

ONE = "webhooks/<uuid:pk>/"

urlpatterns = [
    path("webhooks/", api.Webhooks.as_view(), name="webhooks"),
    path(ONE, api.WebhookDetail.as_view(), name="webhook"),
    path(f"{ONE}state/", api.WebhookStateDetail.as_view(), name="webhook_state"),
    path(f"{ONE}test/", api.WebhookTest.as_view(), name="webhook_test"),
    path(f"{ONE}secret/", api.WebhookRenewal.as_view(), name="webhook_secret"),
    path(f"{ONE}stop/", api.WebhookStop.as_view(), name="webhook_stop"),
    path(f"{ONE}start/", api.WebhookStart.as_view(), name="webhook_start"),
    path(f"{ONE}again/", api.WebhookAgain.as_view(), name="webhook_again"),
    path(f"{ONE}deliveries/", api.Deliveries.as_view(), name="deliveries"),
    path(f"{ONE}deliveries/<uuid:delivery>/", api.DeliveryDetail.as_view(), name="delivery"),
    path(f"{ONE}deliveries/<uuid:delivery>/again/", api.DeliveryAgain.as_view(), name="delivery_again"),
]
