"""A city's own network: taken in whole, by hash, after it was tried; refused with what was found, leaving nothing."""

import hashlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from django.core.management import CommandError, call_command
from onnx import TensorProto, helper, numpy_helper

from detectors import attested, build, duty
from detectors.forms import RuleForm
from detectors.models import Network
from detectors.vision.detect.registry import FAMILIES, open_detector
from detectors.vision.detect.session import NetworkFile
from detectors.vision.scene import registry
from detectors.vision.scene.registry import KINDS, RuleKind
from detectors.vision.types import Label
from hypervision.law import log
from hypervision.law.models import LogEntry
from hypervision.lib import clock
from tests import factories
from tests.vision.detect.networks import ANSWERS, CLASSES, SIDE, Array, Cell, Guess, nanodet_answers

pytestmark = pytest.mark.django_db

WALKER = Guess((8, 10, 22, 40), "person", 0.9, row=25)
ANSWER_OF = {**{family: make(WALKER) for family, make in ANSWERS.items()}}
ANSWER_OF["nanodet"] = nanodet_answers(Cell(8, 2, 3, "person", 0.9))


@pytest.fixture(autouse=True)
def weights(tmp_path: Path, settings: Any) -> Path:
    settings.WEIGHTS_DIR = tmp_path / "weights"
    settings.WEIGHTS_DIR.mkdir()
    settings.DEMO_DIR = tmp_path / "demo"
    return Path(settings.WEIGHTS_DIR)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "street.png"
    cv2.imwrite(str(path), np.zeros((2 * SIDE, 2 * SIDE, 3), np.uint8))
    return path


