"""What the page about mail shows: the reader's address, and how each kind of notice reaches them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date
from portfolio_app.core.mail import mail_server
from portfolio_app.notices.kinds import KINDS
from portfolio_app.notices.mailing import ways_of
from portfolio_app.notices.models import MailAddress


@dataclass(frozen=True)
class KindChoice:
    """A kind of notice the reader can get, and how they get it by mail: a `Way`."""

    code: str = ""
    label: str = ""
    way: str = ""


@dataclass(frozen=True)
class MailView:
    """The page. Without `sends`, this instance sends no mail at all."""

    loaded: bool = False
    sends: bool = False
    address: str = ""
    confirmed: str = ""
    """Since which day it is in use."""
    pending: str = ""
    kinds: tuple[KindChoice, ...] = ()


async def load_mail(actor: Actor) -> MailView:
    """The actor's own choices."""
    async with reading() as session:
        found = (
            await session.execute(select(MailAddress).where(col(MailAddress.person_id) == actor.person_id))
        ).scalar_one_or_none()
        ways = await ways_of(session, actor.person_id)
    confirmed = found.confirmed_at if found else None
    return MailView(
        loaded=True,
        sends=mail_server() is not None,
        address=found.address if found else "",
        confirmed=format_date(confirmed) if confirmed else "",
        pending=found.pending if found else "",
        kinds=tuple(
            KindChoice(code, _(kind.label), ways[code].value)
            for code, kind in KINDS.items()
            if not kind.roles or actor.has(*kind.roles)
        ),
    )
