"""The address of what is sent, described. It speaks of webhooks, too, and stands in the uppermost room that sends."""

from django.urls import path

from hypervision.mqtt.api import Description

urlpatterns = [path("api/asyncapi.json", Description.as_view(), name="asyncapi")]
