"""Ambassadors as a school's people see them: the calls and terms of a pupil, or those that an adult looks after; and
one term with who applied and who serves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Date, Row, Uuid, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Person, Role
from portfolio_app.accounts.queries import Option
from portfolio_app.ambassadors import policy
from portfolio_app.ambassadors.campaigns.queries import GoalLine, goals_of
from portfolio_app.ambassadors.models import (
    Ambassador,
    AmbassadorAction,
    AmbassadorApplication,
    AmbassadorReflection,
    AmbassadorTalk,
    AmbassadorTerm,
)
from portfolio_app.ambassadors.questions.adults_view import waiting_said
from portfolio_app.ambassadors.questions.queries import waiting_for
from portfolio_app.ambassadors.terms.applying import CHOSEN, NOT, application_draft
from portfolio_app.ambassadors.terms.certifying import added_up, log_words
from portfolio_app.ambassadors.terms.kinds import GROUP_NAMES
from portfolio_app.core.clock import now
from portfolio_app.core.database import reading
from portfolio_app.core.drafts import load_draft, typed_text
from portfolio_app.core.errors import Refused
from portfolio_app.core.languages import _, format_date, format_days, local_date, ngettext
from portfolio_app.core.resting import rested_before
from portfolio_app.portfolio.home import HomeLine
from portfolio_app.schools.listing import address
from portfolio_app.schools.models import ClassMember, School, SchoolClass
from portfolio_app.sharing.actions import AMBASSADOR, viewing

PATH, TERM_PATH, OWN_PATH = "/ambassadors", "/ambassador-term", "/ambassador"
MOST_PAST = 20
"""Terms that are over, shown at once."""


@dataclass(frozen=True)
class CallLine:
    """A call at a school of the reader's, a pupil, with what they wrote for it."""

    id: str = ""
    name: str = ""
    school: str = ""
    days: str = ""
    until: str = ""
    places: str = ""
    words: str = ""
    why: str = ""
    reaches: str = ""
    reach_words: str = ""
    applied: bool = False
    open: bool = False
    """Whether one can still apply, or change what one wrote."""
    stands: str = ""
    version: int = 0
    draft: str = ""
    draft_version: int = 0


@dataclass(frozen=True)
class TermFields:
    """What stands in the form of a term; days are ISO 8601."""

    name: str = ""
    first_day: str = ""
    last_day: str = ""
    apply_until: str = ""
    places: str = "6"
    words: str = ""


@dataclass(frozen=True)
class TermLine:
    """A term in a list."""

    id: str = ""
    name: str = ""
    detail: str = ""
    stands: str = ""
    href: str = ""


@dataclass(frozen=True)
class AmbassadorsView:
    """Calls and own terms of a pupil; terms that an adult looks after, with the form for one more."""

    guides: bool = False
    calls: tuple[CallLine, ...] = ()
    own: tuple[TermLine, ...] = ()
    goals: tuple[GoalLine, ...] = ()
    """What a pupil's class or school hopes for, and how far it is."""
    serves: bool = False
    """Whether the reader is an ambassador today."""
    questions: str = ""
    """What waits for them in question boxes, in words; "" for nothing."""
    groups: tuple[Option, ...] = ()
    current: tuple[TermLine, ...] = ()
    over: tuple[TermLine, ...] = ()
    ended: tuple[TermLine, ...] = ()
    fields: TermFields = TermFields()
    school: str = ""
    schools: tuple[Option, ...] = ()
    request: str = ""
    loaded: bool = False


@dataclass(frozen=True)
class ApplicationLine:
    """What a pupil wrote, for the adults of the school."""

    id: str = ""
    name: str = ""
    class_name: str = ""
    group: str = ""
    reach_words: str = ""
    why: str = ""
    said_on: str = ""
    stands: str = ""
    waits: bool = False
    chosen: bool = False
    declined: bool = False


@dataclass(frozen=True)
class ServingLine:
    """An ambassador of a term, and how far they are."""

    id: str = ""
    name: str = ""
    class_name: str = ""
    href: str = ""
    detail: str = ""
    stands: str = ""


