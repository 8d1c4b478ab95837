"""Who may open which page, where each role starts, and what is kept of language and theme."""

from collections.abc import Callable

import pytest
from django.test import Client

from detectors.vision.scene.registry import ALERTS
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from maps.models import City
from tests import factories

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-password-7"

MAP, WALL, DASHBOARD, LOG = "/map/", "/wall/", "/dashboard/", "/log/"
REPORTS = "/reports/"
LOGBOOK, HAND_OVER = "/logbook/", "/hand-over/"
PROCEDURES, PROCEDURE = "/procedures/", "/procedures/fire/"
EXERCISES = "/exercises/"
TRANSPARENCY = "/transparency/"
SEE_ALERTS = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.SYSTEM)
HOME = "/"
TO_LOGIN = "/login/?next="


def opened(client: Client, page: str) -> int:
    return client.get(page).status_code


@pytest.fixture
def person(client: Client) -> Callable[[Role], Client]:
    def log_in(role: Role) -> Client:
        client.force_login(factories.make_user(role, is_staff=role == Role.ADMINISTRATOR))
        return client

    return log_in


@pytest.mark.parametrize(
    ("role", "page", "status"),
    [
        (Role.OPERATOR, MAP, 200),
        (Role.OPERATOR, WALL, 200),
        (Role.SUPERVISOR, WALL, 200),
        (Role.ADMINISTRATOR, WALL, 200),
        (Role.INSPECTOR, WALL, 200),
        *((role, TRANSPARENCY, 404) for role in Role),
        (Role.OFFICIAL, WALL, 403),
        (Role.SYSTEM, WALL, 403),
        *((role, page, 200) for role in SEE_ALERTS for page in (PROCEDURES, PROCEDURE)),
        (Role.OFFICIAL, PROCEDURES, 403),
        (Role.OFFICIAL, PROCEDURE, 403),
        (Role.OPERATOR, DASHBOARD, 403),
        (Role.OPERATOR, REPORTS, 403),
        *((role, REPORTS, 200) for role in Role if role != Role.OPERATOR),
        (Role.OPERATOR, LOG, 403),
        (Role.OPERATOR, LOGBOOK, 200),
        (Role.OPERATOR, EXERCISES, 403),
        (Role.OPERATOR, HAND_OVER, 200),
        (Role.SUPERVISOR, MAP, 200),
        (Role.SUPERVISOR, DASHBOARD, 200),
        (Role.SUPERVISOR, LOG, 200),
        (Role.SUPERVISOR, LOGBOOK, 200),
        (Role.SUPERVISOR, EXERCISES, 200),
        (Role.SUPERVISOR, HAND_OVER, 200),
        (Role.ADMINISTRATOR, MAP, 200),
        (Role.ADMINISTRATOR, DASHBOARD, 200),
        (Role.ADMINISTRATOR, LOG, 200),
        (Role.ADMINISTRATOR, LOGBOOK, 200),
        (Role.ADMINISTRATOR, EXERCISES, 200),
        (Role.ADMINISTRATOR, HAND_OVER, 200),
        (Role.INSPECTOR, MAP, 200),
        (Role.INSPECTOR, DASHBOARD, 200),
        (Role.INSPECTOR, LOG, 200),
        (Role.INSPECTOR, LOGBOOK, 200),
        (Role.INSPECTOR, EXERCISES, 200),
        (Role.INSPECTOR, HAND_OVER, 200),
        (Role.OFFICIAL, MAP, 403),
        (Role.OFFICIAL, DASHBOARD, 200),
        (Role.OFFICIAL, LOG, 403),
        (Role.OFFICIAL, LOGBOOK, 403),
        (Role.OFFICIAL, EXERCISES, 403),
        (Role.OFFICIAL, HAND_OVER, 403),
        (Role.SYSTEM, MAP, 200),
        (Role.SYSTEM, DASHBOARD, 200),
        (Role.SYSTEM, LOG, 403),
        (Role.SYSTEM, LOGBOOK, 403),
        (Role.SYSTEM, EXERCISES, 403),
        (Role.SYSTEM, HAND_OVER, 403),
    ],
)
def test_a_page_opens_to_whoever_has_its_right(
    person: Callable[[Role], Client], role: Role, page: str, status: int
) -> None:
    assert opened(person(role), page) == status


