"""Passkeys (WebAuthn level 3): a device keeps a key for somebody and asks for a finger, a face or a PIN to use it.

It replaces the passphrase, so the device must have asked its owner (user verification), and it is bound to this site: a
key of another site, or a page that only looks like ours, gets nothing. What the device says about itself is not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import func, select
from sqlmodel import col
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portfolio_app.accounts import throttle
from portfolio_app.accounts.actions import check_passphrase
from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.added import tell_of_added
from portfolio_app.accounts.challenges import challenge, redeem
from portfolio_app.accounts.coming_in import SignedIn, come_in
from portfolio_app.accounts.keeping import may_come_in
from portfolio_app.accounts.models import Passkey, Person, SignIn
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_

MOST = 10
"""Passkeys of one person."""
LONGEST_NAME = 60
LONGEST_ANSWER = 20_000
"""Characters of what a browser sends; with the longest id and key it stays well below."""
SIGNING_IN = "sign-in"
NOT_THIS_KEY = N_("This passkey does not open an account here. Sign in with your passphrase, or use another passkey.")
NOT_ADDED = N_("The passkey was not added. Try again, and allow your device to keep it for this site.")


@dataclass(frozen=True)
class Site:
    """Where a browser speaks to us: what a passkey is bound to."""

    host: str
    """Its name without a port: the relying party's id."""
    origin: str


async def begin_adding(actor: Actor, passphrase: str, site: Site) -> str:
    """What a browser needs to make a passkey for the actor, as JSON. Raises `Invalid` for the passphrase, or when there
    are enough."""
    await check_passphrase(actor, passphrase)
    async with reading() as session:
        username = (
            await session.execute(
                select(col(SignIn.identifier)).where(
                    col(SignIn.person_id) == actor.person_id, col(SignIn.kind) == "username"
                )
            )
        ).scalar_one()
        held = (
            await session.execute(
                select(col(Passkey.credential)).where(
                    col(Passkey.person_id) == actor.person_id, col(Passkey.ended_at).is_(None)
                )
            )
        ).scalars()
        there = list(held)
    if len(there) >= MOST:
        raise Invalid(N_("You have ten passkeys already. Remove one that you no longer use."))
    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name="Polku",
            user_id=actor.person_id.bytes,
            user_name=username,
            user_display_name=actor.name,
            challenge=challenge(_adding(actor)),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in there],
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,  # so that nobody has to type a user name
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
        )
    )


def _adding(actor: Actor) -> str:
    return f"add {actor.session_id}"


async def add_passkey(actor: Actor, answer: str, name: str, site: Site) -> None:
    """Keep the passkey that the actor's browser made. Raises `Invalid` for what is not one of this site's."""
    named = " ".join(name.split())[:LONGEST_NAME]
    if not named:
        raise Invalid(N_("Give the passkey a name, such as “my phone”."), field="name")
    parsed = _parsed(answer)
    if actor.must_choose or not redeem(_challenge_in(parsed), _adding(actor)):
        raise Invalid(NOT_ADDED)
    try:
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=_challenge_in(parsed),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _WRONG as problem:
        raise Invalid(NOT_ADDED) from problem
    row = Passkey(
        person_id=actor.person_id,
        credential=bytes_to_base64url(made.credential_id),
        credential_hash=sha256(made.credential_id).hexdigest(),
        public_key=bytes_to_base64url(made.credential_public_key),
        sign_count=made.sign_count,
        name=named,
        made_at=now(),
    )
    async with writing() as session:
        await session.execute(select(col(Person.id)).where(col(Person.id) == actor.person_id).with_for_update())
        mine = (col(Passkey.person_id) == actor.person_id, col(Passkey.ended_at).is_(None))
        count = await session.scalar(select(func.count()).select_from(Passkey).where(*mine)) or 0
        there = await session.execute(
            select(col(Passkey.id)).where(col(Passkey.credential_hash) == row.credential_hash)
        )
        if count >= MOST or there.first():
            raise Invalid(NOT_ADDED)
        session.add(row)
        await tell_of_added(session, actor.person_id, "passkey", str(row.id))
        audit(
            session,
            "accounts.add_passkey",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            thing=f"passkey:{row.id}",
        )


