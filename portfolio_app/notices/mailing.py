"""Notices by mail, for whoever gave an address and wants them so: each at once, or all of a day in one.

What is mailed is decided when it is sent: what was read meanwhile, switched off or taken back is not. A digest speaks
of what was told before its time, whenever it is sent, so that sent twice it is the same message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.core import outbox
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import insert_new, reading, writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import _, being_in, next_time, ngettext, speaking, spoken
from portfolio_app.core.mail import Letter, mail_server, send
from portfolio_app.core.secrets import id_in, is_signed, signed_id
from portfolio_app.notices import places
from portfolio_app.notices.addresses import UsedUp
from portfolio_app.notices.kinds import KINDS, NoticeKind, Way
from portfolio_app.notices.letters import Line, greeted, in_html, in_text
from portfolio_app.notices.models import MailAddress, Notice, NoticeWay
from portfolio_app.notices.queries import Told, lines_of
from portfolio_app.settings import settings

AT_ONCE, DIGEST = "notice_mail", "notice_digest"
"""The kinds of work in the outbox."""
UNSUBSCRIBING = "unsubscribe"
DIGEST_HOUR = 16
"""When a day's digest is sent, by the clocks of the reader's school: after lessons, and not at night."""
AFTERWARDS = timedelta(minutes=1)
"""How long a digest waits for changes under way at that hour, so that it knows of all that was told before it."""
MOST_LINES = 20
"""In one digest; the rest is counted."""


@dataclass(frozen=True)
class Reader:
    """Somebody mail is for."""

    person_id: UUID
    name: str
    language: str
    zone: str
    address: str
    address_id: UUID
    since: datetime
    """When the address was confirmed: what was told before is no news."""


async def plan_mail(session: AsyncSession, notice_id: UUID, person_id: UUID, kind: NoticeKind) -> None:
    """In the transaction that tells somebody: have it mailed as they want it, if they do."""
    if mail_server() is None:
        return
    row = (
        await session.execute(
            select(col(MailAddress.address), col(NoticeWay.way))
            .outerjoin(
                NoticeWay,
                (col(NoticeWay.person_id) == col(MailAddress.person_id)) & (col(NoticeWay.kind) == kind.code),
            )
            .where(col(MailAddress.person_id) == person_id, col(MailAddress.address) != "")
        )
    ).first()
    way = Way(row[1] or kind.way) if row else Way.OFF
    if way is Way.AT_ONCE:
        await outbox.put(session, AT_ONCE, {"person": str(person_id), "notice": str(notice_id)})
    elif way is Way.DIGEST:
        due = next_time(DIGEST_HOUR, await places.zone_of(session, person_id))
        payload = {"person": str(person_id), "until": due.isoformat()}
        row_id = uuid5(person_id, f"digest {due.isoformat()}")  # one a day, however much there is to tell
        await outbox.put(session, DIGEST, payload, not_before=due + AFTERWARDS, row_id=row_id)


async def mail_notice(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail one notice, unless it was read, taken back or switched to another way since. Work of the outbox."""
    person_id = UUID(payload["person"])
    async with reading() as session:
        reader = await _reader(session, person_id)
        one = col(Notice.id) == UUID(payload["notice"])
        ids = await _to_mail(session, reader, Way.AT_ONCE, one) if reader else []
    if reader and ids:
        await _mail(row_id, reader, ids, digest=False)


async def mail_digest(row_id: UUID, payload: Mapping[str, Any]) -> None:
    """Mail what somebody was told until then and has not read, if anything. Work of the outbox."""
    person_id, until = UUID(payload["person"]), datetime.fromisoformat(payload["until"])
    async with reading() as session:
        reader = await _reader(session, person_id)
        ids = await _to_mail(session, reader, Way.DIGEST, col(Notice.made_at) < until) if reader else []
    if reader and ids:
        await _mail(row_id, reader, ids, digest=True)


async def _mail(row_id: UUID, reader: Reader, ids: Sequence[UUID], *, digest: bool) -> None:
    with speaking(reader.language), being_in(reader.zone):
        async with reading() as session:
            told = await lines_of(session, reader.person_id, ids[:MOST_LINES])
        await send(_letter(row_id, reader, told, len(ids), digest=digest))
    async with writing() as session:
        await session.execute(update(Notice).where(col(Notice.id).in_(ids)).values(mailed_at=now()))


