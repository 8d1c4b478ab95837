"""Addresses of MQTT brokers under /api/v1/."""

from django.urls import path

from hypervision.mqtt import broker_api as api
from hypervision.mqtt import subscription_api as subscriptions

ONE = "brokers/<uuid:pk>/"

urlpatterns = [
    path("brokers/", api.Brokers.as_view(), name="brokers"),
    path(ONE, api.BrokerDetail.as_view(), name="broker"),
    path(f"{ONE}state/", api.BrokerStateDetail.as_view(), name="broker_state"),
    path(f"{ONE}test/", api.BrokerTest.as_view(), name="broker_test"),
    path(f"{ONE}stop/", api.BrokerStop.as_view(), name="broker_stop"),
    path(f"{ONE}start/", api.BrokerStart.as_view(), name="broker_start"),
    path(f"{ONE}subscriptions/", subscriptions.Subscriptions.as_view(), name="subscriptions"),
    path(f"{ONE}subscriptions/<uuid:subscription>/", subscriptions.SubscriptionDetail.as_view(), name="subscription"),
]
