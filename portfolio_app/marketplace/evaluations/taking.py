"""A pupil reads what a host says once the school has handed it on, and keeps of it what they want: each thing as a
voice in their profile, and all of it as a credential that the school signs."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.errors import Invalid, NotFound
from portfolio_app.core.languages import N_, _, format_date, format_days, ngettext, speaking, spoken
from portfolio_app.marketplace.evaluations.aspects import NAMES, NOT_SEEN, Aspect, all_seen, capability_for, seen_words
from portfolio_app.marketplace.evaluations.giving import EVALUATION, evaluation_of
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.models import OfferKind
from portfolio_app.marketplace.offer_words import KIND_NAMES
from portfolio_app.marketplace.placements import policy
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.auditing import audit_placement
from portfolio_app.marketplace.placements.models import Absence, Placement
from portfolio_app.marketplace.working_hours_words import length
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import read_about
from portfolio_app.notices.kinds import EVALUATION_HANDED
from portfolio_app.portfolio.credentials.accepting import NameOn, accept, written_name
from portfolio_app.portfolio.credentials.models import Credential, CredentialKind
from portfolio_app.portfolio.credentials.offering import What, checked, offer_to
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.models import School
from portfolio_app.skills.framework import framework
from portfolio_app.skills.voices import FromHost, Said, keep_from_host

KEPT, DECLINED = "kept", "declined"
HAVE_IT = N_("You have this credential already. It stands among your credentials.")
LONGEST_HOST = 90
"""Characters of a host's name in the title of a credential."""


@dataclass(frozen=True)
class PieceLine:
    """What the host saw of one thing. `skill` is the pupil's skill under which it can stand, "" where none fits."""

    aspect: str = ""
    name: str = ""
    words: str = ""
    seen: bool = False
    skill: str = ""
    skill_href: str = ""
    kept: bool = False
    declined: bool = False


@dataclass(frozen=True)
class NameChoice:
    """A name that can stand on the credential."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class OwnEvaluation:
    """What a host says, as the pupil reads it; not `there` before the school has handed it on."""

    there: bool = False
    by: str = ""
    lines: tuple[PieceLine, ...] = ()
    went_well: str = ""
    practise_next: str = ""
    credential_href: str = ""
    """Where the credential is that was made of it; "" while there is none."""
    waiting: bool = False
    """Whether that is offered and not accepted yet."""
    declined: bool = False
    names: tuple[NameChoice, ...] = ()


async def evaluation_for(session: AsyncSession, actor: Actor, placement: Placement) -> OwnEvaluation:
    """What the host says of a placement of the actor's own, which the caller has checked."""
    row = await evaluation_of(session, placement.id)
    if row is None or row.state != Stands.HANDED:
        return OwnEvaluation()
    used = framework(await framework_of(session, actor.person_id))
    lines: list[PieceLine] = []
    for one in all_seen(row.said):
        code = capability_for(used.code, Aspect(one.aspect)) if one.step != NOT_SEEN else ""
        answer = row.answers.get(one.aspect, "")
        lines.append(
            PieceLine(
                aspect=one.aspect,
                name=one.name,
                words=one.words,
                seen=one.step != NOT_SEEN,
                skill=used.text(used.capability(code).name, spoken()) if code else "",
                skill_href=href("/capability", code=code) if code else "",
                kept=answer == KEPT,
                declined=answer == DECLINED,
            )
        )
    made = await session.get(Credential, row.credential_id) if row.credential_id else None
    there = made is not None and made.deleted_at is None and made.declined_at is None
    waiting = made is not None and there and made.accepted_at is None
    where = href("/credentials", id=str(row.credential_id)) if there and not waiting else href("/credentials")
    names = {written_name(actor.name, one): NameChoice(one, written_name(actor.name, one)) for one in reversed(NameOn)}
    return OwnEvaluation(
        there=True,
        by=_("{name}, {organisation}, {day}").format(
            name=row.giver_name, organisation=row.organisation, day=format_date(row.given_at) if row.given_at else ""
        ),
        lines=tuple(lines),
        went_well=row.went_well,
        practise_next=row.practise_next,
        credential_href=where if there else "",
        waiting=waiting,
        declined=row.declined_at is not None,
        names=tuple(reversed(names.values())),
    )