async def remove_passkey(actor: Actor, passkey_id: UUID) -> None:
    """It opens the account no more, at once. Undone by `restore_passkey`. Raises `NotFound` for somebody else's."""
    await _set_ended(actor, passkey_id, gone=True)


async def restore_passkey(actor: Actor, passkey_id: UUID) -> None:
    """Take a removed passkey back into use. Raises `NotFound` for somebody else's."""
    await _set_ended(actor, passkey_id, gone=False)


async def _set_ended(actor: Actor, passkey_id: UUID, *, gone: bool) -> None:
    async with writing() as session:
        found = await session.get(Passkey, passkey_id, with_for_update=True)
        if found is None or found.person_id != actor.person_id or actor.must_choose:
            raise NotFound()
        found.ended_at = (found.ended_at or now()) if gone else None
        audit(
            session,
            "accounts.remove_passkey" if gone else "accounts.restore_passkey",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            thing=f"passkey:{found.id}",
        )


def begin_signing_in(site: Site) -> str:
    """What a browser needs to look for a passkey of this site, whoever's it is, as JSON."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge(SIGNING_IN),
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


async def sign_in_with_passkey(answer: str, site: Site, *, own_device: bool, device: str, address: str) -> SignedIn:
    """Open a session for whoever holds the passkey that signed. Raises `Invalid` and `TooMany`."""
    parsed = _parsed(answer)
    hashed = sha256(_bytes(parsed.get("rawId"))).hexdigest()
    identifier = f"passkey {hashed}"
    async with throttle.trying(identifier, address):
        try:
            return await _sign_in(parsed, hashed, site, own_device=own_device, device=device)
        except Invalid:
            throttle.failed(identifier, address)
            raise


async def _sign_in(parsed: dict[str, Any], hashed: str, site: Site, *, own_device: bool, device: str) -> SignedIn:
    signed = _challenge_in(parsed)
    if not redeem(signed, SIGNING_IN):
        raise Invalid(NOT_THIS_KEY)
    async with writing() as session:
        found = (
            await session.execute(
                select(Passkey)
                .join(Person, col(Person.id) == col(Passkey.person_id))
                .where(
                    col(Passkey.credential_hash) == hashed,
                    col(Passkey.ended_at).is_(None),
                    may_come_in(),
                )
                .with_for_update(of=Passkey)
            )
        ).scalar_one_or_none()
        if found is None:
            raise Invalid(NOT_THIS_KEY)
        try:
            shown = verify_authentication_response(
                credential=parsed,
                expected_challenge=signed,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=base64url_to_bytes(found.public_key),
                credential_current_sign_count=found.sign_count,
                require_user_verification=True,
            )
        except _WRONG as problem:
            raise Invalid(NOT_THIS_KEY) from problem
        found.sign_count = shown.new_sign_count
        found.last_used_on = today()
        return await come_in(session, found.person_id, way="passkey", own_device=own_device, device=device)


_WRONG = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What the library raises for an answer that is not one: its own, and those of the readers beneath it."""


_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


def _parsed(answer: str | bytes) -> dict[str, Any]:
    """A JSON object as a dictionary; {} for anything else, which then is no key of anybody's."""
    try:
        return _OBJECT.validate_json(answer) if len(answer) <= LONGEST_ANSWER else {}
    except ValidationError:
        return {}


def _challenge_in(parsed: dict[str, Any]) -> bytes:
    """The challenge that a browser says it has signed. Only what is ours is believed (`redeem`), and the signature must
    cover it."""
    response = parsed.get("response")
    if not isinstance(response, Mapping):
        return b""
    client = _parsed(_bytes(cast(Mapping[str, object], response).get("clientDataJSON")))
    return _bytes(client.get("challenge"))


def _bytes(text: object) -> bytes:
    try:
        return base64url_to_bytes(text) if isinstance(text, str) else b""
    except ValueError:
        return b""
