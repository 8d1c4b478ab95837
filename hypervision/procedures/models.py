"""Procedures: what is to be done about some kinds of alert, in versions, and who did which step of it when."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hypervision.alerts.models import Alert
from hypervision.procedures.scopes import Scope
from hypervision.procedures.steps import Steps, from_json


class Procedure(models.Model):
    """What is to be done about some kinds of alert. Its newest version begins; one without steps is none.

    key: the kind for which it was first written, with a number where there are several.
    """

    key = models.CharField(max_length=40, primary_key=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("procedure")

    def __str__(self) -> str:
        return self.key


class ProcedureVersion(models.Model):
    """A procedure as somebody wrote it. Never changed: what is running keeps it, and what comes later is a new one.

    kinds, districts: for which alerts it is taken (``scopes``). steps: as ``steps.to_json`` writes them. by: None where
    it came with the demonstration, and then without a reason.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("kinds"))
    districts = ArrayField(models.CharField(max_length=200), default=list, verbose_name=_("districts"))
    steps = models.JSONField()
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        verbose_name = _("version of a procedure")
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="procedures_one_of_a_number")]

    def __str__(self) -> str:
        return f"{self.procedure_id} {self.number}"

    def read(self) -> Steps:
        return from_json(self.steps)

    @property
    def scope(self) -> Scope:
        return Scope(tuple(self.kinds), tuple(self.districts))


class Run(models.Model):
    """That a procedure is being followed for an alert, by the version that was there when it began."""

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, primary_key=True, related_name="run")
    version = models.ForeignKey(ProcedureVersion, on_delete=models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("run of a procedure")

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.version}"


class RunStep(models.Model):
    """What somebody did with one step of a run. Never changed, never taken back: undoing is a row, too.

    key: of the step. answer: the number of the answer to a question. reason: why it was skipped. undoes: the row that
    was taken back.
    """

    class Verb(models.TextChoices):
        DONE = "done", _("done")
        SKIPPED = "skipped", _("skipped")
        UNDONE = "undone", _("undone")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="rows")
    key = models.CharField(max_length=40)
    verb = models.CharField(max_length=10, choices=Verb.choices)
    answer = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField("self", on_delete=models.CASCADE, null=True, related_name="undone_by")

    class Meta:
        ordering = ["id"]
        verbose_name = _("step of a run")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.key} {self.verb}"
