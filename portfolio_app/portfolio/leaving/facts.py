"""How far pupils are on their way out of school: days, and yes or no. Never what they have made, nor how much of it.

Whoever asks has made sure that it is theirs to know (`guidance/` shows it to a school's adults for a year group).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.models import OneTimeCode, Passkey, Person
from portfolio_app.core.clock import now
from portfolio_app.core.database import table_of
from portfolio_app.notices.models import MailAddress
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.schools.leaving_day import leaving_days
from portfolio_app.schools.models import Leaving

_PERSON, _KEY, _CODE, _MAIL, _TAKEOUT = (
    table_of(kind) for kind in (Person, Passkey, OneTimeCode, MailAddress, Takeout)
)


@dataclass(frozen=True)
class LeavingFacts:
    """How far somebody is. `school_id` is the school they leave (or have left, where `left_on` says so); without one
    they have no leaving day and never left."""

    leaves_on: date | None = None
    left_on: date | None = None
    school_id: UUID | None = None
    private_mail: bool = False
    """Has confirmed an e-mail address."""
    second_way: bool = False
    """Has a passkey or a code book, or signs in by links to that address."""
    came_in_by_it: bool = False
    """Has signed in by one of these at least once."""
    taken_out: bool = False
    """Has downloaded a takeout to its end."""
    opened: bool = False
    """Has opened a takeout: typed the code that stands in it."""
    gone_through: bool = False
    """Has said that they have looked at what to keep, hide and delete."""
    help_wanted: bool = False


async def leaving_facts(session: AsyncSession, person_ids: Collection[UUID]) -> Mapping[UUID, LeavingFacts]:
    """How far each of these people is, in four queries however many there are."""
    if not person_ids:
        return {}
    days = await leaving_days(session, person_ids)
    rows = await session.execute(select(Leaving).where(col(Leaving.person_id).in_(person_ids)))
    told: dict[tuple[UUID, UUID], Leaving] = {(one.person_id, one.school_id): one for one in rows.scalars()}
    latest: dict[UUID, Leaving] = {}
    for one in sorted(told.values(), key=lambda row: row.left_on or date.min):
        if one.left_on is not None:
            latest[one.person_id] = one
    found: dict[UUID, LeavingFacts] = {}
    asked = (has_mail(), has_second_way(), came_in_by_second_way(), has_taken_out())
    labelled = (
        case((one, 1), else_=0).label(name) for name, one in zip(("mail", "way", "used", "taken"), asked, strict=True)
    )
    for ways in (await session.execute(select(_PERSON.c.id, *labelled).where(_PERSON.c.id.in_(person_ids)))).all():
        day = days.get(ways.id)
        said = told.get((ways.id, day.school_id)) if day else latest.get(ways.id)
        found[ways.id] = LeavingFacts(
            leaves_on=day.day if day else None,
            left_on=said.left_on if said and not day else None,
            school_id=day.school_id if day else said.school_id if said else None,
            private_mail=bool(ways.mail),
            second_way=bool(ways.way),
            came_in_by_it=bool(ways.used),
            taken_out=bool(ways.taken),
            opened=bool(said and said.opened_on),
            gone_through=bool(said and said.gone_through_on),
            help_wanted=bool(said and said.help_wanted),
        )
    return found


def has_mail() -> ColumnElement[bool]:
    """Filter on `Person`: an address is confirmed."""
    return exists().where(_MAIL.c.person_id == _PERSON.c.id, _MAIL.c.address != "")


def has_second_way() -> ColumnElement[bool]:
    """Filter on `Person`: a passkey, a code book with lines left, or links by mail."""
    open_line = and_(_CODE.c.kind == "book", _CODE.c.ended_at.is_(None), _CODE.c.expires_at > now())
    return or_(
        exists().where(_KEY.c.person_id == _PERSON.c.id, _KEY.c.ended_at.is_(None)),
        exists().where(_CODE.c.person_id == _PERSON.c.id, open_line),
        exists().where(_MAIL.c.person_id == _PERSON.c.id, _MAIL.c.address != "", _MAIL.c.signs_in),
    )


def came_in_by_second_way() -> ColumnElement[bool]:
    """Filter on `Person`: one of these was used."""
    own = and_(_CODE.c.kind.in_(("book", "mail")), _CODE.c.used_at.is_not(None))
    return or_(
        exists().where(_KEY.c.person_id == _PERSON.c.id, _KEY.c.last_used_on.is_not(None)),
        exists().where(_CODE.c.person_id == _PERSON.c.id, own),
    )


def has_taken_out() -> ColumnElement[bool]:
    """Filter on `Person`: a takeout was downloaded to its last byte."""
    return exists().where(_TAKEOUT.c.person_id == _PERSON.c.id, _TAKEOUT.c.downloaded_at.is_not(None))
