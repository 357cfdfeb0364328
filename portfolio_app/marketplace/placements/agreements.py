"""What is agreed about a placement, and who has signed it.

The terms are the placement's own columns. Whenever they change, they are written down as another version, word for
word, and every party signs anew. The school's signature is its approval.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import day_typed, one_line, phone_number, several_lines
from portfolio_app.marketplace.lawful_hours import Days, warnings
from portfolio_app.marketplace.models import Offer, OfferKind
from portfolio_app.marketplace.offer_typed import time_typed
from portfolio_app.marketplace.periods.actions import CHANGED
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.ages import born_in
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Agreement, Party, Placement, Signature
from portfolio_app.marketplace.working_hours import Aged, Young
from portfolio_app.schools.places import country_of_school

KEPT_FOR = timedelta(days=365)
"""How long an agreement is kept after the last day: our own choice, a school year in which something may be asked."""
TERMS = (
    "host_name",
    "address",
    "responsible",
    "first_day",
    "last_day",
    "begins",
    "ends",
    "break_minutes",
    "tasks",
    "clothing",
    "lunch",
    "way_there",
    "photos_allowed",
    "adult_phone",
)
"""Columns of a placement that are agreed on."""
YOUNGEST = 13
"""Of whom nothing is known, neither their month of birth nor an offer's ages."""
OTHER_TERMS = N_("The terms have changed meanwhile. Read them once more, then sign.")


@dataclass(frozen=True)
class TermsForm(Typed):
    """Terms as somebody types them; times as `9:00`."""

    responsible: str = ""
    address: str = ""
    begins: str = ""
    ends: str = ""
    break_minutes: str = ""
    tasks: str = ""
    clothing: str = ""
    lunch: str = ""
    way_there: str = ""
    photos_allowed: bool = False
    adult_phone: str = ""


def terms_of(row: Placement) -> dict[str, object]:
    """What an agreement about the placement says as it stands: JSON-able, days ISO, times minutes after midnight."""
    return {name: value.isoformat() if isinstance(value := getattr(row, name), date) else value for name in TERMS}


async def newest(session: AsyncSession, placement_id: UUID) -> Agreement | None:
    """The version that is to be signed; None before there is one."""
    found = select(Agreement).where(col(Agreement.placement_id) == placement_id)
    return (await session.execute(found.order_by(col(Agreement.version).desc()).limit(1))).scalar_one_or_none()


@dataclass(frozen=True)
class Former:
    """A version that a party has signed, which is not the newest: its terms, and by whom it was signed when."""

    version: int
    terms: Mapping[str, Any]
    name: str
    signed_at: datetime


async def formerly_signed(session: AsyncSession, latest: Agreement) -> dict[str, Former]:
    """By the party: the last version before this one that it signed."""
    rows = await session.execute(
        select(Agreement, Signature)
        .join(Signature, col(Signature.agreement_id) == col(Agreement.id))
        .where(col(Agreement.placement_id) == latest.placement_id, col(Agreement.version) < latest.version)
        .order_by(col(Agreement.version))
    )
    return {one.party: Former(was.version, was.terms, one.name, one.signed_at) for was, one in rows}


async def propose(actor: Actor, placement_id: str | UUID, form: TermsForm, version: int) -> tuple[str, ...]:
    """Write down the terms of a placement that the actor looks after; returns what the rules for working hours warn
    of. The same terms again change nothing; others need new signatures, the school's too.

    Raises `Invalid` with the field, also where the hours are forbidden (with what would be lawful), `Conflict` when a
    colleague changed it since `version`, and `NotFound`.
    """
    values = _cleaned(form)
    async with writing() as session:
        row = await _open(session, actor, placement_id)
        warned = await _lawful(session, row, values)
        same = all(getattr(row, name) == value for name, value in values.items())
        latest = await newest(session, row.id)
        if same and latest is not None and latest.terms == terms_of(row):
            return warned
        if version != row.version:
            raise Conflict(CHANGED)
        for name, value in values.items():
            setattr(row, name, value)
        row.version, row.changed_at = row.version + 1, now()
        row.approved_at = row.approved_by = None
        made = Agreement(
            placement_id=row.id,
            version=latest.version + 1 if latest else 1,
            terms=terms_of(row),
            made_at=now(),
            made_by=actor.person_id,
            keep_until=row.last_day + KEPT_FOR,
            request=uuid4(),
        )
        session.add(made)
        audit_placement(session, "propose_agreement", actor.person_id, row, version=made.version)
        return warned


async def sign_for_school(actor: Actor, placement_id: str | UUID, agreement_id: str | UUID) -> None:
    """The school agrees to this version, and with that approves the placement: its host may learn who comes. Signed
    already: fine. Raises `Conflict` for former terms, and `NotFound`."""
    async with writing() as session:
        row = await _open(session, actor, placement_id)
        agreement = await _must_be_newest(session, row, as_id(agreement_id))
        await sign(session, agreement, Party.SCHOOL, actor.name, way="account", by=actor.person_id)
        if row.approved_at is None:
            row.approved_at, row.approved_by = now(), actor.person_id
            row.version += 1
        audit_placement(session, "approve_placement", actor.person_id, row, version=agreement.version)


