"""Whatever is seen, a rule says nothing that is not so: every kind, fed with tracks and things out of the hat."""

import json
import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.vision.detect.eyes import Eye
from detectors.vision.locate.homography import Homography
from detectors.vision.scene.registry import ALERTS, KINDS
from detectors.vision.types import LABELS, MOVERS, Detections, Evidence, SceneEvent, Tracks
from tests.vision.scene.rules import make
from tests.vision.worlds import NOON

FROM_ABOVE = Homography(np.diag([0.05, -0.05, 1.0]), rmse=0.1)

place = st.floats(-50, 1100, width=32)
size = st.floats(0.5, 400, width=32)
box = st.builds(lambda x, y, width, height: (x, y, x + width, y + height), place, place, size, size)
score = st.floats(0, 1, width=32)
mover = st.tuples(st.integers(1, 6), box, st.integers(0, len(MOVERS) - 1), score, st.booleans())
thing = st.tuples(box, st.integers(len(MOVERS), len(LABELS) - 1), score)
frame = st.tuples(
    st.floats(0.01, 12),
    st.lists(mover, max_size=6, unique_by=lambda each: each[0]),
    st.lists(thing, max_size=4),
    st.booleans(),
)


def tracks_of(movers: list[tuple[int, tuple[float, ...], int, float, bool]]) -> Tracks:
    boxes = np.array([each[1] for each in movers], np.float32).reshape(-1, 4)
    feet = np.stack([(boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 3]], axis=1)
    ground = FROM_ABOVE.to_ground(feet).astype(np.float32)
    ground[[not each[4] for each in movers]] = np.nan
    return Tracks(
        np.array([each[0] for each in movers], np.int64),
        boxes,
        np.array([each[3] for each in movers], np.float32),
        np.array([each[2] for each in movers], np.int64),
        np.full(len(movers), NOON.timestamp()),
        ground.reshape(-1, 2),
    )


def evidence_of(things: list[tuple[tuple[float, ...], int, float]], looked: bool) -> Evidence:
    boxes = np.array([each[0] for each in things], np.float32).reshape(-1, 4)
    scores = np.array([each[2] for each in things], np.float32)
    labels = np.array([each[1] for each in things], np.int64)
    return Evidence(Detections(boxes, scores, labels), frozenset(Eye) if looked else frozenset())


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(ALERTS))
@given(world=st.lists(frame, max_size=12), calibrated=st.booleans())
@settings(max_examples=40, deadline=None)
def test_whatever_is_seen_an_event_is_well_formed(kind: str, world: list[tuple], calibrated: bool) -> None:  # type: ignore[type-arg]
    rule = make(kind, ground=FROM_ABOVE if calibrated else None)
    at = NOON
    for seconds, movers, things, looked in world:
        at += timedelta(seconds=seconds)
        rule.consider(evidence_of(things, looked))
        for event in rule.update(tracks_of(movers), at):
            assert isinstance(event, SceneEvent)
            assert event.kind == kind
            assert event.started_at <= event.at == at
            assert 0 <= event.score <= 1
            assert all(math.isfinite(value) for value in event.foot)
            assert math.isfinite(sum(value for value in event.facts.values() if not isinstance(value, str)))
            assert json.loads(json.dumps(dict(event.facts), allow_nan=False))
            assert "seconds" in event.facts  # what the sentence for the operator needs


def test_every_kind_knows_what_looks_for_it() -> None:
    assert {kind: [str(eye) for eye in KINDS[kind].eyes] for kind in ALERTS if KINDS[kind].eyes} == {
        "abandoned_object": ["still"],
        "fall": ["still"],
        "fire": ["flames", "smoke"],
    }
