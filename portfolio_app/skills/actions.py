"""Saying how it is with a capability, and keeping, changing, deleting and bringing back the evidence for it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import after_commit, insert_new, insert_values, table_of, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, DomainError, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.letting_go import let_go
from portfolio_app.core.models import MediaFile
from portfolio_app.core.resting import rested_before
from portfolio_app.core.wording import one_line, several_lines
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.actions import end_grants, one_at_a_time
from portfolio_app.sharing.models import Kind
from portfolio_app.skills import policy
from portfolio_app.skills.files import KeptFile, make_sure_of, must_fit, room_of
from portfolio_app.skills.framework import Framework, framework, pupils_framework
from portfolio_app.skills.links import web_address
from portfolio_app.skills.models import Assessment, Evidence, EvidenceCapability, EvidenceKind, PeopleInIt
from portfolio_app.skills.origins import checked_origin

LONGEST_REASON = 2000
LONGEST_TITLE = 160
LONGEST_WORDS = 4000
MOST_EVIDENCE = 2000
MOST_ANSWERS = 10

FILE_KINDS = {EvidenceKind.PHOTO: "picture", EvidenceKind.PDF: "pdf"}
FILE_MISSING = {
    EvidenceKind.PHOTO: N_("Choose a photo first."),
    EvidenceKind.PDF: N_("Choose a PDF first."),
}
SENT_BEFORE = N_(
    "What you sent first has arrived and is saved. What you changed after that is not: load this page again and add "
    "it, or change what is saved."
)


@dataclass(frozen=True)
class EvidenceForm:
    """What somebody wrote about a piece of evidence. `people_in_it` is asked of photos only; `url` is a link's.

    `capabilities` are codes of the pupil's framework, one at least; `origin` is where it comes from, "" when that is
    not said.
    """

    title: str
    words: str = ""
    url: str = ""
    people_in_it: str = ""
    origin: str = ""
    capabilities: tuple[str, ...] = ()


def assessment_draft(capability: str) -> str:
    """The name of the draft of how somebody sees themself in a capability."""
    return f"assessment:{capability}"


def new_evidence_draft(capability: str) -> str:
    """The name of the draft of evidence that is being added to a capability."""
    return f"evidence-new:{capability}"


def evidence_draft(evidence_id: UUID) -> str:
    """The name of the draft of evidence that is being changed."""
    return f"evidence:{evidence_id}"


@dataclass(frozen=True)
class Answer:
    """How somebody saw themself at a moment."""

    made_at: datetime
    step: int
    reason: str
    on_dial: bool


@dataclass(frozen=True)
class Answers:
    """The answers for one capability of a framework, newest first, `MOST_ANSWERS` at most."""

    framework: Framework
    newest: tuple[Answer, ...]


# Written once, and on the table itself: this is what a whole class does at the same time.
_SAID = table_of(Assessment)
NEWEST = (
    select(_SAID.c.made_at, _SAID.c.step, _SAID.c.reason, _SAID.c.on_dial)
    .where(
        _SAID.c.person_id == bindparam("person"),
        _SAID.c.framework == bindparam("framework"),
        _SAID.c.capability == bindparam("capability"),
    )
    .order_by(_SAID.c.made_at.desc(), _SAID.c.id)
    .limit(MOST_ANSWERS)
)


async def assess(actor: Actor, capability: str, step: int, reason: str, request: UUID) -> Answers:
    """Say how it is with a capability now: a step from 1 to 4, or where on its dial, from 1 to 5; and why. Former
    answers stay as they were.

    Returns the newest answers as they stand then, so that the page that asked needs not look them up.
    `request` is the form's own id: sent twice, kept once. Saying on one day what was said last changes nothing.
    Raises `Invalid` with the field, `NotFound` for a capability the pupil's framework does not have.
    """
    policy.may_keep_skills(actor)
    why = several_lines(reason, field="reason", most=LONGEST_REASON)
    async with writing() as session:
        used, known = policy.known_capability(await _used_by(session, actor), capability)
        if not 1 <= step <= known.most:
            raise Invalid(N_("Choose how it is for you now."), field="step")
        await one_at_a_time(session, actor.person_id)
        await drop_draft(session, actor.person_id, assessment_draft(capability))
        which = {"person": actor.person_id, "framework": used.code, "capability": capability}
        former = tuple(Answer(*row) for row in await session.execute(NEWEST, which))
        last = former[0] if former else None
        if last and (last.step, last.reason) == (step, why) and last.made_at.date() == now().date():
            return Answers(used, former)
        # A clock that went back must not make the newer answer the older one.
        made_at = max(now(), last.made_at + timedelta(microseconds=1)) if last else now()
        on_dial = known.poles is not None
        row = {
            "id": uuid4(),
            "person_id": actor.person_id,
            "framework": used.code,
            "framework_version": used.version,
            "capability": capability,
            "step": step,
            "on_dial": on_dial,
            "reason": why,
            "made_at": made_at,
            "request": request,
        }
        if not await insert_values(session, Assessment, row):
            sent = (await session.execute(select(Assessment).where(col(Assessment.request) == request))).scalar_one()
            if sent.person_id != actor.person_id:
                raise NotFound()
            if (sent.capability, sent.step, sent.reason) == (capability, step, why):
                return Answers(used, former)
            # The answer to the first sending got lost, and they thought on: one more answer.
            await insert_values(session, Assessment, row | {"request": uuid4()})
        thing = f"capability:{used.code}:{capability}"
        _audit(session, "skills.assess", actor, thing, step=step)
        return Answers(used, (Answer(made_at, step, why, on_dial), *former[: MOST_ANSWERS - 1]))


async def add_evidence(
    actor: Actor,
    kind: EvidenceKind,
    form: EvidenceForm,
    request: UUID,
    file: KeptFile | None = None,
    *,
    from_entry: bool = False,
) -> UUID:
    """Keep a new piece of evidence, private until its owner shares it; returns its id.

    A photo or PDF brings the `file` that `files.keep_file` kept. `request` as in `assess`. Raises `Invalid` with the
    field; then nothing is kept, the file's bytes neither. `from_entry`: added while writing an entry, so that what is
    typed in the skill's own form for evidence stays there.
    """
    try:
        return await _add_evidence(actor, kind, form, request, file, from_entry)
    except BaseException:
        if file is not None:
            with suppress(DomainError):  # what went wrong first is what matters
                await let_go(*file.sha256s)
        raise


async def _add_evidence(
    actor: Actor, kind: EvidenceKind, form: EvidenceForm, request: UUID, file: KeptFile | None, from_entry: bool
) -> UUID:
    policy.may_keep_skills(actor)
    if kind in FILE_KINDS and file is None:
        raise Invalid(FILE_MISSING[kind], field="file")
    if (file.kind if file else "") != FILE_KINDS.get(kind, ""):
        raise NotFound()
    fields = checked(kind, form)
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        kept = await _already(session, actor, request)
        if kept is not None:
            await _must_be_the_same(session, kept, kind, fields, form.capabilities, file)
            if file is not None:
                after_commit(session, partial(let_go, *file.sha256s))  # should the same file have become other bytes
            return kept.id
        count = select(func.count()).select_from(Evidence).where(policy.own(actor))
        if (await session.execute(count)).scalar_one() >= MOST_EVIDENCE:
            raise Invalid(N_("There is no space for more evidence. Delete what you no longer need."), field="title")
        media_id = None
        if file is not None:
            must_fit(await room_of(session, actor.person_id), file.size)
            await make_sure_of(session, file)
            media = file.row(actor.person_id)
            media_id = media.id
            session.add(media)
            await session.flush()
        row = Evidence(
            person_id=actor.person_id,
            kind=kind,
            media_id=media_id,
            made_at=now(),
            changed_at=now(),
            request=request,
            **fields,
        )
        if not await insert_new(session, row):
            raise NotFound()  # somebody else's form
        await _set_capabilities(session, actor, row.id, form.capabilities)
        for code in () if from_entry else form.capabilities:
            await drop_draft(session, actor.person_id, new_evidence_draft(code))
        _audit(session, "skills.add_evidence", actor, f"evidence:{row.id}", kind=kind.value)
        return row.id


async def change_evidence(actor: Actor, evidence_id: UUID, form: EvidenceForm, version: int) -> int:
    """Keep what was changed; returns the new version. The file itself stays what it is.

    Raises `Conflict` when the evidence has another version than the one being edited, and changes nothing then. A photo
    with somebody in it who was not asked is shared with nobody from then on.
    """
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        evidence = await policy.own_evidence(session, actor, evidence_id)
        fields = checked(EvidenceKind(evidence.kind), form)
        if evidence.version != version:
            raise Conflict()
        for name, value in fields.items():
            setattr(evidence, name, value)
        evidence.version += 1
        evidence.changed_at = now()
        await _set_capabilities(session, actor, evidence.id, form.capabilities)
        if evidence.people_in_it == PeopleInIt.NOT_ASKED:
            await end_grants(session, actor, Kind.EVIDENCE, str(evidence.id))
        await drop_draft(session, actor.person_id, evidence_draft(evidence.id))
        _audit(session, "skills.change_evidence", actor, f"evidence:{evidence.id}", version=evidence.version)
        return evidence.version


async def drop_evidence_draft(actor: Actor, evidence_id: UUID) -> None:
    """Forget what was typed about an evidence of the actor's and not kept."""
    async with writing() as session:
        evidence = await policy.own_evidence(session, actor, evidence_id)
        await drop_draft(session, actor.person_id, evidence_draft(evidence.id))
        _audit(session, "skills.drop_evidence_draft", actor, f"evidence:{evidence.id}")