@dataclass(frozen=True)
class TermView:
    """A term as the adults of its school see it."""

    loaded: bool = False
    id: str = ""
    name: str = ""
    days: str = ""
    until: str = ""
    words: str = ""
    ended: bool = False
    free: str = ""
    """How many places are free, in words."""
    mix: tuple[str, ...] = ()
    """Of those who are chosen: which groups they reach, and from which classes they come."""
    applications: tuple[ApplicationLine, ...] = ()
    serving: tuple[ServingLine, ...] = ()
    fields: TermFields = TermFields()
    version: int = 0


async def load_ambassadors(actor: Actor, *, school: str = "") -> AmbassadorsView:
    """For a pupil the calls of their schools and their own terms; for teachers and counsellors the terms they look
    after, and the form for one more at `school`. Raises `Refused` for everybody else."""
    working = actor.schools(*policy.GUIDES)
    if not working and not actor.keeps_a_portfolio:
        raise Refused()
    async with reading() as session:
        if not working:
            return AmbassadorsView(
                calls=await _calls(session, actor),
                own=await own_terms(session, actor),
                goals=await goals_of(session, actor),
                serves=await policy.serving(session, actor) is not None,
                questions=waiting_said(waiting) if (waiting := await waiting_for(session, actor)) else "",
                groups=tuple(Option(code, _(name)) for code, name in GROUP_NAMES.items()),
                loaded=True,
            )
        rows = await session.execute(
            select(AmbassadorTerm)
            .where(policy.terms_guided_by(actor))
            .order_by(col(AmbassadorTerm.first_day).desc(), col(AmbassadorTerm.id))
        )
        listed = list(rows.scalars())
        counts = await _counts(session, [one.id for one in listed])
        named = await session.execute(
            select(col(School.id), col(School.name)).where(col(School.id).in_(working)).order_by(col(School.name))
        )
        schools = {str(one): name for one, name in named}
    today = local_date(now())
    open_ones = [one for one in listed if one.ended_at is None]
    return AmbassadorsView(
        guides=True,
        current=tuple(_term_line(one, counts) for one in reversed(open_ones) if one.last_day >= today),
        over=tuple(_term_line(one, counts) for one in open_ones if one.last_day < today)[:MOST_PAST],
        ended=tuple(
            _term_line(one, counts) for one in listed if one.ended_at is not None and one.ended_at > rested_before()
        ),
        school=school if school in schools else str(working[0]),
        schools=tuple(Option(one, name) for one, name in schools.items()) if len(schools) > 1 else (),
        request=str(uuid4()),
        loaded=True,
    )


async def load_term(actor: Actor, term_id: str) -> TermView:
    """A term, with what pupils wrote for it; each pupil's own log says that the actor read it. Raises `NotFound`."""
    async with reading() as session:
        term = await policy.check_term(session, actor, term_id, ended=None)
        rows = (
            await session.execute(
                select(AmbassadorApplication, col(Person.name))
                .join(Person, col(Person.id) == col(AmbassadorApplication.person_id))
                .where(
                    col(AmbassadorApplication.term_id) == term.id,
                    col(AmbassadorApplication.withdrawn_at).is_(None),
                    col(Person.ended_at).is_(None),
                )
                .order_by(col(AmbassadorApplication.answer) != "", col(Person.sort_name), col(Person.id))
            )
        ).all()
        chosen = (
            await session.execute(
                select(Ambassador, col(Person.name))
                .join(Person, col(Person.id) == col(Ambassador.person_id))
                .where(col(Ambassador.term_id) == term.id, col(Person.ended_at).is_(None))
                .order_by(col(Ambassador.ended_at).is_not(None), col(Person.sort_name), col(Person.id))
            )
        ).all()
        people = {one.person_id for one, _name in rows} | {one.person_id for one, _name in chosen}
        classes = await classes_at(session, term.school_id, people)
        details = await _details(session, [one for one, _name in chosen])
    await viewing(actor, {one.person_id for one, _name in rows}, AMBASSADOR)
    serving = [one for one, _name in chosen if one.ended_at is None]
    reached = {one.person_id: one.reaches for one, _name in rows}
    free = max(0, term.places - len(serving))
    return TermView(
        loaded=True,
        id=str(term.id),
        name=term.name,
        days=format_days(term.first_day, term.last_day),
        until=_until(term),
        words=term.words,
        ended=term.ended_at is not None,
        free=ngettext("{n} place is free", "{n} places are free", free) if free else _("No place is free"),
        mix=_mix(serving, reached, classes),
        applications=tuple(_application(one, name, classes) for one, name in rows),
        serving=tuple(_serving(one, name, classes, details) for one, name in chosen),
        fields=TermFields(
            term.name,
            term.first_day.isoformat(),
            term.last_day.isoformat(),
            term.apply_until.isoformat(),
            str(term.places),
            term.words,
        ),
        version=term.version,
    )


