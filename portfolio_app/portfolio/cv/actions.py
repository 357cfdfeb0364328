"""Saving the choices of a CV, and what did not fit when it was set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import writing
from portfolio_app.core.drafts import drop_draft
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_
from portfolio_app.core.wording import one_line
from portfolio_app.portfolio.cv.gathering import chosen_in, kept_cv, pieces_of
from portfolio_app.portfolio.cv.models import Cv, CvEntry, Layout
from portfolio_app.portfolio.policy import may_keep_a_portfolio
from portfolio_app.sharing.actions import one_at_a_time

DRAFT = "cv"
"""The name of the draft of one's CV."""
LONGEST = {"email": 120, "phone": 40, "town": 80, "link": 200}
MOST_IN_A_CV = 60


@dataclass(frozen=True)
class CvForm:
    """What somebody chose: entries, how it looks, on how many pages, what else is in it, and the contact lines."""

    entries: tuple[UUID, ...] = ()
    layout: str = Layout.PLAIN
    pages: int = 1
    about: bool = True
    skills: bool = True
    school: bool = True
    email: str = ""
    phone: str = ""
    town: str = ""
    link: str = ""


async def save_cv(actor: Actor, form: CvForm, version: int) -> None:
    """Make these the choices of the actor's CV. `version` is the one they were made on, 0 where none was saved.

    Sent twice, kept once. Raises `Invalid` with the field, `NotFound` for entries that cannot be in it, and `Conflict`
    when another tab saved other choices meanwhile.
    """
    may_keep_a_portfolio(actor)
    lines = {name: one_line(getattr(form, name), field=name, most=most) for name, most in LONGEST.items()}
    if form.layout not in tuple(Layout) or form.pages not in (1, 2):
        raise Invalid(field="layout")
    if len(set(form.entries)) > MOST_IN_A_CV:
        raise Invalid(N_("A CV has room for {n} entries at most."), field="entries", n=MOST_IN_A_CV)
    chosen = {
        "layout": Layout(form.layout),
        "pages": form.pages,
        "about": form.about,
        "skills": form.skills,
        "school": form.school,
    } | lines
    async with writing() as session:
        await one_at_a_time(session, actor.person_id)
        wanted = set(form.entries)
        there = await pieces_of(session, actor.person_id, wanted)
        if {UUID(piece.id) for piece in there} != wanted:
            raise NotFound()
        cv = await kept_cv(session, actor.person_id, lock=True)
        if cv is None:
            cv = Cv(person_id=actor.person_id, made_at=now(), changed_at=now(), version=0)
            session.add(cv)
            await session.flush()
        elif cv.version != version:
            if await _is_so(session, cv, chosen, wanted):
                return
            raise Conflict()
        for name, value in chosen.items():
            setattr(cv, name, value)
        cv.version += 1
        cv.changed_at = now()
        await session.execute(delete(CvEntry).where(col(CvEntry.cv_id) == cv.id))
        session.add_all(CvEntry(cv_id=cv.id, entry_id=one) for one in wanted)
        await drop_draft(session, actor.person_id, DRAFT)
        _audit(session, "portfolio.save_cv", actor, entries=len(wanted), layout=form.layout, pages=form.pages)


async def _is_so(session: AsyncSession, cv: Cv, chosen: Mapping[str, Any], wanted: Collection[UUID]) -> bool:
    """Whether these are its choices already: the form was sent twice."""
    held = await chosen_in(session, cv)
    return held == wanted and all(getattr(cv, name) == value for name, value in chosen.items())


async def keep_fit(session: AsyncSession, actor: Actor, key: str, left_out: Sequence[str]) -> None:
    """Remember what did not fit when the CV was set last; `key` tells what was set."""
    cv = await kept_cv(session, actor.person_id, lock=True)
    if cv is not None:
        cv.fit, cv.left_out = key, list(left_out)


def _audit(session: AsyncSession, action: str, actor: Actor, **detail: Any) -> None:
    audit(session, action, actor_id=actor.person_id, about_id=actor.person_id, thing="cv", **detail)
