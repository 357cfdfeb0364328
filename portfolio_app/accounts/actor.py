"""Whoever acts: the person behind a request or an event, with the roles they have at this moment."""

from dataclasses import dataclass
from uuid import UUID

from portfolio_app.accounts.models import OWNERS, STAFF, Role


@dataclass(frozen=True)
class RoleAt:
    """A role and the school it is held at (None for an admin), or the region (of a regional coordinator alone)."""

    role: Role
    school_id: UUID | None
    region_id: UUID | None = None


@dataclass(frozen=True)
class Actor:
    """The first argument of every action and query."""

    person_id: UUID
    name: str
    roles: tuple[RoleAt, ...]
    session_id: UUID | None = None
    language: str = ""
    theme: str = ""
    must_choose: bool = False
    own_device: bool = False

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of `roles` anywhere."""
        return any(held.role in roles for held in self.roles)

    def schools(self, *roles: Role) -> tuple[UUID, ...]:
        """Schools at which the actor holds one of `roles`."""
        return tuple(dict.fromkeys(r.school_id for r in self.roles if r.role in roles and r.school_id))

    @property
    def regions(self) -> tuple[UUID, ...]:
        """Regions whose hosts the actor looks after."""
        return tuple(dict.fromkeys(r.region_id for r in self.roles if r.role is Role.REGIONAL and r.region_id))

    @property
    def is_staff(self) -> bool:
        """Whether the actor works at a school."""
        return self.has(*STAFF)

    @property
    def keeps_a_portfolio(self) -> bool:
        """Whether the actor is a pupil, or somebody who has left school and whose account is their own."""
        return self.has(*OWNERS)
