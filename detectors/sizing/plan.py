"""The sums: from what was measured to how many cameras a machine carries, with margins that are said."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

USABLE_CPU = 0.7
"""Share of all cores that watching may take on average: the rest is for the web, the database, and busy minutes."""
USABLE_MEMORY = 0.8
OTHERS_MB = 1000
"""Web, jobs, beat, database and broker on the same machine (docs/operations.md has what they were seen to take)."""
PICTURES_A_SECOND = 0.2
"""Masked pictures a camera: its still each half minute, and an event each ten seconds, which is a busy camera."""

PARTS = {
    "read": "read and decode",
    "convert": "convert",
    "detect": "find objects",
    "follow": "follow, place, rules",
    "mask": "mask and encode",
}


@dataclass(frozen=True, slots=True)
class Question:
    """codec, width, height, stream_rate: what the cameras send. rate: frames that are analysed a second."""

    cameras: int
    codec: str
    width: int
    height: int
    stream_rate: float
    rate: float

    def times_a_second(self, part: str) -> float:
        return {"read": self.stream_rate, "mask": PICTURES_A_SECOND}.get(part, self.rate)


@dataclass(frozen=True, slots=True)
class Machine:
    """cores: as many processes were measured at once. memory_mb: all that there is."""

    cores: int
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Part:
    """least, cost, most: CPU milliseconds each time, of the quickest, the median and the slowest process.

    cores: of one camera.
    """

    name: str
    least: float
    cost: float
    most: float
    times: float

    @property
    def cores(self) -> float:
        return self.cost * self.times / 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """by_cpu, by_memory: cameras that each of the two would carry."""

    question: Question
    machine: Machine
    parts: tuple[Part, ...]
    process_mb: float
    camera_mb: float

    @property
    def cores_a_camera(self) -> float:
        return sum(part.cores for part in self.parts)

    @property
    def by_cpu(self) -> int:
        return math.floor(self.machine.cores * USABLE_CPU / self.cores_a_camera)

    @property
    def by_memory(self) -> int:
        left = self.machine.memory_mb * USABLE_MEMORY - OTHERS_MB - self.machine.cores * self.process_mb
        return max(0, math.floor(left / max(self.camera_mb, 1)))

    @property
    def carried(self) -> int:
        return min(self.by_cpu, self.by_memory)

    @property
    def machines(self) -> int | None:
        """Like this one, for the cameras that were asked about; None where one carries not even one camera."""
        return math.ceil(self.question.cameras / self.carried) if self.carried else None

    @property
    def cores(self) -> int:
        """For all cameras that were asked about, margin included."""
        return math.ceil(self.question.cameras * self.cores_a_camera / USABLE_CPU)

    @property
    def memory_gb(self) -> float:
        """For all cameras that were asked about, with a process a core, without the other processes."""
        needed = self.question.cameras * self.camera_mb + self.cores * self.process_mb
        return needed / USABLE_MEMORY / 1000


def plan(question: Question, machine: Machine, found: Sequence[Mapping[str, float]]) -> Plan:
    """found: what each process measured, as ``worker`` prints it."""

    def part(name: str) -> Part:
        costs = [each[name] for each in found]
        return Part(PARTS[name], min(costs), median(costs), max(costs), question.times_a_second(name))

    return Plan(
        question,
        machine,
        tuple(map(part, PARTS)),
        process_mb=max(each["process"] for each in found),
        camera_mb=max(each["camera"] for each in found),
    )
