"""Specification of site validations (R-43): signed by who answers for it, for one network, withdrawn with a reason."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law import validations
from hypervision.law.models import LogEntry, SiteValidation
from hypervision.law.validations import Tried
from hypervision.lib import clock
from hypervision.lib.errors import Conflict, Refusal
from tests.factories import MODEL_HASH, NOON, make_user

pytestmark = pytest.mark.django_db

TRIED = Tried(uuid4(), Point(24.94, 60.17, srid=4326), "intrusion", MODEL_HASH, NOON, 12, 11, 1)
STATEMENT = "Walked through the gate ten times by day and night."


def test_a_supervisor_signs_what_was_tried_and_it_is_logged(supervisor: User) -> None:
    made = validations.sign(TRIED, f"  {STATEMENT} ", supervisor)
    assert (made.judged, made.confirmed, made.missed, made.begins) == (12, 11, 1, NOON)
    assert (made.statement, made.signed_by) == (STATEMENT, supervisor)
    assert validations.standing(TRIED.camera_id, "intrusion") == made
    entry = LogEntry.objects.get(action="validation.sign")
    assert (entry.actor, entry.subject) == ("supervisor", str(TRIED.camera_id))
    assert entry.facts == {"kind": "intrusion", "statement": STATEMENT}


def test_it_holds_for_its_network_and_no_other(supervisor: User) -> None:
    made = validations.sign(TRIED, STATEMENT, supervisor)
    assert validations.holds(made, MODEL_HASH)
    assert not validations.holds(made, "c" * 64)
    assert not validations.holds(None, MODEL_HASH)


def test_it_says_nothing_of_another_kind_or_camera(supervisor: User) -> None:
    validations.sign(TRIED, STATEMENT, supervisor)
    assert validations.standing(TRIED.camera_id, "density") is None
    assert validations.standing(uuid4(), "intrusion") is None


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERVISOR])
def test_nobody_else_signs_or_withdraws(supervisor: User, role: Role) -> None:
    person = make_user(role, username="somebody")
    with pytest.raises(Refusal, match="does not sign"):
        validations.sign(TRIED, STATEMENT, person)
    made = validations.sign(TRIED, STATEMENT, supervisor)
    with pytest.raises(Refusal, match="does not sign"):
        validations.withdraw(made.pk, person, "No.")
    made.refresh_from_db()
    assert made.withdrawn_at is None


@pytest.mark.parametrize("words", ["", "   ", "It works fine, ok"])
def test_a_statement_says_what_was_tried(supervisor: User, words: str) -> None:
    with pytest.raises(Refusal, match="what was tried on site"):
        validations.sign(TRIED, words, supervisor)
    assert not SiteValidation.objects.exists()


def test_signed_anew_the_older_one_stands_no_more(supervisor: User) -> None:
    older = validations.sign(TRIED, STATEMENT, supervisor)
    newer = validations.sign(replace(TRIED, model_hash="c" * 64), STATEMENT, supervisor)
    older.refresh_from_db()
    assert (older.withdrawn_by, older.withdrawn_reason) == (supervisor, "Signed anew")
    assert validations.all_standing() == {(TRIED.camera_id, "intrusion"): newer}


def test_another_kind_that_is_signed_leaves_the_first_one_standing(supervisor: User) -> None:
    for tried in (TRIED, replace(TRIED, kind="density"), replace(TRIED, camera_id=uuid4())):
        validations.sign(tried, STATEMENT, supervisor)
    assert len(validations.all_standing()) == 3


def test_what_stands_for_this_very_network_is_not_signed_over(supervisor: User) -> None:
    made = validations.sign(TRIED, STATEMENT, supervisor)
    with pytest.raises(Conflict, match="Read it first"):
        validations.sign(TRIED, STATEMENT, supervisor)
    assert validations.standing(TRIED.camera_id, "intrusion") == made


def test_withdrawn_with_a_reason_the_kind_is_on_trial_again(supervisor: User) -> None:
    made = validations.sign(TRIED, STATEMENT, supervisor)
    gone = validations.withdraw(made.pk, supervisor, " A tree has grown. ")
    assert (gone.withdrawn_reason, gone.withdrawn_by) == ("A tree has grown.", supervisor)
    assert validations.standing(TRIED.camera_id, "intrusion") is None
    assert LogEntry.objects.get(action="validation.withdraw").facts["reason"] == "A tree has grown."


def test_it_is_not_withdrawn_without_a_reason_nor_twice(supervisor: User) -> None:
    made = validations.sign(TRIED, STATEMENT, supervisor)
    with pytest.raises(Refusal, match="Say why"):
        validations.withdraw(made.pk, supervisor, " ")
    validations.withdraw(made.pk, supervisor, "A tree has grown.")
    with pytest.raises(Conflict, match="not stand any more"):
        validations.withdraw(made.pk, supervisor, "Again.")


def test_of_two_who_sign_at_once_the_second_is_told(supervisor: User) -> None:
    validations.sign(TRIED, STATEMENT, supervisor)
    with pytest.raises(Conflict, match="Somebody else has signed"):
        validations.make(TRIED, STATEMENT, supervisor, clock.now())


def test_the_database_keeps_one_standing_validation_for_each(supervisor: User) -> None:
    made = validations.sign(TRIED, STATEMENT, supervisor)
    made.pk = uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