async def delete_evidence(actor: Actor, evidence_id: UUID) -> None:
    """Put evidence among the recently deleted, where it rests 30 days; nobody else sees it meanwhile. Twice is fine."""
    async with writing() as session:
        found = await session.get(Evidence, evidence_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is not None:
            return
        evidence = await policy.own_evidence(session, actor, evidence_id)
        evidence.deleted_at = now()
        await drop_draft(session, actor.person_id, evidence_draft(evidence.id))
        _audit(session, "skills.delete_evidence", actor, f"evidence:{evidence.id}")


async def restore_evidence(actor: Actor, evidence_id: UUID) -> None:
    """Bring recently deleted evidence back, shared with whom it was before. What is there already stays as it is."""
    async with writing() as session:
        found = await session.get(Evidence, evidence_id)
        if found is not None and found.person_id == actor.person_id and found.deleted_at is None:
            return
        evidence = await policy.own_evidence(session, actor, evidence_id, deleted=True)
        if evidence.deleted_at is None or evidence.deleted_at <= rested_before():
            raise NotFound()
        evidence.deleted_at = None
        _audit(session, "skills.restore_evidence", actor, f"evidence:{evidence.id}")


def checked(kind: EvidenceKind, form: EvidenceForm) -> dict[str, Any]:
    """The fields of an evidence as they are kept. Raises `Invalid` for the first that cannot be."""
    missing = N_("Write a few words about it.") if kind is EvidenceKind.WORDS else ""
    if not form.capabilities:
        raise Invalid(N_("Choose at least one skill that it shows."), field="capabilities")
    people = ""
    url = web_address(form.url) if kind is EvidenceKind.LINK else ""
    if kind is EvidenceKind.PHOTO:
        if form.people_in_it not in tuple(PeopleInIt):
            raise Invalid(N_("Say whether someone else is in the photo."), field="people_in_it")
        people = PeopleInIt(form.people_in_it)
    nameless = N_("Give it a name, so that you can find it again.")
    return {
        "title": one_line(form.title, field="title", most=LONGEST_TITLE, empty=nameless),
        "words": several_lines(form.words, field="words", most=LONGEST_WORDS, empty=missing),
        "url": url,
        "people_in_it": people,
        "origin": checked_origin(form.origin),
    }


async def _set_capabilities(
    session: AsyncSession, actor: Actor, evidence_id: UUID, capabilities: tuple[str, ...]
) -> None:
    """Make these the capabilities of the pupil's framework that the evidence shows; those of a former one stay, and
    so do those that are retired."""
    code = await _used_by(session, actor)
    for capability in capabilities:
        policy.known_capability(code, capability)
    await session.execute(
        delete(EvidenceCapability).where(
            col(EvidenceCapability.evidence_id) == evidence_id,
            col(EvidenceCapability.framework) == code,
            col(EvidenceCapability.capability).in_(framework(code).codes),
        )
    )
    session.add_all(
        EvidenceCapability(evidence_id=evidence_id, framework=code, capability=one)
        for one in dict.fromkeys(capabilities)
    )


async def _used_by(session: AsyncSession, actor: Actor) -> str:
    """The code of the framework the pupil works in."""
    return pupils_framework(await framework_of(session, actor.person_id)).code


async def _already(session: AsyncSession, actor: Actor, request: UUID) -> Evidence | None:
    rows = await session.execute(
        select(Evidence).where(col(Evidence.request) == request, col(Evidence.person_id) == actor.person_id)
    )
    return rows.scalar_one_or_none()


async def _must_be_the_same(
    session: AsyncSession,
    kept: Evidence,
    kind: EvidenceKind,
    fields: dict[str, Any],
    capabilities: tuple[str, ...],
    file: KeptFile | None,
) -> None:
    """Raise `Conflict` when a form sent again is not what was kept of it: its first sending arrived, its answer did
    not, and somebody wrote on meanwhile."""
    media = await session.get(MediaFile, kept.media_id) if kept.media_id else None
    shown = select(col(EvidenceCapability.capability)).where(col(EvidenceCapability.evidence_id) == kept.id)
    was = (kept.kind, {name: getattr(kept, name) for name in fields}, media.sha256 if media else "")
    same = was == (kind, fields, file.sha256 if file else "")
    if not same or set((await session.execute(shown)).scalars()) != set(capabilities):
        raise Conflict(SENT_BEFORE)


def _audit(session: AsyncSession, action: str, actor: Actor, thing: str, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing=thing, **detail)
