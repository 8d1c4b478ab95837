"""What the watches say of themselves while a bench looks on: rate and age of what they analysed."""

from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from detectors.models import Watch


@dataclass(frozen=True, slots=True)
class Sample:
    """analysed: pictures so far, counted until heartbeat_at (without one: until its state changed).

    age_ms: 95th percentile of the last pictures.
    """

    heartbeat_at: datetime
    analysed: int
    age_ms: float | None


@dataclass(slots=True)
class Camera:
    name: str
    wanted_rate: float
    samples: list[Sample] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Pictures a second between the first and the last heartbeat; nought when there was none."""
        first, last = self.samples[0], self.samples[-1]
        seconds = (last.heartbeat_at - first.heartbeat_at).total_seconds()
        return (last.analysed - first.analysed) / seconds if seconds > 0 else 0.0

    @property
    def deviation(self) -> float:
        """Percent by which the rate is off."""
        return 100 * abs(self.rate / self.wanted_rate - 1)

    @property
    def age_ms(self) -> float | None:
        """Mean of the percentiles: each stands for the same number of pictures. None when it never analysed one."""
        ages = [sample.age_ms for sample in self.samples if sample.age_ms is not None]
        return fmean(ages) if ages else None


class Watches:
    """All cameras that were to be watched when the bench began."""

    def __init__(self) -> None:
        self.cameras: dict[object, Camera] = {}

    def sample(self) -> None:
        resting = [Watch.State.STOPPED, Watch.State.NOT_AUTHORISED]
        watches = Watch.objects.exclude(camera__address="").exclude(state__in=resting).select_related("camera")
        for watch in watches:
            camera = self.cameras.setdefault(watch.pk, Camera(watch.camera.name, watch.camera.wanted_rate))
            camera.samples.append(Sample(watch.heartbeat_at or watch.since, watch.analysed, watch.frame_age_ms))

    @property
    def worst_age_ms(self) -> float | None:
        """Of the camera whose pictures are oldest; None when there is a camera that analysed none."""
        ages = [camera.age_ms for camera in self.cameras.values()]
        known = [age for age in ages if age is not None]
        return max(known) if known and len(known) == len(ages) else None

    @property
    def worst_deviation(self) -> float | None:
        return max((camera.deviation for camera in self.cameras.values()), default=None)
