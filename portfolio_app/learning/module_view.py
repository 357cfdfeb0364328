"""The page of a module: what it is about, or one of its activities, as whoever asks sees it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.queries import Option
from portfolio_app.core.clock import now
from portfolio_app.core.database import as_id, reading
from portfolio_app.core.drafts import KeptDraft, load_draft
from portfolio_app.core.languages import NAMES, _, format_list, format_number, ngettext, spoken
from portfolio_app.learning import policy
from portfolio_app.learning.asked import Asking, Field, fields_before_going, fields_of
from portfolio_app.learning.box import BoxChoice, box_choice
from portfolio_app.learning.doing import activity_of, draft_of, skills_asked, version_shown, work_of
from portfolio_app.learning.lesson_words import MATERIALS, facts_of, go_on, minutes_said
from portfolio_app.learning.live.for_pupils import notes_left
from portfolio_app.learning.models import Lesson, LessonWork, WorkState
from portfolio_app.learning.module_format import Activity, Outcome
from portfolio_app.learning.module_text import EXIT, PLACES, ModuleText, Part
from portfolio_app.learning.outcomes import outcome_of
from portfolio_app.learning.own.own_view import editor_href, zip_href
from portfolio_app.learning.own.policy import own_schools
from portfolio_app.learning.printing import on_paper
from portfolio_app.learning.reading import Module, media_address
from portfolio_app.learning.shown import own_work
from portfolio_app.learning.tonight import path_of
from portfolio_app.learning.versions import version_of
from portfolio_app.plan import policy as plan_policy
from portfolio_app.plan.models import Goal, GoalState
from portfolio_app.schools.membership import framework_of
from portfolio_app.schools.places import country_of
from portfolio_app.schools.queries import Wall
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.queries import (
    Nameable,
    Remark,
    WhoCanSee,
    class_teachers,
    nameable,
    remarks,
    who_can_see,
)
from portfolio_app.skills.framework import pupils_framework
from portfolio_app.skills.picture import standing_of, steps_at

OVERVIEW, PAPER = "overview", "paper"
"""What a page shows that is no activity: what the module is about, and all of it to print."""
LARGE = "large"
MOST_GOALS = 20


@dataclass(frozen=True)
class StepLine:
    """A step in the list of all of them; `meeting` says which time the class meets, at the first of it."""

    title: str = ""
    detail: str = ""
    href: str = ""
    done: bool = False
    meeting: str = ""


@dataclass(frozen=True)
class OutcomeView:
    """What can be made of an activity (`kind`: entry, evidence or step; "" for nothing), or what it became."""

    kind: str = ""
    words: str = ""
    goals: tuple[Option, ...] = ()
    became: str = ""
    href: str = ""
    edit_href: str = ""


@dataclass(frozen=True)
class ModuleView:
    """The page. `part` is overview, activity, exit or paper. Texts of the module are in `language`; `other` says so
    where that is not the language of the page. Strings ending in `html`, and those that say so, are HTML."""

    loaded: bool = False
    does: bool = False
    teaches: bool = False
    name: str = ""
    version: str = ""
    part: str = OVERVIEW
    activity: str = ""
    kind: str = ""
    title: str = ""
    module_title: str = ""
    language: str = ""
    other: str = ""
    summary: str = ""
    facts: str = ""
    html: str = ""
    recording: str = ""
    transcript: str = ""
    fields: tuple[Field, ...] = ()
    draft: str = ""
    draft_version: int = 0
    key: str = ""
    done: bool = False
    percent: int = 0
    progress: str = ""
    steps: tuple[StepLine, ...] = ()
    begun: bool = False
    begin_href: str = ""
    overview_href: str = ""
    previous_href: str = ""
    next_href: str = ""
    next_title: str = ""
    paper_href: str = ""
    own: bool = False
    """Whether it is a school's own."""
    zip_href: str = ""
    """Where staff take it along."""
    change_href: str = ""
    """Where they change it, if it is their school's own."""
    request: str = ""
    """The id of the form that makes a copy of it."""
    has_easy: bool = False
    easy: bool = False
    easy_href: str = ""
    large: bool = False
    large_href: str = ""
    notes: str = ""
    teacher: str = ""
    board: tuple[str, ...] = ()
    tonight: tuple[str, ...] = ()
    tonight_href: str = ""
    material: tuple[Part, ...] = ()
    bring: str = ""
    after: tuple[Option, ...] = ()
    outcome: OutcomeView = OutcomeView()
    box: BoxChoice = field(default_factory=BoxChoice)
    work: str = ""
    """Names these answers where they can be shown to somebody: once they are given; "" before."""
    who: WhoCanSee = field(default_factory=WhoCanSee)
    nameable: tuple[Nameable, ...] = ()
    teachers: tuple[Nameable, ...] = ()
    """Those of the reader's classes who do not see these answers, called "Show this to …"."""
    shown_to: tuple[Nameable, ...] = ()
    """Those who do by name, called "Stop showing it to …"."""
    remarks: tuple[Remark, ...] = ()
    unread: bool = False
    walls: tuple[Wall, ...] = ()
    """Of lessons that are over for the pupil: those with a note of theirs, which they can still take back."""


