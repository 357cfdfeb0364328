"""What a kit is filled with: what is known of the school, and of what was planned. Nothing of any pupil's own is in it.

Ambassadors stand on it by name only when they agreed to that (`Ambassador.name_shown`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.campaigns.models import CampaignLink
from portfolio_app.ambassadors.campaigns.queries import address_of
from portfolio_app.ambassadors.kits.asking import KitAsked, whole
from portfolio_app.ambassadors.models import Ambassador, AmbassadorAction
from portfolio_app.ambassadors.training.standing import passed
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_clock, format_date, format_days, local_date, speaking
from portfolio_app.marketplace.fields import NAMES as FIELD_NAMES
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.models import Offer, OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.periods.models import Period
from portfolio_app.marketplace.sought import open_offers
from portfolio_app.schools.models import School
from portfolio_app.schools.queries import HelpLine, contact_of
from portfolio_app.skills.framework import framework

MOST_PERIODS, MOST_FIELDS, MOST_HELP, MOST_NAMES = 3, 4, 3, 12
"""As many as fit."""
MOST_LINKS = 40
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Coming:
    """A period that is announced: what it is, when, and until when pupils say what they wish ("" where they do not)."""

    name: str
    days: str
    wishes_until: str = ""


@dataclass(frozen=True)
class FieldCount:
    """How many offers there are nearby in a field of work."""

    name: str
    count: int


@dataclass(frozen=True)
class KitTheme:
    """A theme of the school's framework: its look (colour and shape) and its name."""

    look: str
    name: str


@dataclass(frozen=True)
class Kit:
    """All that a kit says, in the language it was asked for. `path` is where its code leads, within the instance."""

    asked: KitAsked
    school: str
    contact: str
    when: str = ""
    place: str = ""
    names: tuple[str, ...] = ()
    coming: tuple[Coming, ...] = ()
    offers: int = 0
    fields: tuple[FieldCount, ...] = ()
    themes: tuple[KitTheme, ...] = ()
    help: tuple[HelpLine, ...] = ()
    path: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """Links of the school that count, by code and name: where its code may lead instead."""
    trained: bool = True
    """Whether its maker, where that is an ambassador, has done the whole training."""


async def load_kit(actor: Actor, asked: KitAsked) -> Kit:
    """The kit that is asked for, by an ambassador of today or an adult who looks after some. Raises `NotFound` for
    anybody else, and for an action that is neither theirs nor of somebody they look after."""
    async with reading() as session:
        me = await policy.serving(session, actor)
        action, ambassador = await _planned(session, actor, asked.action)
        school_id = ambassador.school_id if ambassador else me.school_id if me else _guided(actor)
        school = await session.get_one(School, school_id)
        filled = whole(
            asked,
            event=action.kind if action else "",
            day=action.day if action else None,
            place=action.place if action else "",
            text=school.language,
        )
        with speaking(filled.text):
            known = await contact_of(session, school_id)
            contact = filled.contact or await _adult(session, actor, ambassador or me) or known.name
            offers = await _offers(session, school)
            links = await _links(session, school_id)
            # One of elsewhere, or one that was ended, counts as not said.
            filled = replace(filled, link=filled.link if filled.link in dict(links) else "")
            used = framework(school.framework)
            return Kit(
                asked=filled,
                school=school.name,
                contact=contact,
                when=_when(filled),
                place=filled.place,
                names=await _names(session, school_id),
                coming=await _coming(session, school_id),
                offers=sum(one.count for one in offers),
                fields=tuple(offers[:MOST_FIELDS]),
                themes=tuple(KitTheme(one.look, used.text(one.name, filled.text)) for one in used.themes),
                help=known.help[:MOST_HELP],
                path=address_of(filled.link) if filled.link else f"/{filled.text}/{SIGN_IN}",
                links=links,
                trained=me is None or await passed(session, me),
            )


