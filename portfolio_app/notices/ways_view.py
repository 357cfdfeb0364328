"""What the page about ways to sign in shows: the passphrase, passkeys, the code book, and links by mail."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.code_book import lines_left
from portfolio_app.accounts.models import OneTimeCode, Passkey, SignIn
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date, ngettext
from portfolio_app.core.mail import mail_server
from portfolio_app.notices.models import MailAddress


@dataclass(frozen=True)
class PasskeyLine:
    """One passkey: what its owner calls it, since when, and when it was last used."""

    id: str = ""
    name: str = ""
    said: str = ""


@dataclass(frozen=True)
class WaysView:
    """The page."""

    loaded: bool = False
    username: str = ""
    changed: str = ""
    """On which day the passphrase was chosen."""
    passkeys: tuple[PasskeyLine, ...] = ()
    book: str = ""
    """How many codes are left and since when; "" without a book."""
    sends: bool = False
    address: str = ""
    signs_in: bool = False


async def load_ways(actor: Actor) -> WaysView:
    """The actor's own ways to sign in."""
    me = actor.person_id
    async with reading() as session:
        way_in = (
            await session.execute(select(SignIn).where(col(SignIn.person_id) == me, col(SignIn.kind) == "username"))
        ).scalar_one_or_none()
        keys = (
            await session.execute(
                select(Passkey)
                .where(col(Passkey.person_id) == me, col(Passkey.ended_at).is_(None))
                .order_by(col(Passkey.made_at))
            )
        ).scalars()
        lines = tuple(PasskeyLine(str(key.id), key.name, _said(key)) for key in keys)
        left = await lines_left(session, me)
        printed = await session.scalar(
            select(func.max(col(OneTimeCode.made_at))).where(
                col(OneTimeCode.person_id) == me, col(OneTimeCode.kind) == "book"
            )
        )
        mail = (await session.execute(select(MailAddress).where(col(MailAddress.person_id) == me))).scalar_one_or_none()
    book = ""
    if printed and left:
        on_paper = _("Printed on {day}").format(day=format_date(printed))
        book = on_paper + " · " + ngettext("{n} code is left", "{n} codes are left", left)
    return WaysView(
        loaded=True,
        username=way_in.identifier if way_in else "",
        changed=format_date(way_in.changed_at) if way_in and way_in.changed_at else "",
        passkeys=lines,
        book=book,
        sends=mail_server() is not None,
        address=mail.address if mail else "",
        signs_in=bool(mail and mail.signs_in),
    )


def _said(key: Passkey) -> str:
    added = _("Added on {day}").format(day=format_date(key.made_at))
    if key.last_used_on is None:
        return added
    return f"{added} · " + _("Last used on {day}").format(day=format_date(key.last_used_on))
