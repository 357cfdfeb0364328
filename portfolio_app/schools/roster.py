"""A pasted list of names becomes people: read, proposed with user names, asked about doubles, then made in one go.

Making is all or nothing, and sending the same form twice makes nobody twice: a person's identity is derived from the
form's own random `request` and the place in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import AT_SCHOOL, STAFF, Membership, Person, Role, SignIn
from portfolio_app.accounts.names import LONGEST_NAME, clean_name, clean_username, name_key
from portfolio_app.accounts.registering import UsernameTaken, add_person, free_usernames
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, ngettext
from portfolio_app.schools import policy
from portfolio_app.schools.actions import LONGEST_CLASS, add_class, check_stage, clean_class_name, place_in_class
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.schools.roles import add_role, take_back

MOST_LINES = 400
DRAFT = "people"
NEW, SKIP = "new", "skip"

_NUMBERING = re.compile(r"^\s*(?:\d{1,3}[.)]\s+|[-•*–]\s+)")


@dataclass(frozen=True)
class ReadLine:
    """One line of a pasted list: a name, and a class where the line names one."""

    name: str
    class_name: str = ""


@dataclass(frozen=True)
class Known:
    """Somebody at the school who may be the person meant."""

    id: str = ""
    said: str = ""


@dataclass(frozen=True)
class ProposedLine:
    """One line to confirm. `double` is "", "here" (somebody of this name is at the school) or "list" (twice in it)."""

    index: int = 0
    name: str = ""
    username: str = ""
    class_name: str = ""
    double: str = ""
    question: str = ""
    known: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """What a pasted list would become. `request` belongs to the form that confirms it."""

    request: str = ""
    role: str = ""
    lines: tuple[ProposedLine, ...] = ()
    said: str = ""
    new_classes: str = ""
    doubles: str = ""


@dataclass(frozen=True)
class ConfirmedLine:
    """One confirmed line: `answer` is "new", "skip", or the id of the person who is meant."""

    name: str
    username: str = ""
    class_name: str = ""
    answer: str = NEW


@dataclass(frozen=True)
class Added:
    """What a confirmed form has done, now or when it was sent before: how many people it made, how many were known, and
    the ids of the classes they are in."""

    made: int
    known: int
    classes: tuple[str, ...]


def draft_of(place: str | UUID) -> str:
    """The name of the draft of a list being pasted for a class, or for a school."""
    return f"{DRAFT}:{place}"


def read_names(text: str) -> tuple[ReadLine, ...]:
    """The names in a pasted list: one a line, as "First Last" or "Last, First", or name and class from a spreadsheet.

    Empty lines, numbering and bullets fall away. Raises `Invalid` when there is no name, or more than `MOST_LINES`.
    """
    lines = [line for line in (_read_line(raw) for raw in text.splitlines()) if line]
    if not lines:
        raise Invalid(N_("Paste at least one name."), field="names")
    if len(lines) > MOST_LINES:
        raise Invalid(N_("Paste at most {n} names at a time."), field="names", n=MOST_LINES)
    return tuple(lines)


def _read_line(raw: str) -> ReadLine | None:
    name, _tab, rest = _NUMBERING.sub("", raw).strip("\r\n ").partition("\t")
    cells = [cell for cell in map(_seen, rest.split("\t")) if cell]
    last, comma, first = name.partition(",")
    if comma and first.strip() and last.strip():
        name = f"{first.strip()} {last.strip()}"
    try:
        name = clean_name(name[: LONGEST_NAME * 2])
    except Invalid:
        return None
    return ReadLine(name, cells[0][:LONGEST_CLASS].strip() if cells else "")


def _seen(cell: str) -> str:
    """What is seen of a cell: spreadsheets leave characters in it that nobody typed."""
    return " ".join("".join(one if one.isprintable() else " " for one in cell).split())


async def propose(
    actor: Actor, school_id: str | UUID, text: str, *, class_id: str = "", role: Role = Role.PUPIL
) -> Proposal:
    """What `text` would become at a school, everybody in the class `class_id` unless their line names another.

    Raises `Invalid` and `NotFound`.
    """
    if role not in AT_SCHOOL:
        raise NotFound()
    read = read_names(text)
    async with reading() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        classes = await _open_classes(session, school.id)
        chosen = next((one for one in classes.values() if str(one.id) == class_id), None)
        if class_id and chosen is None:
            raise NotFound()
        known = await _people_here(session, school.id, role)
        usernames = await free_usernames(session, (line.name for line in read))
    fallback = chosen.name if chosen else ""
    lines: list[ProposedLine] = []
    seen: set[str] = set()
    for index, (line, username) in enumerate(zip(read, usernames, strict=True)):
        key = name_key(line.name)
        here = known.get(key, ())
        double = "list" if key in seen else "here" if here else ""
        seen.add(key)
        class_name = line.class_name or fallback
        existing = classes.get(class_name.casefold())
        lines.append(
            ProposedLine(
                index,
                line.name,
                username,
                existing.name if existing else class_name,
                double,
                _question(double, line.name),
                here,
            )
        )
    made = sorted({line.class_name for line in lines if line.class_name and line.class_name.casefold() not in classes})
    doubles = sum(1 for line in lines if line.double)
    return Proposal(
        request=str(uuid4()),
        role=role,
        lines=tuple(lines),
        said=ngettext("{n} name", "{n} names", len(lines)),
        new_classes=_("These classes will be made: {names}").format(names=", ".join(made)) if made else "",
        doubles=ngettext("{n} name needs an answer.", "{n} names need an answer.", doubles) if doubles else "",
    )


def _question(double: str, name: str) -> str:
    if double == "list":
        return _("{name} is in your list more than once. Is this the same person?").format(name=name)
    return _("{name} is at this school already. Is this the same person?").format(name=name) if double else ""


async def _open_classes(session: AsyncSession, school_id: UUID) -> dict[str, SchoolClass]:
    """The open classes of a school by casefolded name."""
    found = await session.execute(
        select(SchoolClass).where(col(SchoolClass.school_id) == school_id, col(SchoolClass.ended_at).is_(None))
    )
    return {one.name.casefold(): one for one in found.scalars()}


async def _people_here(session: AsyncSession, school_id: UUID, role: Role) -> dict[str, tuple[Known, ...]]:
    """People of the school who could be meant (pupils for pupils, staff for staff) by the key of their name.

    Who left longer ago than a role can be brought back is nobody's to bring back with a list either.
    """
    roles = (Role.PUPIL,) if role is Role.PUPIL else tuple(STAFF)
    rows = (
        await session.execute(
            select(Person, col(SignIn.identifier), col(SchoolClass.name))
            .join(Membership, col(Membership.person_id) == col(Person.id))
            .join(SignIn, (col(SignIn.person_id) == col(Person.id)) & (col(SignIn.kind) == "username"))
            .outerjoin(
                ClassMember, (col(ClassMember.person_id) == col(Person.id)) & col(ClassMember.ended_at).is_(None)
            )
            .outerjoin(
                SchoolClass,
                (col(SchoolClass.id) == col(ClassMember.class_id)) & (col(SchoolClass.school_id) == school_id),
            )
            .where(col(Membership.school_id) == school_id, col(Membership.role).in_(roles), policy.lately_open())
            .order_by(col(SignIn.identifier), col(SchoolClass.name))
        )
    ).all()
    said: dict[UUID, tuple[Person, str, list[str]]] = {}
    for person, username, class_name in rows:
        entry = said.setdefault(person.id, (person, username, []))
        if class_name and class_name not in entry[2]:
            entry[2].append(class_name)
    by_name: dict[str, tuple[Known, ...]] = {}
    for person, username, names in said.values():
        known = Known(str(person.id), ", ".join((username, *names)))
        key = name_key(person.name)
        by_name[key] = (*by_name.get(key, ()), known)
    return by_name


async def add_people(
    actor: Actor,
    school_id: str | UUID,
    lines: Sequence[ConfirmedLine],
    *,
    request: str | UUID,
    role: Role = Role.PUPIL,
    stage: str = "13-15",
    pasted_for: str | UUID = "",
) -> Added:
    """Make the people of a confirmed list, in one transaction; the same `request` again makes nobody again.

    Classes that do not exist yet are made at `stage`. A name that is at the school already needs an answer. The draft
    of the list, `pasted_for` a class or the school, is dropped. Raises `Invalid` (fields "name-<index>",
    "username-<index>", "class-<index>", "answer-<index>"), `UsernameTaken`, `Conflict`, `NotFound`.
    """
    if role not in AT_SCHOOL or len(lines) > MOST_LINES:
        raise NotFound()
    form, stage = as_id(request), check_stage(stage)
    wanted = [(index, _cleaned(index, line)) for index, line in enumerate(lines) if line.answer != SKIP]
    _check_usernames_differ(wanted)
    async with writing() as session:
        school = await policy.check_leads(session, actor, as_id(school_id))
        # Two coordinators adding at once take turns, so that the second is asked about doubles, too.
        await session.execute(select(col(School.id)).where(col(School.id) == school.id).with_for_update())
        ids = {index: uuid5(form, f"{school.id}:{index}") for index, _line in wanted}
        done = await _already_there(session, school.id, ids.values())
        known = await _people_here(session, school.id, role)
        classes = await _open_classes(session, school.id)
        made = same = 0
        used: dict[UUID, None] = {}
        for index, line in wanted:
            person_id = ids[index]
            if line.answer == NEW:
                made += 1
                if person_id not in done:
                    await _add_new(session, actor, school, index, line, person_id, role)
            else:
                person_id = _the_same(index, line, known)
                await policy.check_changes_role(session, actor, school.id, person_id, role)
                await take_back(session, person_id, role)
                await add_role(session, actor, school.id, person_id, role)
                same += 1
            if line.class_name and role in (Role.PUPIL, Role.TEACHER):
                school_class = classes.get(line.class_name.casefold())
                if school_class is None:
                    school_class = await add_class(session, school.id, line.class_name, stage)
                    classes[line.class_name.casefold()] = school_class
                    _audit_class(session, actor, school_class)
                await session.flush()
                await place_in_class(session, actor, school_class, person_id, role)
                used[school_class.id] = None
        if pasted_for:
            await drop_draft(session, actor.person_id, draft_of(pasted_for))
    return Added(made, same, tuple(str(one) for one in used))


def _cleaned(index: int, line: ConfirmedLine) -> ConfirmedLine:
    if not line.answer:
        raise Invalid(N_("Say whether this is the same person."), field=f"answer-{index}")
    class_name = clean_class_name(line.class_name, field=f"class-{index}") if line.class_name.strip() else ""
    name = clean_name(line.name, field=f"name-{index}")
    username = clean_username(line.username, field=f"username-{index}") if line.answer == NEW else ""
    return replace(line, name=name, username=username, class_name=class_name)


def _check_usernames_differ(wanted: Iterable[tuple[int, ConfirmedLine]]) -> None:
    seen: set[str] = set()
    for index, line in wanted:
        if line.username and line.username in seen:
            raise Invalid(
                N_("The user name {username} is in this list twice."),
                field=f"username-{index}",
                username=line.username,
            )
        seen.add(line.username)


async def _already_there(session: AsyncSession, school_id: UUID, ids: Iterable[UUID]) -> set[UUID]:
    """Who of `ids` was made by the same form before: at this school. Raises `Conflict` for anybody else's id."""
    found = (await session.execute(select(col(Person.id)).where(col(Person.id).in_(list(ids))))).scalars().all()
    if not found:
        return set()
    here = await session.execute(
        select(col(Membership.person_id)).where(
            col(Membership.person_id).in_(found), col(Membership.school_id) == school_id
        )
    )
    if set(found) - set(here.scalars()):
        raise Conflict()
    return set(found)


async def _add_new(
    session: AsyncSession, actor: Actor, school: School, index: int, line: ConfirmedLine, person_id: UUID, role: Role
) -> None:
    try:
        await add_person(session, line.name, line.username, person_id=person_id, language=school.language)
    except UsernameTaken as problem:
        raise UsernameTaken(field=f"username-{index}", username=line.username) from problem
    audit(session, "schools.add_person", actor_id=actor.person_id, about_id=person_id, school_id=school.id, role=role)
    await add_role(session, actor, school.id, person_id, role)


def _the_same(index: int, line: ConfirmedLine, known: dict[str, tuple[Known, ...]]) -> UUID:
    """The person an answer names, who must be one of those it was asked about."""
    if line.answer not in {one.id for one in known.get(name_key(line.name), ())}:
        raise Invalid(N_("Say whether this is the same person."), field=f"answer-{index}")
    return as_id(line.answer)


def _audit_class(session: AsyncSession, actor: Actor, made: SchoolClass) -> None:
    audit(
        session,
        "schools.make_class",
        actor_id=actor.person_id,
        school_id=made.school_id,
        thing=f"class:{made.id}",
    )
