"""What screens say about sharing: who can see a thing, who has looked, and what others wrote about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BindParameter, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import Moment, as_id, reading, table_of
from portfolio_app.core.drafts import KeptDraft, ticked
from portfolio_app.core.languages import N_, _, format_date, format_list, format_moment, local_date
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.sharing import policy, things
from portfolio_app.sharing.actions import CLASS, PROFILE, SUPPORT, Choice
from portfolio_app.sharing.comments import shown_to_owner, written_by
from portfolio_app.sharing.models import Access, Audience, Comment, Grant, Kind

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


@dataclass(frozen=True)
class SeenLine:
    """One line of the owner's own log: a whole sentence, and where the thing is ("" when it is gone)."""

    sentence: str = ""
    kind: str = ""
    thing: str = ""


@dataclass(frozen=True)
class SeenView:
    """Who has looked at the actor's things, newest first, a page of them."""

    lines: tuple[SeenLine, ...] = ()
    viewers: tuple[Option, ...] = ()
    """Everybody who has looked, when the list is so long that somebody may want to see one person's looks alone."""
    viewer: str = ""
    paging: Paging = field(default_factory=Paging)


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

_OPEN_GRANTS = (
    select(_GRANT.c.thing, _GRANT.c.audience, _GRANT.c.until_at, _PERSON.c.id, _PERSON.c.name)
    .join_from(_GRANT, _PERSON, _PERSON.c.id == _GRANT.c.audience_id, isouter=True)
    .where(
        _GRANT.c.owner_id == _OWNER,
        _GRANT.c.kind == bindparam("kind"),
        _GRANT.c.thing.in_(bindparam("names", expanding=True)),
        policy.open_at(bindparam("moment", type_=Moment())),
        (_GRANT.c.audience == Audience.CLASS_TEACHERS) | policy.guides(_GRANT.c.audience_id, _OWNER),
    )
    .order_by(_GRANT.c.audience, _PERSON.c.sort_name)
)

