"""One's own portfolio as a document: gathered from the database in one read, then set as a PDF."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import local_date, speaking, spoken
from portfolio_app.core.media import MediaMissing, media_store
from portfolio_app.core.models import MediaFile
from portfolio_app.core.turns import Turns
from portfolio_app.core.typesetting import AT_ONCE, SetDocument
from portfolio_app.plan.goal_view import lines, own_goals, standing, steps_of_goals
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.document import (
    COLOURS,
    DocumentCapability,
    DocumentEntry,
    DocumentGoal,
    DocumentPhoto,
    DocumentSkill,
    DocumentStep,
    DocumentTheme,
    PortfolioDocument,
    portfolio_pdf,
)
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.queries import attachments_of, skills_of
from portfolio_app.schools.membership import belonging
from portfolio_app.skills.carried import seen_where
from portfolio_app.skills.framework import Capability, Framework, pupils_framework
from portfolio_app.skills.models import Assessment, Evidence
from portfolio_app.skills.picture_words import step_words
from portfolio_app.skills.policy import fit_for_others

_TURNS = Turns(AT_ONCE)


async def own_portfolio_pdf(actor: Actor, language: str, *, goals: bool = True) -> SetDocument:
    """The actor's whole portfolio as PDF/UA-1 in `language` (a served code), and characters that could not be set; with
    the goals of their plan, unless they want it without.

    Photos are read and made smaller within a turn as well: they take most of the memory.
    """
    policy.may_keep_a_portfolio(actor)
    async with _TURNS.taken_by(actor.person_id):
        document = await load_document(actor, language, goals=goals)
        made = await portfolio_pdf(document)
    async with writing() as session:
        audit(
            session,
            "portfolio.download",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            entries=len(document.entries),
            goals=len(document.goals),
        )
    return made


async def load_document(actor: Actor, language: str, *, goals: bool = True) -> PortfolioDocument:
    """Everything of the actor's own that the document shows.

    A portfolio as a document is made to be handed on. What stays with its owner alone, a photo with somebody in it who
    was not asked, is not in it; the portfolio's page says so beside the way to the document.
    """
    policy.may_keep_a_portfolio(actor)
    with speaking(language):
        language = spoken()
        async with reading() as session:
            here = await belonging(session, actor.person_id)
            framework = pupils_framework(here.framework)
            steps = await _latest_steps(session, actor.person_id, framework.code)
            titles = await _evidence(session, actor.person_id, framework)
            entries = list(
                (
                    await session.execute(
                        select(Entry).where(policy.own(actor)).order_by(col(Entry.position), col(Entry.made_at).desc())
                    )
                ).scalars()
            )
            ids = [entry.id for entry in entries]
            skills = await skills_of(session, ids)
            parts = await attachments_of(session, ids, for_others=True)
            plan = await _goals(session, actor.person_id) if goals else ()
        return PortfolioDocument(
            owner_name=actor.name,
            school_name=here.school_name,
            stage_name=here.class_name,
            made_on=local_date(now()),
            language=language,
            steps=tuple(framework.text(step.name, language) for step in framework.scale),
            themes=tuple(
                DocumentTheme(
                    code=theme.look,
                    name=framework.text(theme.name, language),
                    colour=COLOURS[theme.look],
                    shape=theme.shape,
                    capabilities=tuple(
                        _capability(framework, one, steps.get(one.code), titles.get(one.code, ()))
                        for one in theme.capabilities
                    ),
                )
                for theme in framework.themes
            ),
            entries=tuple(
                [
                    DocumentEntry(
                        title=entry.title,
                        day=local_date(entry.made_at),
                        happened=entry.happened,
                        noticed=entry.noticed,
                        learned=entry.learned,
                        next_step=entry.try_next,
                        photos=await _photos(parts.get(entry.id, ())),
                        skills=tuple(
                            DocumentSkill(tag.name, tag.theme) for tag in skills.get(entry.id, ()) if tag.theme
                        ),
                    )
                    for entry in entries
                ]
            ),
            goals=plan,
        )


async def _goals(session: AsyncSession, person_id: UUID) -> tuple[DocumentGoal, ...]:
    """The goals with their steps, as they stand; without what may get in the way, who helps, and days of review."""
    goals = await own_goals(session, person_id)
    steps = await steps_of_goals(session, [goal.id for goal in goals])
    return tuple(
        DocumentGoal(
            title=goal.title,
            standing=standing(goal),
            why=goal.why,
            outcome=goal.outcome,
            steps=tuple(
                DocumentStep(line.words, line.said or line.by_when, line.done) for line in lines(steps.get(goal.id, []))
            ),
        )
        for goal in goals
    )


def _capability(
    used: Framework, one: Capability, answer: tuple[int, str] | None, titles: Sequence[str]
) -> DocumentCapability:
    step, why = answer or (0, "")
    return DocumentCapability(
        name=used.text(one.name, spoken()),
        step=step,
        step_name=step_words(used, one.code, step) if step else "",
        evidence_count=len(titles),
        why=why,
        evidence=tuple(titles),
        poles=(used.text(one.poles.first, spoken()), used.text(one.poles.second, spoken())) if one.poles else (),
    )


async def _latest_steps(session: AsyncSession, person_id: UUID, framework: str) -> dict[str, tuple[int, str]]:
    """The last step and reason for each capability."""
    rows = await session.execute(
        select(col(Assessment.capability), col(Assessment.step), col(Assessment.reason))
        .where(col(Assessment.person_id) == person_id, col(Assessment.framework) == framework)
        .order_by(col(Assessment.made_at), col(Assessment.id))
    )
    return {capability: (step, reason) for capability, step, reason in rows}


async def _evidence(session: AsyncSession, person_id: UUID, used: Framework) -> dict[str, list[str]]:
    """The titles of each capability's evidence, newest first."""
    rows = (
        await session.execute(
            select(col(Evidence.id), col(Evidence.title))
            .where(col(Evidence.person_id) == person_id, fit_for_others())
            .order_by(col(Evidence.made_at).desc(), col(Evidence.id))
        )
    ).all()
    seen = await seen_where(session, [evidence_id for evidence_id, _title in rows], used)
    titles: dict[str, list[str]] = {}
    for evidence_id, title in rows:
        for capability in seen.get(evidence_id, ()):
            titles.setdefault(capability, []).append(title)
    return titles


async def _photos(pairs: Iterable[tuple[Evidence, MediaFile | None]]) -> tuple[DocumentPhoto, ...]:
    """The photos among an entry's evidence, read from the store; one that is missing there is unreadable."""
    photos: list[DocumentPhoto] = []
    for evidence, media in pairs:
        if evidence.kind != "photo" or media is None:
            continue
        try:
            content = await media_store().get(media.sha256)
        except MediaMissing:
            content = b""
        photos.append(DocumentPhoto(content, evidence.title))
    return tuple(photos)
