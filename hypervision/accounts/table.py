"""Who may do what, as a table for the docs, made from the roles themselves."""

from collections.abc import Iterator

from hypervision.accounts.rights import BOUNDS, RIGHTS, Right, Role


def rights_table() -> str:
    """Markdown: a row for each right, a column for each role, and last what the perimeter narrows."""
    return "\n".join(_rows())


def _rows() -> Iterator[str]:
    yield _row("right", *Role, "within the perimeter's")
    yield "|---" * (len(Role) + 2) + "|"
    for right in Right:
        held = ("yes" if right in RIGHTS[role] else "" for role in Role)
        yield _row(right.replace("_", " "), *held, " and ".join(f"{bound}s" for bound in BOUNDS.get(right, ())))


def _row(*cells: str) -> str:
    return "".join(f"| {cell} " if cell else "| " for cell in map(str, cells)) + "|"
