"""The figures as files: as they are seen, by right, and in the log; a sheet of any length in the same memory."""

import csv
import io
import json
import tracemalloc
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import ZipFile

import geopandas
import pytest
from django.http import StreamingHttpResponse
from django.test import AsyncRequestFactory, Client

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight
from hypervision.accounts.rights import Role
from hypervision.board import exports
from hypervision.board.events import Scope
from hypervision.board.period import Period
from hypervision.board.query import ALL
from hypervision.board.telling import EXACT, IN_FIVES, Telling
from hypervision.law.models import LogEntry
from hypervision.pages.dashboard import streamed
from maps.models import Camera, District
from tests.factories import NOON, area, make_alert, make_event, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "/dashboard/figures."
THAT_DAY = {"from": "2026-06-01", "to": "2026-06-01"}


@pytest.fixture
def centre(camera: Camera) -> District:
    """Two intrusions in the centre at noon, one of them confirmed, and a fall outside all districts an hour later."""
    district = District.objects.create(name="=Centre", area=area())
    make_alert(camera, event=make_event(camera, district=district), state="confirmed")
    make_event(camera, district=district)
    make_event(camera, kind="fall", captured_at=NOON + timedelta(hours=1))
    return district


def scope(telling: Telling = EXACT) -> Scope:
    day = Period(NOON - timedelta(hours=12), NOON + timedelta(hours=12), timedelta(hours=1))
    return Scope(Sight(everywhere=True, area=None), day, ALL, telling)


def body(client: Client, form: str) -> bytes:
    answer = client.get(f"{ADDRESS}{form}", THAT_DAY)
    assert isinstance(answer, StreamingHttpResponse)
    return answer.getvalue()


def test_a_table_holds_what_is_seen_and_no_formula(client: Client, supervisor: User, centre: District) -> None:
    client.force_login(supervisor)
    assert list(csv.reader(io.StringIO(body(client, "csv").decode()))) == [
        ["From", "District", "Kind", "Events", "Confirmed", "Refuted", "Not reviewed"],
        ["2026-06-01T15:00+03:00", "'=Centre", "Intrusion", "2", "1", "0", "0"],
        ["2026-06-01T16:00+03:00", "", "Fall", "1", "0", "0", "0"],
    ]


def test_a_sheet_holds_the_same(client: Client, supervisor: User, centre: District) -> None:
    client.force_login(supervisor)
    with ZipFile(io.BytesIO(body(client, "xlsx"))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "'=Centre" in sheet
    assert "<f>" not in sheet
    assert sheet.count("<row ") == 3


def test_districts_with_their_figures_open_as_geojson(client: Client, supervisor: User, centre: District) -> None:
    client.force_login(supervisor)
    features = json.loads(body(client, "geojson"))["features"]
    told = [(one["properties"]["district"], one["properties"]["events"], bool(one["geometry"])) for one in features]
    assert told == [("=Centre", 2, True), ("", 1, False)]


def test_districts_with_their_figures_open_as_a_geopackage(
    client: Client, supervisor: User, centre: District, tmp_path: Path
) -> None:
    client.force_login(supervisor)
    path = tmp_path / "figures.gpkg"
    path.write_bytes(body(client, "gpkg"))
    frame = geopandas.read_file(path, layer=exports.LAYER)
    assert list(frame.columns) == ["district", "from", "to", "events", "fall", "intrusion", "geometry"]
    assert (frame.crs.to_epsg(), list(frame["events"]), frame.geometry[0].geom_type) == (4326, [2, 1], "MultiPolygon")


@pytest.mark.parametrize("form", exports.FORMS)
def test_a_file_of_nothing_is_whole(client: Client, supervisor: User, form: str) -> None:
    client.force_login(supervisor)
    assert body(client, form)


@pytest.mark.parametrize("form", exports.FORMS)
def test_each_file_is_an_entry_of_the_log(client: Client, official: User, form: str) -> None:
    client.force_login(official)
    body(client, form)
    entry = LogEntry.objects.get(action="figures.export")
    assert (entry.actor, entry.facts["form"]) == (str(official), form)
    assert entry.facts["chosen"] == "period=own&from=2026-06-01&to=2026-06-01"


@pytest.mark.parametrize("role", [Role.OPERATOR])
def test_whoever_sees_no_figures_takes_none_along(client: Client, role: Role) -> None:
    client.force_login(make_user(role))
    assert client.get(f"{ADDRESS}csv").status_code == 403
    assert not LogEntry.objects.filter(action="figures.export").exists()


def test_nobody_is_asked_to_log_in_first(client: Client) -> None:
    assert client.get(f"{ADDRESS}csv")["Location"] == f"/login/?next={ADDRESS}csv"


def test_a_kind_of_file_that_there_is_not_is_not_found(client: Client, official: User) -> None:
    client.force_login(official)
    assert client.get(f"{ADDRESS}exe").status_code == 404


def test_in_fives_no_cell_of_a_file_is_of_fewer_than_five(camera: Camera) -> None:
    centre = District.objects.create(name="Centre", area=area())
    for number in range(60):
        make_event(
            camera, kind=("fall", "fire")[number % 2], district=centre, captured_at=NOON + timedelta(minutes=number)
        )
    numbers = [count for row in exports.rows(scope(IN_FIVES)) for count in row[3:]]
    numbers += [
        value for one in exports.areas(scope(IN_FIVES)) for value in one.facts.values() if isinstance(value, int)
    ]
    assert numbers
    assert all(isinstance(number, int) and number % 5 == 0 for number in numbers)


async def test_a_file_comes_in_pieces_from_an_asynchronous_server_too() -> None:
    """As the product serves it: a plain iterator would be held in memory there, with a warning."""
    request = AsyncRequestFactory().get("/")
    answer = streamed(request, io.BytesIO(b"x" * 100_000), "text/csv", "events.csv")
    pieces = [len(piece) async for piece in answer]
    assert (pieces, answer["Content-Disposition"]) == ([65_536, 34_464], 'attachment; filename="events.csv"')


@pytest.mark.slow
def test_a_hundred_thousand_rows_take_the_memory_of_a_few() -> None:
    def peak(many: int) -> int:
        row: list[exports.Cell] = [1, "Centre", "Intrusion", 2, 3]
        with NamedTemporaryFile(suffix=".xlsx") as file:
            tracemalloc.start()
            assert exports.write_sheet(file, ["a", "b", "c", "d", "e"], (row for _ in range(many))) == many
            _now, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    assert peak(100_000) < peak(1000) + 2_000_000


def test_a_file_counts_the_cameras_that_the_page_counts(client: Client, supervisor: User, centre: District) -> None:
    """None was watched in both periods, so nothing is left of them."""
    client.force_login(supervisor)
    answer = client.get(f"{ADDRESS}csv", {**THAT_DAY, "cameras": "same"})
    assert isinstance(answer, StreamingHttpResponse)
    assert answer.getvalue().count(b"\n") == 1