async def keep_piece(actor: Actor, placement_id: str | UUID, aspect: str, *, keep: bool = True) -> None:
    """What the host saw of one thing stands in the actor's profile as a voice; or it does not (any more). Either can be
    changed at any time; done already: fine. Raises `NotFound`, also where no skill of theirs is the same."""
    async with writing() as session:
        row, placement = await _own(session, actor, placement_id)
        if aspect not in row.said or row.said[aspect] == NOT_SEEN:
            raise NotFound()
        code = await framework_of(session, actor.person_id)
        capability = capability_for(code, Aspect(aspect))
        if not capability:
            raise NotFound()
        if row.answers.get(aspect) == (KEPT if keep else DECLINED):
            return
        giver = FromHost(row.giver_name, row.organisation, row.given_at or now(), row.id)
        said = Said(row.said[aspect], voice_reason(row, Aspect(aspect)))
        await keep_from_host(session, actor.person_id, (code, capability), said, giver, keep=keep)
        row.answers = {**row.answers, aspect: KEPT if keep else DECLINED}
        audit_placement(session, "keep_evaluation", actor.person_id, placement, aspect=aspect, kept=keep)


async def take_credential(actor: Actor, placement_id: str | UUID, aspects: Collection[str], which: NameOn) -> None:
    """The school signs a credential for the actor: the host, the days and the hours, and those things that they chose
    of what the host saw. Taken already: fine. Raises `Invalid` and `NotFound`."""
    async with writing() as session:
        row, placement = await _own(session, actor, placement_id)
        wanted = [one for one in Aspect if one.value in aspects and row.said.get(one, NOT_SEEN) != NOT_SEEN]
        there = await session.get(Credential, row.credential_id) if row.credential_id else None
        if there is None or there.deleted_at is not None or there.declined_at is not None:
            if not (days := await _worked(session, placement)):
                raise Invalid(N_("You were there on none of these days, so there is nothing to certify."))
            school = await session.get_one(School, placement.school_id)
            with speaking(school.language):
                what = checked(certified(row, placement, days, wanted), school)
            request, by = uuid4(), row.handed_by or placement.adult_id
            if not await offer_to(session, school.id, {actor.person_id}, what, by_id=by, request=request):
                raise Invalid(HAVE_IT)
            made = select(col(Credential.id)).where(col(Credential.request) == request)
            row.credential_id = (await session.execute(made)).scalar_one()
            row.declined_at = None
            audit_placement(session, "take_credential", actor.person_id, placement, aspects=len(wanted))
        credential = row.credential_id
    assert credential
    await accept(actor, credential, which)


async def decline_credential(actor: Actor, placement_id: str | UUID, *, back: bool = False) -> None:
    """The actor wants no credential of it; or is asked again (`back`). Nobody is told. Raises `NotFound`."""
    async with writing() as session:
        row, placement = await _own(session, actor, placement_id)
        if back == (row.declined_at is None):
            return
        row.declined_at = None if back else now()
        audit_placement(session, "decline_credential", actor.person_id, placement, back=back)


async def _own(session: AsyncSession, actor: Actor, placement_id: str | UUID) -> tuple[HostEvaluation, Placement]:
    placement = await policy.check_own(session, actor, placement_id, lock=True)
    row = await evaluation_of(session, placement.id)
    if row is None or row.state != Stands.HANDED:
        raise NotFound()
    about = About(actor.person_id, EVALUATION, str(row.id))
    await read_about(session, actor.person_id, EVALUATION_HANDED, about)
    return row, placement


async def _worked(session: AsyncSession, placement: Placement) -> int:
    """On how many of its days the pupil was there, as far as anybody said."""
    away = select(col(Absence.day)).where(col(Absence.placement_id) == placement.id, col(Absence.ended_at).is_(None))
    missed = set((await session.execute(away)).scalars())
    return len([day for day in days_of(placement) if day not in missed])


def certified(row: HostEvaluation, placement: Placement, days: int, aspects: Collection[Aspect]) -> What:
    """What a credential says of a placement on which so many days were worked, and of these things that the host saw:
    in the language being spoken."""
    hours = length(days * (placement.ends - placement.begins - placement.break_minutes))
    when = format_days(placement.first_day, placement.last_day)
    kind = _(KIND_NAMES[OfferKind(placement.kind)]) if placement.kind in list(OfferKind) else _("Work experience")
    host = placement.host_name
    if len(host) > LONGEST_HOST:
        host = host[: LONGEST_HOST - 1] + "…"
    there = ngettext("{n} day", "{n} days", days)
    worked = _("{when}: {days}, {hours} of work.").format(when=when, days=there, hours=hours)
    seen = [f"{_(NAMES[one])}: {seen_words(one, row.said[one])}." for one in aspects]
    return What(CredentialKind.PLACEMENT, criteria=" ".join([worked, *seen]), title=f"{kind}: {host}, {when}")


def voice_reason(row: HostEvaluation, aspect: Aspect) -> str:
    """What stands beside a voice: what was seen of that thing, and what went well."""
    seen = f"{_(NAMES[aspect])}: {seen_words(aspect, row.said[aspect])}"
    return "\n".join(part for part in (seen, row.went_well) if part)
