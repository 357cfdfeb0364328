"""What screens say about sharing: who can see a thing, who has looked, and what others wrote about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, table_of
from portfolio_app.core.drafts import KeptDraft, ticked
from portfolio_app.core.languages import N_, _, format_date, format_list, format_moment, local_date
from portfolio_app.schools.links import may_use_links
from portfolio_app.sharing import policy
from portfolio_app.sharing.actions import Choice
from portfolio_app.sharing.comments import shown_to_owner, written_by
from portfolio_app.sharing.models import Audience, Comment, Grant, Kind

ROLES = {Role.TEACHER: N_("teacher"), Role.COUNSELLOR: N_("counsellor")}


@dataclass(frozen=True)
class Nameable:
    """Somebody a pupil may let in by name."""

    id: str = ""
    name: str = ""
    role: str = ""
    """In words: "teacher"."""


@dataclass(frozen=True)
class WhoCanSee:
    """Who can see a thing, in words, and as a form needs it."""

    words: str = ""
    private: bool = True
    class_teachers: bool = False
    persons: tuple[str, ...] = ()
    until: str = ""
    """The last day, as a date field has it ("2026-05-03"); "" for as long as the owner does not change it."""
    link: bool = False
    """Whether there is a link to it, too."""

    def choice(self) -> Choice:
        """What the owner chose for it to be so."""
        until = date.fromisoformat(self.until) if self.until else None
        return Choice(self.class_teachers, tuple(UUID(person) for person in self.persons), until)


@dataclass(frozen=True)
class Remark:
    """A comment, as its owner or its author reads it."""

    id: str = ""
    author: str = ""
    words: str = ""
    at: str = ""
    unread: bool = False
    mine: bool = False
    version: int = 1
    answer: str = ""
    """What the owner of the thing answered."""


# Written once, and on the tables themselves: putting such a statement together takes far longer than running it.
_GRANT, _PERSON, _ROLE, _COMMENT = (table_of(kind) for kind in (Grant, Person, Membership, Comment))
_OWNER: BindParameter[UUID] = bindparam("owner", type_=Uuid())

_NAMEABLE = (
    select(_PERSON.c.id, _PERSON.c.name, _ROLE.c.role)
    .join_from(_PERSON, _ROLE, _ROLE.c.person_id == _PERSON.c.id)
    .where(
        _ROLE.c.role.in_(policy.GUIDES),
        _ROLE.c.ended_at.is_(None),
        _PERSON.c.id != _OWNER,
        policy.guides(_PERSON.c.id, _OWNER),
    )
    .order_by(_PERSON.c.sort_name, _PERSON.c.id, _ROLE.c.role)
)

_TEACHERS = (
    select(_PERSON.c.id, _PERSON.c.name)
    .where(_PERSON.c.id != _OWNER, _PERSON.c.ended_at.is_(None), policy.teaches(_PERSON.c.id, _OWNER))
    .order_by(_PERSON.c.sort_name, _PERSON.c.id)
)

_OPEN_GRANTS = (
    select(_GRANT.c.thing, _GRANT.c.audience, _GRANT.c.until_at, _PERSON.c.id, _PERSON.c.name)
    .join_from(_GRANT, _PERSON, _PERSON.c.id == _GRANT.c.audience_id, isouter=True)
    .where(
        _GRANT.c.owner_id == _OWNER,
        _GRANT.c.kind == bindparam("kind"),
        _GRANT.c.thing.in_(bindparam("names", expanding=True)),
        policy.open_at(bindparam("moment", type_=Moment())),
        _GRANT.c.audience.in_((Audience.CLASS_TEACHERS, Audience.LINK)) | policy.guides(_GRANT.c.audience_id, _OWNER),
    )
    .order_by(_GRANT.c.audience, _PERSON.c.sort_name)
)

_COMMENTS = (
    select(
        _COMMENT.c.id,
        _COMMENT.c.thing,
        _COMMENT.c.author_id,
        _COMMENT.c.author_name,
        _COMMENT.c.brought_at,
        _COMMENT.c.words,
        _COMMENT.c.made_at,
        _COMMENT.c.changed_at,
        _COMMENT.c.version,
        _COMMENT.c.answer,
        _COMMENT.c.read_at,
        _PERSON.c.name,
    )
    .join_from(_COMMENT, _PERSON, _PERSON.c.id == _COMMENT.c.author_id, isouter=True)
    .where(
        _COMMENT.c.owner_id == _OWNER,
        _COMMENT.c.kind == bindparam("kind"),
        _COMMENT.c.thing.in_(bindparam("names", expanding=True)),
    )
    .order_by(_COMMENT.c.made_at, _COMMENT.c.id)
)
_COMMENTS_FOR_OWNER = _COMMENTS.where(shown_to_owner(_OWNER))
_COMMENTS_OF_AUTHOR = _COMMENTS.where(written_by(bindparam("author", type_=Uuid())))


async def nameable(session: AsyncSession, owner_id: UUID) -> tuple[Nameable, ...]:
    """Everybody the owner may let in by name: teachers and counsellors of the owner's own schools, by name."""
    rows = await session.execute(_NAMEABLE, {"owner": owner_id})
    found: dict[UUID, Nameable] = {}
    for person_id, name, role in rows:
        found.setdefault(person_id, Nameable(str(person_id), name, _(ROLES[Role(role)])))
    return tuple(found.values())


