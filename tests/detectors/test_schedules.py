"""Specification of schedules: hours as people write them, public holidays, special days, rules that keep them."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as some

from detectors import build, configuration, schedules
from detectors.models import Rule, Schedule, Version
from detectors.schedules import HoursError
from detectors.vision.hours import MINUTES_A_DAY, Hours
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from maps.models import Camera
from tests.admin.conftest import desk as desk
from tests.factories import NOON, make_camera, make_rule

NIGHT = [22 * 60, 6 * 60]
CHRISTMAS = date(2026, 12, 25)


# --- as people write them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("22:00-06:00", [(1320, 360)]),
        ("08:00-12:00, 13:30-18:00", [(480, 720), (810, 1080)]),
        (" 8:00 – 24:00 ", [(480, 1440)]),
        ("22h00-6h00", [(1320, 360)]),
        ("all day", [(0, 1440)]),
        ("Toute la journée", [(0, 1440)]),
        ("", []),
        ("never", []),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, spans: list[Any]) -> None:
    assert schedules.spans_of(text) == spans


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("at night", "is no span of hours"),
        ("22-6", "is no span of hours"),
        ("25:00-26:00", "from 00:00 to 24:00"),
        ("08:00-24:30", "from 00:00 to 24:00"),
        ("08:75-09:00", "from 00:00 to 24:00"),
        ("08:00-08:00", "begins when it ends"),
    ],
)
def test_what_is_no_span_says_what_to_write(text: str, sentence: str) -> None:
    with pytest.raises(HoursError, match=sentence):
        schedules.spans_of(text)


@given(some.lists(some.tuples(some.integers(0, 1439), some.integers(1, 1440)).filter(lambda one: one[0] != one[1])))
def test_hours_are_read_back_as_they_were_written(spans: list[Any]) -> None:
    assert schedules.spans_of(schedules.words_of(spans)) == spans


def test_special_days_are_a_line_each() -> None:
    text = "2026-12-24 – 2026-12-26: 18:00-24:00 # Market\n\n2026-12-06: never\n2026-05-01 all day # May Day"
    assert schedules.special_of(text) == [
        {"from": "2026-12-24", "to": "2026-12-26", "spans": [(1080, 1440)], "why": "Market"},
        {"from": "2026-12-06", "to": "2026-12-06", "spans": [], "why": ""},
        {"from": "2026-05-01", "to": "2026-05-01", "spans": [(0, 1440)], "why": "May Day"},
    ]
    assert schedules.special_of(schedules.special_words(schedules.special_of(text))) == schedules.special_of(text)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("Christmas: never", "Line 2: It begins with a day"),
        ("2026-13-01: never", "Line 2: There is no day 2026-13-01"),
        ("2026-12-26 – 2026-12-24: never", "Line 2: The last day comes after the first"),
        ("2026-12-26 – 2029-12-24: never", "within a year"),
        ("2026-12-24: at night", "Line 2: “at night” is no span"),
    ],
)
def test_a_wrong_line_says_which_it_is_and_what_is_wrong(line: str, sentence: str) -> None:
    with pytest.raises(HoursError, match=sentence):
        schedules.special_of(f"2026-12-06: never\n{line}")


# --- what they mean ---------------------------------------------------------------------------------------------------


def schedule(**values: Any) -> Schedule:
    return Schedule(**{"name": "Nights", "week": [[NIGHT]] * 6 + [[]], **values})


def special(one: Schedule) -> dict[date, Any]:
    return dict(schedules.config_of(one, NOON).special)


@pytest.mark.parametrize(
    ("mode", "hours"), [("never", ()), ("all_day", ((0, MINUTES_A_DAY),)), ("sunday", ()), ("usual", None)]
)
def test_on_public_holidays_holds_what_was_chosen(mode: str, hours: Any) -> None:
    assert special(schedule(on_holidays=mode)).get(CHRISTMAS) == hours


def test_a_special_day_outdoes_a_holiday() -> None:
    one = schedule(on_holidays="never", special=schedules.special_of("2026-12-24 – 2026-12-25: 10:00-12:00"))
    assert special(one)[CHRISTMAS] == ((600, 720),)
    assert special(one)[date(2026, 12, 24)] == ((600, 720),)


def test_the_same_year_gives_the_same_plan() -> None:
    """Else every watch would start anew each night."""
    one = schedule(on_holidays="never")
    january, december = (datetime(2026, month, 15, tzinfo=NOON.tzinfo) for month in (1, 12))
    assert schedules.config_of(one, january) == schedules.config_of(one, december)


def test_a_year_begins_by_the_citys_clocks() -> None:
    """Half past one in Helsinki."""
    one, begun = schedule(on_holidays="never"), datetime(2026, 12, 31, 23, 30, tzinfo=NOON.tzinfo)
    assert schedules.config_of(one, begun) == schedules.config_of(one, begun + timedelta(days=9))
    assert [why for _day, _hours, why in schedules.upcoming(one, begun, 1)] == ["New Year's Day"]


@pytest.mark.parametrize(("place", "known"), [("FI", True), ("FR-57", True), ("", False), ("XX", False)])
def test_holidays_are_those_of_the_place(place: str, known: bool) -> None:
    assert (CHRISTMAS in schedules.public_holidays(place, 2026, schedules.ENGLISH)) is known


@pytest.mark.parametrize(
    ("place", "language", "name"),
    [
        ("FR", "fr", "Noël"),
        ("FR", "en", "Christmas Day"),
        ("FI", "fr", "Christmas Day"),  # there are no French names of Finland's
        ("FI", "fi", "joulupäivä"),
    ],
)
def test_holidays_are_named_in_the_language_of_the_page_where_it_names_them(
    place: str, language: str, name: str
) -> None:
    assert schedules.public_holidays(place, 2026, language)[CHRISTMAS].lower() == name.lower()


def test_a_place_that_nobody_knows_is_said_at_the_start(settings: Any) -> None:
    settings.HOLIDAYS = "XX"
    [warning] = schedules.check_holidays()
    assert warning.hint is not None
    assert ("XX" in warning.msg, "FI" in warning.hint) == (True, True)
    settings.HOLIDAYS = ""
    assert schedules.check_holidays() == []


def test_the_next_days_are_said_one_by_one(settings: Any) -> None:
    one = schedule(on_holidays="never", special=schedules.special_of("2026-12-24: 10:00-12:00 # Market"))
    told = list(schedules.upcoming(one, datetime(2026, 12, 23, 12, tzinfo=NOON.tzinfo), 3))
    assert [(hours, why) for _day, hours, why in told] == [
        ("22:00-06:00", ""),
        ("10:00-12:00", "Market"),
        ("never", told[2][2]),
    ]
    assert told[2][2], "the holiday has its name"


def test_of_two_lines_of_one_day_the_last_holds_and_says_why() -> None:
    lines = "2026-12-20 – 2026-12-26: 10:00-12:00 # Market\n2026-12-24: never # Eve"
    one = schedule(special=schedules.special_of(lines))
    [(_day, hours, why)] = schedules.upcoming(one, datetime(2026, 12, 24, 12, tzinfo=NOON.tzinfo), 1)
    assert (hours, why) == ("never", "Eve")


def test_the_last_night_of_a_year_ends_as_it_began(settings: Any) -> None:
    """In Latvia the last day of the year is a holiday too. Clocks there are those of Helsinki."""
    settings.HOLIDAYS = "LV"
    one = schedule(on_holidays="never")
    for at in (datetime(2026, 12, 31, hour, tzinfo=NOON.tzinfo) for hour in (21, 23)):
        assert not Hours(schedules.config_of(one, at), "Europe/Helsinki").hold(at)


# --- in the database and the administration ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_rule_keeps_the_hours_of_its_schedule(camera: Camera) -> None:
    one = schedule()
    configuration.save_schedule(one, "ada")
    rule = make_rule(camera, schedule=one)
    hours = build.rule_config(rule).hours
    assert hours == schedules.config_of(one, clock.now())
    assert build.rule_config(make_rule(make_camera())).hours is None


@pytest.mark.django_db
def test_a_changed_schedule_gives_its_rules_a_new_version(camera: Camera) -> None:
    one = schedule()
    configuration.save_schedule(one, "ada")
    rule = make_rule(camera, schedule=one)
    one.week = [[]] * 7
    configuration.save_schedule(one, "bert", reason="Holidays.")
    rule.refresh_from_db()
    kept = Version.objects.get(subject_id=rule.pk)
    assert (rule.version, kept.number, kept.by, kept.reason) == (2, 2, "bert", "Holidays.")
    assert LogEntry.objects.filter(action="schedule.save").count() == 2


@pytest.mark.django_db
def test_a_schedule_that_is_saved_as_it_stands_changes_nothing(camera: Camera) -> None:
    """Else every watch that keeps it would start anew."""
    configuration.save_schedule(schedule(special=schedules.special_of("2026-12-24: 10:00-12:00 # Eve")), "ada")
    rule = make_rule(camera, schedule=Schedule.objects.get())
    again = Schedule.objects.get()
    again.special = schedules.special_of("2026-12-24: 10:00-12:00 # Eve")
    configuration.save_schedule(again, "bert")
    rule.refresh_from_db()
    assert (rule.version, LogEntry.objects.filter(action="schedule.save").count()) == (1, 1)


def form(**values: str) -> dict[str, str]:
    return {"name": "Nights", "monday": "22:00-06:00", "on_holidays": "never", **values}


def test_a_schedule_is_made_in_the_administration(desk: Client) -> None:
    answer = desk.post("/admin/detectors/schedule/add/", form(special_days="2026-12-24: all day # Market"))
    assert answer.status_code == 302
    one = Schedule.objects.get()
    assert (one.week, one.on_holidays) == ([[NIGHT], [], [], [], [], [], []], "never")
    assert one.special[0]["why"] == "Market"
    page = desk.get(f"/admin/detectors/schedule/{one.pk}/change/").content.decode()
    assert 'value="22:00-06:00"' in page
    assert "2026-12-24: all day # Market" in page
    assert page.count('class="days"') == 14


def test_wrong_hours_are_refused_at_their_field_and_nothing_is_saved(desk: Client) -> None:
    page = desk.post("/admin/detectors/schedule/add/", form(friday="at night", special_days="soon")).content.decode()
    assert "“at night” is no span of hours" in page
    assert "Line 1: It begins with a day" in page
    assert not Schedule.objects.exists()


def test_the_second_of_two_who_change_a_schedule_is_told_and_loses_nothing(desk: Client) -> None:
    one = schedule()
    configuration.save_schedule(one, "ada")
    page, opened = f"/admin/detectors/schedule/{one.pk}/change/", schedules.fingerprint(one)
    assert f'value="{opened}"' in desk.get(page).content.decode()
    one.week = [[]] * 7
    configuration.save_schedule(one, "bert")
    answer = desk.post(page, form(monday="09:00-10:00", base=opened)).content.decode()
    assert "Somebody changed this meanwhile" in answer
    assert 'value="09:00-10:00"' in answer, "what was filled in is still there"
    assert f'value="{schedules.fingerprint(one)}"' in answer
    assert Schedule.objects.get().week == [[]] * 7
    assert desk.post(page, form(monday="09:00-10:00", base=schedules.fingerprint(one))).status_code == 302
    assert Schedule.objects.get().week[0] == [[540, 600]]


def test_what_is_taken_away_is_logged(desk: Client) -> None:
    one, other = schedule(), schedule(name="Days")
    for each in (one, other):
        each.save()
    desk.post(f"/admin/detectors/schedule/{one.pk}/delete/", {"post": "yes"})
    desk.post(
        "/admin/detectors/schedule/", {"action": "delete_selected", "_selected_action": str(other.pk), "post": "yes"}
    )
    assert not Schedule.objects.exists()
    told = LogEntry.objects.filter(action="schedule.remove", actor="administrator").values_list(
        "facts__name", flat=True
    )
    assert sorted(told) == ["Days", "Nights"]


def test_a_schedule_that_rules_keep_is_not_taken_away(desk: Client, camera: Camera) -> None:
    one = schedule()
    one.save()
    make_rule(camera, schedule=one)
    desk.post(f"/admin/detectors/schedule/{one.pk}/delete/", {"post": "yes"})
    assert Schedule.objects.exists()
    assert Rule.objects.get().schedule == one
