"""Nothing that was not granted is ever visible: made-up schools, people and grants, checked against the rule itself."""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.schools.models import ClassMember
from portfolio_app.sharing.models import Audience, Grant, Kind
from portfolio_app.sharing.policy import is_guide_of, is_teacher_of, may_see, shared_things
from tests.people import make_class, make_person, make_school

pytestmark = pytest.mark.usefixtures("database")

THINGS = ["a", "b", "c"]


@dataclass
class World:
    """Some schools with their people, and who holds what there: a plain record beside the database."""

    people: list[Actor] = field(default_factory=list)
    classes: dict[UUID, UUID] = field(default_factory=dict)
    roles: list[tuple[UUID, str, UUID, bool]] = field(default_factory=list)  # person, role, school, open
    members: list[tuple[UUID, str, UUID, bool]] = field(default_factory=list)  # person, as what, class, open
    grants: list[tuple[UUID, str, str, Audience, UUID | None, bool]] = field(default_factory=list)

    def holds(self, person: UUID, role: str, school: UUID) -> bool:
        return (person, role, school, True) in self.roles

    def works_at(self, person: UUID, school: UUID) -> bool:
        return self.holds(person, Role.TEACHER, school) or self.holds(person, Role.COUNSELLOR, school)

    def teaches(self, teacher: UUID, pupil: UUID) -> bool:
        """In words: in one open class, the one a teacher and working there, the other a pupil and of that school."""
        return any(
            (teacher, "teacher", one, True) in self.members
            and (pupil, "pupil", one, True) in self.members
            and self.works_at(teacher, school)
            and self.holds(pupil, Role.PUPIL, school)
            for one, school in self.classes.items()
        )

    def guides(self, staff: UUID, pupil: UUID) -> bool:
        schools = set(self.classes.values())
        return any(self.works_at(staff, one) and self.holds(pupil, Role.PUPIL, one) for one in schools)

    def sees(self, viewer: UUID, owner: UUID, kind: str, thing: str) -> bool:
        if viewer == owner:
            return True
        for granted_by, of, name, audience, person, holds in self.grants:
            if not holds or (granted_by, of, name) != (owner, kind, thing):
                continue
            if audience is Audience.PERSON and person == viewer and self.guides(viewer, owner):
                return True
            if audience is Audience.CLASS_TEACHERS and self.teaches(viewer, owner):
                return True
        return False


async def a_world(seed: int) -> World:
    """Two schools, three classes, seven people with odd mixtures of roles, some ended, and three dozen grants."""
    dice = random.Random(seed)
    world = World()
    schools = [await make_school() for _ in range(2)]
    for school in (*schools, schools[0]):
        world.classes[await make_class(school)] = school
    world.people = [await make_person() for _ in range(7)]
    moment = now()
    rows: list[Membership | ClassMember | Grant] = []
    for person, school in product(world.people, schools):
        for role in dice.sample([Role.PUPIL, Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR], dice.randint(1, 3)):
            ended = None if dice.random() < 0.8 else moment
            world.roles.append((person.person_id, role, school, ended is None))
            rows.append(
                Membership(person_id=person.person_id, role=role, school_id=school, began_at=moment, ended_at=ended)
            )
    for person, one, role in product(world.people, world.classes, ("pupil", "teacher")):
        if dice.random() < 0.6:
            ended = None if dice.random() < 0.8 else moment
            world.members.append((person.person_id, role, one, ended is None))
            rows.append(
                ClassMember(class_id=one, person_id=person.person_id, role=role, began_at=moment, ended_at=ended)
            )
    for owner, kind, thing in product(world.people, (Kind.EVIDENCE, Kind.ENTRY), THINGS):
        if dice.random() < 0.9:
            audience = dice.choice([*Audience, Audience.PERSON, Audience.CLASS_TEACHERS])
            person_id = dice.choice(world.people).person_id if audience is Audience.PERSON else None
            how = dice.choice(["open", "open", "open", "until", "ended", "over", "to come"])
            rows.append(
                Grant(
                    owner_id=owner.person_id,
                    kind=kind,
                    thing=thing,
                    audience=audience,
                    audience_id=person_id,
                    from_at=moment + timedelta(days={"to come": 1}.get(how, -9)),
                    until_at=moment + timedelta(days={"until": 1, "over": -1, "to come": 2}[how])
                    if how in ("until", "over", "to come")
                    else None,
                    ended_at=moment if how == "ended" else None,
                    granted_by=owner.person_id,
                )
            )
            holds = how in ("open", "until")
            world.grants.append((owner.person_id, kind, thing, audience, person_id, holds))
    async with writing() as session:
        session.add_all(rows)
    return world


@pytest.mark.parametrize("seed", range(6))
async def test_the_check_and_the_filter_show_exactly_what_was_granted(seed: int) -> None:
    world = await a_world(seed)
    ids = [person.person_id for person in world.people]
    visible = 0
    async with reading() as session:
        for viewer in world.people:
            granted = {
                (owner, kind, thing)
                for owner, kind, thing in product(ids, (Kind.EVIDENCE, Kind.ENTRY), THINGS)
                if owner != viewer.person_id and world.sees(viewer.person_id, owner, kind, thing)
            }
            assert await shared_things(session, viewer, ids) == granted
            only = await shared_things(session, viewer, ids, Kind.ENTRY)
            assert only == {one for one in granted if one[1] is Kind.ENTRY}
            visible += len(granted)
            for owner, thing in product(ids[:3], THINGS):
                expected = world.sees(viewer.person_id, owner, Kind.ENTRY, thing)
                assert await may_see(session, viewer, owner, Kind.ENTRY, thing) == expected
    assert visible  # the worlds are not so poor that nothing is shared


@pytest.mark.parametrize("seed", range(3))
async def test_who_teaches_and_who_guides_whom_follows_open_roles_only(seed: int) -> None:
    world = await a_world(seed)
    async with reading() as session:
        for staff, pupil in product(world.people, world.people):
            taught = await is_teacher_of(session, staff, pupil.person_id)
            assert taught == world.teaches(staff.person_id, pupil.person_id)
            guided = await is_guide_of(session, staff, pupil.person_id)
            assert guided == world.guides(staff.person_id, pupil.person_id)


async def test_nobody_in_particular_sees_nothing() -> None:
    world = await a_world(0)
    stranger = Actor(uuid4(), "Nobody", ())
    async with reading() as session:
        assert await shared_things(session, stranger, [one.person_id for one in world.people]) == frozenset()
        assert await shared_things(session, stranger, []) == frozenset()
        assert not await may_see(session, stranger, uuid4(), Kind.ENTRY, "a")
