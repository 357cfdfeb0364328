"""Helping somebody in: one-time codes, sign-in cards and links, given by whoever is near enough and ranks above.

The secret is returned once, to be said, printed or sent, and is nowhere kept. Its owner is told who made it and when,
the school's coordinator finds it in a list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.codes import issue_card, issue_code, issue_link
from portfolio_app.accounts.models import Membership, OneTimeCode, Person, SignIn
from portfolio_app.accounts.queries import Option
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.containing import text_holds
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import N_, _, format_date, format_moment, format_time, ngettext
from portfolio_app.schools import policy
from portfolio_app.schools.listing import EVERYTHING, ROWS_A_PAGE, WHOLE, Asked, Listing, address, listed
from portfolio_app.schools.models import ClassMember, School
from portfolio_app.schools.school_views import led_school


@dataclass(frozen=True)
class GivenCode:
    """A one-time code to say aloud, until when it opens (a time of day), and for whom it is."""

    code: str
    expires_at: datetime
    until: str
    name: str
    username: str


@dataclass(frozen=True)
class CardSecret:
    """What stands on one sign-in card. `until` is the last day it opens."""

    person_id: UUID
    name: str
    username: str
    passphrase: str
    until: str


@dataclass(frozen=True)
class CardSheet:
    """New cards for pupils of a class. `language` is the school's."""

    school: str
    language: str
    class_name: str
    cards: tuple[CardSecret, ...]


@dataclass(frozen=True)
class GivenLink:
    """A one-time link for somebody who begins: its key, until which day it opens, and for whom it is."""

    key: str
    until: str
    name: str
    username: str


@dataclass(frozen=True)
class CodeLine:
    """Who gave whom a one-time secret, when, and what became of it."""

    id: str = ""
    kind: str = ""
    giver: str = ""
    person: str = ""
    made: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class CodesView:
    """A page of a school's one-time codes, cards and links, the latest first."""

    school_id: str = ""
    school: str = ""
    kind: str = ""
    kinds: tuple[Option, ...] = ()
    lines: tuple[CodeLine, ...] = ()
    lines_list: Listing = WHOLE
    said: str = ""
    loaded: bool = False


KINDS = {"code": N_("One-time code"), "card": N_("Sign-in card"), "link": N_("One-time link")}


async def give_code(actor: Actor, person_id: str | UUID) -> GivenCode:
    """Make a one-time code for somebody `actor` may help; the former open one ends. Raises `NotFound`."""
    async with writing() as session:
        person = await policy.check_helps(session, actor, as_id(person_id))
        school_id = await _school_of(session, actor, person.id)
        made = await issue_code(session, person.id, by=actor.person_id, school_id=school_id)
        audit(session, "schools.give_code", actor_id=actor.person_id, about_id=person.id, school_id=school_id)
        username = await _username(session, person.id)
    return GivenCode(made.secret, made.expires_at, format_time(made.expires_at), person.name, username)


async def give_link(actor: Actor, person_id: str | UUID) -> GivenLink:
    """Make a one-time link for somebody `actor` may help, for whoever begins from afar. Raises `NotFound`."""
    async with writing() as session:
        person = await policy.check_helps(session, actor, as_id(person_id))
        school_id = await _school_of(session, actor, person.id)
        made = await issue_link(session, person.id, by=actor.person_id, school_id=school_id)
        audit(session, "schools.give_link", actor_id=actor.person_id, about_id=person.id, school_id=school_id)
        username = await _username(session, person.id)
    return GivenLink(made.secret, format_date(made.expires_at), person.name, username)


async def make_cards(actor: Actor, class_id: str | UUID, person_ids: Sequence[str] | None = None) -> CardSheet:
    """New sign-in cards for the pupils of a class (or some of them), sorted by name; former cards open no more.

    A passphrase somebody has chosen stays theirs: a card replaces it only when it is used. Raises `NotFound` for a
    class that is not the actor's, or when one of `person_ids` is no pupil of it.
    """
    async with writing() as session:
        school_class = await policy.check_prints_cards(session, actor, as_id(class_id))
        rows = (
            await session.execute(
                select(Person, col(SignIn.identifier))
                .join(SignIn, (col(SignIn.person_id) == col(Person.id)) & (col(SignIn.kind) == "username"))
                .where(_pupils_of(school_class.id), policy.helped_by(actor))
                .order_by(col(Person.sort_name), col(Person.id))
            )
        ).all()
        wanted = None if person_ids is None else {as_id(one) for one in person_ids}
        if wanted is not None and not wanted <= {person.id for person, _identifier in rows}:
            raise NotFound()
        cards: list[CardSecret] = []
        for person, identifier in rows:
            if wanted is not None and person.id not in wanted:
                continue
            made = await issue_card(session, person.id, by=actor.person_id, school_id=school_class.school_id)
            cards.append(CardSecret(person.id, person.name, identifier, made.secret, format_date(made.expires_at)))
            audit(
                session,
                "schools.make_card",
                actor_id=actor.person_id,
                about_id=person.id,
                school_id=school_class.school_id,
                thing=f"class:{school_class.id}",
            )
        school = await session.get_one(School, school_class.school_id)
    return CardSheet(school.name, school.language, school_class.name, tuple(cards))


