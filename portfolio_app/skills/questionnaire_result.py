"""What a round of answers says: themes with their reasons, what is outside one's usual, and what it does not tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.database import as_id, reading, table_of
from portfolio_app.core.drafts import KeptDraft, load_drafts
from portfolio_app.core.errors import NotFound
from portfolio_app.core.languages import _, format_date, format_number, ngettext, spoken
from portfolio_app.schools.membership import framework_of
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import Nameable, Remark, WhoCanSee, nameable, remarks, who_can_see
from portfolio_app.skills import policy
from portfolio_app.skills.answering import Round, known, parts_of, rejection_draft
from portfolio_app.skills.framework import Framework, crosswalks, frameworks, pupils_framework
from portfolio_app.skills.models import QuestionnaireAnswer, QuestionnaireRejection, QuestionnaireRound
from portfolio_app.skills.picture import capability_href
from portfolio_app.skills.questionnaire import YES, Questionnaire, Theme, said
from portfolio_app.skills.questionnaire_views import href
from portfolio_app.skills.scoring import Outcome, Scored, ScoredAnswer, ScoredTheme, Standing, Surprise, score

ROUNDS_COMPARED = 6
"""Rounds that stand beside each other in the comparison, the newest ones."""

MOST_SKILLS = 3
"""Skills that a theme leads to: a few to choose from, no list."""


@dataclass(frozen=True)
class GivenAnswer:
    """A statement and what was answered, in words."""

    statement: str = ""
    answer: str = ""


@dataclass(frozen=True)
class Rejection:
    """Whether somebody said that a part does not fit, and why; and the form to say so."""

    part: str = ""
    rejected: bool = False
    why: str = ""
    draft: str = ""
    draft_version: int = 0


@dataclass(frozen=True)
class PageLink:
    """A page to go on to."""

    label: str = ""
    href: str = ""


@dataclass(frozen=True)
class ThemeView:
    """A theme of a result: why it is there, every answer it is made of, and what can be done with it."""

    code: str = ""
    name: str = ""
    meaning: str = ""
    because: tuple[str, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    missing: str = ""
    show: str = ""
    skills: tuple[PageLink, ...] = ()
    evidence_href: str = ""
    """Where evidence for the first of these skills is added; "" where the pupil's framework has none of them."""
    rejection: Rejection = Rejection()


@dataclass(frozen=True)
class SurpriseView:
    """Something outside one's usual, how it was found, and something small to try."""

    theme_name: str = ""
    found: str = ""
    experiment: str = ""
    rejection: Rejection = Rejection()


@dataclass(frozen=True)
class ComparedRound:
    """One round in the comparison."""

    label: str = ""
    href: str = ""
    current: bool = False


@dataclass(frozen=True)
class ComparedTheme:
    """How a theme stood in each round compared (`out`, `quiet`, `open`), and what has changed, in words."""

    name: str = ""
    stood: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True)
class ResultView:
    """What a round of answers says, and what it does not."""

    loaded: bool = False
    code: str = ""
    name: str = ""
    number: int = 0
    day: str = ""
    sentence: str = ""
    answered: str = ""
    themes: tuple[ThemeView, ...] = ()
    others: tuple[ThemeView, ...] = ()
    surprises: tuple[SurpriseView, ...] = ()
    not_told: tuple[str, ...] = ()
    source: str = ""
    rounds: tuple[ComparedRound, ...] = ()
    compared: tuple[ComparedTheme, ...] = ()
    go_on_href: str = ""
    again_href: str = ""
    id: str = ""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    has_rejected: bool = False
    """Whether its owner said of a theme that it does not fit, so that there is something to show or leave out."""
    shows_rejected: bool = False
    remarks: tuple[Remark, ...] = ()
    unread: bool = False


@dataclass(frozen=True, kw_only=True)
class _Kept(Round):
    began_at: datetime
    last_at: datetime
    shows_rejected: bool


# Written once, and on the tables themselves.
_ROUND, _ANSWER = table_of(QuestionnaireRound), table_of(QuestionnaireAnswer)
_EVERYTHING = (
    select(
        _ROUND.c.id,
        _ROUND.c.number,
        _ROUND.c.version,
        _ROUND.c.began_at,
        _ROUND.c.deleted_at,
        _ROUND.c.shows_rejected,
        _ANSWER.c.statement,
        _ANSWER.c.value,
        _ANSWER.c.made_at,
    )
    .join_from(_ROUND, _ANSWER, _ANSWER.c.round_id == _ROUND.c.id)
    .where(_ROUND.c.person_id == bindparam("person"), _ROUND.c.questionnaire == bindparam("code"))
    .order_by(_ROUND.c.number, _ANSWER.c.made_at)
)


