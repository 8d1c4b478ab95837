"""The pages of procedures: what each role may do on them, and that what people wrote is text."""

import json
import re

import pytest
from django.test import Client

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.models import User
from hypervision.alerts.kinds import BY_OTHERS
from hypervision.procedures import editing
from hypervision.procedures.kinds import kinds
from hypervision.procedures.models import ProcedureVersion
from tests.procedures.worlds import FIRE, make_version, step

pytestmark = pytest.mark.django_db


def page(client: Client, person: User, kind: str = "") -> str:
    client.force_login(person)
    return client.get(f"/procedures/{kind + '/' if kind else ''}").content.decode()


def test_every_kind_that_raises_alerts_may_have_a_procedure() -> None:
    assert kinds() == ALERTS | set(BY_OTHERS)


def test_the_list_names_each_kind_and_what_it_has(client: Client, supervisor: User) -> None:
    editing.save("fire", supervisor, FIRE, "The brigade asked for it.", 0)
    found = " ".join(re.sub(r"<[^>]*>", " ", page(client, supervisor)).split())
    assert "Start of fire everywhere 5 1, " in found
    assert "The brigade asked for it. supervisor" in found
    assert "Fall everywhere no procedure" in found


def test_only_who_may_edit_is_offered_the_form(
    client: Client, supervisor: User, administrator: User, operator: User, inspector: User
) -> None:
    may = {}
    for person in (supervisor, administrator, operator, inspector):
        client.force_login(person)
        may[str(person)] = client.get("/procedures/fire/").context["facts"]["may_edit"]
    assert may == {"supervisor": True, "administrator": True, "operator": False, "inspector": False}


def test_the_editor_is_told_all_versions_and_what_the_house_suggests(
    client: Client, supervisor: User, version: ProcedureVersion
) -> None:
    make_version(FIRE[:1], number=2)
    client.force_login(supervisor)
    facts = client.get("/procedures/fire/").context["facts"]
    assert [one["number"] for one in facts["versions"]] == [2, 1]
    assert facts["suggestions"]["fire"][0]["key"] == "look"
    assert "fight" not in client.get("/procedures/fight/").context["facts"]["suggestions"]


def test_a_kind_that_does_not_exist_has_no_page(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.get("/procedures/rain/").status_code == 404


def test_what_people_wrote_never_becomes_part_of_the_page(client: Client, supervisor: User) -> None:
    hostile = "</script><script>alert(1)</script>"
    editing.save("fire", supervisor, (step("a", title={"en": hostile}),), hostile, 0)
    assert hostile not in page(client, supervisor)
    body = page(client, supervisor, "fire")
    assert hostile not in body
    told = re.search(r'id="procedure-facts" type="application/json">(.*?)</script>', body)
    assert told is not None
    assert json.loads(told[1])["versions"][0]["steps"][0]["title"]["en"] == hostile