async def own_terms(session: AsyncSession, actor: Actor) -> tuple[TermLine, ...]:
    """The actor's own terms as an ambassador, the newest first."""
    rows = await session.execute(
        select(Ambassador, AmbassadorTerm)
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(Ambassador.term_id))
        .where(policy.own(actor))
        .order_by(col(AmbassadorTerm.first_day).desc(), col(Ambassador.id))
        .limit(MOST_PAST)
    )
    return tuple(
        TermLine(
            str(row.id),
            term.name,
            format_days(term.first_day, term.last_day),
            _("Signed") if row.signed_at else _("Ended") if row.ended_at else _running(term),
            address(OWN_PATH, id=str(row.id)),
        )
        for row, term in rows
    )


# Written once: it is asked each time a pupil comes to Home.
_CALL = (
    select(AmbassadorTerm)
    .where(
        policy.terms_at(bindparam("schools", type_=Uuid(), expanding=True)),
        col(AmbassadorTerm.apply_until) >= bindparam("day", type_=Date()),
        col(AmbassadorTerm.id).not_in(
            select(col(AmbassadorApplication.term_id)).where(
                col(AmbassadorApplication.person_id) == bindparam("actor", type_=Uuid())
            )
        ),
    )
    .order_by(col(AmbassadorTerm.apply_until), col(AmbassadorTerm.id))
    .limit(1)
)


async def ambassadors_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For a pupil's Home: that there is a call they have not answered, and their own term as it stands."""
    if not actor.schools(Role.PUPIL):
        return ()
    if (row := await policy.serving(session, actor)) is not None:
        term = await session.get_one(AmbassadorTerm, row.term_id)
        detail = (await _details(session, [row]))[row.id]
        return (HomeLine(term.name, detail, address(OWN_PATH, id=str(row.id))),)
    which = {"actor": actor.person_id, "schools": actor.schools(Role.PUPIL), "day": local_date(now())}
    call = (await session.execute(_CALL, which)).scalar_one_or_none()
    return (HomeLine(_("Ambassadors wanted"), _until(call), address(PATH)),) if call is not None else ()


async def applications_at_home(session: AsyncSession, actor: Actor) -> tuple[HomeLine, ...]:
    """For an adult's Home: that pupils have applied and wait for an answer, and the way to their term."""
    if not actor.schools(*policy.GUIDES):
        return ()
    rows = await session.execute(
        select(col(AmbassadorTerm.id))
        .select_from(AmbassadorApplication)
        .join(AmbassadorTerm, col(AmbassadorTerm.id) == col(AmbassadorApplication.term_id))
        .where(
            policy.terms_guided_by(actor),
            col(AmbassadorTerm.ended_at).is_(None),
            col(AmbassadorTerm.last_day) >= local_date(now()),
            col(AmbassadorApplication.answer) == "",
            col(AmbassadorApplication.withdrawn_at).is_(None),
        )
    )
    terms = rows.scalars().all()
    if not terms:
        return ()
    detail = ngettext("{n} waits for an answer", "{n} wait for an answer", len(terms))
    where = address(TERM_PATH, id=str(terms[0])) if len(set(terms)) == 1 else address(PATH)
    return (HomeLine(_("Pupils who would like to be ambassadors"), detail, where),)


