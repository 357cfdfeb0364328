"""What screens show about an account: its sessions, how it is signed in to, what its owner must be told."""

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Row, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col

from portfolio_app.accounts import policy, sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Membership, OneTimeCode, Person, Role, Session, SignIn
from portfolio_app.accounts.passphrases import SHORTEST
from portfolio_app.core.database import reading, table_of
from portfolio_app.core.languages import N_, NAMES, _, format_date, format_moment, languages
from portfolio_app.core.models import Mark

ROLE_NAMES = {
    Role.PUPIL: N_("Pupil"),
    Role.TEACHER: N_("Teacher"),
    Role.COUNSELLOR: N_("Counsellor"),
    Role.COORDINATOR: N_("School coordinator"),
    Role.REGIONAL: N_("Regional coordinator"),
    Role.ADMIN: N_("Admin"),
    Role.PERSONAL: N_("Own account"),
}
"""What a role is called on a screen; a msgid each."""


@dataclass(frozen=True)
class DemoPerson:
    """Somebody to be in a demo: what to sign in with, and who that is."""

    username: str = ""
    name: str = ""
    role: str = ""


@dataclass(frozen=True)
class OwnSession:
    """One browser the actor is signed in with."""

    id: str = ""
    device: str = ""
    used: str = ""
    own_device: bool = False
    here: bool = False


@dataclass(frozen=True)
class Option:
    """One of a list: what is sent, what is read."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class AccountView:
    """The account page."""

    name: str = ""
    username: str = ""
    roles: str = ""
    language: str = ""
    theme: str = ""
    languages: tuple[Option, ...] = ()
    changed: str = ""
    sessions: tuple[OwnSession, ...] = ()
    is_pupil: bool = False


@dataclass(frozen=True)
class Told:
    """Somebody gave the actor a one-time code: a sentence with who and when."""

    id: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class ChoosingView:
    """The page where a passphrase is chosen; `given` says whose code or card led there."""

    username: str = ""
    must_choose: bool = False
    given: str = ""
    shortest: int = SHORTEST


async def demo_people() -> tuple[DemoPerson, ...]:
    """People to be on a demo instance, in the order its mark lists their user names; nobody elsewhere.

    The mark "demo" holds a JSON list of user names.
    """
    async with reading() as session:
        value = (await session.execute(select(col(Mark.value)).where(col(Mark.name) == "demo"))).scalar_one_or_none()
        usernames = _usernames(value or "")
        rows = (
            await session.execute(
                select(SignIn, Person, Membership)
                .join(Person, col(Person.id) == col(SignIn.person_id))
                .join(Membership, (col(Membership.person_id) == col(Person.id)) & col(Membership.ended_at).is_(None))
                .where(col(SignIn.kind) == "username", col(SignIn.identifier).in_(usernames))
            )
        ).all()
    found = {
        way_in.identifier: DemoPerson(way_in.identifier, person.name, _role(held)) for way_in, person, held in rows
    }
    return tuple(found[username] for username in usernames if username in found)


def _role(held: Membership) -> str:
    return _(ROLE_NAMES[Role(held.role)])


def _usernames(value: str) -> list[str]:
    try:
        return TypeAdapter(list[str]).validate_json(value)
    except ValidationError:
        return []


async def load_account(actor: Actor) -> AccountView:
    """The actor's own account, with the sessions that are open and awake."""
    async with reading() as session:
        way_in = (
            await session.execute(
                select(SignIn).where(col(SignIn.person_id) == actor.person_id, col(SignIn.kind) == "username")
            )
        ).scalar_one_or_none()
        open_sessions = (
            await session.execute(
                select(Session)
                .where(policy.own_sessions(actor.person_id), col(Session.ended_at).is_(None))
                .order_by(col(Session.used_at).desc())
                .limit(50)
            )
        ).scalars()
        own = tuple(
            OwnSession(
                id=str(one.id),
                device=one.device or _("A browser"),
                used=_("You are using it now") if one.id == actor.session_id else _used(one),
                own_device=one.own_device,
                here=one.id == actor.session_id,
            )
            for one in open_sessions
            if one.id == actor.session_id or not _asleep(one)
        )
    return AccountView(
        name=actor.name,
        username=way_in.identifier if way_in else "",
        roles=", ".join(dict.fromkeys(_(ROLE_NAMES[held.role]) for held in actor.roles)),
        language=actor.language,
        theme=actor.theme,
        languages=(Option("", _("Same as the browser")), *(Option(code, NAMES[code]) for code in languages())),
        changed=format_date(way_in.changed_at) if way_in and way_in.changed_at else "",
        sessions=tuple(sorted(own, key=lambda one: not one.here)),
        is_pupil=actor.keeps_a_portfolio,
    )