@pytest.mark.parametrize(
    "page", [MAP, WALL, DASHBOARD, REPORTS, LOG, LOGBOOK, HAND_OVER, PROCEDURES, PROCEDURE, EXERCISES, HOME]
)
def test_nobody_is_asked_to_log_in_first(client: Client, page: str) -> None:
    response = client.get(page)
    assert (response.status_code, response["Location"]) == (302, f"{TO_LOGIN}{page}")


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.OPERATOR, MAP),
        (Role.SUPERVISOR, MAP),
        (Role.INSPECTOR, MAP),
        (Role.ADMINISTRATOR, "/admin/"),
        (Role.OFFICIAL, DASHBOARD),
    ],
)
def test_each_role_starts_where_its_work_is(person: Callable[[Role], Client], role: Role, start: str) -> None:
    assert person(role).get(HOME)["Location"] == start


def test_an_official_reads_why_the_control_room_stays_closed(person: Callable[[Role], Client]) -> None:
    assert "which your role never sees" in person(Role.OFFICIAL).get(MAP).content.decode()


def test_the_room_is_told_only_the_rights_of_the_person(person: Callable[[Role], Client]) -> None:
    facts = person(Role.ADMINISTRATOR).get(MAP).context["room"]
    assert facts["rights"] == ["configure", "read_logbook", "see_alerts", "see_figures", "see_pictures", "stop"]


def test_the_room_is_told_the_refutations_of_each_kind_that_alerts(person: Callable[[Role], Client]) -> None:
    reasons = person(Role.OPERATOR).get(MAP).context["room"]["reasons"]
    assert set(reasons) == ALERTS
    assert all("other" in dict(of_kind) for of_kind in reasons.values())


def test_without_a_city_the_room_opens_and_knows_no_extent(person: Callable[[Role], Client]) -> None:
    assert not City.objects.exists()
    assert person(Role.OPERATOR).get(MAP).context["room"]["extent"] is None


def test_whoever_logs_in_reads_the_language_of_their_account(client: Client) -> None:
    factories.make_user(Role.OFFICIAL, username="maire", password=PASSWORD, language="fr")
    client.post("/login/", {"username": "maire", "password": PASSWORD})
    assert client.cookies["django_language"].value == "fr"
    assert '<html lang="fr"' in client.get(DASHBOARD).content.decode()


def test_a_language_that_is_chosen_is_kept_in_the_account(person: Callable[[Role], Client]) -> None:
    response = person(Role.OPERATOR).post("/language/", {"language": "fr", "next": MAP})
    assert response["Location"] == MAP
    assert User.objects.get().language == "fr"


@pytest.mark.parametrize("code", ["", "tlh", "../fr"])
def test_a_language_that_is_not_offered_changes_nothing(person: Callable[[Role], Client], code: str) -> None:
    assert person(Role.OPERATOR).post("/language/", {"language": code}).status_code == 400
    assert User.objects.get().language == ""


def test_the_room_is_dark_and_the_pages_are_light_until_somebody_says_otherwise(
    person: Callable[[Role], Client],
) -> None:
    client = person(Role.SUPERVISOR)
    assert 'data-theme="dark"' in client.get(MAP).content.decode()
    assert 'data-theme="light"' in client.get(DASHBOARD).content.decode()


