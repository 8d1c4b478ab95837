"""An alert of a fire at the square, and the procedure of its kind."""

import pytest

from hypervision.accounts.models import User
from hypervision.alerts.models import Alert
from hypervision.procedures import actions
from hypervision.procedures.models import ProcedureVersion
from maps.models import Camera
from tests.procedures.worlds import fire_at, make_version


@pytest.fixture
def version(db: None) -> ProcedureVersion:
    return make_version()


@pytest.fixture
def alert(camera: Camera, version: ProcedureVersion) -> Alert:
    return fire_at(camera)


@pytest.fixture
def begun(alert: Alert, operator: User) -> Alert:
    actions.begin(alert.pk, operator)
    return alert
