"""The time after school, as whoever leaves or has left sees it: whom to turn to, how it is going, where they go."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.database import reading
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_date, format_month, ngettext
from portfolio_app.guidance import policy
from portfolio_app.guidance.departure import Departure, departure_of
from portfolio_app.guidance.destinations import destination_of, follow_up_of, months_to_begin
from portfolio_app.guidance.kinds import DESTINATIONS, GOES, RIGHT_PLACE
from portfolio_app.guidance.models import CheckIn, CheckInAgreement, ContactWish, Destination, FollowUp
from portfolio_app.schools.queries import Contact, contact_of
from portfolio_app.settings import settings


@dataclass(frozen=True)
class WishLine:
    """That somebody wants to hear from their guidance contact."""

    id: str = ""
    day: str = ""
    words: str = ""
    reach: str = ""
    reached: str = ""
    """When the contact said that they have been in touch, in words; "" until then."""


@dataclass(frozen=True)
class CheckInLine:
    """A question how it is going, with its answer in words; all of them "" while there is none."""

    id: str = ""
    asked: str = ""
    goes: str = ""
    place: str = ""
    words: str = ""
    read: str = ""


@dataclass(frozen=True)
class ToldDestination:
    """Where somebody goes, as it stands in the form (`kind`, `begins`) and in words."""

    told: str = ""
    """When it was told, in a sentence; "" where nothing is."""
    kind: str = ""
    said: str = ""
    place: str = ""
    begins: str = ""
    begins_said: str = ""
    passes_on: str = ""
    """To whom it may be passed on, in a sentence."""


@dataclass(frozen=True)
class AfterSchoolView:
    """The page. Without a `day` there is no leaving day yet, and nothing else either."""

    loaded: bool = False
    day: str = ""
    """On which day they leave or left, in a sentence."""
    left: bool = False
    ends: str = ""
    """That all of it ends by itself, and when. All that follows in sentences names that day."""
    contact_until: str = ""
    read_until: str = ""
    kept_until: str = ""
    contact_name: str = ""
    contact_how: str = ""
    school: Contact = field(default_factory=Contact)
    """Whom pupils of the school turn to, where nobody is named."""
    wishes: tuple[WishLine, ...] = ()
    hear: str = ""
    """That they would like to hear from the contact by name, to tick."""
    agreed: str = ""
    """Since when they agree to be asked, in a sentence."""
    account_goes: str = ""
    """Where accounts are not kept: that the account ends, in a sentence."""
    waiting: CheckInLine = field(default_factory=CheckInLine)
    """The question that waits for an answer; without an id there is none."""
    answers: tuple[CheckInLine, ...] = ()
    destination: ToldDestination = field(default_factory=ToldDestination)
    months: tuple[Option, ...] = ()
    may_pass_on: str = ""
    """Whether the school may pass it on, as a question; "" where that is not asked."""
    passes_by: str = ""
    """On which legal basis, in the school's words."""
    request: str = ""
    answer_request: str = ""


async def load_after_school(actor: Actor, request: UUID, answer_request: UUID) -> AfterSchoolView:
    """The page of whoever leaves or has left; two ids for its forms. Raises `Refused` for staff who never left here."""
    async with reading() as session:
        departure = await departure_of(session, actor.person_id)
        if departure is None:
            if actor.roles and not actor.keeps_a_portfolio:
                raise Refused()
            return AfterSchoolView(loaded=True)
        named = await policy.contact_for(session, departure)
        agreement = (
            await session.execute(
                select(CheckInAgreement).where(
                    col(CheckInAgreement.person_id) == actor.person_id,
                    col(CheckInAgreement.school_id) == departure.school_id,
                    col(CheckInAgreement.ended_at).is_(None),
                )
            )
        ).scalar_one_or_none()
        check_ins = await _check_ins(session, actor, departure)
        follow_up = await follow_up_of(session, departure.school_id)
        told = await destination_of(session, actor.person_id)
        open_one = next((one for one in check_ins if one.answered_at is None), None)
        return AfterSchoolView(
            loaded=True,
            day=leaving_sentence(departure),
            left=departure.has_left,
            **_sentences(departure, named.name if named else ""),
            contact_name=named.name if named else "",
            contact_how=named.how if named else "",
            school=Contact() if named else await contact_of(session, departure.school_id),
            wishes=await _wishes(session, actor, departure),
            agreed=_on(_("You agreed to this on {day}."), agreement.agreed_at) if agreement else "",
            account_goes=_account_goes(departure),
            waiting=check_in_line(open_one) if open_one and open_one is check_ins[0] else CheckInLine(),
            answers=tuple(check_in_line(one) for one in check_ins if one.answered_at is not None),
            destination=_told(told, follow_up) if told and told.school_id == departure.school_id else ToldDestination(),
            months=_months(departure),
            may_pass_on=_may_pass_on(follow_up) if follow_up else "",
            passes_by=follow_up.basis if follow_up else "",
            request=str(request),
            answer_request=str(answer_request),
        )