@dataclass(frozen=True)
class Asked:
    """What an address asks for. A step is the number of an activity; 0 is the overview. `work` names answers of the
    reader's own, and with them both."""

    name: str = ""
    step: str = "0"
    easy: bool = False
    large: bool = False
    work: str = ""

    def href(self, step: str | int, **changes: bool) -> str:
        """The address of another step, read in the same way."""
        easy, large = changes.get("easy", self.easy), changes.get("large", self.large)
        query = {"name": self.name} | ({"step": str(step)} if str(step) != "0" else {})
        query |= {"easy": "1"} if easy else {}
        query |= {"size": LARGE} if large else {}
        return f"/{spoken()}/module?{urlencode(query)}"


def asked(query: Mapping[str, str]) -> Asked:
    """What the query of an address asks for."""
    return Asked(
        name=query.get("name", "")[:60],
        step=query.get("step", "0")[:60],
        easy=query.get("easy") == "1",
        large=query.get("size") == LARGE,
        work=query.get("work", "")[:60],
    )


async def load_module(actor: Actor, wanted: Asked) -> ModuleView:
    """The page. A step there is none of is the overview. Raises `Refused`, and `NotFound` for no such module."""
    policy.may_read(actor)
    async with reading() as session:
        if wanted.work:
            answered, lesson = await own_work(session, actor, as_id(wanted.work))
            wanted = replace(wanted, name=lesson.module, step=answered.activity)
            module = await version_of(session, lesson.version_id)
        else:
            module, lesson = await version_shown(session, actor, wanted.name)
        work = await work_of(session, lesson.id) if lesson else {}
        text = module.text(spoken(), easy=wanted.easy)
        view = _frame(actor, wanted, module, text, work, lesson)
        if view.does:
            view = replace(view, walls=await notes_left(session, actor.person_id, module))
        if wanted.step == PAPER and view.teaches:
            return replace(view, part=PAPER, html=on_paper(module, text))
        at = _place(wanted.step, module, text)
        if at == 0:
            return await _overview(session, actor, view, module, text)
        if at > len(module.about.activities):
            return await _leaving(session, actor, view, module, text, work.get(EXIT))
        return await _activity(session, actor, view, module, module.about.activities[at - 1], wanted, work)


def _place(step: str, module: Module, text: ModuleText) -> int:
    """The number of the step asked for, by number or by the code of its activity."""
    codes = ["", *(one.code for one in module.about.activities), *([EXIT] if text.exit else [])]
    if step in codes:
        return codes.index(step)
    number = int(step) if step.isascii() and step.isdigit() and len(step) < 4 else 0
    return number if number < len(codes) else 0