def exported(path: Path, answers: dict[str, Array], kind: int = TensorProto.FLOAT) -> Path:
    """As exporters write it: float, channels first, batch left open; it answers the same whatever it is shown."""
    nodes = [helper.make_node("ReduceMax", ["images"], ["most"], keepdims=0)]
    nodes.append(helper.make_node("Mul", ["most", "nought"], ["nothing"]))
    nodes += [helper.make_node("Add", [f"{name}_value", "nothing"], [name]) for name in answers]
    values = [
        numpy_helper.from_array(np.asarray(value, np.float32), f"{name}_value") for name, value in answers.items()
    ]
    graph = helper.make_graph(
        nodes,
        "exported",
        [helper.make_tensor_value_info("images", kind, ["batch", 3, SIDE, SIDE])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in answers],
        [*values, numpy_helper.from_array(np.array(0, np.float32), "nought")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    path.write_bytes(model.SerializeToString())
    return path


def add(path: Path, family: str = "yolox", classes: str = ",".join(CLASSES), **options: Any) -> None:
    call_command("add_network", str(path), family=family, classes=classes, card="A card.", licence="ours", **options)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_network_of_each_family_is_registered_and_finds_what_it_found_before(
    tmp_path: Path, weights: Path, picture: Path, family: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add(exported(tmp_path / "Own Street.onnx", ANSWER_OF[family]), family, picture=[picture])
    row = Network.objects.get()
    assert (row.name, row.family, row.purpose, row.classes) == ("own-street", family, "objects", list(CLASSES))
    data = (weights / row.file).read_bytes()
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    file = NetworkFile(row.family, weights / row.file, row.sha256, tuple(row.classes))
    assert len(open_detector(file).detect(np.zeros((480, 640, 3), np.uint8))) == 1
    assert "In picture 1 it saw: 1 person." in capsys.readouterr().out


def test_the_card_says_from_which_file_it_was_made_and_the_log_who_did_it(tmp_path: Path) -> None:
    path = exported(tmp_path / "own.onnx", ANSWER_OF["yolox"])
    source = hashlib.sha256(path.read_bytes()).hexdigest()
    add(path)
    row = Network.objects.get()
    assert row.card == f"A card.\n\nMade from own.onnx, sha256 {source}."
    entry = LogEntry.objects.get(action="network.register")
    assert (entry.subject, entry.facts["sha256"], entry.facts["source"]) == ("own", row.sha256, source)
    assert entry.actor.startswith("shell:")


def test_classes_and_card_may_lie_in_files(tmp_path: Path) -> None:
    (tmp_path / "classes.txt").write_text("\n".join(CLASSES) + "\n")
    (tmp_path / "card.md").write_text("Trained on the harbour.\n")
    path = exported(tmp_path / "own.onnx", ANSWER_OF["yolox"])
    call_command(
        "add_network",
        str(path),
        family="yolox",
        classes=str(tmp_path / "classes.txt"),
        card=str(tmp_path / "card.md"),
        licence="ours",
    )
    row = Network.objects.get()
    assert row.classes == list(CLASSES)
    assert row.card.startswith("Trained on the harbour.\n\nMade from")


def test_the_network_in_use_stays_in_use_until_somebody_says_otherwise(tmp_path: Path) -> None:
    factories.make_network()
    add(exported(tmp_path / "own.onnx", ANSWER_OF["yolox"]))
    assert Network.objects.get(active=True).name == "nanodet"
    call_command("use_network", "own")
    assert Network.objects.get(active=True).name == "own"
    assert LogEntry.objects.filter(action="network.use", subject="own").count() == 1


def test_it_may_be_put_into_use_at_once(tmp_path: Path) -> None:
    factories.make_network()
    add(exported(tmp_path / "own.onnx", ANSWER_OF["yolox"]), use=True)
    assert Network.objects.get(active=True).name == "own"


def test_a_network_that_does_not_exist_cannot_be_used() -> None:
    factories.make_network()
    with pytest.raises(CommandError, match="no network called mine; there are: nanodet"):
        call_command("use_network", "mine")


def test_the_same_file_again_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = exported(tmp_path / "own.onnx", ANSWER_OF["yolox"])
    add(path)
    add(path)
    assert Network.objects.count() == 1
    assert "own is registered already" in capsys.readouterr().out


def test_another_file_of_the_same_name_is_refused(tmp_path: Path) -> None:
    add(exported(tmp_path / "own.onnx", ANSWER_OF["yolox"]))
    (tmp_path / "new").mkdir()
    with pytest.raises(CommandError, match="another network called own; give this one another name with --name"):
        add(exported(tmp_path / "new" / "own.onnx", ANSWER_OF["yolov8"]), "yolov8")


def nothing_is_left(weights: Path) -> bool:
    return not Network.objects.exists() and not list(weights.iterdir()) and not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("family", "answers", "classes", "said"),
    [
        ("yolov8", ANSWER_OF["yolox"], CLASSES, r"not of the family yolov8.*has output \[1, 84, 10\].*that of: yolox"),
        ("ssd", ANSWER_OF["rtdetr"], CLASSES[:3], r"not of the family ssd"),
        ("yolox", {"output": np.zeros((1, 7))}, CLASSES, r"the file has output \[1, 7\]"),
        ("yolox", ANSWER_OF["yolox"], CLASSES[:4], r"a table \[1, 84, 9\]"),
        (
            "yolox",
            {"output": np.full((1, 84, 10), np.nan)},
            CLASSES,
            "values that are not numbers in its output output",
        ),
        ("yolox", ANSWER_OF["yolox"], ("person", "woman", "c", "d", "e"), r"tells persons apart \(woman\)"),
        ("yolox", ANSWER_OF["yolox"], ("zebra", "cat", "c", "d", "e"), "finds neither persons nor things"),
        ("yolox", ANSWER_OF["yolox"], ("person", "x=burglar", "c", "d", "e"), "“x=burglar” counts as nothing"),
        ("yolox", ANSWER_OF["yolox"], ("person", "person", "c", "d", "e"), "“person” stands there twice"),
        ("yolox", ANSWER_OF["yolox"], ("x" * 41, "person", "c", "d", "e"), "is too long"),
    ],
)
def test_what_does_not_fit_is_refused_with_what_was_found_and_nothing_is_left(
    tmp_path: Path, weights: Path, family: str, answers: dict[str, Array], classes: tuple[str, ...], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        add(exported(tmp_path / "own.onnx", answers), family, ",".join(classes))
    assert nothing_is_left(weights)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda data: data[: len(data) // 2], r"own\.onnx is not an ONNX file that can be read"),
        (lambda data: b"", r"own\.onnx is (empty|not an ONNX file)"),
        (lambda data: b"<html>404</html>", r"own\.onnx is not an ONNX file that can be read"),
    ],
)
def test_a_corrupt_file_is_refused_and_nothing_is_left(tmp_path: Path, weights: Path, damage: Any, said: str) -> None:
    path = exported(tmp_path / "own.onnx", ANSWER_OF["yolox"])
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(CommandError, match=said):
        add(path)
    assert nothing_is_left(weights)


def test_nothing_is_left_when_the_database_fails(
    tmp_path: Path, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the disk of the database is full")

    monkeypatch.setattr(log, "write", fail)
    with pytest.raises(RuntimeError):
        add(exported(tmp_path / "own.onnx", ANSWER_OF["yolox"]))
    assert nothing_is_left(weights)


def test_a_picture_that_cannot_be_read_is_named(tmp_path: Path, weights: Path) -> None:
    with pytest.raises(CommandError, match=r"gone\.png is no picture"):
        add(exported(tmp_path / "own.onnx", ANSWER_OF["yolox"]), picture=[tmp_path / "gone.png"])
    assert nothing_is_left(weights)


@pytest.fixture
def weapons(monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind that needs a network which finds weapons."""
    usual = KINDS["intrusion"]
    kind = RuleKind("Weapon", usual.rule, usual.parameters, usual.shape, finds=Label.WEAPON)
    monkeypatch.setitem(registry.KINDS, "test_weapon", kind)
    return "test_weapon"


def in_use(*purposes: str) -> dict[str, NetworkFile]:
    for purpose, digit in zip(purposes or attested.NEEDED, "abc", strict=True):
        factories.make_network(name=purpose, purpose=purpose, sha256=digit * 64)
    return build.networks_in_use()


def test_a_kind_without_a_network_is_named_to_whoever_looks_at_the_camera(weapons: str) -> None:
    camera = factories.make_camera(address="rtsp://127.0.0.1:1/a")
    found = duty.of(camera, {weapons}, in_use(), clock.now())
    assert found.state == "not_watching"
    assert str(found.reason).startswith("No network in use finds what this kind is about: Weapon.")


def test_the_knife_of_coco_is_no_network_for_weapons(weapons: str) -> None:
    in_use()
    Network.objects.filter(purpose="objects").update(classes=["person", "knife"])
    assert attested.lacking({weapons, "intrusion"}, build.networks_in_use()) == [weapons]


def test_a_further_network_is_for_the_kinds_that_need_it_and_has_an_authorisation_of_its_own(
    tmp_path: Path, weapons: str
) -> None:
    in_use()
    classes = "pistol,knife=weapon,phone,car,umbrella"
    add(exported(tmp_path / "weapons.onnx", ANSWER_OF["yolox"]), classes=classes)
    row = Network.objects.get(name="weapons")
    assert (row.purpose, row.active) == ("things", True)
    camera = factories.make_camera()
    factories.make_rule(camera, kind=weapons)
    factories.make_rule(camera)
    plan, _ = build.plan_of(camera.id, clock.now())
    assert plan.hash_for(weapons) == row.sha256
    assert plan.hash_for("intrusion") == "a" * 64
    more = build.open_more(plan.networks)
    assert more is not None
    assert more.finds == {Label.WEAPON}


def test_a_camera_whose_rules_do_not_need_the_further_network_does_not_load_it(tmp_path: Path, weapons: str) -> None:
    in_use()
    add(exported(tmp_path / "weapons.onnx", ANSWER_OF["yolox"]), classes="pistol,a,b,c,d")
    camera = factories.make_camera()
    factories.make_rule(camera)
    plan, _ = build.plan_of(camera.id, clock.now())
    assert "things" not in plan.networks
    assert build.open_more(plan.networks) is None


def test_a_rule_of_a_kind_without_a_network_cannot_be_switched_on(weapons: str) -> None:
    in_use()
    zone = factories.make_zone(factories.make_camera())
    values = {"camera": zone.camera_id, "zone": zone.id, "kind": weapons, "parameters": "{}", "severity": "high"}
    form = RuleForm({**values, "enabled": True, "knowingly": True})
    assert str(form.errors["kind"][0]).startswith("No network in use finds what this kind is about: Weapon.")
    assert "kind" not in RuleForm(values).errors
