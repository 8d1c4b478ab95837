"""Specification of the authorisations: granted, read and revoked, but never changed and never deleted."""

from datetime import timedelta
from typing import Any

from django.test import Client

from hypervision.accounts.models import User
from hypervision.law.models import Authorisation, LogEntry
from tests.factories import ELSEWHERE, MODEL_HASH, NOON, area, make_authorisation, make_camera, make_network


def authorisation(**values: str) -> dict[str, Any]:
    return {
        "regime": "EU-OTHER",
        "controller": "City",
        "kinds": ["intrusion", "density"],
        "reasons": "Depot.",
        "perimeter": area().geojson,
        "notice": "Notice.",
        "starts_at": f"{NOON:%Y-%m-%dT12:00}",
        "ends_at": f"{NOON + timedelta(days=20):%Y-%m-%dT12:00}",
        "order_reference": "2026-1",
        "order_sha256": "b" * 64,
        "model_hash": MODEL_HASH,
        **values,
    }


def test_an_authorisation_is_granted_with_its_author_and_never_changed(desk: Client) -> None:
    make_network(sha256=MODEL_HASH)
    answer = desk.post("/admin/law/authorisation/add/", authorisation())
    assert answer.status_code == 302, answer.context["errors"]
    one = Authorisation.objects.get()
    assert (one.kinds, str(one.created_by)) == (["intrusion", "density"], "administrator")
    assert desk.post(f"/admin/law/authorisation/{one.id}/change/", authorisation(controller="X")).status_code == 403


def test_an_authorisation_names_a_network_that_is_known(desk: Client) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation())
    assert "model_hash" in answer.context["adminform"].form.errors


def test_a_kind_that_the_regime_does_not_allow_is_refused_at_its_field(desk: Client) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation(regime="FR-STATS"))
    assert "kinds" in answer.context["adminform"].form.errors
    assert not Authorisation.objects.exists()


def test_a_crossed_perimeter_is_refused(desk: Client) -> None:
    bow = '{"type": "Polygon", "coordinates": [[[24, 60], [25, 61], [25, 60], [24, 61], [24, 60]]]}'
    answer = desk.post("/admin/law/authorisation/add/", authorisation(perimeter=bow))
    assert "crosses itself" in str(answer.context["adminform"].form.errors["perimeter"])


def test_what_is_granted_is_read_with_the_cameras_inside(desk: Client) -> None:
    make_camera(name="Square")
    make_camera(ELSEWHERE, name="Far away")
    page = desk.get(f"/admin/law/authorisation/{make_authorisation().pk}/change/").content.decode()
    assert "Square" in page
    assert "Far away" not in page
    assert "MULTIPOLYGON" not in page


def test_an_authorisation_is_never_deleted(desk: Client) -> None:
    one = make_authorisation()
    assert desk.post(f"/admin/law/authorisation/{one.id}/delete/", {"post": "yes"}).status_code == 403
    assert Authorisation.objects.exists()


def test_an_authorisation_is_revoked_with_its_author(desk: Client) -> None:
    one = make_authorisation()
    desk.post("/admin/law/authorisation/", {"action": "revoke", "_selected_action": [str(one.id)]})
    one.refresh_from_db()
    assert one.revoked_at is not None
    entry = LogEntry.objects.get(action="authorisation.revoke")
    assert (entry.actor, entry.subject) == ("administrator", str(one.id))


def test_nobody_is_told_early_unless_whoever_grants_names_them(desk: Client, city_system: User) -> None:
    make_network(sha256=MODEL_HASH)
    desk.post("/admin/law/authorisation/add/", authorisation())
    silent = Authorisation.objects.get()
    assert not silent.recipients.exists()
    assert "Nobody is told before" in desk.get(f"/admin/law/authorisation/{silent.pk}/change/").content.decode()
    assert "recipients" not in LogEntry.objects.get(action="authorisation.grant").facts


def test_who_is_told_early_is_granted_read_and_logged(desk: Client, city_system: User) -> None:
    make_network(sha256=MODEL_HASH)
    answer = desk.post("/admin/law/authorisation/add/", authorisation() | {"early": [city_system.pk]})
    assert answer.status_code == 302, answer.context["errors"]
    one = Authorisation.objects.get()
    assert "city-system" in desk.get(f"/admin/law/authorisation/{one.pk}/change/").content.decode()
    assert LogEntry.objects.get(action="authorisation.grant").facts["recipients"] == ["city-system"]


def test_a_person_is_not_offered_as_a_recipient(desk: Client, operator: User) -> None:
    make_network(sha256=MODEL_HASH)
    answer = desk.post("/admin/law/authorisation/add/", authorisation() | {"early": [operator.pk]})
    assert "early" in answer.context["adminform"].form.errors


def test_a_regime_without_early_recipients_refuses_them_at_their_field(desk: Client, city_system: User) -> None:
    answer = desk.post("/admin/law/authorisation/add/", authorisation(regime="FR-ART10") | {"early": [city_system.pk]})
    assert "knows no recipients" in str(answer.context["adminform"].form.errors["early"])
    assert not Authorisation.objects.exists()
