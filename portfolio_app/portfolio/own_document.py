"""One's own portfolio as a document: gathered from the database in one read, then set as a PDF."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import _, local_date, speaking, spoken
from portfolio_app.core.turns import Turns
from portfolio_app.core.typesetting import AT_ONCE, SetDocument
from portfolio_app.plan.goal_view import lines, own_goals, standing, steps_of_goals
from portfolio_app.portfolio import policy
from portfolio_app.portfolio.credentials.carriers import attached
from portfolio_app.portfolio.credentials.queries import own_files, own_lines
from portfolio_app.portfolio.document import (
    COLOURS,
    DocumentCapability,
    DocumentCredential,
    DocumentGoal,
    DocumentStep,
    DocumentTheme,
    PortfolioDocument,
    portfolio_pdf,
)
from portfolio_app.portfolio.document_entries import document_entries, photo_hashes
from portfolio_app.portfolio.models import Entry
from portfolio_app.portfolio.queries import entry_views
from portfolio_app.schools.membership import belonging
from portfolio_app.settings import settings
from portfolio_app.skills.carried import seen_where
from portfolio_app.skills.framework import Capability, Framework, pupils_framework
from portfolio_app.skills.models import Assessment, Evidence
from portfolio_app.skills.origins import origin_words
from portfolio_app.skills.picture_words import step_words
from portfolio_app.skills.policy import fit_for_others

_TURNS = Turns(AT_ONCE)


async def own_portfolio_pdf(actor: Actor, language: str, *, goals: bool = True, corner: bool = False) -> SetDocument:
    """The actor's whole portfolio as PDF/UA-1 in `language` (a served code), and characters that could not be set; with
    the goals of their plan, unless they want it without; without what lies in their private corner, unless they want
    it with that.

    Photos are read and made smaller within a turn as well: they take most of the memory.
    """
    policy.may_keep_a_portfolio(actor)
    async with _TURNS.taken_by(actor.person_id):
        document = await load_document(actor, language, goals=goals, corner=corner)
        made = await _with_credentials(await portfolio_pdf(document), actor)
    async with writing() as session:
        audit(
            session,
            "portfolio.download",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            entries=len(document.entries),
            goals=len(document.goals),
            corner=corner,
            credentials=len(document.credentials),
        )
    return made


async def _with_credentials(made: SetDocument, actor: Actor) -> SetDocument:
    """The document with the owner's credentials attached."""
    async with reading() as session:
        files = await own_files(session, actor.person_id)
    if not files:
        return made
    inside = [(f"credential-{number}.json", one.title, one.text) for number, one in enumerate(files, 1)]
    return replace(made, pdf=await asyncio.to_thread(attached, made.pdf, inside))


async def load_document(actor: Actor, language: str, *, goals: bool = True, corner: bool = False) -> PortfolioDocument:
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
                        select(Entry)
                        .where(policy.own(actor), true() if corner else policy.in_the_corner(inside=False))
                        .order_by(col(Entry.position), col(Entry.made_at).desc())
                    )
                ).scalars()
            )
            views = await entry_views(session, entries, for_others=True)
            hashes = await photo_hashes(session, actor.person_id, views)
            plan = await _goals(session, actor.person_id) if goals else ()
            credentials = await own_lines(session, actor.person_id)
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
            entries=await document_entries(views, hashes),
            goals=plan,
            credentials=tuple(
                DocumentCredential(one.title, _("{school}, {day}").format(school=one.school, day=one.day), one.criteria)
                for one in credentials
            ),
            check_at=f"{settings().links_begin}/verify",
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
    """The titles of each capability's evidence, newest first, each with where it comes from, if that was said."""
    rows = (
        await session.execute(
            select(col(Evidence.id), col(Evidence.title), col(Evidence.origin))
            .where(col(Evidence.person_id) == person_id, fit_for_others())
            .order_by(col(Evidence.made_at).desc(), col(Evidence.id))
        )
    ).all()
    seen = await seen_where(session, [row.id for row in rows], used)
    titles: dict[str, list[str]] = {}
    for evidence_id, title, origin in rows:
        # Translators: a piece of evidence in the PDF and where it comes from: "My first cake (a hobby)"
        named = _("{title} ({origin})").format(title=title, origin=origin_words(origin)) if origin else title
        for capability in seen.get(evidence_id, ()):
            titles.setdefault(capability, []).append(named)
    return titles
