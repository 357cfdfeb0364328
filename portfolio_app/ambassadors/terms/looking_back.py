"""The talk in the middle of a term, the look back at its end, and what whoever comes next should know."""

from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import Ambassador, AmbassadorReflection, AmbassadorTalk
from portfolio_app.ambassadors.terms.auditing import audit_ambassador
from portfolio_app.ambassadors.terms.doing import writes
from portfolio_app.ambassadors.terms.noticing import AMBASSADOR
from portfolio_app.ambassadors.terms.serving import SIGNED, term_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid
from portfolio_app.core.languages import N_, local_date
from portfolio_app.core.wording import day_typed, several_lines
from portfolio_app.notices.about import About
from portfolio_app.notices.actions import notify
from portfolio_app.notices.kinds import AMBASSADOR_TALK
from portfolio_app.schools.membership import framework_of
from portfolio_app.skills.actions import LONGEST_TITLE, EvidenceForm, add_evidence, restore_evidence
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.models import Evidence, EvidenceKind

QUESTIONS: Mapping[str, str] = {
    "happened": N_("What have you done so far?"),
    "noticed": N_("What did you notice, in others and in yourself?"),
    "meaning": N_("What do you make of it?"),
    "try_next": N_("What do you want to try next?"),
}
"""What an ambassador thinks about before the talk: the four steps of Kolb's circle, by the columns of the talk."""
LONGEST_ANSWER = 1000
MOST_CAPABILITIES = 5
"""Skills that one term can have taken: more would say nothing."""


def talk_draft(ambassador_id: UUID) -> str:
    """The name of the draft of what is brought to the talk."""
    return f"ambassador-talk:{ambassador_id}"


def reflection_draft(ambassador_id: UUID) -> str:
    """The name of the draft of the look back."""
    return f"ambassador-reflection:{ambassador_id}"


def hand_over_draft(ambassador_id: UUID) -> str:
    """The name of the draft of the note for whoever comes next."""
    return f"ambassador-next:{ambassador_id}"


async def prepare_talk(actor: Actor, ambassador_id: str | UUID, answers: Mapping[str, str], version: int) -> None:
    """Keep what the actor brings to the talk, by the names of `QUESTIONS`; `version` is 0 where nothing is kept yet.
    The adult reads it. Raises `Conflict`, `Invalid` with the field (also where nothing is said), and `NotFound`."""
    said = {name: several_lines(answers.get(name, ""), field=name, most=LONGEST_ANSWER) for name in QUESTIONS}
    if not any(said.values()):
        raise Invalid(N_("Answer at least one question."), field="happened")
    async with writing() as session:
        row, _term = await writes(session, actor, ambassador_id)
        await drop_draft(session, actor.person_id, talk_draft(row.id))
        talk = await _talk_of(session, row)
        if talk.version == version + 1 and all(getattr(talk, name) == words for name, words in said.items()):
            return  # sent twice
        _check_version(talk.version, version)
        for name, words in said.items():
            setattr(talk, name, words)
        talk.version, talk.changed_at = version + 1, now()
        audit_ambassador(session, "prepare_talk", actor, row)


async def note_talk(actor: Actor, ambassador_id: str | UUID, day: str, agreed: str) -> None:
    """An adult notes when they talked and what was agreed; the ambassador reads it. Noted already with the same words:
    fine. Raises `Invalid` with the field, and `NotFound`."""
    words = several_lines(agreed, field="agreed", most=LONGEST_ANSWER, empty=N_("Write in a sentence what you agreed."))
    async with writing() as session:
        row = await policy.check_guides(session, actor, ambassador_id, lock=True)
        on = day_typed(day, field="talked_on")
        term = await term_of(session, row)
        if on > local_date(now()) or on < term.first_day:
            raise Invalid(N_("Choose a day of the term, up to today."), field="talked_on")
        talk = await _talk_of(session, row)
        if (talk.talked_on, talk.agreed) == (on, words):
            return
        talk.talked_on, talk.agreed, talk.talked_by, talk.changed_at = on, words, actor.person_id, now()
        about = About(row.person_id, AMBASSADOR, str(row.id))
        once = f"ambassador talk {row.id} {on}"
        await notify(session, row.person_id, AMBASSADOR_TALK, by=actor.person_id, about=about, once=once)
        audit_ambassador(session, "note_talk", actor, row)


