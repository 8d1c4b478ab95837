"""Specification of the versions of rules and zones: who, when, why and what; compared, taken back, never lost."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from detectors import configuration, versions
from detectors.models import Rule, Version
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from maps.models import Camera, Zone
from tests.factories import make_camera, make_user

SQUARE = [[0.1, 0.1], [0.9, 0.1], [0.9, 0.9]]
ROOF = [[0.0, 0.0], [1.0, 0.0], [0.5, 0.5]]


@pytest.fixture
def zone(camera: Camera) -> Zone:
    zone = Zone(camera=camera, name="Yard", points=SQUARE)
    configuration.save_zone(zone, "ada", created=True)
    return zone


@pytest.fixture
def rule(zone: Zone) -> Rule:
    rule = Rule(camera=zone.camera, zone=zone, kind="intrusion", parameters={"dwell_seconds": 2})
    configuration.save_rule(rule, "ada", created=True)
    return rule


def filled(rule: Rule, **values: Any) -> dict[str, Any]:
    """What the form of a rule sends."""
    given = {
        "camera": rule.camera_id,
        "zone": rule.zone_id,
        "kind": rule.kind,
        "parameters": json.dumps({"dwell_seconds": 8}),
        "severity": "medium",
        "enabled": "on",
        "reason": "Too many cyclists.",
        "base": rule.version,
    }
    return {**given, **values}


def change(desk: Client, rule: Rule, **values: Any) -> Any:
    return desk.post(f"/admin/detectors/rule/{rule.pk}/change/", filled(rule, **values))


def history(desk: Client, rule: Rule) -> str:
    return desk.get(f"/admin/detectors/rule/{rule.pk}/history/").content.decode()


def test_a_change_is_a_new_version_with_who_and_why(desk: Client, rule: Rule) -> None:
    assert change(desk, rule).status_code == 302
    newest = versions.newest_of(Rule.objects.get())
    assert newest is not None
    assert (newest.number, newest.by, newest.reason) == (2, "administrator", "Too many cyclists.")
    assert newest.values["parameters"] == {"dwell_seconds": 8}
    assert LogEntry.objects.filter(action="rule.save").latest("number").facts["why"] == "Too many cyclists."


def test_a_change_says_why_or_is_not_made(desk: Client, rule: Rule) -> None:
    page = change(desk, rule, reason=" ")
    assert "Say why this is changed." in page.content.decode()
    assert Rule.objects.get().parameters == {"dwell_seconds": 2}


def test_what_is_saved_as_it_stands_makes_no_version_and_needs_no_reason(desk: Client, rule: Rule) -> None:
    same = json.dumps(rule.parameters)
    assert change(desk, rule, parameters=same, reason="").status_code == 302
    assert (Rule.objects.get().version, Version.objects.filter(subject="rule").count()) == (1, 1)


def test_a_changed_zone_gives_its_rules_a_version_too(desk: Client, rule: Rule, zone: Zone) -> None:
    """An event names the version of its rule, and so the shape that raised it."""
    given = {"camera": zone.camera_id, "name": "Yard", "purpose": "watch", "points": json.dumps(ROOF)}
    desk.post(f"/admin/maps/zone/{zone.pk}/change/", {**given, "reason": "A new fence.", "base": 1})
    rule.refresh_from_db()
    newest = versions.newest_of(rule)
    assert newest is not None
    assert (rule.version, newest.number, newest.reason) == (2, 2, "A new fence.")
    assert "The zone it looks at" in history(desk, rule)


def test_the_page_shows_what_changed_newest_first(desk: Client, rule: Rule) -> None:
    change(desk, rule, severity="high")
    first, second = versions.of(Rule.objects.get())
    assert {(one.what, one.before, one.after) for one in first.changes} == {
        ("dwell_seconds", "2", "8"),
        ("severity", "medium", "high"),
    }
    assert (second.changes, second.is_present, first.is_present) == ((), False, True)
    page = history(desk, rule)
    assert page.index("Too many cyclists.") < page.index("As it was made")
    assert "<del>2</del> → <ins>8</ins>" in page


def test_what_changed_is_said_in_words(rule: Rule, zone: Zone) -> None:
    rule.enabled, rule.parameters, rule.kind = False, {}, "density"
    configuration.save_rule(rule, "ada", created=False)
    assert [(one.what, one.before, one.after) for one in versions.of(rule)[0].changes] == [
        ("kind", "Intrusion", "Density"),
        ("dwell_seconds", "2", "default"),
        ("enabled", "yes", "no"),
    ]
    zone.points, zone.purpose = [*ROOF, [0.2, 0.4]], "private"
    configuration.save_zone(zone, "ada", created=False)
    assert [(one.what, one.before, one.after) for one in versions.of(zone)[0].changes] == [
        ("purpose", "watched area", "private, blanked before analysis"),
        ("points", "3 points", "4 points"),
    ]


def test_a_version_is_taken_back_as_a_new_one(desk: Client, rule: Rule) -> None:
    change(desk, rule)
    sent = {"base": 2, "reason": "It missed people."}
    desk.post(f"/admin/detectors/rule/{rule.pk}/versions/1/", sent)
    rule.refresh_from_db()
    newest = versions.newest_of(rule)
    assert newest is not None
    assert (rule.version, rule.parameters, newest.reason) == (3, {"dwell_seconds": 2}, "It missed people.")


@pytest.mark.django_db(transaction=True)
def test_a_version_is_taken_back_in_a_request_of_its_own(desk: Client, rule: Rule) -> None:
    """As it comes from a browser: no test holds a transaction around it."""
    change(desk, rule)
    assert desk.post(f"/admin/detectors/rule/{rule.pk}/versions/1/", {"base": 2}).status_code == 302
    assert Rule.objects.get().parameters == {"dwell_seconds": 2}


def test_taken_back_without_a_word_it_says_to_what(desk: Client, rule: Rule) -> None:
    change(desk, rule)
    desk.post(f"/admin/detectors/rule/{rule.pk}/versions/1/", {"base": 2})
    newest = versions.newest_of(Rule.objects.get())
    assert newest is not None
    assert newest.reason == "Taken back to version 1"


def test_a_zone_is_taken_back_with_its_shape(desk: Client, zone: Zone) -> None:
    zone.points = ROOF
    configuration.save_zone(zone, "ada", created=False)
    desk.post(f"/admin/maps/zone/{zone.pk}/versions/1/", {"base": 2})
    zone.refresh_from_db()
    assert (zone.points, zone.version) == (SQUARE, 3)


def test_a_rule_that_was_off_is_taken_back_to_off_and_an_experimental_one_to_on(desk: Client, rule: Rule) -> None:
    rule.kind, rule.parameters, rule.enabled = "fall", {}, True
    configuration.save_rule(rule, "ada", created=False)
    rule.enabled = False
    configuration.save_rule(rule, "ada", created=False)
    desk.post(f"/admin/detectors/rule/{rule.pk}/versions/2/", {"base": 3})
    assert Rule.objects.get().enabled
    desk.post(f"/admin/detectors/rule/{rule.pk}/versions/3/", {"base": 4})
    assert not Rule.objects.get().enabled


def test_what_named_something_that_is_gone_is_not_taken_back(desk: Client, rule: Rule, camera: Camera) -> None:
    other = Zone(camera=camera, name="Gate", points=ROOF)
    configuration.save_zone(other, "ada", created=True)
    rule.zone = other
    configuration.save_rule(rule, "ada", created=False)
    Zone.objects.get(name="Yard").delete()
    answer = desk.post(f"/admin/detectors/rule/{rule.pk}/versions/1/", {"base": 2}, follow=True)
    assert "notice--wrong" in answer.content.decode()
    assert Rule.objects.get().version == 2
    assert "taken away" in history(desk, rule)


def test_the_second_of_two_is_told_what_the_first_did_and_loses_nothing(desk: Client, rule: Rule) -> None:
    rule.parameters = {"dwell_seconds": 5}
    configuration.save_rule(rule, "bert", created=False, reason="Rain.")
    page = change(desk, rule, base=1).content.decode()
    assert "bert changed this meanwhile (version 2, " in page
    assert "Rain." in page
    assert 'name="base" value="2"' in page
    assert "Too many cyclists." in page, "what was filled in is still there"
    assert Rule.objects.get().parameters == {"dwell_seconds": 5}


def test_who_has_read_what_the_other_did_saves_all_the_same(desk: Client, rule: Rule) -> None:
    rule.parameters = {"dwell_seconds": 5}
    configuration.save_rule(rule, "bert", created=False, reason="Rain.")
    assert change(desk, rule, base=2).status_code == 302
    assert (Rule.objects.get().version, Rule.objects.get().parameters) == (3, {"dwell_seconds": 8})


def test_a_version_that_is_overtaken_is_not_taken_back_unseen(desk: Client, rule: Rule) -> None:
    change(desk, rule)
    rule.refresh_from_db()
    rule.severity = "high"
    configuration.save_rule(rule, "bert", created=False)
    answer = desk.post(f"/admin/detectors/rule/{rule.pk}/versions/1/", {"base": 2}, follow=True)
    assert "changed this meanwhile (version 3" in answer.content.decode()
    assert Rule.objects.get().version == 3


def test_versions_are_never_changed(rule: Rule) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Version.objects.update(reason="Something else.")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Version.objects.all().delete()


def test_what_is_removed_leaves_its_versions_and_a_line_in_the_log(desk: Client, rule: Rule) -> None:
    desk.post(f"/admin/detectors/rule/{rule.pk}/delete/", {"post": "yes"})
    assert not Rule.objects.exists()
    assert Version.objects.filter(subject="rule", subject_id=rule.pk).exists()
    entry = LogEntry.objects.get(action="rule.remove")
    assert (entry.actor, entry.subject, entry.facts["version"]) == ("administrator", str(rule.pk), 1)


def test_what_has_no_version_yet_says_so(desk: Client, rule: Rule, camera: Camera) -> None:
    older = Rule.objects.create(camera=make_camera(), zone=rule.zone, kind="density")
    assert "No version is kept yet" in history(desk, older)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_who_does_not_configure_sees_no_versions_and_takes_none_back(client: Client, rule: Rule, role: Role) -> None:
    rule.severity = "high"
    configuration.save_rule(rule, "bert", created=False)
    client.force_login(make_user(role, is_staff=True))
    assert client.get(f"/admin/detectors/rule/{rule.pk}/history/").status_code == 403
    assert client.post(f"/admin/detectors/rule/{rule.pk}/versions/1/").status_code == 403
    assert Rule.objects.get().version == 2


@pytest.mark.parametrize("number", [2, 99])
def test_a_version_that_never_was_is_not_found(desk: Client, rule: Rule, number: int) -> None:
    assert desk.post(f"/admin/detectors/rule/{rule.pk}/versions/{number}/").status_code == 404
