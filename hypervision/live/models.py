"""The journal: the only way out of a transaction, for browsers, catch-up and all that listens."""

from django.contrib.gis.db import models
from django.db.models.fields.json import KT


class JournalEntry(models.Model):
    """One message, numbered in commit order.

    place: the camera's place; whoever cannot see that place is not sent the message. Null: for all who have the right.
    right: the right that a person needs to be sent it. event_kind: of the event that it speaks of; empty: of none.
    Whoever is not given that kind is not sent the message.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=40)
    payload = models.JSONField()
    place = models.PointField(null=True)
    right = models.CharField(max_length=40)
    event_kind = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["number"]
        indexes = [
            # For erasing what was said of an alert together with the alert.
            models.Index(KT("payload__card__id"), condition=models.Q(kind="alert"), name="live_journal_of_alert"),
            models.Index(KT("payload__card__id"), condition=models.Q(kind="run"), name="live_journal_of_run"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
