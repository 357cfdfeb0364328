"""Signing in and out, and choosing a passphrase. One function a change: check, write, audit, in one transaction."""

import unicodedata
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts import policy, sessions, throttle
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.coming_in import SignedIn, come_in
from portfolio_app.accounts.keeping import may_come_in
from portfolio_app.accounts.models import OneTimeCode, Person, Session, SignIn
from portfolio_app.accounts.passphrases import check_new_passphrase, hash_passphrase, passphrase_matches
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, languages
from portfolio_app.core.secrets import keyed_hash

THEMES = ("", "light", "dark")
NOBODY = UUID(int=0)  # looked for instead of somebody unknown, so that it takes as long


class WrongSignIn(Invalid):
    """User name and passphrase do not belong together; never says which of them is wrong."""

    message = N_("This user name and passphrase do not match. Check both, or ask a teacher for a one-time code.")


def fold_username(username: str) -> str:
    """The form in which user names are compared: NFKC, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", username).strip().casefold()[:80]


def fold_code(code: str) -> str:
    """A one-time secret as it was made, however it was typed: lower case, without blanks and hyphens."""
    return "".join(char for char in code.casefold() if char.isalnum())[:80]


def code_hash(code: str) -> str:
    """What the database keeps of a one-time secret."""
    return keyed_hash("one-time-code", fold_code(code))


async def sign_in(username: str, passphrase: str, *, own_device: bool, device: str, address: str) -> SignedIn:
    """Open a session for the right passphrase, or for an open one-time code or card instead of it.

    Raises `WrongSignIn` (the same for unknown names, in the same time) and `TooMany`.
    """
    identifier = fold_username(username)
    async with throttle.trying(identifier, address):
        return await _sign_in(identifier, passphrase, own_device=own_device, device=device, address=address)


async def _sign_in(identifier: str, passphrase: str, *, own_device: bool, device: str, address: str) -> SignedIn:
    async with reading() as session:
        row = (
            await session.execute(
                select(col(SignIn.person_id), col(SignIn.secret_hash))
                .join(Person, col(Person.id) == col(SignIn.person_id))
                .where(
                    col(SignIn.kind) == "username",
                    col(SignIn.identifier) == identifier,
                    may_come_in(),
                )
            )
        ).first()
    person_id, secret_hash = (row[0], row[1]) if row else (None, "")
    matches = await passphrase_matches(secret_hash, passphrase)
    hashed = code_hash(passphrase)
    async with writing() as session:
        code = None if matches else await _open_code(session, person_id or NOBODY, hashed)
        if person_id is None or not (matches or code):
            throttle.failed(identifier, address)
            raise WrongSignIn()
        after_commit(session, lambda: throttle.forgive(identifier))
        return await come_in(
            session,
            person_id,
            way=code.kind if code else "passphrase",
            own_device=own_device,
            device=device,
            code=code,
        )


async def _open_code(session: AsyncSession, person_id: UUID, hashed: str) -> OneTimeCode | None:
    code = (
        await session.execute(
            select(OneTimeCode)
            .where(
                col(OneTimeCode.person_id) == person_id,
                col(OneTimeCode.secret_hash) == hashed,
                col(OneTimeCode.kind) != "mail",  # opens by its link alone (notices.sign_in_links)
                col(OneTimeCode.ended_at).is_(None),
            )
            .with_for_update()
        )
    ).scalar_one_or_none()
    return code if code and code.expires_at > now() else None


async def sign_out(actor: Actor) -> None:
    """End the session this request came with."""
    async with writing() as session:
        await _end(session, actor, actor.session_id)


async def end_session(actor: Actor, session_id: UUID) -> None:
    """End one of the actor's own sessions, here or on another device."""
    async with writing() as session:
        await _end(session, actor, session_id)


async def _end(session: AsyncSession, actor: Actor, session_id: UUID | None) -> None:
    found = await session.get(Session, session_id) if session_id else None
    if found is None or not policy.is_own_session(actor, found):
        raise NotFound()
    found.ended_at = found.ended_at or now()
    audit(
        session, "accounts.end_session", actor_id=actor.person_id, about_id=actor.person_id, thing=f"session:{found.id}"
    )
    after_commit(session, lambda: sessions.forget(actor.person_id))


