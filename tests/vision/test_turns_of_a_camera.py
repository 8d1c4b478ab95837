"""Specification of a camera that turns: which of its presets it looks at, and what holds there. Two drawn squares."""

from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from detectors.vision.config import CalibrationConfig, PipelineConfig, PresetConfig, RuleConfig, ShapeConfig
from detectors.vision.locate.background import Background
from detectors.vision.locate.lookout import Lookout, Reference
from detectors.vision.mask.zones import PrivateZones
from detectors.vision.pipeline import Analysis, Pipeline
from detectors.vision.types import Frame, Image, SceneEvent
from tests.vision.pipelines import FROM_ABOVE, GREY, INTRUSION, LEFT_HALF, Eyes, RedMask
from tests.vision.worlds import HEIGHT, WIDTH, at, box, see


def square(seed: int) -> Image:
    """A picture with edges enough to be known again."""
    random = np.random.default_rng(seed)
    picture = np.full((HEIGHT, WIDTH, 3), GREY, np.uint8)
    for _ in range(120):
        start, end = random.integers((0, 0), (WIDTH, HEIGHT), (2, 2)).tolist()
        cv2.line(picture, start, end, random.integers(0, 255, 3).tolist(), 3)
    return picture


GATE, YARD, ROOFS = square(2), square(3), square(4)
DARK = np.zeros_like(GATE)
IN_THE_YARD = replace(INTRUSION, id="r9", shape=ShapeConfig("z9", "Yard", LEFT_HALF))
FROM_FARTHER = CalibrationConfig(7, WIDTH, HEIGHT, (0.5, 0, -250, 0, -0.5, 250, 0, 0, 1), rmse=0.3)
"""Half a metre to the pixel."""
WINDOW = ShapeConfig("p1", "Window", ((0.5, 0), (1, 0), (1, 1), (0.5, 1)))


def known(picture: Image) -> bytes:
    return Background.of(picture).dump()


AT_GATE = PresetConfig("gate", "Gate", known(GATE), (INTRUSION,), (), FROM_ABOVE)
AT_YARD = PresetConfig("yard", "Yard", known(YARD), (IN_THE_YARD,), (), FROM_FARTHER)
TO_BE_LEARNT = PresetConfig("new", "New")


@dataclass
class Dome:
    """A person stands in the left half of whatever it looks at."""

    presets: tuple[PresetConfig, ...] = (AT_GATE, AT_YARD)
    rules: tuple[RuleConfig, ...] = ()
    private: tuple[ShapeConfig, ...] = ()
    eyes: Eyes = field(default_factory=lambda: Eyes(see([box(200, 300)])))
    second: float = 0.0

    def __post_init__(self) -> None:
        config = PipelineConfig(self.rules, self.private, presets=self.presets)
        self.pipeline = Pipeline(config, self.eyes, RedMask())

    def looks_at(self, picture: Image, seconds: float) -> list[Analysis]:
        analyses = []
        for _ in range(int(2 * seconds)):
            analyses.append(self.pipeline.analyse(Frame(picture, at(self.second)), lambda *_: True))
            self.second += 0.5
        return analyses


def name(analysis: Analysis) -> str:
    return analysis.view.preset.name if analysis.view and analysis.view.preset else "nowhere"


def events(analyses: list[Analysis]) -> list[SceneEvent]:
    return [seen for one in analyses for seen in one.observations if isinstance(seen, SceneEvent)]


def test_a_turn_from_one_view_to_another_to_nowhere_and_back_is_noticed_each_time() -> None:
    dome = Dome()
    seen = [name(dome.looks_at(picture, 10)[-1]) for picture in (GATE, YARD, ROOFS, GATE)]
    assert seen == ["Gate", "Yard", "nowhere", "Gate"]


def test_each_view_has_its_own_rules() -> None:
    dome = Dome()
    raised = [{event.rule_id for event in events(dome.looks_at(picture, 10))} for picture in (GATE, YARD, ROOFS)]
    assert raised == [{"r1"}, {"r9"}, set()]


