"""What pages show of credentials: a pupil's own, a teacher's offers to a class, what is shared; and their files."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core.database import as_id, as_ids, reading, table_of
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, spoken
from portfolio_app.core.paging import A_PAGE, Paging, paging
from portfolio_app.core.wording import LONGEST_SEARCH, says
from portfolio_app.portfolio.credentials import policy
from portfolio_app.portfolio.credentials.accepting import NameOn, written_name
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.teaching import href, pupils_of_classes
from portfolio_app.schools.models import School, SchoolClass
from portfolio_app.sharing.link_views import OwnLink, own_link
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.policy import may_see
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills.framework import frameworks, pupils_framework

_CREDENTIAL, _PERSON, _SCHOOL = table_of(Credential), table_of(Person), table_of(School)
FILES = "/files/credentials"


@dataclass(frozen=True)
class NameChoice:
    """A name that can stand on a credential."""

    value: str = ""
    name: str = ""


@dataclass(frozen=True)
class OfferLine:
    """A credential that waits for the reader's answer."""

    id: str = ""
    title: str = ""
    what: str = ""
    criteria: str = ""
    school: str = ""
    by: str = ""
    day: str = ""


@dataclass(frozen=True)
class CredentialLine:
    """A credential of the reader's, or one that is shared with them."""

    id: str = ""
    title: str = ""
    what: str = ""
    criteria: str = ""
    school: str = ""
    name: str = ""
    day: str = ""
    href: str = ""
    """Where it is opened."""
    json_href: str = ""
    png_href: str = ""
    who: WhoCanSee = field(default_factory=WhoCanSee)


@dataclass(frozen=True)
class CredentialsView:
    """A pupil's credentials: what waits, and a page of what they have, the newest first; or the one that is `opened`,
    with who can see it and what they wrote."""

    loaded: bool = False
    offers: tuple[OfferLine, ...] = ()
    names: tuple[NameChoice, ...] = ()
    credentials: tuple[CredentialLine, ...] = ()
    opened: CredentialLine = field(default_factory=CredentialLine)
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    search: str = ""
    findable: bool = False
    paging: Paging = field(default_factory=Paging)
    link: OwnLink = field(default_factory=OwnLink)


_OWN = (
    select(
        _CREDENTIAL.c.id,
        _CREDENTIAL.c.person_id,
        _CREDENTIAL.c.kind,
        _CREDENTIAL.c.title,
        _CREDENTIAL.c.criteria,
        _CREDENTIAL.c.offered_at,
        _CREDENTIAL.c.accepted_at,
        _CREDENTIAL.c.document,
        func.coalesce(_SCHOOL.c.name, _CREDENTIAL.c.school_name).label("school"),
        _PERSON.c.name.label("by"),
    )
    .join_from(_CREDENTIAL, _SCHOOL, _SCHOOL.c.id == _CREDENTIAL.c.school_id, isouter=True)
    .join(_PERSON, _PERSON.c.id == _CREDENTIAL.c.by_id, isouter=True)
    .order_by(_CREDENTIAL.c.accepted_at.desc(), _CREDENTIAL.c.offered_at.desc(), _CREDENTIAL.c.id)
)


def kind_words(kind: str) -> str:
    """What a credential is about, in words."""
    said = {
        CredentialKind.CAPABILITY: _("A skill that a teacher has seen"),
        CredentialKind.ACHIEVEMENT: _("An achievement"),
        CredentialKind.MODULE: _("A finished module"),
        CredentialKind.PLACEMENT: _("A placement"),
        CredentialKind.AMBASSADOR: _("A term as an ambassador"),
    }
    return said[CredentialKind(kind)]


async def load_credentials(actor: Actor, page: int = 1, search: str = "") -> CredentialsView:
    """The actor's own. With `search`, those whose title or school says all its words."""
    policy.may_have_credentials(actor)
    search = " ".join(search.split())[:LONGEST_SEARCH]
    async with reading() as session:
        name = (await session.execute(select(_PERSON.c.name).where(_PERSON.c.id == actor.person_id))).scalar_one()
        waiting = (await session.execute(_OWN.where(policy.waiting_for(actor.person_id)))).all()
        everything = (await session.execute(_OWN.where(policy.accepted_by(actor.person_id)))).all()
        found = [row for row in everything if says(search, row.title, row.school)]
        pages = paging(len(found), page, "/credentials", search=search)
        shown = found[pages.skipped : pages.skipped + A_PAGE]
        who = await who_can_see(session, actor.person_id, Kind.CREDENTIAL, [str(row.id) for row in shown])
    return CredentialsView(
        loaded=True,
        offers=tuple(_offer(row) for row in waiting),
        names=_names(name),
        credentials=tuple(_line(row, who[str(row.id)]) for row in shown),
        search=search,
        findable=len(everything) > A_PAGE or bool(search),
        paging=pages,
    )