def _letter(row_id: UUID, reader: Reader, told: Sequence[Told], count: int, *, digest: bool) -> Letter:
    """Nothing in the subject says what it is about: that is seen over shoulders and on locked screens."""
    begin = settings().links_begin
    subject = _("What is new for you on Polku") if digest else _("Something new for you on Polku")
    lines = [Line(one.sentence, begin + one.href if one.href else "") for one in told if one.sentence]
    if count > len(told):
        more = ngettext("and {n} more", "and {n} more", count - len(told))
        lines.append(Line(more, f"{begin}/{spoken()}/notices"))
    footer = [
        Line(_("You get this because you gave your address on Polku."), f"{begin}/{spoken()}/mail", _("Change that")),
    ]
    headers: dict[str, str] = {}
    if digest:
        stop = f"/unsubscribe?key={unsubscribing_key(reader.address_id)}"
        footer.append(Line(_("Stop these daily mails"), f"{begin}/{spoken()}{stop}"))
        headers = {"List-Unsubscribe": f"<{begin}{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    greeting = greeted(reader.name)
    text, html = in_text(greeting, lines, footer), in_html(subject, greeting, lines, footer)
    return Letter(row_id, reader.address, subject, text, html, spoken(), headers)


async def _reader(session: AsyncSession, person_id: UUID) -> Reader | None:
    row = (
        await session.execute(
            select(Person, MailAddress)
            .join(MailAddress, col(MailAddress.person_id) == col(Person.id))
            .where(col(Person.id) == person_id, col(Person.ended_at).is_(None), col(MailAddress.address) != "")
        )
    ).first()
    if row is None:
        return None
    person, address = row[0], row[1]
    since = address.confirmed_at or now()
    zone = await places.zone_of(session, person_id)
    language = person.language or address.language
    return Reader(person.id, person.name, language, zone, address.address, address.id, since)


async def _to_mail(session: AsyncSession, reader: Reader, way: Way, which: ColumnElement[bool]) -> list[UUID]:
    """Notices of the reader that are new, were not mailed, and are of kinds they want mailed that way; latest first."""
    kinds = [code for code, chosen in (await ways_of(session, reader.person_id)).items() if chosen is way]
    rows = await session.execute(
        select(col(Notice.id))
        .where(
            col(Notice.person_id) == reader.person_id,
            col(Notice.made_at) >= reader.since,
            col(Notice.read_at).is_(None),
            col(Notice.mailed_at).is_(None),
            col(Notice.kind).in_(kinds),
            which,
        )
        .order_by(col(Notice.made_at).desc(), col(Notice.id))
    )
    return list(rows.scalars())


async def ways_of(session: AsyncSession, person_id: UUID) -> dict[str, Way]:
    """How that person wants each kind mailed."""
    rows = await session.execute(
        select(col(NoticeWay.kind), col(NoticeWay.way)).where(col(NoticeWay.person_id) == person_id)
    )
    chosen = {kind: Way(way) for kind, way in rows}
    return {code: chosen.get(code, kind.way) for code, kind in KINDS.items()}


async def choose_ways(actor: Actor, wanted: Mapping[str, str]) -> None:
    """Keep how the actor wants kinds mailed: ways by the kinds' codes; kinds not named stay as they are. Raises
    `Invalid` for what is neither."""
    ways = {way.value: way for way in Way}
    if not set(wanted) <= set(KINDS) or not set(wanted.values()) <= set(ways):
        raise Invalid()
    async with writing() as session:
        await _set_ways(session, actor.person_id, {kind: ways[way] for kind, way in wanted.items()})
        me = actor.person_id
        audit(session, "notices.choose_ways", actor_id=me, about_id=me, ways=dict(wanted))


async def _set_ways(session: AsyncSession, person_id: UUID, wanted: Mapping[str, Way]) -> None:
    for kind, way in wanted.items():
        if not await insert_new(session, NoticeWay(person_id=person_id, kind=kind, way=way)):
            row = (col(NoticeWay.person_id) == person_id, col(NoticeWay.kind) == kind)
            await session.execute(update(NoticeWay).where(*row).values(way=way))


async def unsubscribe(key: str) -> None:
    """Stop the daily mails of whom the key was made for; done twice is fine. Raises `UsedUp` for no key of ours."""
    known = id_in(key)
    if known is None or not is_signed(key, UNSUBSCRIBING, known):
        raise UsedUp()
    async with writing() as session:
        found = await session.get(MailAddress, known)
        if found is None:
            return  # the address is gone, and the mails with it
        person_id = found.person_id
        daily = {code: Way.OFF for code, way in (await ways_of(session, person_id)).items() if way is Way.DIGEST}
        if daily:
            await _set_ways(session, person_id, daily)
            audit(session, "notices.unsubscribe", actor_id=person_id, about_id=person_id)


def unsubscribing_key(address_id: UUID) -> str:
    """What stands in the links that stop the daily mails."""
    return signed_id(UNSUBSCRIBING, address_id)


KINDS_OF_WORK: Mapping[str, outbox.Work] = {AT_ONCE: mail_notice, DIGEST: mail_digest}

"""What is registered with the outbox where the app is put together."""
