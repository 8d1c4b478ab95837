"""The bench of live view: what counts as shown, and that nothing is no success."""

from uuid import UUID

import pytest

from detectors.benches import filming
from detectors.benches.live_view import WINDOWS, Block, _seen
from detectors.benches.onlooker import Onlooker
from detectors.liveview.passing import Shown
from detectors.vision.film import h264
from hypervision.lib import clock
from hypervision.lib.errors import Refusal

CAMERA = UUID(int=7)


def _heard(*jpegs: bytes) -> Onlooker:
    """A window that was sent these, each captured a second after the one before, the last just now."""
    window = Onlooker("http://localhost", "", [CAMERA])
    for back, jpeg in zip(reversed(range(len(jpegs))), jpegs, strict=True):
        at = clock.from_epoch(clock.now().timestamp() - back)
        window._note(Shown.captured(CAMERA, at, "Cour", jpeg).frame())
    return window


def test_a_word_that_nothing_moved_makes_what_is_shown_younger_and_not_its_picture() -> None:
    window = _heard(b"jpeg", b"")
    assert window.ages() == [pytest.approx(0, abs=0.5)]
    assert window.picture_ages() == [pytest.approx(1, abs=0.5)]


def test_such_a_word_before_any_picture_shows_nothing() -> None:
    assert _heard(b"").ages() == []


def test_without_an_encoder_the_bench_of_clips_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(h264, "is_there", lambda: False)
    with pytest.raises(Refusal, match="install libopenh264-8"):
        list(filming.costs(lambda sentence: None))


@pytest.mark.django_db
def test_a_wall_on_which_nothing_came_meets_no_goal() -> None:
    nothing = {windows: [Block(0.1, [], [], 0.0)] for windows in WINDOWS}
    age, encoded, *_ = _seen(nothing, 6, lambda sentence: None)
    assert (age.ours, age.met, encoded.ours, encoded.met) == (None, False, None, False)