async def classes_at(session: AsyncSession, school_id: UUID, people: set[UUID]) -> Mapping[UUID, str]:
    """The class of each of these pupils at a school, the first of several; those without one are missing."""
    rows = await session.execute(
        select(col(ClassMember.person_id), func.min(col(SchoolClass.name)))
        .join(SchoolClass, col(SchoolClass.id) == col(ClassMember.class_id))
        .where(
            col(ClassMember.person_id).in_(people),
            col(ClassMember.role) == "pupil",
            col(ClassMember.ended_at).is_(None),
            col(SchoolClass.school_id) == school_id,
            col(SchoolClass.ended_at).is_(None),
        )
        .group_by(col(ClassMember.person_id))
    )
    return {one.person_id: one[1] for one in rows}


async def _calls(session: AsyncSession, actor: Actor) -> tuple[CallLine, ...]:
    """Calls that are open, and those that are not over for which the actor applied."""
    rows = await session.execute(
        select(AmbassadorTerm, col(School.name))
        .join(School, col(School.id) == col(AmbassadorTerm.school_id))
        .where(policy.terms_of_pupil(actor), col(AmbassadorTerm.last_day) >= local_date(now()))
        .order_by(col(AmbassadorTerm.apply_until), col(AmbassadorTerm.first_day), col(AmbassadorTerm.id))
    )
    written = await session.execute(
        select(AmbassadorApplication).where(
            col(AmbassadorApplication.person_id) == actor.person_id, col(AmbassadorApplication.withdrawn_at).is_(None)
        )
    )
    applied = {one.term_id: one for one in written.scalars()}
    several = len(actor.schools(Role.PUPIL)) > 1
    lines: list[CallLine] = []
    for term, school in rows:
        row = applied.get(term.id)
        is_open = term.apply_until >= local_date(now())
        if (row is None and not is_open) or (row is not None and row.answer == CHOSEN):
            continue  # who is chosen finds it among their own terms
        form = application_draft(term.id)
        draft = await load_draft(session, actor.person_id, form)
        kept = {name: getattr(row, name) if row else "" for name in ("why", "reaches", "reach_words")}
        typed = {name: typed_text(draft, name) for name in kept} if draft else kept
        lines.append(
            CallLine(
                id=str(term.id),
                name=term.name,
                school=school if several else "",
                days=format_days(term.first_day, term.last_day),
                until=_until(term),
                places=ngettext("{n} place", "{n} places", term.places),
                words=term.words,
                **typed,
                applied=row is not None,
                open=is_open and (row is None or not row.answer),
                stands=_answer_words(row) if row else "",
                version=row.version if row else 0,
                draft=form,
                draft_version=draft.version if draft else 0,
            )
        )
    return tuple(lines)


def _answer_words(row: AmbassadorApplication) -> str:
    if row.answer == NOT:
        return _("It is somebody else this time: {why}").format(why=row.answer_words)
    return _("You have applied. There is no answer yet.")


def _until(term: AmbassadorTerm) -> str:
    words = _("Apply until {day}") if term.apply_until >= local_date(now()) else _("One could apply until {day}")
    return words.format(day=format_date(term.apply_until))


def _running(term: AmbassadorTerm) -> str:
    today = local_date(now())
    if today < term.first_day:
        return _("Still to come")
    return _("Under way") if today <= term.last_day else _("Over")


