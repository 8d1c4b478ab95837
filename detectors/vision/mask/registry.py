"""The families of networks that find what is to be covered: a family is one file and one line here."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from detectors.vision.detect.session import NetworkError, NetworkFile
from detectors.vision.mask.faces import CenterFace, FaceFinder
from detectors.vision.mask.masker import Masker
from detectors.vision.mask.plates import ClpDet, PlateFinder
from detectors.vision.sentences import gettext_noop

Finder = TypeVar("Finder")

FACE_FAMILIES: Mapping[str, Callable[[NetworkFile], FaceFinder]] = {
    "centerface": CenterFace,
}

PLATE_FAMILIES: Mapping[str, Callable[[NetworkFile], PlateFinder]] = {
    "clp_det": ClpDet,
}


def open_masker(faces: NetworkFile, plates: NetworkFile) -> Masker:
    """The masker over two network files. Raises NetworkError for a family that is not known or a file that is wrong."""
    return Masker(_open(faces, FACE_FAMILIES), _open(plates, PLATE_FAMILIES))


def _open(file: NetworkFile, families: Mapping[str, Callable[[NetworkFile], Finder]]) -> Finder:
    if file.family not in families:
        raise NetworkError(
            gettext_noop("The network %(file)s has the family %(family)s; needed to mask pictures is: %(known)s."),
            file=file.path.name,
            family=file.family,
            known=", ".join(families),
        )
    return families[file.family](file)