def test_each_view_has_its_own_ground() -> None:
    dome, away = Dome(), []
    for picture in (GATE, YARD):
        [event] = events(dome.looks_at(picture, 10))
        place = dome.pipeline.place(event)
        assert place is not None
        away.append(place.east)
    assert away == [-15, -150]


def test_a_turn_ends_the_tracks_and_their_numbers_never_come_back() -> None:
    dome = Dome()
    ids = [{*one.tracks.ids.tolist()} for picture in (GATE, YARD, GATE) for one in dome.looks_at(picture, 10)[4:]]
    gate, yard, again = (set().union(*ids[start : start + 16]) for start in (0, 16, 32))
    assert (len(gate), len(yard), len(again)) == (1, 1, 1)
    assert max(gate) < max(yard) < max(again)


def test_what_belongs_to_no_view_holds_in_all_of_them() -> None:
    dome = Dome((replace(AT_GATE, rules=()), AT_YARD), rules=(INTRUSION,))
    assert {event.rule_id for event in events(dome.looks_at(GATE, 10))} == {"r1"}
    assert {event.rule_id for event in events(dome.looks_at(YARD, 10))} == {"r1", "r9"}


def test_private_zones_and_a_calibration_of_no_view_hold_in_those_that_say_nothing_else() -> None:
    config = PipelineConfig(private_zones=(WINDOW,), calibration=FROM_ABOVE)
    door = replace(WINDOW, id="p2", name="Door")
    assert config.within(replace(AT_YARD, private_zones=(door,))).private_zones == (WINDOW, door)
    assert config.within(AT_YARD).calibration == FROM_FARTHER
    assert config.within(replace(AT_YARD, calibration=None)).calibration == FROM_ABOVE


def test_a_view_that_is_not_known_is_not_looked_at() -> None:
    dome = Dome()
    assert not any(one.analysed for one in dome.looks_at(ROOFS, 10))
    assert not dome.eyes.shown


