"""The demonstration follows what the house suggests; what people have written stays."""

from collections.abc import Callable

from django.db import transaction

from hypervision.law import log
from hypervision.lib import clock
from hypervision.procedures.models import Procedure, ProcedureVersion
from hypervision.procedures.steps import to_json
from hypervision.procedures.suggested import suggestions

Say = Callable[[str], None]


@transaction.atomic
def set_up(say: Say) -> None:
    made = [kind for kind in suggestions() if _put(kind)]
    if made:
        say(f"Procedures for {len(made)} kinds of alert are made.")


def _put(kind: str) -> bool:
    procedure, is_new = Procedure.objects.get_or_create(key=kind)
    if is_new:
        ProcedureVersion.objects.create(
            procedure=procedure,
            number=1,
            kinds=[kind],
            steps=to_json(suggestions()[kind]),
            at=clock.now(),
        )
        log.write("system", "procedure.save", kind, version=1, reason="demonstration")
    return is_new