def test_the_theme_of_the_room_is_remembered_and_leaves_the_pages_alone(person: Callable[[Role], Client]) -> None:
    client = person(Role.SUPERVISOR)
    client.post("/theme/", {"theme": "light", "place": "room"})
    assert 'data-theme="light"' in client.get(MAP).content.decode()
    client.post("/theme/", {"theme": "dark", "place": "page"})
    assert 'data-theme="light"' in client.get(MAP).content.decode()
    assert 'data-theme="dark"' in client.get(DASHBOARD).content.decode()


def test_a_theme_that_does_not_exist_is_refused(client: Client) -> None:
    assert client.post("/theme/", {"theme": "pink", "place": "room"}).status_code == 400


@pytest.mark.parametrize("switch", [{"language": "fr"}, {"theme": "dark", "place": "page"}])
def test_a_switch_leads_back_into_this_house_only(client: Client, switch: dict[str, str]) -> None:
    address = "/language/" if "language" in switch else "/theme/"
    assert client.post(address, {**switch, "next": "https://elsewhere.example/"})["Location"] == HOME


def test_logging_out_takes_a_post_and_ends_at_the_login(person: Callable[[Role], Client]) -> None:
    client = person(Role.OPERATOR)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/login/"
    assert opened(client, MAP) == 302


def test_a_wrong_password_is_answered_with_a_sentence(client: Client) -> None:
    response = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()


def test_a_password_that_is_wrong_too_often_locks_the_account_here(client: Client) -> None:
    for _ in range(8):
        response = client.post("/login/", {"username": "nobody", "password": "wrong"})
    assert response.status_code == 429
    assert "locked here for a quarter of an hour" in response.content.decode()


def test_an_address_that_does_not_exist_says_so(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "There is no page at this address" in response.content.decode()


def test_a_fault_of_ours_is_told_as_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(City.objects, "first", broken)
    client.force_login(factories.make_user(Role.OPERATOR))
    client.raise_request_exception = False
    response = client.get(MAP)
    assert response.status_code == 500
    assert "The fault is ours" in response.content.decode()


@pytest.mark.parametrize("page", ["/login/", "/nowhere/"])
def test_scripts_and_styles_come_from_this_house_only(client: Client, page: str) -> None:
    policy = client.get(page)["Content-Security-Policy"]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";") if rule.strip())}
    assert rules.get("script-src", rules["default-src"]) == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]


def test_the_catalogue_of_the_scripts_speaks_the_language_of_the_page(client: Client) -> None:
    client.cookies["django_language"] = "fr"
    response = client.get("/jsi18n/")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Content-Language"] == "fr"


@pytest.mark.parametrize("address", ["/login/", "/logout/", "/language/", "/theme/"])
def test_a_form_of_another_site_changes_nothing_and_is_told_what_to_do(address: str) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(factories.make_user(Role.OPERATOR))
    answer = stranger.post(address, {"language": "fr", "theme": "dark", "place": "room"})
    assert answer.status_code == 403
    assert "Nothing was changed. Open the page again and repeat the step." in answer.content.decode()
    assert opened(stranger, MAP) == 200
    assert User.objects.get().language == ""


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.OPERATOR, 403),
        (Role.SUPERVISOR, 403),
        (Role.INSPECTOR, 403),
        (Role.OFFICIAL, 403),
        (Role.SYSTEM, 403),
    ],
)
def test_only_who_configures_opens_a_calibration(person: Callable[[Role], Client], role: Role, status: int) -> None:
    assert opened(person(role), f"/cameras/{factories.make_camera().pk}/calibration/") == status


def test_the_form_of_a_camera_leads_to_its_calibration(person: Callable[[Role], Client]) -> None:
    camera = factories.make_camera()
    form = person(Role.ADMINISTRATOR).get(f"/admin/maps/camera/{camera.pk}/change/").content.decode()
    assert f'href="/cameras/{camera.pk}/calibration/"' in form


def test_the_inspector_does_not_enter_the_administration(person: Callable[[Role], Client]) -> None:
    assert person(Role.INSPECTOR).get("/admin/", follow=True).status_code == 403