_COMMENTS = (
    select(
        _COMMENT.c.id,
        _COMMENT.c.thing,
        _COMMENT.c.author_id,
        _COMMENT.c.words,
        _COMMENT.c.made_at,
        _COMMENT.c.read_at,
        _PERSON.c.name,
    )
    .join_from(_COMMENT, _PERSON, _PERSON.c.id == _COMMENT.c.author_id)
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
    rows = await session.execute(_OPEN_GRANTS, {"owner": owner_id, "kind": kind, "names": list(names), "moment": now()})
    found: dict[str, list[_LetIn]] = {}
    for thing, audience, until, person_id, name in rows:
        teachers = audience == Audience.CLASS_TEACHERS
        one = _LetIn("" if teachers else str(person_id), _("your class’s teachers") if teachers else name, until)
        found.setdefault(thing, []).append(one)
    return {thing: _who(found.get(thing, [])) for thing in names}


@dataclass(frozen=True)
class _LetIn:
    """Somebody who can see a thing; no person: the class's teachers."""

    person: str
    name: str
    until: datetime | None


def _who(others: list[_LetIn]) -> WhoCanSee:
    """In words, the class's teachers first."""
    if not others:
        return WhoCanSee(words=_("Only you"))
    others.sort(key=lambda one: one.person != "")
    ends = {one.until for one in others}
    first = min((end for end in ends if end), default=None)
    if first and len(ends) == 1:
        everybody = format_list([_("You"), *(one.name for one in others)])
        words = _("{who} until {day}").format(who=everybody, day=format_date(first))
    else:
        words = format_list([_("You"), *(_until(one.name, one.until) for one in others)])
    return WhoCanSee(
        words=words,
        private=False,
        class_teachers=any(not one.person for one in others),
        persons=tuple(one.person for one in others if one.person),
        until=local_date(first).isoformat() if first else "",
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


async def remarks(
    session: AsyncSession, actor: Actor, owner_id: UUID, kind: Kind, names: Collection[str]
) -> Mapping[str, tuple[Remark, ...]]:
    """Comments on the owner's things by thing, oldest first: all of them for the owner, for others only their own."""
    which = {"owner": owner_id, "kind": kind, "names": list(names)}
    if actor.person_id == owner_id:
        rows = await session.execute(_COMMENTS_FOR_OWNER, which)
    else:
        rows = await session.execute(_COMMENTS_OF_AUTHOR, which | {"author": actor.person_id})
    found: dict[str, list[Remark]] = {name: [] for name in names}
    for row in rows:
        mine = row.author_id == actor.person_id
        found[row.thing].append(
            Remark(
                id=str(row.id),
                author=row.name,
                words=row.words,
                at=format_moment(row.made_at),
                unread=row.read_at is None and not mine,
                mine=mine,
            )
        )
    return {name: tuple(written) for name, written in found.items()}


async def commented_things(session: AsyncSession, owner_id: UUID, kind: Kind) -> Collection[str]:
    """The names of those of the owner's things with comments that the owner sees."""
    rows = await session.execute(
        select(_COMMENT.c.thing).where(shown_to_owner(owner_id), _COMMENT.c.kind == kind).distinct()
    )
    return rows.scalars().all()


async def load_seen(actor: Actor, page: int = 1, viewer: str = "") -> SeenView:
    """Who has looked at the actor's things: `page` counts from 1; one beyond the last shows the last. `viewer` is the
    id of one whose looks alone are shown; anything else shows everybody's."""
    mine = col(Access.owner_id) == actor.person_id
    async with reading() as session:
        counts = select(col(Person.id), col(Person.name), func.count()).join(
            Access, col(Access.viewer_id) == col(Person.id)
        )
        grouped = counts.where(mine).group_by(col(Person.id)).order_by(col(Person.sort_name), col(Person.id))
        looks = {str(person_id): (name, count) for person_id, name, count in await session.execute(grouped)}
        viewer = viewer if viewer in looks else ""
        total = sum(count for _name, count in looks.values())
        pages = paging(looks[viewer][1] if viewer else total, page, "/seen", who=viewer)
        rows = (
            await session.execute(
                select(Access, col(Person.name))
                .join(Person, col(Person.id) == col(Access.viewer_id))
                .where(mine, *([col(Access.viewer_id) == as_id(viewer)] if viewer else []))
                .order_by(col(Access.first_at).desc(), col(Access.id))
                .limit(A_PAGE)
                .offset(pages.skipped)
            )
        ).all()
        titles: dict[str, str] = {}
        for kind in Kind:
            names = {row.what.removeprefix(f"{kind.value}:") for row, _name in rows if row.what.startswith(kind.value)}
            found = await things.find(session, actor.person_id, kind, names)
            titles |= {f"{kind.value}:{name}": thing.title for name, thing in found.items()}
    viewers = (Option("", _("Everyone")), *(Option(person_id, name) for person_id, (name, _n) in looks.items()))
    return SeenView(
        lines=tuple(_seen_line(row, name, titles.get(row.what)) for row, name in rows),
        viewers=viewers if total > A_PAGE else (),
        viewer=viewer,
        paging=pages,
    )


SENTENCES = {
    PROFILE: N_("{name} looked at your page on {day}"),
    CLASS: N_("{name} looked at your class on {day} and saw how much you share"),
    SUPPORT: N_("{name} read on {day} what you told them about support"),
    Kind.CAPABILITY.value: N_("{name} opened your skill “{title}” on {day}"),
    Kind.EVIDENCE.value: N_("{name} opened your evidence “{title}” on {day}"),
    Kind.ENTRY.value: N_("{name} opened your entry “{title}” on {day}"),
    Kind.GOAL.value: N_("{name} opened your goal “{title}” on {day}"),
}
GONE = N_("{name} opened something on {day} that is no longer here")


def _seen_line(row: Access, name: str, title: str | None) -> SeenLine:
    kind, _colon, thing = row.what.partition(":")
    day = format_date(row.day)
    if thing and title is None:
        return SeenLine(_(GONE).format(name=name, day=day))
    sentence = _(SENTENCES.get(kind, GONE)).format(name=name, day=day, title=title or "")
    return SeenLine(sentence, kind if thing else "", thing)