def test_only_the_private_zones_of_the_view_are_blank_and_its_reference_was_taken_so() -> None:
    """The window is private before the gate alone; the view is known again though half of it is blank."""
    blanked = GATE.copy()
    blanked[:, WIDTH // 2 :] = 0
    dome = Dome((replace(AT_GATE, background=known(blanked), private_zones=(WINDOW,)), AT_YARD))
    gate, yard = dome.looks_at(GATE, 10)[-1], dome.looks_at(YARD, 10)[-1]
    assert (name(gate), name(yard)) == ("Gate", "Yard")
    assert not gate.frame.image[:, WIDTH // 2 :].any()
    assert (yard.frame.image == YARD).all()


def test_a_picture_of_no_view_has_the_private_zones_of_all_of_them_blank() -> None:
    dome = Dome((replace(AT_GATE, private_zones=(WINDOW,)), AT_YARD))
    [*_, last] = dome.looks_at(ROOFS, 2)
    assert not last.frame.image[:, WIDTH // 2 :].any()


def test_a_view_that_waits_for_its_picture_is_seen_whenever_no_other_one_is() -> None:
    dome = Dome((AT_GATE, TO_BE_LEARNT))
    assert [name(dome.looks_at(picture, 10)[-1]) for picture in (GATE, ROOFS, GATE)] == ["Gate", "New", "Gate"]


def test_a_view_without_rules_is_looked_at_so_that_its_picture_can_be_shown() -> None:
    dome = Dome((AT_GATE, TO_BE_LEARNT))
    last = dome.looks_at(ROOFS, 10)[-1]
    assert last.analysed
    assert not last.observations
    assert dome.pipeline.picture(last)


def test_where_no_rule_of_any_view_may_run_nothing_is_looked_at() -> None:
    dome = Dome((AT_GATE, TO_BE_LEARNT))
    assert not dome.pipeline.analyse(Frame(ROOFS, at(0)), lambda *_: False).analysed


def test_what_rules_know_of_a_view_waits_until_the_camera_is_back() -> None:
    """A cool-down of the gate is not over because the camera looked at the yard meanwhile."""
    patient = replace(INTRUSION, parameters={"dwell_seconds": 1, "zone_cool_down_seconds": 600})
    dome = Dome((replace(AT_GATE, rules=(patient,)), AT_YARD))
    assert len(events(dome.looks_at(GATE, 10))) == 1
    dome.looks_at(YARD, 10)
    assert not events(dome.looks_at(GATE, 10))


def lookout(*pictures: Image) -> Lookout:
    return Lookout([Reference(Background.of(picture)) for picture in pictures])


def test_a_camera_of_several_views_that_begins_in_the_dark_looks_nowhere_yet() -> None:
    assert lookout(GATE, YARD).update(DARK, at(0)) is None
    assert lookout(GATE).update(DARK, at(0)) == 0


def test_in_the_dark_a_camera_stays_where_it_was_last_seen() -> None:
    subject = lookout(GATE, YARD)
    assert subject.update(YARD, at(0)) == 1
    assert {subject.update(DARK, at(2 * look)) for look in range(1, 9)} == {1}


def test_a_known_view_is_believed_at_the_first_look_because_the_private_zones_of_the_other_lie_wrong() -> None:
    subject = lookout(GATE, YARD)
    subject.update(GATE, at(0))
    assert subject.update(YARD, at(2)) == 1


def test_of_two_views_that_look_alike_the_better_one_is_taken() -> None:
    """Both are one square, of which one was taken while a third of it was hidden."""
    hidden = GATE.copy()
    hidden[:, : WIDTH // 3] = ROOFS[:, : WIDTH // 3]
    assert lookout(hidden, GATE).update(GATE, at(0)) == 1
    assert lookout(GATE, hidden).update(GATE, at(0)) == 0


def test_of_two_views_that_look_alike_the_one_that_was_seen_is_kept() -> None:
    hidden = GATE.copy()
    hidden[:, : WIDTH // 3] = ROOFS[:, : WIDTH // 3]
    subject = lookout(hidden, GATE)
    assert [subject.update(picture, at(2 * look)) for look, picture in enumerate((hidden, GATE, GATE))] == [0, 0, 0]


def test_a_camera_that_begins_in_the_dark_does_not_look_at_the_view_that_waits_for_its_picture() -> None:
    subject = Lookout([Reference(Background.of(GATE)), Reference(None)])
    assert subject.update(DARK, at(0)) is None
    assert subject.update(YARD, at(2)) == 1


def test_what_shines_in_a_private_zone_alone_tells_nothing() -> None:
    """At night, only the window is lit: before the gate it is blank, and no reason to leave the gate."""
    subject = Lookout([Reference(Background.of(GATE), PrivateZones((WINDOW,))), Reference(Background.of(YARD))])
    window = DARK.copy()
    window[:, WIDTH // 2 :] = GATE[:, WIDTH // 2 :]
    assert subject.update(GATE, at(0)) == 0
    assert {subject.update(window, at(2 * look)) for look in range(1, 9)} == {0}


def test_the_borders_of_private_zones_are_not_what_a_view_is_known_by() -> None:
    """A fence of private zones, whose borders are the same before whatever the camera looks at."""
    fence = [
        ShapeConfig(f"p{bar}", "Bar", ((bar / 8, 0), ((bar + 1) / 8, 0), ((bar + 1) / 8, 1), (bar / 8, 1)))
        for bar in range(0, 8, 2)
    ]
    private = PrivateZones(fence)
    subject = Lookout([Reference(Background.of(private.blank(GATE)), private), Reference(Background.of(YARD))])
    assert subject.update(ROOFS, at(0)) is None
    assert subject.update(GATE, at(2)) is None
    assert subject.update(GATE, at(4)) == 0


def test_what_fills_the_picture_for_three_seconds_is_no_other_view_however_many_pictures_show_it() -> None:
    subject = lookout(GATE, YARD)
    assert subject.update(GATE, at(0)) == 0
    assert {subject.update(ROOFS, at(1 + picture / 10)) for picture in range(30)} == {0}