async def load_result(actor: Actor, code: str, number: int = 0) -> ResultView:
    """What the answers of a round say; `number` 0 or any other that is none shows the newest."""
    policy.may_keep_skills(actor)
    used = known(code)
    async with reading() as session:
        every = _rounds((await session.execute(_EVERYTHING, {"person": actor.person_id, "code": code})).all(), used)
        rounds, latest = [one for one in every if not one.deleted], every[-1].number if every else 0
        shown = next((one for one in rounds if one.number == number), rounds[-1] if rounds else None)
        if shown is None:
            return ResultView(loaded=True, code=code, name=said(used.name), go_on_href=href("/questionnaire", code))
        scored = score(used, shown.version, shown.answers)
        rejections = await _rejections(session, actor.person_id, shown, scored)
        framework = pupils_framework(await framework_of(session, actor.person_id))
        name = str(shown.id)
        who = await who_can_see(session, actor.person_id, Kind.RESULT, [name])
        persons = await nameable(session, actor.person_id)
        written = (await remarks(session, actor.person_id, actor.person_id, Kind.RESULT, [name]))[name]
    out = {theme.code for theme in scored.standing_out}
    views = {one.code: _theme(used, one, framework, rejections) for one in scored.themes}
    newest = shown.number == latest
    asked = len(used.asked(shown.version))
    there = sum(len(theme.answers) for theme in scored.themes)
    return ResultView(
        loaded=True,
        code=code,
        name=said(used.name),
        number=shown.number,
        day=_("From your answers, last on {day}").format(day=format_date(shown.last_at)),
        sentence=_sentence(scored),
        answered=_("{n} of {all} answered").format(n=format_number(there), all=format_number(asked)),
        themes=tuple(view for theme, view in views.items() if theme in out),
        others=tuple(view for theme, view in views.items() if theme not in out),
        surprises=tuple(_surprise(used, one, rejections) for one in scored.surprises),
        not_told=tuple(said(one) for one in used.not_told),
        source=said(used.source.note),
        rounds=_compared_rounds(code, rounds, shown),
        compared=_compared(used, rounds) if len(rounds) > 1 else (),
        go_on_href=href("/questionnaire", code) if newest and there < asked else "",
        again_href=href("/questionnaire", code, round=latest + 1),
        id=name,
        who=who[name],
        nameable=persons,
        has_rejected=any(one.rejected for part, one in rejections.items() if part.startswith("theme:")),
        shows_rejected=shown.shows_rejected,
        remarks=written,
        unread=any(one.unread for one in written),
    )


async def round_called(actor: Actor, round_id: str) -> tuple[str, int]:
    """The questionnaire and the number of one of the actor's own rounds. Raises `NotFound`."""
    policy.may_keep_skills(actor)
    mine = select(_ROUND.c.questionnaire, _ROUND.c.number).where(
        _ROUND.c.id == as_id(round_id), _ROUND.c.person_id == actor.person_id, _ROUND.c.deleted_at.is_(None)
    )
    async with reading() as session:
        found = (await session.execute(mine)).first()
    if found is None:
        raise NotFound()
    return found.questionnaire, found.number


