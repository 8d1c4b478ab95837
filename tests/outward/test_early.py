"""Before a person has confirmed an alert nobody is told of it (R-16), except those whom the authorisation of the camera
names, while it holds.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts import actions
from hypervision.alerts.models import Alert
from hypervision.alerts.moving import move
from hypervision.law import authorisations, recipients
from hypervision.law.models import Authorisation, LogEntry
from hypervision.lib import clock
from hypervision.outward import fanning
from hypervision.outward.models import Webhook
from maps.models import Camera
from tests.exercises.worlds import played, started
from tests.factories import make_authorisation, make_user
from tests.outward.receivers import Receiver
from tests.outward.worlds import carry_all, kinds_told, make_webhook, naming, raised

pytestmark = pytest.mark.django_db


def told(webhook: Webhook) -> list[str]:
    fanning.tell(clock.now())
    return [kind for kind in kinds_told(webhook) if kind.startswith("alert.")]


@pytest.fixture
def grant(webhook: Webhook) -> Authorisation:
    return naming(webhook.owner)


def under(grant: Authorisation, camera: Camera) -> Alert:
    return raised(camera, authorisation_id=grant.pk)


def test_whoever_is_named_is_told_at_once_and_hears_that_nobody_has_judged(
    webhook: Webhook, grant: Authorisation, camera: Camera
) -> None:
    under(grant, camera)
    assert told(webhook) == ["alert.raised"]
    data = json.loads(webhook.deliveries.get().body)["data"]
    assert data["state"] == "new"
    assert not {"decided_at", "reason", "words", "score"} & set(data)


def test_nobody_is_named_unless_somebody_names_them(webhook: Webhook, camera: Camera) -> None:
    now = clock.now()
    silent = make_authorisation(starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1))
    under(silent, camera)
    assert told(webhook) == []


def test_another_system_of_the_city_is_not_meant(webhook: Webhook, grant: Authorisation, camera: Camera) -> None:
    other = make_webhook(make_user(Role.SYSTEM), name="Other")
    under(grant, camera)
    assert (told(webhook), told(other)) == (["alert.raised"], [])


def test_who_is_named_and_has_not_chosen_it_is_not_told(webhook: Webhook, grant: Authorisation, camera: Camera) -> None:
    Webhook.objects.update(kinds=["alert.confirmed"])
    under(grant, camera)
    assert told(webhook) == []


@pytest.mark.parametrize("ended", [{"revoked_at": clock.now()}, {"ends_at": clock.now() - timedelta(hours=1)}])
def test_an_authorisation_that_does_not_hold_names_nobody(
    webhook: Webhook, grant: Authorisation, camera: Camera, ended: dict[str, Any]
) -> None:
    Authorisation.objects.update(**ended)
    under(grant, camera)
    assert told(webhook) == []


def test_what_a_person_raised_has_no_authorisation_and_waits_for_its_verdict(
    webhook: Webhook, grant: Authorisation
) -> None:
    raised(None)
    assert told(webhook) == []


def test_an_exercise_is_told_to_nobody(webhook: Webhook, grant: Authorisation, supervisor: User) -> None:
    played(started(supervisor))
    assert told(webhook) == []


@pytest.mark.parametrize("verdict", ["confirm", "refute", "expire"])
def test_whoever_was_told_early_hears_what_became_of_it(
    webhook: Webhook, grant: Authorisation, camera: Camera, operator: User, verdict: str
) -> None:
    alert = under(grant, camera)
    fanning.tell(clock.now())
    if verdict == "confirm":
        actions.confirm(alert.pk, operator)
    elif verdict == "refute":
        actions.refute(alert.pk, operator, "lamp")
    else:
        move("expire", alert.pk, None)
    last = {"confirm": "alert.confirmed", "refute": "alert.refuted", "expire": "alert.expired"}[verdict]
    assert told(webhook) == ["alert.raised", last]


def test_what_expired_and_is_confirmed_later_is_told_too(
    webhook: Webhook, grant: Authorisation, camera: Camera, supervisor: User
) -> None:
    alert = under(grant, camera)
    fanning.tell(clock.now())
    move("expire", alert.pk, None)
    fanning.tell(clock.now())
    actions.correct(alert.pk, supervisor, "confirmed", note="After all.")
    assert told(webhook) == ["alert.raised", "alert.expired", "alert.confirmed"]


def test_what_was_judged_before_anybody_looked_is_told_as_judged_alone(
    webhook: Webhook, grant: Authorisation, camera: Camera, operator: User
) -> None:
    alert = under(grant, camera)
    actions.confirm(alert.pk, operator)
    assert told(webhook) == ["alert.confirmed"]


def test_it_is_judged_again_before_each_attempt(
    webhook: Webhook, grant: Authorisation, camera: Camera, hearer: Receiver
) -> None:
    under(grant, camera)
    fanning.tell(clock.now())
    Authorisation.objects.update(revoked_at=clock.now())
    assert carry_all(webhook, clock.now()) == 0
    assert hearer.got == []
    assert webhook.deliveries.get().state == "withdrawn"


def test_it_arrives(webhook: Webhook, grant: Authorisation, camera: Camera, hearer: Receiver) -> None:
    under(grant, camera)
    fanning.tell(clock.now())
    assert carry_all(webhook, clock.now()) == 1
    assert json.loads(hearer.got[0].body)["type"] == "alert.raised"
    assert LogEntry.objects.get(action="webhook.send").facts["to"] == "city-system"


def draft(regime: str = "EU-OTHER") -> Authorisation:
    made = make_authorisation(regime=regime)
    Authorisation.objects.all().delete()
    return made


def test_who_is_named_is_in_the_log(city_system: User, administrator: User) -> None:
    authorisations.grant(draft(), administrator, early=[city_system])
    assert LogEntry.objects.get(action="authorisation.grant").facts["recipients"] == ["city-system"]


def test_a_person_is_no_recipient(operator: User, administrator: User) -> None:
    with pytest.raises(ValidationError, match="no city systems: operator"):
        authorisations.grant(draft(), administrator, early=[operator])
    assert not Authorisation.objects.exists()


def test_the_french_experiment_knows_no_recipients(city_system: User) -> None:
    with pytest.raises(ValidationError, match="FR-ART10 knows no recipients"):
        recipients.check(Authorisation(regime="FR-ART10"), [city_system])


def test_an_account_that_is_closed_is_told_nothing(grant: Authorisation, webhook: Webhook, camera: Camera) -> None:
    User.objects.filter(pk=webhook.owner_id).update(is_active=False)
    under(grant, camera)
    assert told(webhook) == []