async def choose_passphrase(actor: Actor, new: str, again: str, *, current: str = "") -> None:
    """Set one's own new passphrase: after a code or card without the former one, otherwise with it.

    Ends every other session, and the code or card that led here. Raises `Invalid` for a field, `TooMany` when the
    current passphrase is guessed at, `NotFound` when the session or the code that opened it has ended.
    """
    async with reading() as session:
        way_in = (
            await session.execute(
                select(SignIn).where(col(SignIn.person_id) == actor.person_id, col(SignIn.kind) == "username")
            )
        ).scalar_one()
    if not actor.must_choose:
        await _check_current(way_in, current, field="current")
    check_new_passphrase(new, names=(way_in.identifier, actor.name))
    if new != again:
        raise Invalid(N_("The two passphrases are not the same. Type the new one again."), field="again")
    hashed = await hash_passphrase(new)
    async with writing() as session:
        here = await _choosing_session(session, actor)
        await session.execute(
            update(SignIn).where(col(SignIn.id) == way_in.id).values(secret_hash=hashed, changed_at=now())
        )
        here.must_choose = False
        await session.execute(
            update(OneTimeCode)
            .where(
                col(OneTimeCode.person_id) == actor.person_id,
                col(OneTimeCode.ended_at).is_(None),
                # The other lines of a code book are for the next time.
                or_(col(OneTimeCode.kind) != "book", col(OneTimeCode.used_at).is_not(None)),
            )
            # Before a first passphrase nobody was shut out, so there is nothing left to tell of.
            .values({"ended_at": now()} | ({} if way_in.secret_hash else {"told_at": now()}))
        )
        await sessions.end_sessions(session, actor.person_id, but=here.id)
        audit(
            session,
            "accounts.choose_passphrase",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            way="one_time" if actor.must_choose else "current",
        )
        after_commit(session, lambda: sessions.forget(actor.person_id))


async def check_passphrase(actor: Actor, passphrase: str) -> None:
    """Whoever sits here is the actor: asked before a new way to sign in is added, since whoever found an open screen
    could otherwise stay in for ever. Raises `Invalid` and `TooMany`."""
    async with reading() as session:
        way_in = (
            await session.execute(
                select(SignIn).where(col(SignIn.person_id) == actor.person_id, col(SignIn.kind) == "username")
            )
        ).scalar_one_or_none()
    if way_in is None or actor.must_choose:
        raise NotFound()
    await _check_current(way_in, passphrase, field="passphrase")


async def _check_current(way_in: SignIn, current: str, *, field: str) -> None:
    async with throttle.trying(way_in.identifier):
        if not await passphrase_matches(way_in.secret_hash, current):
            throttle.failed(way_in.identifier)
            raise Invalid(N_("This is not your current passphrase."), field=field)


async def _choosing_session(session: AsyncSession, actor: Actor) -> Session:
    """The actor's open session; one that came in with a code only while that code is good. Raises `NotFound`.

    Asked within the transaction: while the new passphrase was hashed, the code may have been replaced, or its giver's
    role may have ended.
    """
    here = await session.get(Session, actor.session_id) if actor.session_id else None
    if here is None or here.ended_at is not None or here.must_choose is not actor.must_choose:
        raise NotFound()
    if here.must_choose:
        code = await session.get(OneTimeCode, here.code_id, with_for_update=True)
        if code is None or code.ended_at is not None:
            raise NotFound()
    return here


async def choose_appearance(actor: Actor, *, language: str | None = None, theme: str | None = None) -> None:
    """Remember the language ("" follows the browser) or the theme ("", "light", "dark") a person chose."""
    if language not in (None, "", *languages()) or theme not in (None, *THEMES):
        raise Invalid(N_("Choose one from the list."))
    async with writing() as session:
        person = await session.get(Person, actor.person_id)
        if person is None:
            raise NotFound()
        person.language = person.language if language is None else language
        person.theme = person.theme if theme is None else theme
        audit(session, "accounts.choose_appearance", actor_id=actor.person_id, about_id=actor.person_id)
        after_commit(session, lambda: sessions.forget(actor.person_id))
