"""A code of six figures, mailed again to the confirmed address of a host's contact: a link that was passed on, or that
somebody found, names no pupil.

The code is made of a number that is drawn for each letter and of the instance's secret, so that the database holds
none. It is good for some minutes and five tries; whoever guesses on and on closes the link.
"""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, speaking
from portfolio_app.core.mail import mail_server, send
from portfolio_app.core.secrets import keyed_hash
from portfolio_app.marketplace.hosting.models import MOST_TRIES, HostCode
from portfolio_app.marketplace.hosting.sessions import anybody_named, begin, ids_of, named, open_link
from portfolio_app.marketplace.models import HostContact
from portfolio_app.marketplace.offering import Opened
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Placement
from portfolio_app.notices.addresses import letter_to
from portfolio_app.notices.letters import Line, to_anybody

MAILING = "host_code"
"""The kind of work in the outbox that mails the code."""
VALID = timedelta(minutes=15)
MOST_WRONG = 20
"""Wrong tries, of several codes, after which the link closes: nobody mistypes that often."""
FIGURES = 6
WRONG = N_("This is not the code, or it is too old. Look at the newest letter, or let us send another code.")


async def send_code(key: str) -> None:
    """Mail a code to the contact of a link; a former one is good for nothing then.

    Raises `NotFound` for a link that opens nothing, `Invalid` where nobody comes of whom there is anything to read and
    where no mail is sent, and `TooMany` after five letters within an hour.
    """
    async with writing() as session:
        found = await _must_open(session, key)
        if not await anybody_named(session, found.host):
            raise Invalid(N_("Nobody comes to you just now whose school has signed. There is nothing to open."))
        if mail_server() is None:
            raise Invalid(N_("This installation sends no mail. Ask whoever runs it."))
        letter_to(found.contact.mail)
        row = await _code_of(session, found.contact)
        if row is None:
            row = HostCode(contact_id=found.contact.id, drawn=uuid4(), until_at=now() + VALID)
            await insert_new(session, row)
        else:
            row.drawn, row.until_at, row.tries = uuid4(), now() + VALID, 0
        await outbox.put(session, MAILING, {"contact": str(found.contact.id), "drawn": str(row.drawn)})
        audit(session, "marketplace.send_host_code", actor_id=None, thing=f"host_contact:{found.contact.id}")


async def enter(key: str, typed: str, browser: str) -> str:
    """Type the code that was mailed; returns the key of a session for this browser.

    Raises `Invalid` for a wrong or an old code and after too many tries, `NotFound` for a link that opens nothing.
    """
    async with writing() as session:
        found = await _must_open(session, key)
        opened = await _enter(session, found, typed, browser)
    if opened is None:  # after the commit, for the try counts
        raise Invalid(WRONG, field="code")
    return opened


async def _enter(session: AsyncSession, found: Opened, typed: str, browser: str) -> str | None:
    row = await _code_of(session, found.contact)
    if row is None or row.until_at <= now() or row.tries >= MOST_TRIES:
        return None
    row.tries += 1
    said = "".join(one for one in typed if one.isascii() and one.isdigit())
    if not hmac.compare_digest(said.encode(), code_of(row).encode()):
        row.wrong += 1
        if row.wrong >= MOST_WRONG:
            found.contact.opens = found.contact.opens_until = None
            audit(session, "marketplace.close_guessed_link", actor_id=None, thing=f"host_contact:{found.contact.id}")
        return None
    if not await anybody_named(session, found.host):
        return None
    await session.delete(row)
    audit(session, "marketplace.open_host_session", actor_id=None, thing=f"host_contact:{found.contact.id}")
    # The log of each pupil says that their name could be read there.
    seen = select(Placement).where(col(Placement.host_id).in_(await ids_of(session, found.host)), named())
    for placement in (await session.execute(seen)).scalars():
        audit_placement(session, "name_to_host", None, placement, host_contact=str(found.contact.id))
    return begin(session, found, browser)


def code_of(row: HostCode) -> str:
    """The code itself: six figures."""
    drawn = keyed_hash("host-code", f"{row.contact_id} {row.drawn}")
    return f"{int(drawn, 16) % 10**FIGURES:0{FIGURES}}"


async def mail_code(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail the code, unless another was sent since or it is too old by now. Work of the outbox."""
    async with reading() as session:
        contact = await session.get(HostContact, UUID(payload["contact"]))
        row = await _code_of(session, contact, lock=False) if contact is not None else None
    if contact is None or row is None or str(row.drawn) != payload["drawn"] or row.until_at <= now():
        return
    if contact.ended_at is not None or contact.confirmed_at is None or contact.opens is None:
        return
    code = code_of(row)
    with speaking(contact.language):
        lines = (
            Line(_("Your code is {code}").format(code=f"{code[:3]} {code[3:]}")),
            Line(
                _(
                    "Type it on the page from which you asked for it. It is good for 15 minutes, and shows who comes "
                    "to you."
                )
            ),
            Line(_("If you did not ask for it, do nothing, and pass it on to nobody.")),
        )
        await send(to_anybody(row_id, contact.mail, _("Your code"), lines))


async def _must_open(session: AsyncSession, key: str) -> Opened:
    found = await open_link(session, key)
    if found is None:
        raise NotFound()
    await session.refresh(found.contact, with_for_update=True)  # tries of one contact take turns
    if found.contact.opens is None:
        raise NotFound()
    return found


async def _code_of(session: AsyncSession, contact: HostContact, *, lock: bool = True) -> HostCode | None:
    wanted = select(HostCode).where(col(HostCode.contact_id) == contact.id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return (await session.execute(wanted)).scalar_one_or_none()