async def _counts(session: AsyncSession, terms: Sequence[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Of each of these terms: how many serve, and how many wait for an answer."""
    serving = await session.execute(
        select(col(Ambassador.term_id), func.count())
        .where(col(Ambassador.term_id).in_(terms), col(Ambassador.ended_at).is_(None))
        .group_by(col(Ambassador.term_id))
    )
    waiting = await session.execute(
        select(col(AmbassadorApplication.term_id), func.count())
        .where(
            col(AmbassadorApplication.term_id).in_(terms),
            col(AmbassadorApplication.answer) == "",
            col(AmbassadorApplication.withdrawn_at).is_(None),
        )
        .group_by(col(AmbassadorApplication.term_id))
    )
    serve, wait = Counter(_by_term(serving.all())), Counter(_by_term(waiting.all()))
    return {one: (serve[one], wait[one]) for one in terms}


def _by_term(rows: Sequence[Row[UUID, int]]) -> dict[UUID, int]:
    return {one[0]: one[1] for one in rows}


def _term_line(one: AmbassadorTerm, counts: Mapping[UUID, tuple[int, int]]) -> TermLine:
    serving, waiting = counts[one.id]
    parts = [
        format_days(one.first_day, one.last_day),
        ngettext("{n} ambassador", "{n} ambassadors", serving),
        ngettext("{n} waits for an answer", "{n} wait for an answer", waiting) if waiting else "",
    ]
    return TermLine(
        str(one.id),
        one.name,
        " · ".join(part for part in parts if part),
        _running(one) if one.ended_at is None else "",
        address(TERM_PATH, id=str(one.id)),
    )


def _mix(serving: Sequence[Ambassador], reached: Mapping[UUID, str], classes: Mapping[UUID, str]) -> tuple[str, ...]:
    groups = Counter(reached[one.person_id] for one in serving if one.person_id in reached)
    from_where = Counter(classes[one.person_id] for one in serving if one.person_id in classes)
    said = [f"{_(name)}: {groups[code]}" for code, name in GROUP_NAMES.items() if groups[code]]
    return (*said, *(f"{name}: {n}" for name, n in sorted(from_where.items())))


def _application(one: AmbassadorApplication, name: str, classes: Mapping[UUID, str]) -> ApplicationLine:
    return ApplicationLine(
        id=str(one.id),
        name=name,
        class_name=classes.get(one.person_id, ""),
        group=_(GROUP_NAMES[one.reaches]),
        reach_words=one.reach_words,
        why=one.why,
        said_on=format_date(one.changed_at),
        stands=_("Chosen") if one.answer == CHOSEN else one.answer_words,
        waits=not one.answer,
        chosen=one.answer == CHOSEN,
        declined=one.answer == NOT,
    )


def _serving(one: Ambassador, name: str, classes: Mapping[UUID, str], details: Mapping[UUID, str]) -> ServingLine:
    stands = _("Signed") if one.signed_at else ""
    if one.ended_why == "left":
        stands = _("Stopped")
    elif one.ended_why:
        stands = _("Ended by an adult")
    elif not one.family_told:
        stands = _("Nobody at home is told yet")
    return ServingLine(
        str(one.id),
        name,
        classes.get(one.person_id, ""),
        address(OWN_PATH, id=str(one.id)),
        details[one.id],
        stands,
    )


async def _details(session: AsyncSession, some: Sequence[Ambassador]) -> Mapping[UUID, str]:
    """How far each of these is, in a few words: what is planned and logged, the talk, the look back."""
    ids = [one.id for one in some]
    actions = list(
        (
            await session.execute(
                select(AmbassadorAction).where(
                    col(AmbassadorAction.ambassador_id).in_(ids), col(AmbassadorAction.deleted_at).is_(None)
                )
            )
        ).scalars()
    )
    talked = set(
        (
            await session.execute(
                select(col(AmbassadorTalk.ambassador_id)).where(
                    col(AmbassadorTalk.ambassador_id).in_(ids), col(AmbassadorTalk.talked_on).is_not(None)
                )
            )
        ).scalars()
    )
    reflected = set(
        (
            await session.execute(
                select(col(AmbassadorReflection.ambassador_id)).where(
                    col(AmbassadorReflection.ambassador_id).in_(ids), col(AmbassadorReflection.words) != ""
                )
            )
        ).scalars()
    )
    said: dict[UUID, str] = {}
    for one in ids:
        own = [action for action in actions if action.ambassador_id == one]
        log, planned = added_up(own), len([action for action in own if action.logged_at is None])
        parts = [
            log_words(log) if log.actions else "",
            ngettext("{n} planned", "{n} planned", planned) if planned or not log.actions else "",
            _("talked") if one in talked else "",
            _("looked back") if one in reflected else "",
        ]
        said[one] = " · ".join(part for part in parts if part)
    return said
