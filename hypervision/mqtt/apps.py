from django.apps import AppConfig


class MqttConfig(AppConfig):
    name = "hypervision.mqtt"
    verbose_name = "MQTT"
