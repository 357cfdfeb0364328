"""Hosts of a region, looked after by its coordinators: added, changed, approved until a day, paused, ended, merged."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, insert_new, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.resting import rested_before
from portfolio_app.core.typed import Typed
from portfolio_app.core.wording import folded, one_line, several_lines, web_address
from portfolio_app.marketplace import policy
from portfolio_app.marketplace.fields import FieldOfWork
from portfolio_app.marketplace.findable import keep_findable
from portfolio_app.marketplace.hosting.sessions import end_sessions_of
from portfolio_app.marketplace.models import Host, HostContact, HostKind, Offer
from portfolio_app.marketplace.noticing import pause_of, tell_of_pause
from portfolio_app.marketplace.towns import keep_town, look_up, region_of
from portfolio_app.notices.actions import withdraw
from portfolio_app.notices.kinds import HOST_PAUSED

LONGEST_APPROVAL = timedelta(days=3 * 366)
"""For how long a host is approved at most: people and premises change."""
NOBODY_CONFIRMED = N_("Nobody there has confirmed their address yet. Add a contact, or send the link again.")
NO_REASON = N_("Write in a few words why, so that others understand it.")
CHANGED = N_("Somebody else changed this host meanwhile. It is shown as it is now; what you typed is in the form.")


@dataclass(frozen=True)
class HostForm(Typed):
    """What a coordinator says about a host."""

    name: str = ""
    register_number: str = ""
    kind: str = HostKind.COMPANY
    field: str = ""
    town: str = ""
    address: str = ""
    website: str = ""
    words: str = ""
    note: str = ""


async def add_host(actor: Actor, region_id: str | UUID, form: HostForm, request: UUID) -> UUID:
    """Add a host that nobody has approved yet; returns its id. The same `request` again adds no second one.

    Raises `Invalid` and `NotFound`.
    """
    region, values = policy.check_region(actor, as_id(region_id)), host_values(form)
    town = await look_up(region, values["town"])
    moment = now()
    row = Host(region_id=region, **values, made_at=moment, made_by=actor.person_id, changed_at=moment, request=request)
    async with writing() as session:
        if await insert_new(session, row):
            await keep_town(session, town)
            _audit(session, "add_host", actor, row.id)
            return row.id
        found = (await session.execute(select(Host).where(col(Host.request) == request))).scalar_one_or_none()
        if found is None or found.region_id not in actor.regions:
            raise NotFound()
        return found.id


async def change_host(actor: Actor, host_id: str | UUID, form: HostForm, version: int) -> None:
    """Change what is said about a host. Raises `Conflict` unless `version` is the one there is, `Invalid`, `NotFound`.

    Its approval stays, but for a register number that is taken away.
    """
    values = host_values(form)
    town = await look_up(await region_of(as_id(host_id)), values["town"])
    async with writing() as session:
        host = await _open_host(session, actor, host_id)
        if all(getattr(host, name) == value for name, value in values.items()):
            return
        if version != host.version:
            raise Conflict(CHANGED)
        if host.approved_until and not values["register_number"]:
            raise Invalid(N_("An approved host keeps a register number."), field="register_number")
        for name, value in values.items():
            setattr(host, name, value)
        await keep_town(session, town)
        await _changed(session, host)
        _audit(session, "change_host", actor, host.id)


async def approve_host(actor: Actor, host_id: str | UUID, until: str) -> None:
    """Approve a host until a day (ISO 8601), so that schools of the region see it: at most three years on. It needs a
    register number and a contact whose address is confirmed. Raises `Invalid` and `NotFound`."""
    day = _day(until)
    today = local_date(now())
    if day is None or not today < day <= today + LONGEST_APPROVAL:
        raise Invalid(N_("Choose a day after today, at most three years on."), field="until")
    async with writing() as session:
        host = await _open_host(session, actor, host_id)
        if not host.register_number:
            raise Invalid(N_("Write down its register number first."), field="until")
        somebody = exists().where(col(HostContact.host_id) == host.id, policy.confirmed())
        if not (await session.execute(select(somebody))).scalar_one():
            raise Invalid(NOBODY_CONFIRMED, field="until")
        if host.approved_until == day:
            return
        host.approved_until, host.approved_by = day, actor.person_id
        await _changed(session, host)
        _audit(session, "approve_host", actor, host.id, until=day.isoformat())


async def withdraw_approval(actor: Actor, host_id: str | UUID) -> str:
    """Schools see the host no more; returns until when it was approved, so that this can be undone ("" for not at all).
    Raises `NotFound`."""
    async with writing() as session:
        host = await _open_host(session, actor, host_id)
        if host.approved_until is None:
            return ""
        former, host.approved_until, host.approved_by = host.approved_until, None, None
        await _changed(session, host)
        _audit(session, "withdraw_approval", actor, host.id)
    return former.isoformat()


async def check_pausable(actor: Actor, host_id: str | UUID) -> None:
    """Raises `NotFound` for a host that the actor cannot pause."""
    async with reading() as session:
        await policy.check_pauses(session, actor, as_id(host_id), lock=False)


async def pause_host(actor: Actor, host_id: str | UUID, reason: str) -> None:
    """Hide a host from schools for as long as something is to be cleared up, at once. Whoever coordinates the region is
    told. Harmless when it is paused already. Raises `Invalid` without a reason, and `NotFound`."""
    async with writing() as session:
        host = await policy.check_pauses(session, actor, as_id(host_id))
        said = several_lines(
            reason,
            field=f"reason-{host.id}",
            most=500,
            empty=NO_REASON,
        )
        if host.paused_at is not None:
            return
        host.paused_at, host.paused_by, host.pause_reason = now(), actor.person_id, said
        await end_sessions_of(session, host.id)
        await _changed(session, host)
        await tell_of_pause(session, host, actor.person_id)
        _audit(session, "pause_host", actor, host.id)


async def resume_host(actor: Actor, host_id: str | UUID) -> None:
    """End a pause; harmless when there is none. For coordinators of the region, and for whoever paused it by mistake.
    Raises `NotFound`."""
    async with writing() as session:
        host = await policy.check_pauses(session, actor, as_id(host_id))
        if host.paused_at is None:
            return
        if host.paused_by != actor.person_id:
            await policy.check_host(session, actor, host.id)
        await withdraw(session, HOST_PAUSED, pause_of(host))
        host.paused_at, host.paused_by, host.pause_reason = None, None, ""
        await _changed(session, host)
        _audit(session, "resume_host", actor, host.id)


async def end_host(actor: Actor, host_id: str | UUID, *, back: bool = False) -> None:
    """A host takes nobody any more; or it is brought `back`, as it was. Done already: fine. Raises `NotFound`, also for
    one that has rested too long."""
    async with writing() as session:
        host = await policy.check_host(session, actor, as_id(host_id), lock=True)
        if back == (host.ended_at is None):
            return
        if host.ended_at is not None and host.ended_at <= rested_before():
            raise NotFound()
        if back and host.merged_into:
            await _bring_back(session, host)
            host.merged_into = None
        host.ended_at = None if back else now()
        await end_sessions_of(session, host.id)
        await _changed(session, host)
        _audit(session, "restore_host" if back else "end_host", actor, host.id)


async def merge_hosts(actor: Actor, kept_id: str | UUID, double_id: str | UUID) -> None:
    """Two rows are one host: `double_id` ends, and its contacts and offers go to `kept_id`, but for contacts whose
    address is there already. `end_host(…, back=True)` undoes it while the double rests. Done already: fine. Raises
    `Invalid` for two hosts of different regions or one host, and `NotFound`."""
    kept_key, double_key = as_id(kept_id), as_id(double_id)
    if kept_key == double_key:
        raise Invalid(N_("Choose another host: this is the same one."), field="double")
    async with writing() as session:
        first, second = sorted((kept_key, double_key))  # whoever merges the two the other way round takes turns
        rows = {key: await policy.check_host(session, actor, key, lock=True) for key in (first, second)}
        kept, double = rows[kept_key], rows[double_key]
        if double.merged_into == kept.id:
            return
        if kept.region_id != double.region_id:
            raise Invalid(N_("These two are of different regions."), field="double")
        if kept.ended_at is not None or double.ended_at is not None:
            raise NotFound()
        there = select(col(HostContact.mail_key)).where(
            col(HostContact.host_id) == kept.id, col(HostContact.ended_at).is_(None)
        )
        await session.execute(
            update(HostContact)
            .where(
                col(HostContact.host_id) == double.id,
                col(HostContact.ended_at).is_(None),
                col(HostContact.mail_key).not_in(there.scalar_subquery()),
            )
            .values(host_id=kept.id, moved_from=double.id)
            .execution_options(synchronize_session=False)
        )
        await session.execute(
            update(Offer)
            .where(col(Offer.host_id) == double.id)
            .values(host_id=kept.id, moved_from=double.id)
            .execution_options(synchronize_session=False)
        )
        double.ended_at, double.merged_into = now(), kept.id
        await _changed(session, double)
        await _changed(session, kept)
        _audit(session, "merge_hosts", actor, kept.id, double=str(double.id))


async def _bring_back(session: AsyncSession, double: Host) -> None:
    """What went to another host when they were put together."""
    for kind in (HostContact, Offer):
        await session.execute(
            update(kind)
            .where(col(kind.moved_from) == double.id)
            .values(host_id=double.id, moved_from=None)
            .execution_options(synchronize_session=False)
        )


async def _open_host(session: AsyncSession, actor: Actor, host_id: str | UUID) -> Host:
    host = await policy.check_host(session, actor, as_id(host_id), lock=True)
    if host.ended_at is not None:
        raise NotFound()
    return host


async def _changed(session: AsyncSession, host: Host) -> None:
    host.version += 1
    host.changed_at = now()
    await keep_findable(session, host)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def host_values(form: HostForm) -> dict[str, Any]:
    """The columns that say what a host is, of a form. Raises `Invalid`."""
    name = one_line(form.name, field="name", most=120, empty=N_("Write what the host is called."))
    town = one_line(form.town, field="town", most=80, empty=N_("Write in which town or village it is."))
    number = one_line(form.register_number, field="register_number", most=40)
    if form.kind not in list(HostKind):
        raise Invalid(N_("Choose what kind of organisation it is."), field="kind")
    if form.field not in list(FieldOfWork):
        raise Invalid(N_("Choose a field of work."), field="field")
    key = "".join(char for char in folded(number) if char.isalnum())
    return {
        "name": name,
        "sort_name": folded(name)[:120],
        "register_number": number,
        "register_key": key,
        "kind": form.kind,
        "field": form.field,
        "town": town,
        "address": one_line(form.address, field="address", most=200),
        "website": web_address(form.website, field="website"),
        "words": several_lines(form.words, field="words", most=1000),
        "note": several_lines(form.note, field="note", most=2000),
        "searched": folded(f"{name} {town} {number} {key}")[:400],
    }


def _audit(session: AsyncSession, verb: str, actor: Actor, host_id: UUID, **detail: Any) -> None:
    audit(session, f"marketplace.{verb}", actor_id=actor.person_id, thing=f"host:{host_id}", **detail)
