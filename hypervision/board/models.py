"""Roll-ups: how many events there were, by day and hour, without the events. They outlive the rows (docs/dashboard.md).

What is counted of an event is a **facet** with a value: its verdict; each reason that led to where its alert stands, as
``state:reason``; and how long the first verdict took, as seconds up to which rung of a ladder (``board_took``).
"""

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

SLOTS = 25
"""Hours that a local day may have, the one before and the one after midnight on the days when clocks change included:
slot k begins k - 13 hours after local noon, which every day has once. Slot 0 is used on days of 25 hours only.
"""


class Counted(models.Model):
    """What is told apart. authorisation, district: keys without a constraint, because a count outlives what it names.

    facet: ``verdict``, ``reason`` or ``took``.
    """

    district_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    authorisation_id = models.UUIDField(null=True)
    facet = models.CharField(max_length=10)
    value = models.CharField(max_length=64)

    class Meta:
        abstract = True


class Pending(Counted):
    """What came or went since the roll-ups were last folded: written by triggers, with what they speak of.

    at: the quarter of an hour. cell: of the ground, where no camera saw it (``board_cell``). count: negative for what
    went.
    """

    at = models.DateTimeField()
    camera_id = models.UUIDField(null=True)
    cell = models.BigIntegerField(null=True)
    count = models.IntegerField()

    class Meta:
        verbose_name = _("pending count")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.facet} {self.count:+}"


class Value(models.Model):
    """A verdict or reason that was ever counted, and its place where a day holds all of them in one number."""

    value = models.CharField(max_length=64, unique=True)
    place = models.SmallIntegerField(unique=True)

    class Meta:
        verbose_name = _("counted value")

    def __str__(self) -> str:
        return self.value


class Day(Counted):
    """facet: also ``all``, whatever the verdict. total: of the local day. packed (``board.packed``): of its slots.

    Facets that bear no value hold all of a day in one number: ``verdicts`` and ``reasons`` by ``Value``, ``took`` by
    rungs of the ladder; ``took@17`` is of slot 17 alone.
    """

    day = models.DateField()
    total = models.IntegerField()
    packed = models.DecimalField(max_digits=1000, decimal_places=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.day} {self.facet} {self.total}"


class CityDay(Day):
    """Of the whole city: for whoever sees all of it."""

    class Meta:
        verbose_name = _("day of the city")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "day", "district_id", "kind", "authorisation_id", "value"],
                nulls_distinct=False,
                include=["total", "packed"],  # a sum of days then reads the index alone
                name="board_one_city_day",
            )
        ]
        indexes = [models.Index(fields=["day"], condition=models.Q(total=0), name="board_empty_city_day")]


class CameraDay(Day):
    """Of one camera or, where no camera saw it, of one cell of the ground."""

    camera_id = models.UUIDField(null=True)
    cell = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("day of a camera")
        constraints = [
            models.UniqueConstraint(
                fields=["facet", "camera_id", "day", "cell", "district_id", "kind", "authorisation_id", "value"],
                nulls_distinct=False,
                include=["total", "packed"],
                name="board_one_camera_day",
            )
        ]
        indexes = [models.Index(fields=["day"], condition=models.Q(total=0), name="board_empty_camera_day")]


class Fold(models.Model):
    """One row: by the clocks of which time zone days are rolled up."""

    zone = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("fold")

    def __str__(self) -> str:
        return self.zone
