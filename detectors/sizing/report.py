"""The plan as a person reads it."""

from detectors.analysis.table import aligned
from detectors.sizing.plan import OTHERS_MB, PICTURES_A_SECOND, USABLE_CPU, USABLE_MEMORY, Plan


def text(plan: Plan, load: float) -> str:
    """load: programs that wanted a core before the measurement began."""
    blocks = [_parts(plan), _memory(plan), _margins(plan), [*_answer(plan)]]
    if load > plan.machine.cores / 2:
        blocks.append(
            [
                f"Before the measurement {load:.1f} programs wanted one of the {plan.machine.cores} cores, "
                "which makes the work look dearer than it is.",
                "Measure again when the machine is idle.",
            ]
        )
    return "\n\n".join("\n".join(block) for block in blocks)


def _parts(plan: Plan) -> list[str]:
    rows = [
        (part.name, f"{part.cost:.2f}", f"{part.least:.2f} to {part.most:.2f}", f"{part.times:g}", f"{part.cores:.4f}")
        for part in plan.parts
    ]
    head = ("part", "ms of CPU", "between", "times a second", "cores a camera")
    return aligned([head, *rows, ("all", "", "", "", f"{plan.cores_a_camera:.4f}")], right=4)


def _memory(plan: Plan) -> list[str]:
    return aligned(
        [
            ("memory", "MB"),
            ("a process, networks loaded", f"{plan.process_mb:.0f}"),
            ("each camera in it", f"{plan.camera_mb:.0f}"),
            ("this machine", f"{plan.machine.memory_mb:.0f}"),
        ]
    )


def _margins(plan: Plan) -> list[str]:
    return [
        f"Reckoned with {USABLE_CPU:.0%} of {plan.machine.cores} cores and {USABLE_MEMORY:.0%} of the memory, "
        f"less {OTHERS_MB} MB for the other processes,",
        f"and {PICTURES_A_SECOND:g} masked pictures a camera and second. Costs are medians, with a process a core.",
    ]


def _answer(plan: Plan) -> list[str]:
    asked = plan.question
    what = f"{asked.codec}, {asked.width} × {asked.height}, {asked.stream_rate:g} a second, {asked.rate:g} analysed"
    limit, other = ("processor", "memory") if plan.by_cpu <= plan.by_memory else ("memory", "processor")
    most = max(plan.by_cpu, plan.by_memory)
    answer = [
        f"This machine carries {_cameras(plan.carried)} ({what}).",
        f"The {limit} is the limit; the {other} would carry {most}.",
    ]
    if plan.machines is None:
        return [
            *answer,
            "It is too small for one such camera: analyse fewer frames, or take the smaller stream.",
        ]
    if asked.cameras <= plan.carried:
        return [*answer, f"{_cameras(asked.cameras)} fit."]
    return [
        *answer,
        f"{_cameras(asked.cameras)} need {plan.machines} machines like this one, or larger ones "
        f"with {plan.cores} cores and {plan.memory_gb:.0f} GB of memory in all.",
    ]


def _cameras(count: int) -> str:
    return f"{count} camera" if count == 1 else f"{count} cameras"