async def load_codes(actor: Actor, school_id: str = "", *, kind: str = "", wanted: Asked = EVERYTHING) -> CodesView:
    """Who gave whom one-time secrets at a school (the actor's first, unless named): for its coordinator.

    `kind` is "" for all, "code", "card" or "link". What is searched for are parts of names, of either of the two.

    Raises `NotFound` for a school that is not the actor's.
    """
    person, giver = aliased(Person), aliased(Person)
    async with reading() as session:
        school = await led_school(session, actor, school_id)
        found = (
            select(OneTimeCode, col(person.name), col(giver.name))
            .join(person, col(person.id) == col(OneTimeCode.person_id))
            .outerjoin(giver, col(giver.id) == col(OneTimeCode.issued_by))
            .where(col(OneTimeCode.school_id) == school.id)
        )
        if kind in KINDS:
            found = found.where(col(OneTimeCode.kind) == kind)
        total = await session.scalar(select(func.count()).select_from(found.subquery())) or 0
        for word in wanted.words:
            names = (text_holds(col(one.sort_name), word) for one in (person, giver))
            found = found.where(or_(*names))
        count = await session.scalar(select(func.count()).select_from(found.subquery())) or 0
        shown, lines_list = listed("/school/codes", wanted, count, total, school=school_id, kind=kind)
        latest = found.order_by(col(OneTimeCode.made_at).desc(), col(OneTimeCode.id))
        rows = (await session.execute(latest.offset(shown.start).limit(ROWS_A_PAGE))).all()
    kinds = {"": _("All"), **{code: _(name) for code, name in KINDS.items()}}
    return CodesView(
        school_id=str(school.id),
        school=school.name,
        kind=kind if kind in KINDS else "",
        kinds=tuple(
            Option(address("/school/codes", school=school_id, kind=one, search=wanted.search), name)
            for one, name in kinds.items()
        ),
        lines=tuple(
            CodeLine(
                id=str(code.id),
                kind=_(KINDS[code.kind]),
                giver=given_by or _("Polku"),
                person=name,
                made=format_moment(code.made_at),
                outcome=_outcome(code),
            )
            for code, name, given_by in rows
        ),
        said=ngettext("{n} in all", "{n} in all", count),
        lines_list=lines_list,
        loaded=True,
    )


def _outcome(code: OneTimeCode) -> str:
    if code.used_at:
        return _("Used on {moment}").format(moment=format_moment(code.used_at))
    if code.ended_at:
        return _("Replaced, not used")
    return _("Not used yet") if code.expires_at > now() else _("Expired, not used")


def _pupils_of(class_id: UUID) -> ColumnElement[bool]:
    return col(Person.id).in_(
        select(col(ClassMember.person_id)).where(
            col(ClassMember.class_id) == class_id,
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
        )
    )


async def _school_of(session: AsyncSession, actor: Actor, person_id: UUID) -> UUID | None:
    """The school where `actor` and the person meet, the latest if there are several: where a code is listed.

    An admin meets people nowhere; their codes are listed where the person came last.
    """
    return (
        await session.execute(
            select(col(Membership.school_id))
            .where(col(Membership.person_id) == person_id, col(Membership.ended_at).is_(None))
            .order_by(policy.near_to(actor).desc(), col(Membership.began_at).desc())
            .limit(1)
        )
    ).scalar_one_or_none()


async def _username(session: AsyncSession, person_id: UUID) -> str:
    found = await session.execute(
        select(col(SignIn.identifier)).where(col(SignIn.person_id) == person_id, col(SignIn.kind) == "username")
    )
    return found.scalar_one_or_none() or ""