async def load_credential(actor: Actor, credential_id: str) -> CredentialsView:
    """One of the actor's own, opened. Raises `NotFound`."""
    policy.may_have_credentials(actor)
    me = actor.person_id
    async with reading() as session:
        row = (
            await session.execute(_OWN.where(policy.accepted_by(me), _CREDENTIAL.c.id == as_id(credential_id)))
        ).first()
        if row is None:
            raise NotFound()
        name = str(row.id)
        who = (await who_can_see(session, me, Kind.CREDENTIAL, [name]))[name]
        written = (await remarks(session, me, me, Kind.CREDENTIAL, [name]))[name]
        named = await nameable(session, me)
        link = await own_link(session, me, Kind.CREDENTIAL, name)
    return CredentialsView(
        loaded=True,
        link=link,
        opened=_line(row, who),
        who=who,
        nameable=named,
        remarks=written,
        unread=any(one.unread for one in written),
    )


def _names(name: str) -> tuple[NameChoice, ...]:
    found = {written_name(name, one): NameChoice(one.value, written_name(name, one)) for one in reversed(NameOn)}
    return tuple(reversed(found.values()))


def _offer(row: Row[*tuple[Any, ...]]) -> OfferLine:
    return OfferLine(
        id=str(row.id),
        title=row.title,
        what=kind_words(row.kind),
        criteria=row.criteria,
        school=row.school,
        by=row.by or "",
        day=format_date(row.offered_at),
    )


def _line(row: Row[*tuple[Any, ...]], who: WhoCanSee | None = None) -> CredentialLine:
    return CredentialLine(
        id=str(row.id),
        title=row.title,
        what=kind_words(row.kind),
        criteria=row.criteria,
        school=row.school,
        name=name_on(row.document),
        day=format_date(row.accepted_at),
        href=href("/credentials", id=str(row.id)),
        json_href=f"{FILES}/{row.id}.json",
        png_href=f"{FILES}/{row.id}.png",
        who=who or WhoCanSee(),
    )


def name_on(document: Mapping[str, Any]) -> str:
    """Whose name stands on a credential of ours."""
    return str(document["credentialSubject"]["identifier"][0]["identityHash"])


async def count_waiting(session: AsyncSession, person_id: UUID) -> int:
    """How many offers wait for that person."""
    return (await session.execute(select(func.count()).where(policy.waiting_for(person_id)))).scalar_one()


async def shared_credentials(
    session: AsyncSession, owner_id: UUID, names: Collection[str]
) -> tuple[CredentialLine, ...]:
    """Those credentials of the owner's among `names`, for somebody whom the caller has found to see them."""
    if not names:
        return ()
    which = (policy.accepted_by(owner_id), _CREDENTIAL.c.id.in_(as_ids(names)))
    return tuple(_line(row) for row in await session.execute(_OWN.where(*which)))


@dataclass(frozen=True)
class CredentialFile:
    """A credential to carry away: its JSON as it was signed, and how its picture looks."""

    id: UUID
    owner_id: UUID
    title: str
    text: str
    look: str


async def own_lines(session: AsyncSession, owner_id: UUID) -> tuple[CredentialLine, ...]:
    """All credentials of the owner's, the newest first."""
    return tuple(_line(row) for row in await session.execute(_OWN.where(policy.accepted_by(owner_id))))


async def own_files(session: AsyncSession, owner_id: UUID) -> Sequence[CredentialFile]:
    """All credentials of the owner's, the oldest first."""
    rows = await session.execute(
        select(_CREDENTIAL).where(policy.accepted_by(owner_id)).order_by(_CREDENTIAL.c.accepted_at, _CREDENTIAL.c.id)
    )
    return [_file(row) for row in rows]


async def load_file(actor: Actor, credential_id: UUID) -> CredentialFile:
    """A credential's file, when it is the actor's own or shared with them; raises `NotFound` otherwise."""
    async with reading() as session:
        found = await file_of(session, credential_id)
        if found is None or not await may_see(session, actor, found.owner_id, Kind.CREDENTIAL, str(found.id)):
            raise NotFound()
        return found