def _frame(
    actor: Actor, wanted: Asked, module: Module, text: ModuleText, work: Mapping[str, LessonWork], lesson: Lesson | None
) -> ModuleView:
    """What every step of a module has."""
    does = policy.does(actor)
    done = {code for code, one in work.items() if one.state == WorkState.DONE}
    steps = tuple(_lines(wanted, module, text, done))
    at = _place(wanted.step, module, text) if wanted.step != PAPER else 0
    spent = sum(one.minutes for one in module.about.activities if one.code in done)
    same = text.language == spoken()
    told = _("{done} of {minutes} minutes done").format(
        done=format_number(spent), minutes=format_number(module.minutes)
    )
    on = go_on([line.done for line in steps], lesson.step if lesson else 0)
    return ModuleView(
        loaded=True,
        does=does,
        teaches=not does,
        name=module.name,
        version=module.hash,
        title=text.title,
        module_title=text.title,
        language=text.language,
        other="" if same else _not_written(text.language),
        summary=text.summary,
        percent=100 * spent // module.minutes if does else 0,
        progress=told if does else "",
        steps=steps,
        begun=lesson is not None,
        begin_href=wanted.href(on),
        overview_href=wanted.href(0),
        previous_href=wanted.href(at - 1) if at > 0 else "",
        next_href=wanted.href(at + 1) if at < len(steps) else "",
        next_title=steps[at].title if at < len(steps) else "",
        paper_href="" if does else wanted.href(PAPER),
        own=not module.programme,
        zip_href=zip_href(module.name) if own_schools(actor) else "",
        change_href="" if module.programme or not own_schools(actor) else editor_href(module.name),
        request=str(uuid4()) if own_schools(actor) else "",
        has_easy=text.language in module.easy,
        easy=wanted.easy and text.language in module.easy,
        easy_href=wanted.href(wanted.step, easy=not wanted.easy),
        large=wanted.large,
        large_href=wanted.href(wanted.step, large=not wanted.large),
    )


def _not_written(language: str) -> str:
    return _("This lesson is not written in your language yet. Here it is in another: {language}.").format(
        language=NAMES[language]
    )


def _lines(wanted: Asked, module: Module, text: ModuleText, done: set[str]) -> list[StepLine]:
    meetings = {codes[0]: number for number, codes in enumerate(module.about.meetings, 1)}
    lines = [
        StepLine(
            title=text.activities[one.code].title if one.code in text.activities else one.code,
            detail=facts_of(one),
            href=wanted.href(number),
            done=one.code in done,
            meeting=_("Meeting {n}").format(n=format_number(meetings[one.code])) if one.code in meetings else "",
        )
        for number, one in enumerate(module.about.activities, 1)
    ]
    if text.exit:
        lines.append(StepLine(_("Before you go"), "", wanted.href(len(lines) + 1), EXIT in done))
    return lines


async def _overview(
    session: AsyncSession, actor: Actor, view: ModuleView, module: Module, text: ModuleText
) -> ModuleView:
    country = (await country_of(session, actor.person_id)).casefold()
    bring = [_(MATERIALS[one]) for one in module.about.materials]
    return replace(
        view,
        facts=_overview_facts(module),
        teacher=text.teacher if view.teaches else "",
        board=text.board if view.teaches else (),
        tonight=text.tonight,
        tonight_href=path_of(module),
        material=tuple(_material(text, country, all_of_it=view.teaches)),
        bring=format_list(bring),
        box=box_choice(module) if view.teaches else BoxChoice(),
    )


def _overview_facts(module: Module) -> str:
    count = len(module.about.activities)
    return " · ".join((minutes_said(module.minutes), ngettext("{n} activity", "{n} activities", count)))


def _material(text: ModuleText, country: str, *, all_of_it: bool) -> list[Part]:
    """Cards and sheets for everybody, what is said of somebody's own country; all places and answers for teachers."""
    here = {f"{PLACES}.{country}", *({f"{PLACES}.gb-sct"} if country == "gb" else ())}
    pupils = [one for one in text.material if one.code.startswith(("cards", "sheet")) or one.code in here]
    return [one for one in text.material if one.html] if all_of_it else pupils


async def _leaving(
    session: AsyncSession, actor: Actor, view: ModuleView, module: Module, text: ModuleText, work: LessonWork | None
) -> ModuleView:
    draft = await _draft(session, actor, view, EXIT)
    return replace(
        view,
        tonight_href=path_of(module),
        part=EXIT,
        activity=EXIT,
        title=_("Before you go"),
        fields=fields_before_going(text.exit, _typed(work, draft)),
        draft=draft_of(view.version, EXIT),
        draft_version=draft.version if draft else 0,
        key=_key(EXIT, work),
        done=work is not None,
        tonight=text.tonight,
    )


