"""One ambassador's term: for whoever it is, and for the adults who look after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person
from portfolio_app.accounts.queries import Option
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.models import (
    ACTIONS,
    Ambassador,
    AmbassadorAction,
    AmbassadorReflection,
    AmbassadorTalk,
    AmbassadorTerm,
)
from portfolio_app.ambassadors.terms.certifying import actions_of, added_up, credential_of, log_words
from portfolio_app.ambassadors.terms.doing import FEWEST, MOST, log_draft, may_write
from portfolio_app.ambassadors.terms.kinds import ACTION_NAMES, FAMILY_WAYS
from portfolio_app.ambassadors.terms.looking_back import (
    QUESTIONS,
    evidence_of,
    hand_over_draft,
    reflection_draft,
    talk_draft,
)
from portfolio_app.ambassadors.training.standing import ModuleStanding, standing
from portfolio_app.ambassadors.training.view import training_href
from portfolio_app.ambassadors.wall.queries import OwnPost, own_posts, photos_of
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import KeptDraft, load_drafts, ticked, typed_text
from portfolio_app.core.languages import NAMES, _, format_date, format_days, languages, local_date, spoken
from portfolio_app.core.mail import mail_server
from portfolio_app.marketplace.working_hours_words import length
from portfolio_app.portfolio.teaching import href
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.models import School
from portfolio_app.sharing.actions import AMBASSADOR, viewing
from portfolio_app.skills.evidence_views import SkillGroup, skill_groups
from portfolio_app.skills.framework import pupils_framework

MOST_NOTES = 10
"""Hand-over notes of those before, shown at once."""


@dataclass(frozen=True)
class ActionLine:
    """An action, planned or logged. Fields of its forms begin with what was typed last."""

    id: str = ""
    kind: str = ""
    name: str = ""
    day: str = ""
    day_said: str = ""
    partner: str = ""
    place: str = ""
    words: str = ""
    detail: str = ""
    logged: bool = False
    due: bool = False
    """Whether its day has begun and nothing is written of it."""
    log: str = ""
    minutes: str = ""
    heads: str = ""
    learned: str = ""
    typed_learned: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0
    post: OwnPost = field(default_factory=OwnPost)
    """How it stands on the wall."""


@dataclass(frozen=True)
class AnswerLine:
    """A question of the talk, with what is answered."""

    name: str = ""
    question: str = ""
    words: str = ""
    typed: str = ""


@dataclass(frozen=True)
class TalkView:
    """The talk in the middle."""

    answers: tuple[AnswerLine, ...] = ()
    answered: bool = False
    talked: str = ""
    talked_on: str = ""
    agreed: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0


@dataclass(frozen=True)
class ReflectionView:
    """The look back, with its skills, and the note for whoever comes next."""

    words: str = ""
    typed: str = ""
    skills: tuple[str, ...] = ()
    groups: tuple[SkillGroup, ...] = ()
    draft: str = ""
    draft_version: int = 0
    evidence_href: str = ""
    hand_over: str = ""
    typed_hand_over: str = ""
    buddy_from: str = ""
    buddy_until: str = ""
    buddy_days: str = ""
    next_draft: str = ""
    next_draft_version: int = 0
    version: int = 0


@dataclass(frozen=True)
class NoteLine:
    """A hand-over note of somebody who was an ambassador before."""

    name: str = ""
    term: str = ""
    words: str = ""
    buddy_days: str = ""


@dataclass(frozen=True)
class OneView:
    """The term of one ambassador. `own`: the reader is that one; else they look after them."""

    loaded: bool = False
    id: str = ""
    own: bool = False
    writes: bool = False
    name: str = ""
    term: str = ""
    term_href: str = ""
    school: str = ""
    days: str = ""
    first_day: str = ""
    last_day: str = ""
    stands: str = ""
    ended: bool = False
    ended_by_adult: bool = False
    ended_words: str = ""
    family: str = ""
    family_ways: tuple[Option, ...] = ()
    languages: tuple[Option, ...] = ()
    language: str = ""
    name_shown: bool = False
    kinds: tuple[Option, ...] = ()
    planned: tuple[ActionLine, ...] = ()
    logged: tuple[ActionLine, ...] = ()
    plan_said: str = ""
    """How the plan stands against three to five actions."""
    summed: str = ""
    talk: TalkView = TalkView()
    reflection: ReflectionView = ReflectionView()
    notes: tuple[NoteLine, ...] = ()
    posts: bool = False
    """Whether the reader may put something on the wall: as long as they may write, and after it is signed."""
    photos: tuple[Option, ...] = ()
    signed: str = ""
    can_sign: bool = False
    missing: tuple[str, ...] = ()
    """What is missing before an adult signs, which they may do all the same."""
    credential_href: str = ""
    certificate_href: str = ""
    letter_href: str = ""
    kit_href: str = ""
    """Where material for an action is made; its id comes behind it."""
    training: tuple[ModuleStanding, ...] = ()
    training_href: str = ""
    request: str = ""


async def load_one(actor: Actor, ambassador_id: str) -> OneView:
    """The term of one ambassador, for themself or an adult of the school (whose reading stands in their log). Raises
    `NotFound` for everybody else, other ambassadors too."""
    async with reading() as session:
        row, own = await policy.check_sees(session, actor, ambassador_id)
        term = await session.get_one(AmbassadorTerm, row.term_id)
        school = await session.get_one(School, row.school_id)
        person = await session.get_one(Person, row.person_id)
        actions = await actions_of(session, row.id)
        talk, kept = await _looked_back(session, row)
        forms = [talk_draft(row.id), reflection_draft(row.id), hand_over_draft(row.id)]
        forms += [log_draft(one.id) for one in actions]
        drafts = await load_drafts(session, actor.person_id, *forms) if own else {}
        talked_by = await _named(session, talk.talked_by if talk else None)
        signed_by = await _named(session, row.signed_by)
        reflection = await _reflection(session, row, kept, drafts)
        notes = await _notes(session, row, term) if own else ()
        credential = await credential_of(session, row)
        posts = await own_posts(session, [one.id for one in actions])
        photos = await photos_of(session, actor) if own else ()
        learned = (await standing(session, [row.id]))[row.id]
    if not own:
        await viewing(actor, {row.person_id}, AMBASSADOR)
    writes = own and row.signed_at is None and may_write(actor, row, term)
    log = added_up(actions)
    return OneView(
        loaded=True,
        id=str(row.id),
        own=own,
        writes=writes,
        name=person.name,
        term=term.name,
        term_href="" if own else href("/ambassador-term", id=str(term.id)),
        school=school.name,
        days=format_days(term.first_day, term.last_day),
        first_day=term.first_day.isoformat(),
        last_day=term.last_day.isoformat(),
        stands=_stands(row),
        ended=row.ended_at is not None,
        ended_by_adult=row.ended_why == "removed",
        ended_words=row.ended_words,
        family=_family(row),
        family_ways=tuple(
            Option(code, _(name)) for code, name in FAMILY_WAYS.items() if code != "mail" or mail_server() is not None
        ),
        languages=tuple(Option(one, NAMES[one]) for one in languages()),
        language=school.language if school.language in languages() else spoken(),
        name_shown=row.name_shown,
        kinds=(Option("", _("Choose")), *(Option(one, _(ACTION_NAMES[one])) for one in ACTIONS)),
        planned=tuple(_action(one, drafts, posts) for one in actions if one.logged_at is None),
        logged=tuple(_action(one, drafts, posts) for one in actions if one.logged_at is not None),
        plan_said=_plan_said(len(actions)),
        summed=log_words(log) if log.actions else "",
        talk=_talk(row, talk, talked_by, drafts),
        reflection=reflection,
        notes=notes,
        posts=own and may_write(actor, row, term),
        photos=photos,
        signed=_signed(row, signed_by),
        can_sign=not own and row.signed_at is None and row.ended_why != "removed" and log.actions > 0,
        missing=_missing(actions, talk, kept),
        credential_href=href("/credentials") if own and credential is not None else "",
        certificate_href=f"/documents/ambassador-certificate.pdf?language={spoken()}&id={row.id}"
        if row.signed_at
        else "",
        training=learned,
        training_href=training_href(),
        kit_href=href("/event-kit") + "?action=" if writes else "",
        letter_href="" if own else f"/documents/ambassador-letter.pdf?id={row.id}",
        request=str(uuid4()),
    )


async def _looked_back(
    session: AsyncSession, row: Ambassador
) -> tuple[AmbassadorTalk | None, AmbassadorReflection | None]:
    talk = select(AmbassadorTalk).where(col(AmbassadorTalk.ambassador_id) == row.id)
    kept = select(AmbassadorReflection).where(col(AmbassadorReflection.ambassador_id) == row.id)
    return (await session.execute(talk)).scalar_one_or_none(), (await session.execute(kept)).scalar_one_or_none()


async def _named(session: AsyncSession, person_id: UUID | None) -> str:
    found = await session.get(Person, person_id) if person_id else None
    return found.name if found else ""


def _stands(row: Ambassador) -> str:
    if row.ended_why == "left":
        return _("Stopped on {day}.").format(day=format_date(row.ended_at)) if row.ended_at else ""
    if row.ended_why:
        return _("Ended by an adult on {day}.").format(day=format_date(row.ended_at)) if row.ended_at else ""
    return ""


def _family(row: Ambassador) -> str:
    if not row.family_told or row.family_told_on is None:
        return ""
    return f"{_(FAMILY_WAYS[row.family_told])}, {format_date(row.family_told_on)}"


def _signed(row: Ambassador, by: str) -> str:
    if row.signed_at is None:
        return ""
    day = format_date(row.signed_at)
    return _("Signed on {day} by {name}.").format(day=day, name=by) if by else _("Signed on {day}.").format(day=day)


def _plan_said(planned: int) -> str:
    if planned < FEWEST:
        return _("A term has three to five actions. Yours has {n} so far.").format(n=planned)
    if planned > MOST:
        return _("A term has three to five actions. Yours has {n}: see that it does not become too much.").format(
            n=planned
        )
    return _("A term has three to five actions. Yours has {n}.").format(n=planned)


def _missing(
    actions: list[AmbassadorAction], talk: AmbassadorTalk | None, kept: AmbassadorReflection | None
) -> tuple[str, ...]:
    said = [
        (added_up(actions).actions < FEWEST, _("fewer than three actions are logged")),
        (talk is None or talk.talked_on is None, _("the talk in the middle is not noted")),
        (kept is None or not kept.words, _("the look back is not written")),
        (kept is None or not kept.hand_over, _("there is no note for whoever comes next")),
    ]
    return tuple(words for is_missing, words in said if is_missing)


def _action(one: AmbassadorAction, drafts: Mapping[str, KeptDraft], posts: Mapping[UUID, OwnPost]) -> ActionLine:
    draft = drafts.get(log_draft(one.id))
    where = (format_date(one.day, "full"), one.place, one.partner)
    log = ""
    if one.logged_at is not None:
        log = _("{time}, {n} there").format(time=length(one.minutes or 0), n=one.heads or 0)
    return ActionLine(
        id=str(one.id),
        kind=one.kind,
        name=_(ACTION_NAMES[one.kind]),
        day=one.day.isoformat(),
        day_said=format_date(one.day, "full"),
        partner=one.partner,
        place=one.place,
        words=one.words,
        detail=" · ".join(part for part in where if part),
        logged=one.logged_at is not None,
        due=one.logged_at is None and one.day <= local_date(now()),
        log=log,
        minutes=typed_text(draft, f"minutes-{one.id}") if draft else str(one.minutes or ""),
        heads=typed_text(draft, f"heads-{one.id}") if draft else "" if one.heads is None else str(one.heads),
        learned=one.learned,
        typed_learned=typed_text(draft, f"learned-{one.id}") if draft else one.learned,
        version=one.version,
        draft=log_draft(one.id),
        draft_version=draft.version if draft else 0,
        post=posts.get(one.id, OwnPost()),
    )


def _talk(row: Ambassador, talk: AmbassadorTalk | None, by: str, drafts: Mapping[str, KeptDraft]) -> TalkView:
    form = talk_draft(row.id)
    draft = drafts.get(form)
    answers = [
        AnswerLine(
            name,
            _(question),
            words := getattr(talk, name) if talk else "",
            typed_text(draft, name) if draft else words,
        )
        for name, question in QUESTIONS.items()
    ]
    talked = ""
    if talk and talk.talked_on:
        day = format_date(talk.talked_on)
        talked = _("You talked on {day}, with {name}.").format(day=day, name=by) if by else day
    return TalkView(
        answers=tuple(answers),
        answered=any(one.words for one in answers),
        talked=talked,
        talked_on=talk.talked_on.isoformat() if talk and talk.talked_on else local_date(now()).isoformat(),
        agreed=talk.agreed if talk else "",
        version=talk.version if talk else 0,
        draft=form,
        draft_version=draft.version if draft else 0,
    )


async def _reflection(
    session: AsyncSession, row: Ambassador, kept: AmbassadorReflection | None, drafts: Mapping[str, KeptDraft]
) -> ReflectionView:
    used = pupils_framework(await framework_of(session, row.person_id))
    form, following = reflection_draft(row.id), hand_over_draft(row.id)
    draft, next_draft = drafts.get(form), drafts.get(following)
    here = kept.capabilities if kept and kept.framework == used.code else []
    chosen = ticked(draft.fields, "skill:") if draft else here
    made = await evidence_of(session, row)
    return ReflectionView(
        words=kept.words if kept else "",
        typed=typed_text(draft, "looked_back") if draft else kept.words if kept else "",
        skills=tuple(used.text(used.name_of(code), spoken()) for code in here if code in used.codes),
        groups=skill_groups(used, chosen),
        draft=form,
        draft_version=draft.version if draft else 0,
        evidence_href=href("/evidence", id=str(made.id)) if made is not None and made.deleted_at is None else "",
        hand_over=kept.hand_over if kept else "",
        typed_hand_over=typed_text(next_draft, "hand_over") if next_draft else kept.hand_over if kept else "",
        buddy_from=kept.buddy_from.isoformat() if kept and kept.buddy_from else "",
        buddy_until=kept.buddy_until.isoformat() if kept and kept.buddy_until else "",
        buddy_days=format_days(kept.buddy_from, kept.buddy_until)
        if kept and kept.buddy_from and kept.buddy_until
        else "",
        next_draft=following,
        next_draft_version=next_draft.version if next_draft else 0,
        version=kept.version if kept else 0,
    )


async def _notes(session: AsyncSession, row: Ambassador, term: AmbassadorTerm) -> tuple[NoteLine, ...]:
    """What ambassadors of earlier terms of the school wrote for whoever comes next, the newest first. Read by those who
    serve now, with the name of whoever agreed to be named."""
    if row.ended_at is not None:
        return ()
    rows = await session.execute(
        select(AmbassadorReflection, AmbassadorTerm, col(Person.name), col(Ambassador.name_shown))
        .join(Ambassador, col(Ambassador.id) == col(AmbassadorReflection.ambassador_id))
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(Ambassador.term_id))
        .join(Person, col(Person.id) == col(Ambassador.person_id))
        .where(
            col(Ambassador.school_id) == row.school_id,
            col(AmbassadorTerm.ended_at).is_(None),
            col(AmbassadorTerm.first_day) < term.first_day,
            col(AmbassadorReflection.hand_over) != "",
            or_(col(Ambassador.ended_why) == "", col(Ambassador.ended_why) == "left"),
        )
        .order_by(col(AmbassadorTerm.first_day).desc(), col(Ambassador.id))
        .limit(MOST_NOTES)
    )
    return tuple(
        NoteLine(
            name if shown else _("An ambassador before you"),
            before.name,
            kept.hand_over,
            format_days(kept.buddy_from, kept.buddy_until) if kept.buddy_from and kept.buddy_until else "",
        )
        for kept, before, name, shown in rows
    )
