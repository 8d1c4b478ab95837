"""Who is on duty, and what one shift leaves to the next."""

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class Presence(models.Model):
    """One person's time on duty. seen_at: the last sign of life of the person's control room.

    everywhere, districts: what the person looks after; neither for an area of its own that holds no district.
    """

    class End(models.TextChoices):
        BY_HAND = "by_hand", _("by hand")
        ABSENT = "absent", _("the control room was closed")
        NO_RIGHT = "no_right", _("the right was withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    everywhere = models.BooleanField()
    districts = ArrayField(models.CharField(max_length=200), default=list)
    started_at = models.DateTimeField(db_index=True)
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, db_index=True)
    end = models.CharField(max_length=20, choices=End.choices, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        verbose_name = _("presence")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="shifts_on_duty_once_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.started_at:%F %R}"
