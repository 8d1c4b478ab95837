"""The pages for people: in the house's look and both languages, with nothing of the outside."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from hypervision.accounts.models import User
from hypervision.ogc.offered import COLLECTIONS
from tests.factories import NOON, make_camera, make_event
from tests.ogc.worlds import ITEMS, found, make_city, make_square

pytestmark = pytest.mark.django_db
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def browser(client: Client, supervisor: User) -> Client:
    make_city()
    make_square()
    client.force_login(supervisor)
    client.defaults["HTTP_ACCEPT"] = BROWSER
    return client


def addresses(supervisor: User) -> list[str]:
    fixed = ["/ogc/", "/ogc/api", "/ogc/conformance", "/ogc/collections"]
    for name in COLLECTIONS:
        one = found(supervisor, name)[0]["id"]
        at = f"/ogc/collections/{name}"
        fixed += [at, f"{at}/queryables", f"{at}/items", f"{at}/items/{one}"]
    return fixed


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_browser_reads_every_address_as_a_page_of_this_house(
    browser: Client, supervisor: User, language: str
) -> None:
    browser.cookies["django_language"] = language
    for path in addresses(supervisor):
        answer = browser.get(path)
        page = answer.content.decode()
        assert answer["Content-Type"].startswith("text/html"), path
        assert f'<html lang="{language}"' in page
        assert page.count("<h1>") == 1
        loaded = re.findall(r"""(?:src|href)=["'](https?:)?//""", re.sub(r'href="http://testserver/', 'href="/', page))
        assert not loaded, path
        assert answer["Cache-Control"] == "private, no-cache"


def test_a_system_reads_json_and_the_parameter_decides(browser: Client) -> None:
    for accept in ("application/json", "application/geo+json", "*/*", "image/png", ""):
        assert browser.get("/ogc/", headers={"Accept": accept})["Content-Type"] == "application/json"
    assert browser.get("/ogc/?f=json")["Content-Type"] == "application/json"
    assert browser.get("/ogc/?f=html", headers={"Accept": "*/*"})["Content-Type"].startswith("text/html")


def test_a_page_of_items_leads_to_the_next_and_to_each(browser: Client) -> None:
    for number in range(3):
        make_event(make_camera(), captured_at=NOON + timedelta(seconds=number))
    page = browser.get(ITEMS.format("events"), {"limit": "2", "f": "html"}).content.decode()
    [following] = re.findall(r'href="http://testserver([^"]*cursor[^"]*)"', page)
    behind = browser.get(following.replace("&amp;", "&"))
    assert behind["Content-Type"].startswith("text/html")
    assert len(re.findall(r"/items/[0-9a-f-]{36}", page)) == 2
    assert len(re.findall(r"/items/[0-9a-f-]{36}", behind.content.decode())) == 2


def test_a_filter_is_written_on_the_page(browser: Client) -> None:
    make_camera(name="<b>Far</b>")
    page = browser.get(ITEMS.format("cameras"), {"filter": "name LIKE '<b>%'"}).content.decode()
    assert "&lt;b&gt;Far&lt;/b&gt;" in page
    assert "<b>Far" not in page
    assert 'value="name LIKE &#x27;&lt;b&gt;%&#x27;"' in page
    assert "Square" not in page


def test_where_nothing_is_found_the_page_says_so(browser: Client) -> None:
    assert "Nothing was found" in browser.get(ITEMS.format("events"), {"kind": "flood"}).content.decode()


def test_a_refusal_is_a_page_with_its_sentence(browser: Client) -> None:
    answer = browser.get(ITEMS.format("events"), {"filter": "kinds = 'fire'"})
    assert answer.status_code == 400
    assert "There is no property kinds" in answer.content.decode()
    assert browser.get("/ogc/collections/persons").status_code == 404
    assert browser.get(f"{ITEMS.format('events')}?f=xml").status_code == 400


def test_whoever_may_read_nothing_is_told_whom_to_ask(browser: Client, supervisor: User) -> None:
    supervisor.role = ""
    supervisor.save()
    assert "Ask an administrator" in browser.get("/ogc/collections").content.decode()
