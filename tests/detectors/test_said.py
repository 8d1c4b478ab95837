"""Why a camera is not watched, in the language of each reader: one message, many readers."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from detectors import leases, states
from detectors.models import Watch
from detectors.said import said, said_lazily
from detectors.vision.scene.parameters import ParameterError, parse
from detectors.vision.scene.wrong_direction import WrongDirectionParameters
from detectors.vision.sentences import Sentence
from detectors.vision.sources.errors import Reason, SourceError
from detectors.watching import _sentence
from hypervision.lib.languages import in_every_language, in_mine
from hypervision.live.models import JournalEntry
from maps.models import Camera

NARROW = "\u202f"
UNANSWERED = "%(host)s:%(port)s does not answer; check that the camera is on and the network."


def french(sentence: Sentence) -> str:
    with translation.override("fr"):
        return said(sentence)


def test_an_operator_reads_it_in_english_and_one_beside_in_french() -> None:
    error = SourceError(Reason.UNREACHABLE, UNANSWERED, host="camera-4", port=5544)
    assert in_every_language(said_lazily(error.sentence)) == {
        "en": "camera-4:5544 does not answer; check that the camera is on and the network.",
        "fr": f"camera-4:5544 ne répond pas{NARROW}; vérifiez que la caméra est allumée, ainsi que le réseau.",
    }


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    error = SourceError(Reason.LOST, "The camera closed the connection.")
    assert str(_sentence(error)) == "The analysis failed: The camera closed the connection."
    assert french(_sentence(error)) == f"L’analyse a échoué{NARROW}: La caméra a fermé la connexion."


def test_numbers_are_written_as_the_language_writes_them() -> None:
    with pytest.raises(ParameterError) as caught:
        parse(WrongDirectionParameters, {"distance_metres": 0.05})
    assert "must lie between 0.2 and 100 m; 0.05 does not" in str(caught.value)
    assert "entre 0,2 et 100" in french(caught.value.sentence)


def test_a_sentence_that_no_catalogue_knows_stays_english_with_its_values() -> None:
    assert french(Sentence("The camera %(name)s sneezed.", {"name": "4"})) == "The camera 4 sneezed."


def test_a_language_in_which_nothing_was_said_reads_english() -> None:
    with translation.override("fr"):
        assert in_mine({"en": "Dark."}) == "Dark."
        assert in_mine({"fi": "Pimeää."}) == "Pimeää."
        assert in_mine({}) == ""


@pytest.mark.django_db
def test_one_live_message_carries_the_reason_in_every_language(camera: Camera) -> None:
    states.ensure_rows()
    error = SourceError(Reason.SILENT, "Nothing came for %(seconds)s s; the camera is silent.", seconds=2.5)
    token = leases.take(camera.id, "one")
    states.settle(camera.id, Watch.State.RECONNECTING, said_lazily(error.sentence), token)
    message = JournalEntry.objects.latest("number").payload["card"]["reason"]
    assert message["en"].startswith("Nothing came for 2.5 s")
    assert message["fr"].startswith("Rien reçu depuis 2,5 s")
    assert Watch.objects.get().reason == message


@pytest.mark.django_db
def test_the_same_reason_again_is_no_news(camera: Camera) -> None:
    states.ensure_rows()
    error = SourceError(Reason.SILENT, "Nothing came for %(seconds)s s; the camera is silent.", seconds=2.5)
    assert states.settle(camera.id, Watch.State.RECONNECTING, said_lazily(error.sentence))
    with translation.override("fr"):
        assert not states.settle(camera.id, Watch.State.RECONNECTING, said_lazily(error.sentence))


def errors_of(tree: ast.AST) -> set[str]:
    """The classes of a module whose errors a person reads."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return {one.name for one in classes if {ast.unparse(base) for base in one.bases} & {"SentenceError"}}


VISION = {path: ast.parse(path.read_text()) for path in (Path(__file__).parents[2] / "detectors/vision").rglob("*.py")}
ERRORS = set[str]().union(*(errors_of(tree) for tree in VISION.values()))


def bare_texts(tree: ast.AST) -> list[str]:
    """What is given to such an error as it is, without the mark by which the catalogue learns of it."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in ERRORS]
    given = [argument for call in calls for argument in call.args]
    return [ast.unparse(one) for one in given if isinstance(one, ast.JoinedStr | ast.Constant)]


@pytest.mark.parametrize("path", VISION, ids=lambda path: path.name)
def test_what_vision_says_is_marked_for_translation(path: Path) -> None:
    assert bare_texts(VISION[path]) == []


def test_an_unmarked_sentence_would_be_found() -> None:
    assert bare_texts(ast.parse('SourceError(Reason.LOST, "Gone."); ValueError("Not for people")')) == ["'Gone.'"]