async def take_approval_back(actor: Actor, placement_id: str | UUID) -> None:
    """The school does not agree after all; signing again undoes that. Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await _open(session, actor, placement_id)
        if row.approved_at is None:
            return
        row.approved_at = row.approved_by = None
        row.version += 1
        agreement = await newest(session, row.id)
        if agreement is not None:
            await _unsign(session, agreement, Party.SCHOOL)
        audit_placement(session, "take_approval_back", actor.person_id, row)


async def record_paper(
    actor: Actor, placement_id: str | UUID, agreement_id: str | UUID, party: str, name: str, signed_on: str
) -> None:
    """A host or a family has signed this version on paper. Recorded already: fine.

    Raises `Invalid` with the field, `Conflict` for former terms, and `NotFound`.
    """
    if party not in (Party.HOST, Party.FAMILY):
        raise Invalid(N_("Choose who has signed."), field="party")
    who = one_line(name, field="signed_name", most=120, empty=N_("Write who has signed."))
    day = day_typed(signed_on, field="signed_on")
    if day > local_date(now()):
        raise Invalid(N_("This day has not come yet."), field="signed_on")
    async with writing() as session:
        row = await _open(session, actor, placement_id)
        agreement = await _must_be_newest(session, row, as_id(agreement_id))
        if await sign(session, agreement, Party(party), who, way="paper", by=actor.person_id):
            audit_placement(session, "record_paper", actor.person_id, row, party=party)


async def forget_paper(actor: Actor, placement_id: str | UUID, party: str) -> None:
    """A signature on paper was recorded by mistake. Done already: fine. Raises `NotFound`."""
    async with writing() as session:
        row = await _open(session, actor, placement_id)
        agreement = await newest(session, row.id)
        if agreement is not None and party in (Party.HOST, Party.FAMILY):
            await _unsign(session, agreement, Party(party), way="paper")
            audit_placement(session, "forget_paper", actor.person_id, row, party=party)


async def sign(
    session: AsyncSession, agreement: Agreement, party: Party, name: str, *, way: str, by: UUID | None = None
) -> bool:
    """In the transaction of somebody who may: sign a version for a party; whether it was not signed before."""
    return await insert_new(
        session,
        Signature(agreement_id=agreement.id, party=party, name=name, way=way, signed_at=now(), recorded_by=by),
    )


async def _unsign(session: AsyncSession, agreement: Agreement, party: Party, way: str = "") -> None:
    which = [col(Signature.agreement_id) == agreement.id, col(Signature.party) == party]
    if way:
        which.append(col(Signature.way) == way)
    await session.execute(delete(Signature).where(*which))


async def _open(session: AsyncSession, actor: Actor, placement_id: str | UUID) -> Placement:
    """The placement, locked, when the actor looks after it and it takes place."""
    row = await policy.check_guides(session, actor, placement_id, lock=True)
    if row.cancelled_at is not None:
        raise NotFound()
    return row


async def _must_be_newest(session: AsyncSession, row: Placement, agreement_id: UUID) -> Agreement:
    latest = await newest(session, row.id)
    if latest is None:
        raise NotFound()
    if latest.id == agreement_id:
        return latest
    former = await session.get(Agreement, agreement_id)
    if former is None or former.placement_id != row.id:
        raise NotFound()
    raise Conflict(OTHER_TERMS)


async def _lawful(session: AsyncSession, row: Placement, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Hours held against the age of the pupil, or of the youngest whom the offer means."""
    country = await country_of_school(session, row.school_id)
    ages = await born_in(session, row.person_id)
    if ages is None:
        youngest = await session.scalar(select(col(Offer.ages_from)).where(col(Offer.id) == row.offer_id))
        ages = Aged(youngest or YOUNGEST)
    days = Days(row.first_day, row.last_day, values["begins"], values["ends"], values["break_minutes"])
    return warnings(OfferKind(row.kind), days, Young(ages), country, field="begins")


def _cleaned(form: TermsForm) -> dict[str, Any]:
    begins, ends = time_typed(form.begins, field="begins"), time_typed(form.ends, field="ends")
    if ends <= begins:
        raise Invalid(N_("It ends before it begins. Look at the times again."), field="ends")
    said = form.break_minutes.strip() or "0"
    if not (said.isascii() and said.isdigit() and len(said) < 4 and int(said) <= 240):
        raise Invalid(N_("Write the minutes as a number up to 240."), field="break_minutes")
    return {
        "responsible": one_line(
            form.responsible, field="responsible", most=120, empty=N_("Write who looks after the pupils there.")
        ),
        "address": one_line(form.address, field="address", most=200),
        "begins": begins,
        "ends": ends,
        "break_minutes": int(said),
        "tasks": several_lines(form.tasks, field="tasks", most=1500),
        "clothing": one_line(form.clothing, field="clothing", most=200),
        "lunch": one_line(form.lunch, field="lunch", most=200),
        "way_there": several_lines(form.way_there, field="way_there", most=500),
        "photos_allowed": form.photos_allowed,
        "adult_phone": phone_number(form.adult_phone, field="adult_phone"),
    }
