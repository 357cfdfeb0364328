"""A letter to whoever has their account deleted, in case it was not they: while it rests they can come back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.ending import receipt_key
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading
from portfolio_app.core.languages import _, format_date, speaking, spoken
from portfolio_app.core.mail import Letter, mail_server, send
from portfolio_app.notices.letters import Line, to_anybody
from portfolio_app.notices.models import MailAddress
from portfolio_app.settings import settings

ACCOUNT_ENDS = "account_ends"
"""The kind of work in the outbox that mails the letter."""


async def letter_about_ending(session: AsyncSession, person_id: UUID) -> None:
    """Have the letter mailed, where mail is sent at all."""
    if mail_server() is not None:
        await outbox.put(session, ACCOUNT_ENDS, {"person": str(person_id)})


async def letter_about_the_end(session: AsyncSession, person_id: UUID, receipt_id: UUID) -> None:
    """Have the letter mailed to somebody whose time after school is over."""
    if mail_server() is not None:
        await outbox.put(session, ACCOUNT_ENDS, {"person": str(person_id), "receipt": str(receipt_id)})


async def mail_ending(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail it to the address its owner has confirmed, unless they have come back since. Work of the outbox."""
    async with reading() as session:
        row = (
            await session.execute(
                select(col(Person.erase_on), col(Person.language), MailAddress)
                .select_from(Person)
                .join(MailAddress, col(MailAddress.person_id) == col(Person.id))
                .where(
                    col(Person.id) == UUID(payload["person"]),
                    col(Person.erase_on).is_not(None),
                    col(MailAddress.address) != "",
                )
            )
        ).first()
    if row is None:
        return
    erase_on, language, found = row
    with speaking(language or found.language):
        await send(_letter(row_id, found.address, format_date(erase_on or today()), payload.get("receipt", "")))


def _letter(row_id: UUID, to: str, day: str, receipt: str) -> Letter:
    subject = _("Your account on Polku")
    begins = f"{settings().links_begin}/{spoken()}"
    if receipt:
        lines = (
            Line(_("You have left school, and the time to take out what is yours is over.")),
            Line(
                _("Your account is deleted on {day}. This receipt then says what was deleted:").format(day=day),
                f"{begins}/receipt?key={receipt_key(UUID(receipt))}",
            ),
        )
        return to_anybody(row_id, to, subject, lines)
    lines = (
        Line(_("Somebody who knows your passphrase has asked for your account to be deleted, with all that is in it.")),
        Line(
            _("It is deleted on {day}. If that was not you, or you want it back, sign in before that day:").format(
                day=day
            ),
            f"{begins}/sign-in",
        ),
    )
    return to_anybody(row_id, to, subject, lines)
