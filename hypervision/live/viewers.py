"""Who listens, and what they may hear: read from the accounts in one go for all clients of a process."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.contrib.gis.geos import MultiPolygon
from django.contrib.sessions.models import Session

from hypervision.accounts.models import User
from hypervision.accounts.permissions import Sight, can_see
from hypervision.accounts.rights import Right
from hypervision.lib import clock
from hypervision.live.reading import Entry

ENTRANCE = Right.SEE_MAP
"""Without this right nobody listens at all."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a client came in with. seal: changes with the password, so that old sessions end with it."""

    person: int
    session: str
    seal: str


@dataclass(frozen=True)
class Viewer:
    """The rights and the sight of a person. People who see the same are equal, and are decided for once."""

    rights: frozenset[Right]
    everywhere: bool
    area: bytes | None
    kinds: frozenset[str]
    sight: Sight = field(compare=False, repr=False)
    _covered: dict[tuple[float, float], bool] = field(default_factory=dict, compare=False, repr=False)

    @property
    def may_enter(self) -> bool:
        return ENTRANCE in self.rights

    def may_hear(self, entry: Entry) -> bool:
        if entry.right not in self.rights or not self.sight.knows(entry.event_kind):
            return False
        return entry.place is None or self.everywhere or self._covers(entry.place)

    def _covers(self, place: tuple[float, float]) -> bool:
        """Kept per place: there are few cameras and many messages."""
        if place not in self._covered:
            self._covered[place] = self.sight.covers(*place)
        return self._covered[place]


def viewer_of(person: User) -> Viewer:
    sight = can_see(person)
    area = bytes(sight.area.wkb) if isinstance(sight.area, MultiPolygon) else None
    return Viewer(person.rights, sight.everywhere, area, sight.kinds, sight)


def look_up(tickets: Collection[Ticket]) -> Mapping[Ticket, Viewer]:
    """What each may hear now, in two queries. Whoever is logged out, locked or gone is left out."""
    people = User.objects.in_bulk({ticket.person for ticket in tickets})
    open_sessions = set(
        Session.objects.filter(
            session_key__in={ticket.session for ticket in tickets}, expire_date__gt=clock.now()
        ).values_list("session_key", flat=True)
    )
    viewers = {person.pk: viewer_of(person) for person in people.values() if person.is_active}
    seals = {person.pk: person.get_session_auth_hash() for person in people.values()}
    return {
        ticket: viewers[ticket.person]
        for ticket in tickets
        if ticket.person in viewers and ticket.session in open_sessions and ticket.seal == seals[ticket.person]
    }