async def _activity(
    session: AsyncSession,
    actor: Actor,
    view: ModuleView,
    module: Module,
    about: Activity,
    wanted: Asked,
    work: Mapping[str, LessonWork],
) -> ModuleView:
    about, text = activity_of(module, about.code, spoken(), easy=wanted.easy)
    mine = work.get(about.code)
    draft = await _draft(session, actor, view, about.code)
    typed = _typed(mine, draft)
    used = pupils_framework(await framework_of(session, actor.person_id))
    said = await _steps(session, actor) if about.kind == "skills" else {}
    skills = {code: int(typed.get(f"skill-{code}", "") or said.get(code, 0) or 0) for code in skills_asked(about, used)}
    done = mine is not None and mine.state == WorkState.DONE
    if mine is not None and done and mine.answers:
        view = await _showing(session, actor, view, str(mine.id))
    asking = Asking(about, text, typed, done, preview=view.teaches, framework=used, skills=skills)
    return replace(
        view,
        part="activity",
        activity=about.code,
        kind=about.kind,
        title=text.title,
        facts=facts_of(about),
        html=text.body,
        recording=media_address(module.hash, about.media) if about.media else "",
        transcript=text.transcript,
        fields=fields_of(asking),
        draft=draft_of(module.hash, about.code) if view.does else "",
        draft_version=draft.version if draft else 0,
        key=_key(about.code, mine),
        done=done,
        notes=module.text(spoken()).notes.get(about.code, "") if view.teaches else "",
        outcome=await _outcome(session, actor, about, mine) if done else OutcomeView(),
    )


async def _showing(session: AsyncSession, actor: Actor, view: ModuleView, work: str) -> ModuleView:
    """Who can see these answers of the actor's, whom they can be shown to, and what was written about them."""
    me = actor.person_id
    who = (await who_can_see(session, me, Kind.LESSON, [work]))[work]
    everybody, mine = await nameable(session, me), await class_teachers(session, me)
    said = (await remarks(session, me, me, Kind.LESSON, [work]))[work]
    return replace(
        view,
        work=work,
        who=who,
        nameable=everybody,
        teachers=tuple(
            replace(one, name=_("Show this to {name}").format(name=one.name))
            for one in mine
            if one.id not in who.persons and not who.class_teachers
        ),
        shown_to=tuple(
            replace(one, name=_("Stop showing it to {name}").format(name=one.name))
            for one in everybody
            if one.id in who.persons
        ),
        remarks=said,
        unread=any(one.unread for one in said),
    )


def _key(activity: str, work: LessonWork | None) -> str:
    """Changes with the activity and with what is kept, so that a form is never filled with another's answers."""
    return f"{activity} {work.changed_at.isoformat() if work else ''}"


async def _draft(session: AsyncSession, actor: Actor, view: ModuleView, activity: str) -> KeptDraft | None:
    if not view.does:
        return None
    return await load_draft(session, actor.person_id, draft_of(view.version, activity))


def _typed(work: LessonWork | None, draft: KeptDraft | None) -> dict[str, str]:
    """What the form begins with: the draft where there is one, else what is kept."""
    if draft is None:
        return {name: str(value) for name, value in work.answers.items()} if work else {}
    return {name: value for name, value in draft.fields.items() if isinstance(value, str)}


async def _steps(session: AsyncSession, actor: Actor) -> dict[str, int]:
    return steps_at((await standing_of(session, actor.person_id)).answers, now()) if policy.does(actor) else {}


async def _outcome(session: AsyncSession, actor: Actor, about: Activity, work: LessonWork | None) -> OutcomeView:
    kind = outcome_of(about)
    if work is not None and work.became:
        what, _colon, thing = work.became.partition(":")
        edit = f"/{spoken()}/entry-form?id={thing}" if what == "entry" else ""
        return OutcomeView(kind, became=what, href=f"/{spoken()}/{what}?id={thing}", edit_href=edit)
    if kind is Outcome.NONE:
        return OutcomeView()
    if kind is not Outcome.STEP:
        return OutcomeView(kind)
    rows = await session.execute(
        select(col(Goal.id), col(Goal.title))
        .where(plan_policy.own(actor), col(Goal.state) == GoalState.OPEN)
        .order_by(col(Goal.made_at).desc())
        .limit(MOST_GOALS)
    )
    goals = tuple(Option(str(goal_id), title) for goal_id, title in rows)
    first = next((value for value in (work.answers if work else {}).values() if isinstance(value, str)), "")
    return OutcomeView(kind, words=" ".join(first.split())[:300], goals=goals)
