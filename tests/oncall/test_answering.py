"""What somebody on call answers: only who was asked, once, and not too late."""

from typing import Any
from uuid import uuid4

import pytest

from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.alerts.refusals import NotAllowed, Unknown
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Conflict
from hypervision.oncall import answering, asking
from hypervision.oncall.models import Call
from hypervision.pages.snapshot import snapshot
from maps.models import Camera
from tests.api.conftest import ClientOf
from tests.api.conftest import client_of as client_of
from tests.factories import make_user
from tests.live.worlds import assert_told
from tests.oncall.worlds import PATIENCE, after, on_call, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def bert(db: None) -> User:
    return make_user(Role.SUPERVISOR, username="bert")


@pytest.fixture
def call(camera: Camera, bert: User) -> Call:
    on_call(bert)
    waits(camera)
    asking.look(after(0))
    return Call.objects.get()


def test_the_same_answer_twice_is_one(call: Call, bert: User) -> None:
    first = answering.answer(call.pk, bert, coming=True)
    assert answering.answer(call.pk, bert, coming=True).answered_at == first.answered_at


def test_who_comes_comes_for_all_that_they_are_asked(call: Call, bert: User, camera: Camera) -> None:
    waits(camera)
    asking.look(after(30))
    before = snapshot(bert)
    answering.answer(call.pk, bert, coming=True)
    assert [one.answer for one in Call.objects.all()] == ["accepted", "accepted"]
    assert_told(before, bert)
    assert LogEntry.objects.get(action="oncall.answer").facts["alerts"] == 2


def test_too_late_is_said_so(call: Call, bert: User) -> None:
    asking.look(after(0) + PATIENCE)
    with pytest.raises(Conflict, match="over already"):
        answering.answer(call.pk, bert, coming=True)


def test_only_who_was_asked_answers(call: Call, operator: User, inspector: User) -> None:
    with pytest.raises(Unknown, match="Nobody asked you"):
        answering.answer(call.pk, operator, coming=True)
    with pytest.raises(NotAllowed):
        answering.answer(call.pk, inspector, coming=True)
    assert Call.objects.get().answer == ""


def test_the_api_tells_and_takes_the_answer(call: Call, bert: User, operator: User, client_of: ClientOf) -> None:
    client = client_of(bert)
    (told,) = client.get("/api/v1/calls/").json()["results"]
    assert (told["account"], told["answer"]) == ("bert", "")
    assert (
        client_of(operator).post(f"/api/v1/calls/{call.pk}/answer/", {"coming": True}, format="json").status_code == 404
    )
    assert (
        client.post(f"/api/v1/calls/{call.pk}/answer/", {"coming": False}, format="json").json()["answer"] == "declined"
    )
    assert client.post(f"/api/v1/calls/{call.pk}/answer/", {"coming": True}, format="json").status_code == 409


@pytest.mark.parametrize("wrong", [{}, {"coming": "perhaps"}, {"coming": True, "more": 1}])
def test_what_is_no_answer_is_refused(call: Call, bert: User, client_of: ClientOf, wrong: dict[str, Any]) -> None:
    answer = client_of(bert).post(f"/api/v1/calls/{call.pk}/answer/", wrong, format="json")
    assert answer.status_code == 400
    assert client_of(bert).post(f"/api/v1/calls/{uuid4()}/answer/", {"coming": True}, format="json").status_code == 404