def _guided(actor: Actor) -> UUID:
    schools = actor.schools(*policy.GUIDES)
    if not schools:
        raise NotFound()
    return schools[0]


async def _planned(
    session: AsyncSession, actor: Actor, action_id: str
) -> tuple[AmbassadorAction | None, Ambassador | None]:
    """The action that is named, with whose it is: one's own while one serves, or of somebody one looks after."""
    if not action_id:
        return None, None
    found = await session.get(AmbassadorAction, as_id(action_id))
    if found is None or found.deleted_at is not None:
        raise NotFound()
    check = policy.check_guides if actor.schools(*policy.GUIDES) else policy.check_serving
    return found, await check(session, actor, found.ambassador_id)


async def _adult(session: AsyncSession, actor: Actor, ambassador: Ambassador | None) -> str:
    """Who answers for it: the adult who asks, else the one who chose the ambassador; "" where nobody does any more."""
    if actor.schools(*policy.GUIDES):
        return actor.name
    if ambassador is None or ambassador.chosen_by is None:
        return ""
    wanted = select(col(Person.name)).where(col(Person.id) == ambassador.chosen_by, col(Person.ended_at).is_(None))
    return await session.scalar(wanted) or ""


async def _names(session: AsyncSession, school_id: UUID) -> tuple[str, ...]:
    rows = await session.execute(
        select(col(Person.name))
        .join(Ambassador, col(Ambassador.person_id) == col(Person.id))
        .where(
            col(Ambassador.school_id) == school_id,
            col(Ambassador.name_shown).is_(True),
            col(Person.ended_at).is_(None),
            policy.serving_today(),
        )
        .group_by(col(Person.id), col(Person.name), col(Person.sort_name))
        .order_by(col(Person.sort_name), col(Person.id))
        .limit(MOST_NAMES)
    )
    return tuple(rows.scalars())


async def _coming(session: AsyncSession, school_id: UUID) -> tuple[Coming, ...]:
    here = local_date(now())
    rows = await session.execute(
        select(Period)
        .where(
            col(Period.school_id) == school_id,
            col(Period.announced_at).is_not(None),
            col(Period.ended_at).is_(None),
            col(Period.last_day) >= here,
        )
        .order_by(col(Period.first_day), col(Period.id))
        .limit(MOST_PERIODS)
    )
    return tuple(
        Coming(
            _(KIND_NAMES[OfferKind(one.kind)]),
            format_days(one.first_day, one.last_day),
            _until(one.wishes_until, here),
        )
        for one in rows.scalars()
    )


def _until(day: date | None, here: date) -> str:
    return format_date(day) if day and day >= here else ""


async def _links(session: AsyncSession, school_id: UUID) -> tuple[tuple[str, str], ...]:
    rows = await session.execute(
        select(col(CampaignLink.code), col(CampaignLink.name))
        .where(col(CampaignLink.school_id) == school_id, col(CampaignLink.ended_at).is_(None))
        .order_by(col(CampaignLink.made_at).desc(), col(CampaignLink.id))
        .limit(MOST_LINKS)
    )
    return tuple((code, name) for code, name in rows.all())


async def _offers(session: AsyncSession, school: School) -> Sequence[FieldCount]:
    """How many there are in each field, most first."""
    number = func.count()
    rows = await session.execute(
        select(col(Offer.field), number)
        .where(
            open_offers(),
            col(Offer.region_id) == school.region_id,
            col(Offer.shown_until) >= local_date(now()),
            col(Offer.field).in_([one.value for one in FieldOfWork]),
        )
        .group_by(col(Offer.field))
        .order_by(number.desc(), col(Offer.field))
    )
    return [FieldCount(_(FIELD_NAMES[FieldOfWork(field)]), count) for field, count in rows.all()]


def _when(asked: KitAsked) -> str:
    parts = [format_date(asked.day, "full") if asked.day else "", format_clock(asked.at) if asked.at else ""]
    return ", ".join(part for part in parts if part)
