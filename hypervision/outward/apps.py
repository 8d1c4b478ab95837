from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutwardConfig(AppConfig):
    name = "hypervision.outward"
    verbose_name = _("Outward")
