"""Nobody without the right to see alerts reads a number of one to four, however two figures are put together."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import mean
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hypervision.accounts.permissions import Sight
from hypervision.accounts.rights import Role
from hypervision.board.figures import Figures, figures
from hypervision.board.query import ALL, Chosen, read
from hypervision.board.tally import Row, Tally
from hypervision.board.telling import EXACT, IN_FIVES, telling_for
from maps.models import Camera, District
from tests.factories import NOON, area, make_event, make_user

START = datetime(2026, 6, 1, tzinfo=UTC)
DISTRICTS, KINDS, VERDICTS = ("North", "South", ""), ("fall", "fire"), ("confirmed", "refuted")
DAYS = 6
CELLS = list(product(range(DAYS), DISTRICTS, KINDS, VERDICTS))


def world(counts: Sequence[int]) -> list[Row]:
    return [
        (START + timedelta(days=day), (district, kind, verdict), count)
        for (day, district, kind, verdict), count in zip(CELLS, counts, strict=True)
        if count
    ]


worlds = st.lists(st.integers(0, 7), min_size=len(CELLS), max_size=len(CELLS)).map(world)
choices = st.builds(
    Chosen,
    district_name=st.sampled_from(DISTRICTS),
    district=st.sampled_from(("", "1")),
    kind=st.sampled_from(("", *KINDS)),
)
days = st.tuples(st.integers(0, DAYS), st.integers(0, DAYS))
charts = st.lists(st.sampled_from(("at", "weekday", "district", "kind", "verdict")), unique=True, max_size=3)


def asked(rows: Sequence[Row], chosen: Chosen, between: tuple[int, int]) -> Tally:
    """What the database gives for these filters."""
    since, until = (START + timedelta(days=day) for day in sorted(between))
    found = [
        (at, values, count)
        for at, values, count in rows
        if since <= at < until
        and (not chosen.district or values[0] == chosen.district_name)
        and (not chosen.kind or values[1] == chosen.kind)
    ]
    return Tally(("district", "kind", "verdict"), found, False, IN_FIVES, chosen.fixed)


@given(worlds, choices, choices, days, days, charts, charts)
@settings(max_examples=150, deadline=None)
def test_no_figure_and_no_difference_of_two_lies_between_nought_and_five(
    rows: list[Row],
    one: Chosen,
    other: Chosen,
    when: tuple[int, int],
    then: tuple[int, int],
    chart: list[str],
    other_chart: list[str],
) -> None:
    first, second = asked(rows, one, when), asked(rows, other, then)
    figures = [*first.by(*chart).values(), first.total(), *second.by(*other_chart).values(), second.total()]
    assert not any(0 < abs(a - b) < 5 for a in (0, *figures) for b in figures)


@given(worlds, choices, st.integers(0, DAYS))
@settings(max_examples=100, deadline=None)
def test_to_ask_for_longer_draws_no_second_lot(rows: list[Row], chosen: Chosen, day: int) -> None:
    """A day told by itself and the days around it told together: the parts make up the whole, and no more is known."""
    parts = asked(rows, chosen, (0, day)).total() + asked(rows, chosen, (day, DAYS)).total()
    assert parts == asked(rows, chosen, (0, DAYS)).total()


@given(worlds)
@settings(max_examples=50, deadline=None)
def test_the_same_cell_is_told_alike_by_a_filter_and_by_a_chart(rows: list[Row]) -> None:
    by_kind = asked(rows, ALL, (0, DAYS)).by("kind")
    for kind in KINDS:
        assert asked(rows, Chosen(kind=kind), (0, DAYS)).total() == by_kind[kind,]


def test_sums_are_right_on_average() -> None:
    told = [IN_FIVES.tell(3, f"events|{number}") for number in range(4000)]
    assert set(told) == {0, 5}
    assert mean(told) == pytest.approx(3, abs=0.15)


@pytest.mark.parametrize("count", [0, 5, 10, 1_000_000_005])
def test_what_is_a_multiple_of_five_stays_what_it_is(count: int) -> None:
    assert {IN_FIVES.tell(count, f"events|{number}") for number in range(50)} == {count}


def test_the_lot_of_an_atom_adds_at_most_four_times_its_count_to_the_variance() -> None:
    """The claim on which intervals of counts in fives stand."""
    assert all(25 * (rest / 5) * (1 - rest / 5) <= 4 * (5 * fives + rest) for fives in range(3) for rest in range(5))


def test_both_hours_of_one_name_on_the_day_that_has_25_share_their_lot() -> None:
    rows: list[Row] = [(datetime(2026, 10, 25, hour, tzinfo=UTC), (), 3) for hour in (0, 1)]
    told = Tally((), rows, True, IN_FIVES).total()
    assert told in {0, 10}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_whoever_sees_alerts_reads_exact_figures_and_no_one_else(role: Role) -> None:
    exact = {Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.SYSTEM}
    assert telling_for(make_user(role)) == (EXACT if role in exact else IN_FIVES)


SPANS = ("from=2026-06-01&to=2026-06-01", "from=2026-06-01&to=2026-06-02", "from=2026-06-01&to=2026-06-04")
PLACES = ("", "&district={north}", "&district={south}", "&district=none")
KINDS_ASKED = ("", "&kind=fall", "&kind=fire")
TIMES = ("", "&weekday=0", "&hour=15", "&weekday=1&hour=16")


@pytest.mark.slow
@pytest.mark.django_db
def test_whatever_an_official_asks_for_no_two_answers_differ_by_one_to_four(camera: Camera) -> None:
    """All filters against each other, from the rows of the database to the numbers of the charts."""
    north, south = (District.objects.create(name=name, area=area()) for name in ("North", "South"))
    for number in range(40):
        make_event(
            camera,
            kind=("fall", "fire", "fall")[number % 3],
            district=(north, south, south, None)[number % 4],
            captured_at=NOON + timedelta(days=number % 4, hours=number % 2),
        )
    now = NOON + timedelta(days=30)
    everywhere = Sight(everywhere=True, area=None)
    told: set[int] = {0}
    for parts in product(SPANS, PLACES, KINDS_ASKED, TIMES):
        address = "".join(parts).format(north=north.pk, south=south.pk)
        chosen = read(dict(parse_qsl(address)), everywhere)
        assert not chosen.problems
        told |= numbers(figures(everywhere, chosen.period(now, IN_FIVES), chosen, IN_FIVES))
    assert max(told) >= 20
    assert not any(0 < abs(one - other) < 5 for one in told for other in told)


def numbers(shown: Figures) -> set[int]:
    return {
        shown.events,
        *(shown.heat.values()),
        *(column.count for column in shown.trend),
        *(bar.count for bar in shown.districts),
        *(row.count for row in shown.kinds),
        *(row.confirmed.unreviewed for row in shown.kinds),
        *([shown.before.events] if shown.before else []),
    }
