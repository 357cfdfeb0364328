"""One's own CV as a file: gathered from the database, set, and checked whether it fits."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import UTC, date

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading, writing
from portfolio_app.core.languages import local_date, speaking
from portfolio_app.core.turns import Turns
from portfolio_app.core.typesetting import AT_ONCE
from portfolio_app.portfolio.cv.actions import keep_fit
from portfolio_app.portfolio.cv.document import FittedCv, cv_pdf
from portfolio_app.portfolio.cv.gathering import saved_content
from portfolio_app.portfolio.cv.json_resume import resume
from portfolio_app.portfolio.cv.models import Cv, Layout
from portfolio_app.portfolio.cv.pieces import CvContent
from portfolio_app.portfolio.cv.word import cv_docx
from portfolio_app.portfolio.policy import may_keep_a_portfolio

_TURNS = Turns(AT_ONCE)


def fit_key(content: CvContent, layout: str, pages: int) -> str:
    """A hash of all that decides what fits."""
    told = json.dumps([asdict(content), layout, pages], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


async def own_cv_pdf(actor: Actor, language: str) -> bytes:
    """The actor's CV as PDF/UA-1 in `language`, as they saved it. Raises `NotFound` where none is saved."""
    content, cv = await _saved(actor, language)
    fitted = await _fitted(actor, content, cv)
    await _downloaded(actor, "pdf", len(content.pieces) - len(fitted.left_out))
    return fitted.document.pdf


async def own_cv_docx(actor: Actor, language: str) -> bytes:
    """The same as a Word file, with the entries that fit on the pages of the PDF."""
    content, cv = await _saved(actor, language)
    left_out = cv.left_out
    if cv.fit != fit_key(content, cv.layout, cv.pages):
        left_out = (await _fitted(actor, content, cv)).left_out
    shown = replace(content, pieces=tuple(piece for piece in content.pieces if piece.id not in left_out))
    await _downloaded(actor, "docx", len(shown.pieces))
    return cv_docx(shown, local_date(now()))


async def own_cv_json(actor: Actor, language: str) -> bytes:
    """The same as JSON Resume: all that was chosen, for programs count no pages."""
    content, _cv = await _saved(actor, language)
    await _downloaded(actor, "json", len(content.pieces))
    document = resume(content, last_modified=now().astimezone(UTC).isoformat(timespec="seconds"))
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


async def measure(actor: Actor, language: str) -> None:
    """Set the actor's CV and remember what does not fit."""
    content, cv = await _saved(actor, language)
    await _fitted(actor, content, cv)


async def _saved(actor: Actor, language: str) -> tuple[CvContent, Cv]:
    may_keep_a_portfolio(actor)
    with speaking(language):
        async with reading() as session:
            return await saved_content(session, actor.person_id, actor.name)


async def _fitted(actor: Actor, content: CvContent, cv: Cv) -> FittedCv:
    async with _TURNS.taken_by(actor.person_id):
        fitted = await cv_pdf(content, Layout(cv.layout), cv.pages, _made_on())
    async with writing() as session:
        await keep_fit(session, actor, fit_key(content, cv.layout, cv.pages), fitted.left_out)
    return fitted


def _made_on() -> date:
    return local_date(now())


async def _downloaded(actor: Actor, form: str, entries: int) -> None:
    async with writing() as session:
        me = actor.person_id
        audit(session, "portfolio.download_cv", actor_id=me, about_id=me, thing="cv", form=form, entries=entries)