async def who_can_see(
    session: AsyncSession, owner_id: UUID, kind: Kind, names: Collection[str]
) -> Mapping[str, WhoCanSee]:
    """Who can see each of the owner's things of one kind. Somebody who no longer works with the owner is not named."""
    if not names:
        return {}
    which = {"owner": owner_id, "kind": kind, "names": list(names), "moment": now()}
    rows = (await session.execute(_OPEN_GRANTS, which)).all()
    links = any(row.audience == Audience.LINK for row in rows) and await may_use_links(session, owner_id)
    found: dict[str, list[_LetIn]] = {}
    for thing, audience, until, person_id, name in rows:
        if audience != Audience.LINK or links:
            one = _LetIn(Audience(audience), str(person_id or ""), name or _(MANY[Audience(audience)]), until)
            found.setdefault(thing, []).append(one)
    return {thing: _who(found.get(thing, [])) for thing in names}


MANY = {Audience.CLASS_TEACHERS: N_("your class’s teachers"), Audience.LINK: N_("anyone with the link")}
"""Audiences of many."""


@dataclass(frozen=True)
class _LetIn:
    """Somebody who can see a thing; `person` is "" where they are many."""

    audience: Audience
    person: str
    name: str
    until: datetime | None


def _who(others: list[_LetIn]) -> WhoCanSee:
    """In words, the class's teachers first, whoever has the link last."""
    if not others:
        return WhoCanSee(words=_("Only you"))
    others.sort(key=lambda one: (one.audience is Audience.LINK, one.person != ""))
    people = [one for one in others if one.audience is not Audience.LINK]
    ends = {one.until for one in others}
    first = min((one.until for one in people if one.until), default=None)
    if not people and others[0].until:
        words = _("Anyone with the link until {day}").format(day=format_date(others[0].until))
    elif first and len(ends) == 1:
        everybody = format_list([_("You"), *(one.name for one in others)])
        words = _("{who} until {day}").format(who=everybody, day=format_date(first))
    else:
        words = format_list([_("You"), *(_until(one.name, one.until) for one in others)])
    return WhoCanSee(
        words=words,
        private=False,
        class_teachers=any(not one.person for one in people),
        persons=tuple(one.person for one in people if one.person),
        until=local_date(first).isoformat() if first else "",
        link=len(people) < len(others),
    )


def typed_audience(who: WhoCanSee, draft: KeptDraft | None) -> WhoCanSee:
    """Who was ticked in a draft, if it is one of a form that asked."""
    if draft is None or "until" not in draft.fields:
        return who
    return replace(
        who,
        class_teachers=bool(draft.fields.get("class_teachers")),
        persons=tuple(ticked(draft.fields, "person:")),
        until=str(draft.fields["until"]),
    )


def _until(words: str, until: datetime | None) -> str:
    return _("{who} (until {day})").format(who=words, day=format_date(until)) if until else words


def named(name: str, *, brought: bool) -> str:
    """Whose words somebody's are: of what its owner brought along from elsewhere nobody here knows whether it is so."""
    name = name or _("A teacher who was here before")
    return _("{name} (brought along, not checked here)").format(name=name) if brought else name


async def remarks(
    session: AsyncSession, reader_id: UUID, owner_id: UUID, kind: Kind, names: Collection[str]
) -> Mapping[str, tuple[Remark, ...]]:
    """Comments on the owner's things by thing, oldest first: all of them for the owner, for others only their own."""
    which = {"owner": owner_id, "kind": kind, "names": list(names)}
    if reader_id == owner_id:
        rows = await session.execute(_COMMENTS_FOR_OWNER, which)
    else:
        rows = await session.execute(_COMMENTS_OF_AUTHOR, which | {"author": reader_id})
    found: dict[str, list[Remark]] = {name: [] for name in names}
    for row in rows:
        mine = row.author_id == reader_id
        found[row.thing].append(
            Remark(
                id=str(row.id),
                author=named(row.name or row.author_name, brought=row.brought_at is not None),
                words=row.words,
                at=_at(row.made_at, row.changed_at),
                unread=row.read_at is None and not mine,
                mine=mine,
                version=row.version,
                answer=row.answer,
            )
        )
    return {name: tuple(written) for name, written in found.items()}


def _at(made_at: datetime, changed_at: datetime | None) -> str:
    if changed_at is None:
        return format_moment(made_at)
    return _("{moment}, changed on {day}").format(moment=format_moment(made_at), day=format_date(changed_at))


async def class_teachers(session: AsyncSession, owner_id: UUID) -> tuple[Nameable, ...]:
    """Those who teach a class the owner is a pupil in, by name."""
    rows = await session.execute(_TEACHERS, {"owner": owner_id})
    return tuple(Nameable(str(person_id), name) for person_id, name in rows)


_COMMENTED = (
    select(_COMMENT.c.thing)
    .where(shown_to_owner(bindparam("owner", type_=Uuid())), _COMMENT.c.kind == bindparam("kind"))
    .distinct()
)


async def commented_things(session: AsyncSession, owner_id: UUID, kind: Kind) -> Collection[str]:
    """The names of those of the owner's things with comments that the owner sees."""
    rows = await session.execute(_COMMENTED, {"owner": owner_id, "kind": kind})
    return rows.scalars().all()