def leaving_sentence(departure: Departure) -> str:
    """On which day whoever reads it leaves or left which school."""
    said = _("You left {school} on {day}.") if departure.has_left else _("You leave {school} on {day}.")
    return said.format(school=departure.school, day=format_date(departure.leaves_on))


def _sentences(departure: Departure, name: str) -> dict[str, str]:
    """What the page says of the day on which all of it ends."""
    return {
        "ends": _on(_("All of this ends by itself on {day}."), departure.until),
        "contact_until": _on(_("They are there for you until {day}."), departure.until),
        "read_until": _on(
            _("Only your guidance contact reads what you answer. It is erased on {day}, and before if you want."),
            departure.until,
        ),
        "kept_until": _on(_("It is kept until {day} and then erased."), departure.until),
        "hear": _("I would like to hear from {name}").format(name=name) if name else "",
    }


def _on(sentence: str, day: date | datetime) -> str:
    return sentence.format(day=format_date(day))


def _may_pass_on(follow_up: FollowUp) -> str:
    return _("A question of its own: may your school pass this on to {service}?").format(service=follow_up.service)


def _account_goes(departure: Departure) -> str:
    chosen = settings()
    if chosen.keeps_personal_accounts:
        return ""
    day = departure.leaves_on + timedelta(days=chosen.leavers_days)
    return _("Your account here ends on {day}. After that you are not asked any more.").format(day=format_date(day))


def months_words(months: int) -> str:
    """So many months, in words."""
    return ngettext("{n} month", "{n} months", months)


async def _check_ins(session: AsyncSession, actor: Actor, departure: Departure) -> Sequence[CheckIn]:
    """What the actor was asked since they left, the latest first."""
    if not departure.has_left:
        return ()
    found = await session.execute(
        select(CheckIn)
        .where(col(CheckIn.person_id) == actor.person_id, col(CheckIn.school_id) == departure.school_id)
        .order_by(col(CheckIn.months).desc())
    )
    return found.scalars().all()


def check_in_line(one: CheckIn) -> CheckInLine:
    """A question and its answer, as whoever was asked and their guidance contact read it."""
    return CheckInLine(
        id=str(one.id),
        asked=_("{months} after school").format(months=months_words(one.months)),
        goes=_(GOES.get(one.goes, "")) if one.goes else "",
        place=_(RIGHT_PLACE.get(one.place, "")) if one.place else "",
        words=one.words,
        read=_("Read on {day}").format(day=format_date(one.read_at)) if one.read_at else "",
    )


async def _wishes(session: AsyncSession, actor: Actor, departure: Departure) -> tuple[WishLine, ...]:
    found = await session.execute(
        select(ContactWish)
        .where(
            col(ContactWish.person_id) == actor.person_id,
            col(ContactWish.school_id) == departure.school_id,
            col(ContactWish.ended_at).is_(None),
        )
        .order_by(col(ContactWish.made_at).desc(), col(ContactWish.id))
        .limit(20)
    )
    return tuple(wish_line(one) for one in found.scalars())


def wish_line(one: ContactWish) -> WishLine:
    """A wish, as whoever has it and their guidance contact read it."""
    return WishLine(
        id=str(one.id),
        day=format_date(one.made_at),
        words=one.words,
        reach=one.reach,
        reached=_("In touch on {day}").format(day=format_date(one.reached_at)) if one.reached_at else "",
    )


def _told(row: Destination, follow_up: FollowUp | None) -> ToldDestination:
    goes_to = follow_up.service if follow_up and row.passes_on_at is not None else ""
    return ToldDestination(
        told=_on(_("You told your school on {day}."), row.told_at),
        kind=row.kind,
        said=destination_words(row),
        place=row.place,
        begins=row.begins,
        begins_said=month_words(row.begins),
        passes_on=_("It may be passed on to {service}.").format(service=goes_to) if goes_to else "",
    )


def destination_words(row: Destination) -> str:
    """Where somebody goes, and where that is if they said so."""
    return " · ".join(part for part in (_(DESTINATIONS[row.kind]), row.place) if part)


def month_words(month: str) -> str:
    """A month as it is kept, in words; "" for none."""
    return format_month(date.fromisoformat(f"{month}-01")) if month else ""


def _months(departure: Departure) -> tuple[Option, ...]:
    known = (Option(month, month_words(month)) for month in months_to_begin(departure))
    return (Option("", _("I do not know yet")), *known)
