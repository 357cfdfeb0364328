"""An adult signs a term: what is certified is computed from the log. From then on nothing of it changes, and the pupil
is offered a credential of the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorAction, AmbassadorTerm
from portfolio_app.ambassadors.terms.auditing import audit_ambassador
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES
from portfolio_app.ambassadors.terms.serving import term_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _, format_days, format_list, ngettext, speaking
from portfolio_app.marketplace.working_hours_words import length
from portfolio_app.notices.actions import withdraw
from portfolio_app.notices.kinds import CREDENTIAL_OFFERED
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.credentials.offering import LONGEST_TITLE, OFFER, What, checked, offer_to
from portfolio_app.schools.models import School


@dataclass(frozen=True)
class Log:
    """What a log adds up to: actions that took place, minutes, and how many people were there (whoever came twice
    counts twice)."""

    actions: int = 0
    minutes: int = 0
    heads: int = 0


def added_up(actions: Sequence[AmbassadorAction]) -> Log:
    """What these actions add up to, of those that are logged and not deleted."""
    done = [one for one in actions if one.logged_at is not None and one.deleted_at is None]
    return Log(len(done), sum(one.minutes or 0 for one in done), sum(one.heads or 0 for one in done))


def log_words(log: Log) -> str:
    """The sum in words, in the language being spoken."""
    actions = ngettext("{n} action", "{n} actions", log.actions)
    return f"{actions} · {length(log.minutes)} · " + ngettext("about {n} person", "about {n} people", log.heads)


def credential_request(ambassador_id: UUID) -> UUID:
    """The id with which the credential of a term is offered."""
    return uuid5(ambassador_id, "credential")


async def sign(actor: Actor, ambassador_id: str | UUID) -> None:
    """Sign the actor's account of somebody's term: it is certified as the log adds up now, and offered to the pupil as
    a credential in the school's language. Signed already: fine.

    Raises `Invalid` where nothing is logged or the term was ended by an adult, and `NotFound`.
    """
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if row.signed_at is not None:
            return
        if row.ended_why == "removed":
            raise Invalid(N_("An adult ended this term. Bring it back first."))
        term, school = await term_of(session, row), await session.get_one(School, row.school_id)
        actions = await actions_of(session, row.id)
        if not added_up(actions).actions:
            raise Invalid(N_("Nothing is written down yet of what they did, so there is nothing to sign."))
        with speaking(school.language):
            what = checked(certified(term, actions), school)
        request = credential_request(row.id)
        await offer_to(session, school.id, {row.person_id}, what, by_id=actor.person_id, request=request)
        row.signed_at, row.signed_by = now(), actor.person_id
        audit_ambassador(session, "sign", actor, row)


async def take_back_signature(actor: Actor, ambassador_id: str | UUID) -> None:
    """Take a signature back as long as the pupil has not accepted the credential; the offer goes with it. Nothing to
    take back: fine. Raises `Invalid` once it is accepted, and `NotFound`."""
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        if row.signed_at is None:
            return
        made = await credential_of(session, row)
        if made is not None:
            if made.accepted_at is not None:
                raise Invalid(N_("The credential is accepted and theirs. It cannot be taken back here."))
            await withdraw(session, CREDENTIAL_OFFERED, f"{OFFER}:{made.id}")
            await session.delete(made)
        row.signed_at, row.signed_by = None, None
        audit_ambassador(session, "take_back_signature", actor, row)


def certified(term: AmbassadorTerm, actions: Sequence[AmbassadorAction]) -> What:
    """What a credential says of a term with these actions, in the language being spoken."""
    done = [one for one in actions if one.logged_at is not None and one.deleted_at is None]
    kinds = format_list(list(dict.fromkeys(_(ACTION_NAMES[one.kind]) for one in done)))
    when = format_days(term.first_day, term.last_day)
    criteria = f"{when}: {log_words(added_up(done))}. {kinds}."
    title = _("Polku ambassador: {term}").format(term=term.name)
    return What(CredentialKind.AMBASSADOR, criteria=criteria[:600], title=title[:LONGEST_TITLE])


async def actions_of(session: AsyncSession, ambassador_id: UUID) -> list[AmbassadorAction]:
    """All actions of an ambassador that are not deleted, by day."""
    wanted = (
        select(AmbassadorAction)
        .where(col(AmbassadorAction.ambassador_id) == ambassador_id, col(AmbassadorAction.deleted_at).is_(None))
        .order_by(col(AmbassadorAction.day), col(AmbassadorAction.made_at), col(AmbassadorAction.id))
    )
    return list((await session.execute(wanted)).scalars())


async def credential_of(session: AsyncSession, row: Ambassador) -> Credential | None:
    """The credential of a term, offered or accepted; None where it was declined or deleted."""
    wanted = select(Credential).where(
        col(Credential.request) == credential_request(row.id),
        col(Credential.person_id) == row.person_id,
        col(Credential.declined_at).is_(None),
        col(Credential.deleted_at).is_(None),
    )
    return (await session.execute(wanted)).scalar_one_or_none()
