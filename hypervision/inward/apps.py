from django.apps import AppConfig


class InwardConfig(AppConfig):
    name = "hypervision.inward"