def _asleep(one: Session) -> bool:
    return sessions.asleep(sessions.last_used(one), one.own_device, sessions.choose_by(one.made_at, one.must_choose))


def _used(one: Session) -> str:
    return _("Last used on {day}").format(day=format_date(sessions.last_used(one)))


# Written once, and on the tables themselves: it is asked each time somebody comes to Home.
_CODE, _GIVER = table_of(OneTimeCode), table_of(Person).alias("giver")
_UNTOLD = (
    select(_CODE.c.id, _CODE.c.kind, _CODE.c.made_at, _CODE.c.used_at, func.coalesce(_GIVER.c.name, "").label("giver"))
    .join_from(_CODE, _GIVER, _GIVER.c.id == _CODE.c.issued_by, isouter=True)
    .where(
        _CODE.c.person_id == bindparam("person"),
        or_(_CODE.c.kind == "code", _CODE.c.used_at.is_not(None)),
        _CODE.c.told_at.is_(None),
    )
    .order_by(_CODE.c.made_at.desc())
    .limit(5)
)


async def untold(session: AsyncSession, actor: Actor) -> tuple[Told, ...]:
    """One-time codes (and cards or links that were used) the actor has not been told of: who made them, and when.

    They stay untold until their owner puts them away: whoever came in with one must not be able to hide it by that.
    """
    codes = await session.execute(_UNTOLD, {"person": actor.person_id})
    return tuple(Told(str(code.id), _told(code)) for code in codes)


def _told(code: Row[*tuple[Any, ...]]) -> str:
    made = {
        "code": _("{name} made a one-time code for your account on {moment}."),
        "card": _("{name} printed a sign-in card for your account on {moment}."),
        "link": _("{name} made a one-time link for your account on {moment}."),
        "book": _("You printed a code book on {moment}. This is about one of its codes."),
    }[code.kind].format(name=code.giver or "Polku", moment=format_moment(code.made_at))
    used = _("It was used to sign in.") if code.used_at else _("It was not used.")
    return f"{made} {used}"


async def load_choosing(actor: Actor) -> ChoosingView:
    """What stands on the page where a passphrase is chosen."""
    giver = aliased(Person)
    async with reading() as session:
        username = (
            await session.execute(
                select(col(SignIn.identifier)).where(
                    col(SignIn.person_id) == actor.person_id, col(SignIn.kind) == "username"
                )
            )
        ).scalar_one_or_none()
        row = (
            await session.execute(
                select(OneTimeCode, col(giver.name))
                .outerjoin(giver, col(giver.id) == col(OneTimeCode.issued_by))
                .where(
                    col(OneTimeCode.person_id) == actor.person_id,
                    col(OneTimeCode.ended_at).is_(None),
                    col(OneTimeCode.used_at).is_not(None),
                )
                .order_by(col(OneTimeCode.used_at).desc())
                .limit(1)
            )
        ).first()
    return ChoosingView(
        username=username or "",
        must_choose=actor.must_choose,
        given=_given(row[0], row[1] or "") if row and actor.must_choose else "",
    )


def _given(code: OneTimeCode, name: str) -> str:
    sentences = {
        "code": _("You signed in with the one-time code that {name} gave you on {moment}."),
        "card": _("You signed in with the card that {name} printed on {moment}."),
        "link": _("You signed in with the link that {name} made on {moment}."),
        "book": _(
            "You signed in with a code of the code book that you printed on {moment}. It opens nothing any more."
        ),
    }
    return sentences[code.kind].format(name=name or "Polku", moment=format_moment(code.made_at))