async def file_of(session: AsyncSession, credential_id: UUID) -> CredentialFile | None:
    """The file of a credential that was accepted and not deleted; that the reader may have it is decided by the
    caller."""
    there = (_CREDENTIAL.c.accepted_at.is_not(None), _CREDENTIAL.c.deleted_at.is_(None))
    row = (await session.execute(select(_CREDENTIAL).where(_CREDENTIAL.c.id == credential_id, *there))).first()
    return _file(row) if row else None


def _file(row: Row[*tuple[Any, ...]]) -> CredentialFile:
    return CredentialFile(row.id, row.person_id, row.title, as_text(row.document), _look(row.framework, row.capability))


def as_text(document: Mapping[str, Any]) -> str:
    """A credential as a file has it: readable by people, and whatever the order, the same to whoever checks it."""
    return json.dumps(document, ensure_ascii=False, indent=2)


def _look(framework: str, capability: str) -> str:
    """The look of the theme that a capability belongs to; "" where there is none."""
    used = frameworks().get(framework)
    if used is None or capability not in used.codes:
        return ""
    return used.theme_of(capability).look


@dataclass(frozen=True)
class PupilToTick:
    """A pupil of the class."""

    id: str = ""
    name: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class SkillToChoose:
    """A capability of the school's framework, by its code."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class MadeOffer:
    """An offer that the actor made to a pupil of the class."""

    id: str = ""
    name: str = ""
    href: str = ""
    title: str = ""
    said: str = ""
    waiting: bool = False


@dataclass(frozen=True)
class OfferingView:
    """The form with which a teacher offers a credential to pupils of a class, and what they offered before."""

    loaded: bool = False
    class_id: str = ""
    class_name: str = ""
    school: str = ""
    pupils: tuple[PupilToTick, ...] = ()
    skills: tuple[SkillToChoose, ...] = ()
    request: str = ""
    made: tuple[MadeOffer, ...] = ()
    paging: Paging = field(default_factory=Paging)
    back: str = ""


async def load_offering(actor: Actor, class_id: str, pupil_id: str = "", page: int = 1) -> OfferingView:
    """Whom of a class the actor can offer a credential, with one pupil ticked, if one is named.

    Raises `NotFound` for a class the actor does not teach.
    """
    async with reading() as session:
        here, school = await policy.check_teaches_class(session, actor, as_id(class_id))
        members = pupils_of_classes(col(SchoolClass.id) == here.id)
        rows = await session.execute(
            select(members.c.person_id, members.c.name).order_by(members.c.sort_name, members.c.person_id)
        )
        pupils = tuple(PupilToTick(str(row.person_id), row.name, str(row.person_id) == pupil_id) for row in rows)
        which = (
            _CREDENTIAL.c.by_id == actor.person_id,
            _CREDENTIAL.c.person_id.in_([as_id(one.id) for one in pupils]),
            _CREDENTIAL.c.school_id == school.id,
        )
        count = (await session.execute(select(func.count()).select_from(_CREDENTIAL).where(*which))).scalar_one()
        asked = {"class": class_id, "pupil": pupil_id}
        pages = paging(count, page, "/offer-credential", fragment="made", **asked)
        made = await session.execute(
            select(_CREDENTIAL, _PERSON.c.name)
            .join_from(_CREDENTIAL, _PERSON, _PERSON.c.id == _CREDENTIAL.c.person_id)
            .where(*which)
            .order_by(_CREDENTIAL.c.offered_at.desc(), _PERSON.c.sort_name, _CREDENTIAL.c.id)
            .offset(pages.skipped)
            .limit(A_PAGE)
        )
        lines = tuple(_made(row) for row in made)
    used = pupils_framework(school.framework)
    return OfferingView(
        loaded=True,
        class_id=str(here.id),
        class_name=here.name,
        school=school.name,
        pupils=pupils,
        skills=tuple(SkillToChoose(one.code, used.text(one.name, spoken())) for one in used.capabilities),
        request=str(uuid4()),
        made=lines,
        paging=pages,
        back=href("/pupil", id=pupil_id) if pupil_id else href("/class", id=str(here.id)),
    )


def _made(row: Row[*tuple[Any, ...]]) -> MadeOffer:
    """A pupil may decline without a reason; whoever offered it is told only that it was not taken."""
    if row.accepted_at:
        said = _("accepted on {day}").format(day=format_date(row.accepted_at))
    elif row.declined_at:
        said = _("not accepted")
    else:
        said = _("waiting since {day}").format(day=format_date(row.offered_at))
    waiting = row.accepted_at is None and row.declined_at is None
    return MadeOffer(str(row.id), row.name, href("/pupil", id=str(row.person_id)), row.title, said, waiting)
