"""What was sent under a key, so that sending it again changes nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Sending(models.Model):
    """A batch that was taken in whole or in part. digest: of its bytes. answer: what the sender was told."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("sending")
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="inward_one_sending_a_key")]

    def __str__(self) -> str:
        return self.key
