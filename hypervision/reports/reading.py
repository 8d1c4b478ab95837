"""Who reads reports: whoever sees figures, and sees them of the whole city."""

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Person, can_see
from hypervision.accounts.rights import Right


def may_read(person: Person) -> bool:
    """A report tells of all; set against the figures of a part it would tell of the rest."""
    return isinstance(person, User) and person.may(Right.SEE_FIGURES) and can_see(person).is_whole
