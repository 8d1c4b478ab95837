from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "hypervision.law"
