"""Specification of the way between who asks and who watches, through a real broker; and of what a watch remembers."""

import json
import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from django.conf import settings
from redis import Redis

from detectors import watching
from detectors.models import Schedule, Watch
from detectors.tryout import asking, trying
from detectors.tryout.desk import Desk, Notebook, desk
from detectors.tryout.passing import ANSWER_S, PICKED_UP_S, Question, answer_to, questions_of
from detectors.tryout.telling import Answer
from detectors.vision.config import PresetConfig, ShapeConfig
from hypervision.accounts.models import User
from hypervision.accounts.rights import Role
from hypervision.law.models import LogEntry
from hypervision.lib.errors import Refusal
from maps.models import Camera
from tests.detectors.conftest import eyes as eyes
from tests.detectors.watched import Eyes, watched_camera
from tests.factories import ELSEWHERE, area, make_user
from tests.tryout.worlds import analysed, drafted, noted, plan_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def camera() -> Camera:
    camera = watched_camera()
    Watch.objects.update(state=Watch.State.WATCHING)
    return camera


def told(person: User, question: Any) -> Answer:
    """The answer, when it has come."""
    pause, patience = threading.Event(), 1000
    while (answer := asking.answer(person, question))["state"] == "waiting":
        patience -= 1
        assert patience, "no answer came"
        pause.wait(0.01)
    return answer


# --- what a watch remembers -------------------------------------------------------------------------------------------


def test_a_watch_remembers_what_its_rules_were_given(camera: Camera) -> None:
    plan = plan_of(camera)
    assert noted(Notebook(camera.pk), plan, analysed(plan, 3), analysed(plan, 2)) == 2


def test_of_a_frame_that_nothing_looked_at_nothing_is_remembered(camera: Camera) -> None:
    plan = plan_of(camera)
    assert noted(Notebook(camera.pk), plan, analysed(plan, looked_at=False)) == 0


def test_outside_the_hours_of_all_rules_nothing_is_remembered(camera: Camera) -> None:
    never = Schedule.objects.create(name="Never", week=[[]] * 7)
    camera.rules.update(schedule=never)
    plan = plan_of(camera)
    assert noted(Notebook(camera.pk), plan, analysed(plan)) == 0


