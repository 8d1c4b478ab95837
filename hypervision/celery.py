"""The Celery application: queue ``watch`` (one long task per camera, threads) and queue ``jobs`` (short tasks)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hypervision.settings")

app = Celery("hypervision")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