def _rounds(rows: Iterable[Any], used: Questionnaire) -> list[_Kept]:
    """The rounds with their answers, from the first to the newest."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return [
        _Kept(
            id=some[0].id,
            number=number,
            version=some[0].version,
            answers={row.statement: row.value for row in some if row.statement in used.statements},
            deleted=some[0].deleted_at is not None,
            began_at=some[0].began_at,
            last_at=some[-1].made_at,
            shows_rejected=some[0].shows_rejected,
        )
        for number, some in found.items()
    ]


def _sentence(scored: Scored) -> str:
    match scored.outcome:
        case Outcome.NOTHING | Outcome.TOO_FEW:
            return _("You have answered too few statements for a theme to show. Go on whenever you like.")
        case Outcome.ALIKE:
            return _("No theme stands out: you answered much the same everywhere. That is an answer too.")
        case Outcome.THEMES:
            return ngettext(
                "{n} theme stands out in what you said.",
                "{n} themes stand out in what you said. None of them comes first.",
                len(scored.standing_out),
            )


async def _rejections(session: AsyncSession, person_id: UUID, shown: Round, scored: Scored) -> Mapping[str, Rejection]:
    """What was said of each part of a result that can be rejected, and the form for it."""
    rows = await session.execute(select(QuestionnaireRejection).where(col(QuestionnaireRejection.round_id) == shown.id))
    kept = {row.part: row for row in rows.scalars()}
    parts = parts_of(scored)
    drafts = await load_drafts(session, person_id, *(rejection_draft(shown.id, part) for part in parts))
    return {part: _rejection(shown, part, kept.get(part), drafts) for part in parts}


def _rejection(
    shown: Round, part: str, kept: QuestionnaireRejection | None, drafts: Mapping[str, KeptDraft]
) -> Rejection:
    name = rejection_draft(shown.id, part)
    draft = drafts.get(name)
    typed = draft.fields.get("why") if draft else None
    why = typed if isinstance(typed, str) else (kept.why if kept else "")
    rejected = kept is not None and kept.withdrawn_at is None
    return Rejection(part, rejected, why, name, draft.version if draft else 0)


def _theme(
    used: Questionnaire, one: ScoredTheme, framework: Framework, rejections: Mapping[str, Rejection]
) -> ThemeView:
    theme = used.theme(one.code)
    skills = _skills(theme, framework)
    return ThemeView(
        code=one.code,
        name=said(theme.name),
        meaning=said(theme.meaning),
        because=tuple(because(used, answer) for answer in one.because),
        answers=tuple(_given(used, answer) for answer in one.answers),
        missing=ngettext("{n} not answered", "{n} not answered", one.missing) if one.missing else "",
        show=said(theme.show),
        skills=skills,
        evidence_href=f"{skills[0].href}#evidence" if skills else "",
        rejection=rejections.get(f"theme:{one.code}", Rejection()),
    )


def _given(used: Questionnaire, one: ScoredAnswer) -> GivenAnswer:
    return GivenAnswer(said(used.statements[one.statement][1].text), said(used.answer(one.value).name))


def because(used: Questionnaire, one: ScoredAnswer) -> str:
    """An answer as a reason, in a part of a sentence."""
    given = _given(used, one)
    # Translators: one reason of two; the statement is what a pupil was asked, the answer what they chose
    return _("you said “{answer}” to “{statement}”").format(
        answer=given.answer, statement=given.statement.removesuffix(".")
    )


def _skills(theme: Theme, framework: Framework) -> tuple[PageLink, ...]:
    """The capabilities of the pupil's framework that the theme leads to: those the file names for it, else those that
    the ones it names of other frameworks are like. None where nothing says what is like what."""
    named = [one for one in theme.capabilities.get(framework.code, ()) if one in framework.codes]
    codes = named or _alike(theme, framework)
    return tuple(
        PageLink(framework.text(framework.capability(code).name, spoken()), capability_href(code))
        for code in codes[:MOST_SKILLS]
    )


def _alike(theme: Theme, framework: Framework) -> list[str]:
    """By the crosswalks, first what most of the theme's capabilities lead to."""
    if framework.code not in frameworks():
        return []
    tags = [(code, one) for code, some in theme.capabilities.items() for one in some]
    found = crosswalks().seen_under(framework.code, tags)
    return sorted(found, key=lambda code: -len(found[code]))


def _surprise(used: Questionnaire, one: Surprise, rejections: Mapping[str, Rejection]) -> SurpriseView:
    theme = used.theme(one.theme)
    given = _given(used, ScoredAnswer(one.statement, one.value))
    if one.value >= YES:
        words = _("“{theme}” does not stand out in your answers, and yet you said “{answer}” to “{statement}”.")
    else:
        words = _("You said yes to little in “{theme}”. Of it, “{statement}” got your clearest answer: “{answer}”.")
    return SurpriseView(
        theme_name=said(theme.name),
        found=words.format(theme=said(theme.name), answer=given.answer, statement=given.statement.removesuffix(".")),
        experiment=said(theme.experiment),
        rejection=rejections.get(f"surprise:{one.statement}", Rejection()),
    )


def _compared_rounds(code: str, rounds: Sequence[_Kept], shown: _Kept) -> tuple[ComparedRound, ...]:
    if len(rounds) < 2:
        return ()
    return tuple(
        ComparedRound(
            label=format_date(one.last_at, "medium"),
            href=href("/questionnaire-result", code, round=one.number),
            current=one is shown,
        )
        for one in rounds[-ROUNDS_COMPARED:]
    )


def _compared(used: Questionnaire, rounds: Sequence[_Kept]) -> tuple[ComparedTheme, ...]:
    """How each theme stood in the newest rounds, and in words how the last differs from the one before."""
    scored = [score(used, one.version, one.answers) for one in rounds[-ROUNDS_COMPARED:]]
    stood = [{theme.code: theme.standing for theme in one.themes} for one in scored]
    day = format_date(rounds[-2].last_at, "medium")
    return tuple(
        ComparedTheme(
            said(theme.name),
            tuple(one[theme.code].value for one in stood),
            _changed(stood[-2][theme.code], stood[-1][theme.code]).format(day=day),
        )
        for theme in used.themes
    )


def _changed(before: Standing, after: Standing) -> str:
    if Standing.OPEN in (before, after):
        return _("Too few answers to compare")
    if before is after:
        return _("Stands out, as on {day}") if after is Standing.OUT else _("Quiet, as on {day}")
    return _("Stands out now, was quiet on {day}") if after is Standing.OUT else _("Quiet now, stood out on {day}")