async def reflect(
    actor: Actor, ambassador_id: str | UUID, words: str, capabilities: Collection[str], version: int
) -> None:
    """Keep how the term was, and which skills it took (codes of the actor's framework, five at most); `version` is 0
    where nothing is kept yet. Raises `Conflict`, `Invalid` with the field, and `NotFound`."""
    said = several_lines(words, field="looked_back", most=3000, empty=N_("Write a few sentences about your term."))
    async with reading() as session:
        used = pupils_framework(await framework_of(session, actor.person_id))
    codes = [one for one in used.codes if one in set(capabilities)]
    if not codes:
        raise Invalid(N_("Choose at least one skill that it took."), field="skills")
    if len(codes) > MOST_CAPABILITIES:
        raise Invalid(N_("Choose {n} skills at most: those that it took most."), field="skills", n=5)
    async with writing() as session:
        row, _term = await writes(session, actor, ambassador_id)
        await drop_draft(session, actor.person_id, reflection_draft(row.id))
        kept = await _reflection_of(session, row)
        if (kept.words, kept.framework, kept.capabilities) == (said, used.code, codes):
            return
        _check_version(kept.version, version)
        kept.words, kept.framework, kept.capabilities = said, used.code, codes
        kept.version, kept.changed_at = version + 1, now()
        audit_ambassador(session, "reflect", actor, row)


async def hand_over(
    actor: Actor, ambassador_id: str | UUID, words: str, buddy_from: str, buddy_until: str, version: int
) -> None:
    """Keep what whoever comes next should know, and the days (ISO 8601, or neither) on which both go together. Whoever
    is chosen for a later term of the school reads it. Raises as `reflect`."""
    said = several_lines(words, field="hand_over", most=2000, empty=N_("Write what the next one should know."))
    first = day_typed(buddy_from, field="buddy_from") if buddy_from.strip() else None
    last = day_typed(buddy_until, field="buddy_until") if buddy_until.strip() else first
    if first is None and last is not None:
        raise Invalid(N_("Write the first day as well."), field="buddy_from")
    if first and last and not 0 <= (last - first).days <= 31:
        raise Invalid(N_("A buddy week is a week or so: choose days close together."), field="buddy_until")
    async with writing() as session:
        row, _term = await writes(session, actor, ambassador_id)
        await drop_draft(session, actor.person_id, hand_over_draft(row.id))
        kept = await _reflection_of(session, row)
        if (kept.hand_over, kept.buddy_from, kept.buddy_until) == (said, first, last):
            return
        _check_version(kept.version, version)
        kept.hand_over, kept.buddy_from, kept.buddy_until = said, first, last
        kept.version, kept.changed_at = version + 1, now()
        audit_ambassador(session, "hand_over", actor, row)


def evidence_request(ambassador_id: UUID) -> UUID:
    """The id with which the evidence of a term is made."""
    return uuid5(ambassador_id, "evidence")


async def keep_as_evidence(actor: Actor, ambassador_id: str | UUID) -> UUID:
    """Make evidence of the look back, for the skills it names, seen by nobody else. Made already: it is that one; what
    was deleted since comes back. Returns its id. Raises `Invalid` before anything is written, and `NotFound`."""
    async with reading() as session:
        row = await policy.check_own(session, actor, ambassador_id)
        term = await term_of(session, row)
        kept = (await session.execute(_reflection(row.id))).scalar_one_or_none()
        made = await evidence_of(session, row)
    if made is not None:
        if made.deleted_at is not None:
            await restore_evidence(actor, made.id)
        return made.id
    if kept is None or not kept.words:
        raise Invalid(N_("Write how your term was first."), field="looked_back")
    form = EvidenceForm(title=term.name[:LONGEST_TITLE], words=kept.words, capabilities=tuple(kept.capabilities))
    return await add_evidence(actor, EvidenceKind.WORDS, form, evidence_request(row.id), from_entry=True)


async def evidence_of(session: AsyncSession, row: Ambassador) -> Evidence | None:
    """The evidence that was made of a term."""
    wanted = select(Evidence).where(
        col(Evidence.request) == evidence_request(row.id), col(Evidence.person_id) == row.person_id
    )
    return (await session.execute(wanted)).scalar_one_or_none()


def _check_version(kept: int, typed_on: int) -> None:
    if kept != typed_on:
        raise Conflict()


async def _talk_of(session: AsyncSession, row: Ambassador) -> AmbassadorTalk:
    """The talk of an ambassador, begun when there is none. Once signed nothing changes: raises `Invalid`."""
    if row.signed_at is not None:
        raise Invalid(SIGNED)
    found = select(AmbassadorTalk).where(col(AmbassadorTalk.ambassador_id) == row.id)
    talk = (await session.execute(found)).scalar_one_or_none()
    if talk is None:
        talk = AmbassadorTalk(ambassador_id=row.id, made_at=now(), changed_at=now(), version=0)
        session.add(talk)
        await session.flush()
    return talk


async def _reflection_of(session: AsyncSession, row: Ambassador) -> AmbassadorReflection:
    kept = (await session.execute(_reflection(row.id))).scalar_one_or_none()
    if kept is None:
        kept = AmbassadorReflection(ambassador_id=row.id, made_at=now(), changed_at=now(), version=0)
        session.add(kept)
        await session.flush()
    return kept


def _reflection(ambassador_id: UUID):
    return select(AmbassadorReflection).where(col(AmbassadorReflection.ambassador_id) == ambassador_id)