def test_where_no_event_may_come_of_it_all_is_forgotten_at_once(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    assert noted(notebook, plan, analysed(plan, 3)) == 1
    assert noted(notebook, plan, analysed(plan, 2), may=False) == 0


def test_a_changed_rule_leaves_the_memory_as_it_is(camera: Camera) -> None:
    """It is what the rule shall be tried on next."""
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    noted(notebook, plan, analysed(plan, 3))
    camera.rules.update(parameters={"dwell_seconds": 9}, version=2)
    later = plan_of(camera)
    assert later != plan
    assert noted(notebook, later, analysed(later, 2)) == 2


def test_what_was_seen_before_a_private_zone_was_drawn_is_forgotten(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    noted(notebook, plan, analysed(plan, 3))
    garden = ShapeConfig("g", "Garden", ((0, 0), (1, 0), (1, 1)))
    later = replace(plan, config=replace(plan.config, private_zones=(garden,)))
    assert noted(notebook, later, analysed(later, 2)) == 1


def test_another_stream_is_another_memory(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    noted(notebook, plan, analysed(plan, 3))
    later = replace(plan, source=replace(plan.source, url="rtsp://127.0.0.1:1/b"))
    assert noted(notebook, later, analysed(later, 2)) == 1


def test_another_network_is_another_memory(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    noted(notebook, plan, analysed(plan, 3))
    assert noted(notebook, replace(plan, networks={}), analysed(plan, 2)) == 1


def test_a_changed_rule_of_one_view_leaves_the_memory_as_it_is_and_a_new_view_does_not(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    views = [PresetConfig("north", "North", b"", rules=rules) for rules in ((), plan.config.rules)]
    bare, ruled = (replace(plan, config=replace(plan.config, presets=(view,))) for view in views)
    assert noted(notebook, bare, analysed(plan, 4)) == 1
    assert noted(notebook, ruled, analysed(plan, 3)) == 2
    assert noted(notebook, plan, analysed(plan, 2)) == 1


def test_what_is_remembered_says_in_which_view_it_was_seen(camera: Camera) -> None:
    notebook, plan = Notebook(camera.pk), plan_of(camera)
    seen = analysed(plan, 3)
    assert seen.view is not None
    noted(notebook, plan, replace(seen, view=replace(seen.view, preset=PresetConfig("north", "North", b""))))
    assert notebook.watched is not None
    assert [one.view for one in notebook.watched.recall.moments()] == ["north"]


def test_a_watch_that_ends_leaves_nothing_behind(camera: Camera, eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Notebook] = []
    close = Notebook.close

    def closes(notebook: Notebook) -> None:
        assert notebook.watched is not None
        assert notebook.watched.recall.moments(), "it remembered while it watched"
        kept.append(notebook)
        close(notebook)

    monkeypatch.setattr(Notebook, "close", closes)
    assert watching.watch(camera.pk, "one")
    assert kept[0].watched is None


def test_while_a_camera_is_silent_the_desk_lets_go_what_is_older_than_an_hour(camera: Camera) -> None:
    plan, pause, patience = plan_of(camera), threading.Event(), 1000
    with desk.open(camera.pk) as notebook:
        noted(notebook, plan, analysed(plan, 3700))
        while notebook.watched is None or notebook.watched.recall.moments():
            patience -= 1
            assert patience, "it was kept"
            pause.wait(0.01)


def test_under_statistics_a_watch_remembers_nothing(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-06, seen from outside: the watch runs, its sums are made, and no track stays for longer than its frame."""
    camera = watched_camera(regime="FR-STATS", kinds=["occupancy"])
    camera.rules.update(kind="occupancy", parameters={})
    left: list[int] = []
    remember = Notebook.note

    def notes(notebook: Notebook, *given: Any) -> None:
        remember(notebook, *given)
        left.append(len(notebook.watched.recall.moments()) if notebook.watched else 0)

    monkeypatch.setattr(Notebook, "note", notes)
    assert watching.watch(camera.pk, "one")
    assert left
    assert not any(left)


# --- question and answer ----------------------------------------------------------------------------------------------


@pytest.fixture
def open_notebook(camera: Camera) -> Any:
    """Of this process: it remembers that somebody stood in the zone."""
    plan = plan_of(camera)
    with desk.open(camera.pk) as notebook:
        for ago in np.arange(30, 20, -0.25):
            noted(notebook, plan, analysed(plan, float(ago)))
        yield notebook


def test_who_asks_is_answered_by_who_watches(camera: Camera, administrator: User, open_notebook: Notebook) -> None:
    question = asking.ask(administrator, camera, [drafted(camera.rules.get(), parameters={"dwell_seconds": 5})])
    answer = told(administrator, question)
    [outcome] = answer["outcomes"]
    assert (answer["state"], outcome["title"], outcome["has_present"]) == ("done", "Intrusion", True)
    assert "1 by this draft, 1 by what stands now" in outcome["words"]


def test_each_try_is_logged(camera: Camera, administrator: User) -> None:
    asking.ask(administrator, camera, [drafted(camera.rules.get())])
    entry = LogEntry.objects.get()
    assert (entry.actor, entry.action, entry.subject) == ("administrator", "tryout.ask", str(camera.pk))
    assert entry.facts == {"kinds": ["intrusion"]}


def test_nobody_finds_the_answer_to_the_question_of_another(
    camera: Camera, administrator: User, supervisor: User, open_notebook: Notebook
) -> None:
    question = asking.ask(administrator, camera, [drafted(camera.rules.get())])
    told(administrator, question)
    assert asking.answer(supervisor, question)["state"] == "failed"


def test_a_question_that_nobody_takes_runs_out(camera: Camera, administrator: User) -> None:
    asking.ask(administrator, camera, [drafted(camera.rules.get())])
    with Redis.from_url(settings.REDIS_URL) as broker:
        assert 0 < broker.ttl(questions_of(camera.pk)) <= PICKED_UP_S
    assert "No worker answered" in asking.answer(administrator, uuid4())["words"]


def test_an_answer_runs_out_too(camera: Camera, administrator: User, open_notebook: Notebook) -> None:
    question = asking.ask(administrator, camera, [drafted(camera.rules.get())])
    with Redis.from_url(settings.REDIS_URL) as broker:
        assert 0 < broker.ttl(answer_to(administrator.pk, question)) <= ANSWER_S
        told(administrator, question)
        assert 0 < broker.ttl(answer_to(administrator.pk, question)) <= ANSWER_S


@pytest.mark.parametrize("state", [Watch.State.NOT_WATCHING, Watch.State.STOPPED, Watch.State.NOT_AUTHORISED])
def test_of_a_camera_that_is_not_watched_nobody_is_asked(camera: Camera, administrator: User, state: str) -> None:
    Watch.objects.update(state=state)
    with pytest.raises(Refusal, match="not watched now"):
        asking.ask(administrator, camera, [drafted(camera.rules.get())])
    assert not LogEntry.objects.exists()


def test_of_a_camera_that_the_administrator_does_not_see_nothing_is_asked(camera: Camera) -> None:
    """Whoever sees a camera sees what it saw, and nobody else: a draft would tell when somebody came, and where."""
    stranger = make_user(Role.ADMINISTRATOR, username="stranger", everywhere=False, perimeter=area(*ELSEWHERE))
    with pytest.raises(Refusal, match="outside of what your account sees"):
        asking.ask(stranger, camera, [drafted(camera.rules.get())])
    assert not LogEntry.objects.exists()


def test_of_a_kind_that_the_administrator_does_not_see_nothing_is_asked(camera: Camera) -> None:
    stranger = make_user(Role.ADMINISTRATOR, username="stranger", kinds=["fire"])
    with pytest.raises(Refusal, match="outside of what your account sees"):
        asking.ask(stranger, camera, [drafted(camera.rules.get())])


def test_without_a_rule_there_is_nothing_to_ask(camera: Camera, administrator: User) -> None:
    with pytest.raises(Refusal, match="nothing to try"):
        asking.ask(administrator, camera, [])


def test_without_a_broker_nobody_is_asked(camera: Camera, administrator: User, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(Refusal, match="broker is away"):
        asking.ask(administrator, camera, [drafted(camera.rules.get())])
    assert "broker is away" in asking.answer(administrator, uuid4())["words"]


def test_what_breaks_is_told_and_the_desk_goes_on(
    camera: Camera, administrator: User, open_notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(trying, "attempt", breaks)
        failed = told(administrator, asking.ask(administrator, camera, [drafted(camera.rules.get())]))
    assert (failed["state"], failed["words"]) == ("failed", "The try-out failed; the log of the worker says more.")
    assert told(administrator, asking.ask(administrator, camera, [drafted(camera.rules.get())]))["state"] == "done"


def test_what_is_no_question_is_passed_over(camera: Camera, administrator: User, open_notebook: Notebook) -> None:
    with Redis.from_url(settings.REDIS_URL) as broker:
        odd = {"id": 1, "person": 1, "camera": 1, "pairs": []}
        broker.rpush(questions_of(camera.pk), "nonsense", json.dumps({"id": 1}), json.dumps(odd))
    assert told(administrator, asking.ask(administrator, camera, [drafted(camera.rules.get())]))["state"] == "done"


def test_of_a_camera_that_is_watched_elsewhere_by_now_the_desk_says_that_it_failed(camera: Camera) -> None:
    question = Question(uuid4(), 1, camera.pk, (drafted(camera.rules.get()),))
    assert json.loads(Desk().answer(question)) == {"state": "absent", "outcomes": []}


def test_a_watch_that_ends_late_leaves_the_notebook_of_the_next_one(camera: Camera) -> None:
    """The same camera can be watched anew in one process before its former watch has closed."""
    desk, plan = Desk(), plan_of(camera)
    former = desk.open(camera.pk)
    former.__enter__()
    with desk.open(camera.pk) as notebook:
        former.__exit__(None, None, None)
        noted(notebook, plan, analysed(plan, 3))
        question = Question(uuid4(), 1, camera.pk, (drafted(camera.rules.get()),))
        assert json.loads(desk.answer(question))["state"] == "done"


def test_a_question_arrives_as_it_was_asked(camera: Camera) -> None:
    question = Question(uuid4(), 7, camera.pk, (replace(drafted(camera.rules.get()), view="north"),))
    assert Question.load(question.dump()) == question
