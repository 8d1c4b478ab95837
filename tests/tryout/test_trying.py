"""Specification of a draft before the last hour: beside what stands, and only where the law let it run."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from detectors import attested
from detectors.tryout.passing import MOST_EVENTS, Outcome, Pair
from detectors.tryout.trying import Watched, attempt
from detectors.vision.recall import Recall
from detectors.vision.types import Detections, Evidence
from hypervision.accounts.models import User
from hypervision.law import stops
from hypervision.law.models import Authorisation, Stop
from hypervision.lib import clock
from maps.models import Camera
from tests import factories
from tests.detectors.watched import watched_camera
from tests.tryout.worlds import IN_THE_ZONE, drafted, visit, watched

pytestmark = pytest.mark.django_db


@pytest.fixture
def camera() -> Camera:
    """Its rule fires for who stays a second."""
    return watched_camera()


def tried(camera: Camera, watch: Watched, **values: Any) -> Outcome:
    return attempt(drafted(camera.rules.get(), **values), watch)


def refused(outcome: Outcome) -> str:
    assert (outcome.drafted, outcome.pictures, outcome.begins) == (0, 0, None)
    return outcome.refused["en"]


def test_a_draft_stands_beside_the_rule_as_it_is(camera: Camera) -> None:
    watch = watched(camera, (40, 3), (20, 30))
    outcome = tried(camera, watch, parameters={"dwell_seconds": 10})
    assert (outcome.drafted, outcome.stood) == (1, 2)
    moments = watch.recall.moments()
    assert (outcome.begins, outcome.until, outcome.pictures) == (moments[0].at, moments[-1].at, len(moments))
    [raised] = outcome.draft
    assert raised.at - raised.started_at >= timedelta(seconds=10)
    assert raised.foot == (410 / 640, 300 / 480)
    assert raised.box == pytest.approx(tuple(np.divide(IN_THE_ZONE, (640, 480) * 2)))


def test_a_new_rule_stands_beside_nothing(camera: Camera) -> None:
    pair = drafted(camera.rules.get())
    outcome = attempt(Pair(pair.draft, None, None), watched(camera, (20, 3)))
    assert (outcome.drafted, outcome.stood, outcome.present) == (1, None, ())


def test_a_zone_that_is_drawn_elsewhere_sees_nobody(camera: Camera) -> None:
    rule = camera.rules.get()
    pair = drafted(rule)
    rule.zone.points = [[0, 0], [0.3, 0], [0.3, 0.3]]
    elsewhere = drafted(rule).draft
    outcome = attempt(Pair(elsewhere, pair.draft, None), watched(camera, (20, 3)))
    assert (outcome.drafted, outcome.stood) == (0, 1)


def test_a_zone_of_one_view_is_tried_on_that_view_alone(camera: Camera) -> None:
    watch = watched(camera)
    visit(watch.recall, clock.now() - timedelta(minutes=9), 3, view="north")
    visit(watch.recall, clock.now() - timedelta(minutes=5), 3, view="south")
    pair = drafted(camera.rules.get())
    assert attempt(Pair(pair.draft, None, "north"), watch).drafted == 1
    assert attempt(Pair(pair.draft, None, None), watch).drafted == 2


def test_all_alerts_are_counted_and_only_the_first_are_told(camera: Camera) -> None:
    recall = Recall()
    begins = clock.now() - timedelta(minutes=59)
    for number in range(MOST_EVENTS + 20):
        visit(recall, begins + timedelta(seconds=12 * number), 2)
    eager = {"dwell_seconds": 1, "zone_cool_down_seconds": 0, "track_cool_down_seconds": 0}
    outcome = tried(camera, Watched(watched(camera).plan, recall), parameters=eager)
    assert outcome.drafted == MOST_EVENTS + 20
    assert len(outcome.draft) == MOST_EVENTS


def test_without_authorisation_for_its_kind_a_draft_is_not_tried(camera: Camera) -> None:
    watch = watched(camera, (20, 3))
    assert (
        refused(tried(camera, watch, kind="density", parameters={}))
        == "The authorisation does not cover this kind of event."
    )


def test_under_statistics_nothing_is_tried(camera: Camera) -> None:
    Authorisation.objects.update(regime="FR-STATS", kinds=["intrusion"])
    assert refused(tried(camera, watched(camera, (20, 3))))


def test_what_was_seen_before_the_authorisation_began_is_not_tried(camera: Camera) -> None:
    watch = watched(camera, (40, 3), (20, 3))
    Authorisation.objects.update(starts_at=clock.now() - timedelta(minutes=30))
    outcome = tried(camera, watch)
    assert (outcome.drafted, outcome.stood) == (1, 1)
    assert outcome.begins is not None
    assert outcome.begins >= clock.now() - timedelta(minutes=30)


def test_what_was_seen_while_statistics_alone_were_allowed_is_not_tried(camera: Camera) -> None:
    """Two orders that follow each other: sums until half an hour ago, events since."""
    watch = watched(camera, (40, 3), (20, 3))
    Authorisation.objects.update(starts_at=clock.now() - timedelta(minutes=30))
    factories.make_authorisation(
        regime="FR-STATS",
        starts_at=clock.now() - timedelta(days=1),
        ends_at=clock.now() - timedelta(minutes=30),
        model_hash=Authorisation.objects.get().model_hash,
    )
    assert tried(camera, watch).drafted == 1


def test_what_was_seen_while_the_kind_was_stopped_is_not_tried(camera: Camera, administrator: User) -> None:
    watch = watched(camera, (40, 3), (20, 3))
    stop = stops.stop(administrator, reason="Repairs.", kind="intrusion")
    Stop.objects.filter(pk=stop.pk).update(
        at=clock.now() - timedelta(minutes=50), lifted_at=clock.now() - timedelta(minutes=30)
    )
    assert tried(camera, watch).drafted == 1


def test_while_the_kind_is_stopped_nothing_is_tried(camera: Camera, administrator: User) -> None:
    stops.stop(administrator, reason="Repairs.", kind="intrusion")
    assert refused(tried(camera, watched(camera, (20, 3)))) == "Stopped by a person."


def test_statistics_raise_no_alert_and_are_not_tried(camera: Camera) -> None:
    assert "no alerts" in refused(tried(camera, watched(camera, (20, 3)), kind="occupancy", parameters={}))


def test_a_draft_that_needs_an_eye_that_did_not_look_is_not_taken_for_a_quiet_street(camera: Camera) -> None:
    Authorisation.objects.update(kinds=["intrusion", "fire"])
    assert "needs an eye" in refused(tried(camera, watched(camera, (20, 3)), kind="fire", parameters={}))


def test_with_the_eyes_that_it_needs_a_draft_is_tried(camera: Camera) -> None:
    Authorisation.objects.update(kinds=["intrusion", "fire"])
    evidence = Evidence(Detections.none(), frozenset({"flames", "smoke"}))
    outcome = tried(camera, watched(camera, (20, 3), evidence=evidence), kind="fire", parameters={})
    assert (outcome.refused, outcome.drafted) == ({}, 0)


def test_a_kind_without_a_network_says_how_to_bring_one(camera: Camera) -> None:
    Authorisation.objects.update(kinds=["intrusion", "weapon"])
    assert attested.lacking(["weapon"], watched(camera).plan.networks)
    assert "add_network" in refused(tried(camera, watched(camera, (20, 3)), kind="weapon", parameters={}))


def test_where_nothing_is_remembered_yet_that_is_said(camera: Camera) -> None:
    assert "too short a time" in refused(tried(camera, watched(camera)))


def test_a_draft_that_cannot_be_watched_is_refused_with_its_sentence(camera: Camera) -> None:
    outcome = tried(camera, watched(camera, (20, 3)), parameters={"dwell_seconds": -1})
    assert "dwell_seconds" in refused(outcome)


def test_of_a_camera_that_was_taken_away_nothing_is_tried(camera: Camera) -> None:
    watch, pair = watched(camera, (20, 3)), drafted(camera.rules.get())
    camera.rules.all().delete()
    Camera.objects.all().delete()
    assert attempt(pair, watch).refused["en"] == "The camera was taken away."
