"""What comes of an activity, once its pupil says yes: an entry of the portfolio, evidence, a step of the plan.

Each is made by the action that makes such a thing anywhere, with a line that says from which lesson it comes. It is its
owner's from then on, and seen by nobody else until they share it.
"""

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.core.audit import audit
from portfolio_app.core.database import as_id, reading, writing
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _, spoken
from portfolio_app.learning import policy
from portfolio_app.learning.asked import DIAL_WORDS, KOLB, POSITION, Asking, Field, fields_of, written_out
from portfolio_app.learning.doing import activity_of, begun, mapped, must_be_a_name, skills_asked, work_of
from portfolio_app.learning.models import LessonWork
from portfolio_app.learning.module_format import Activity, ActivityKind, By, Outcome
from portfolio_app.learning.module_text import ActivityText
from portfolio_app.learning.reading import Module
from portfolio_app.plan.actions import LONGEST_TITLE as LONGEST_GOAL
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.plan.steps import LONGEST_WORDS as LONGEST_STEP
from portfolio_app.plan.steps import StepForm, add_step
from portfolio_app.portfolio.actions import LONGEST_TEXT, EntryForm, make_entry
from portfolio_app.portfolio.actions import LONGEST_TITLE as LONGEST_ENTRY
from portfolio_app.portfolio.entry_dials import LONGEST_WORDS as LONGEST_DIAL
from portfolio_app.portfolio.entry_dials import DialSaid
from portfolio_app.portfolio.models import EntryKind, Scaffold
from portfolio_app.schools.membership import framework_of
from portfolio_app.skills.actions import LONGEST_TITLE as LONGEST_NAME
from portfolio_app.skills.actions import LONGEST_WORDS as LONGEST_EVIDENCE
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.framework import Framework, pupils_framework
from portfolio_app.skills.models import EvidenceKind, Origin

ENTRY, EVIDENCE, GOAL = "entry", "evidence", "goal"
_MAKES_ENTRIES = (ActivityKind.REFLECT, ActivityKind.PORTFOLIO, ActivityKind.UPLOAD)


def outcome_of(activity: Activity) -> Outcome:
    """What an activity offers: what its module says. Where its kind is to make an entry it is that, with the evidence
    in it that its module speaks of."""
    makes = activity.kind in _MAKES_ENTRIES and activity.outcome in (Outcome.NONE, Outcome.EVIDENCE)
    return Outcome.ENTRY if makes else activity.outcome


@dataclass(frozen=True)
class _Done:
    """An activity that its pupil has done."""

    work: LessonWork
    module: Module
    about: Activity
    text: ActivityText
    fields: tuple[Field, ...]
    used: Framework

    def origin(self) -> str:
        title = self.module.title(spoken())
        return _("From the lesson “{title}”: {activity}").format(title=title, activity=self.text.title)

    def words(self, most: int) -> str:
        """Questions and answers, cut to fit, and where they come from."""
        origin = self.origin()
        return f"{written_out(self.fields)[: most - len(origin) - 2]}\n\n{origin}".strip()


async def make_entry_of(actor: Actor, name: str, activity: str) -> str:
    """Make an entry of what was answered; returns what it became ("entry:<id>"). Made already: that one.

    Raises `NotFound` for what is not done, or offers no entry.
    """
    done = await _done(actor, name, activity)
    if outcome_of(done.about) is not Outcome.ENTRY:
        raise NotFound()
    if done.work.became:
        return done.work.became
    form = _entry_of(done)
    if done.about.outcome is Outcome.EVIDENCE and form.capabilities:
        form = replace(form, evidence=(await _evidence(actor, done, form.capabilities),))
    entry = await make_entry(actor, form, _request(done.work, ENTRY))
    return await _became(actor, done, f"{ENTRY}:{entry}")


def _entry_of(done: _Done) -> EntryForm:
    answers = done.work.answers
    title = done.text.title[:LONGEST_ENTRY] or done.about.code
    capabilities = mapped(done.about.capabilities, done.used)
    kind = done.about.entry or EntryKind.REFLECTION
    if done.about.by is By.DIAL and done.about.button:
        said = DialSaid(int(answers.get(POSITION, 0) or 0), answers.get(DIAL_WORDS, "")[:LONGEST_DIAL])
        beside = [one for one in done.fields if not one.name.startswith("d-")]
        return EntryForm(
            title=title,
            happened=f"{written_out(beside)}\n\n{done.origin()}".strip(),
            capabilities=capabilities,
            kind=kind,
            scaffold=Scaffold.DIALS,
            dials={done.about.button: said},
        )
    if done.about.by is By.QUESTIONS:
        happened, noticed, learned, try_next = (answers.get(f"k-{code}", "") for code in KOLB)
        beside = written_out([one for one in done.fields if not one.name.startswith("k-")])
        first = "\n\n".join(filter(None, (happened, beside, done.origin())))
        return EntryForm(title, first[:LONGEST_TEXT], noticed, learned, try_next, capabilities, kind=kind)
    return EntryForm(title, done.words(LONGEST_TEXT), capabilities=capabilities, kind=done.about.entry or "project")


async def make_evidence_of(actor: Actor, name: str, activity: str) -> str:
    """Keep what was answered as evidence of the skills that the module says it may show. As `make_entry_of`."""
    done = await _done(actor, name, activity)
    if outcome_of(done.about) is not Outcome.EVIDENCE:
        raise NotFound()
    if done.work.became:
        return done.work.became
    capabilities = mapped(done.about.capabilities, done.used)
    if not capabilities:
        raise Invalid(N_("Your school’s skills have none that this shows. Keep it as an entry of your portfolio."))
    evidence = await _evidence(actor, done, capabilities)
    return await _became(actor, done, f"{EVIDENCE}:{evidence}")


async def _evidence(actor: Actor, done: _Done, capabilities: tuple[str, ...]) -> UUID:
    form = EvidenceForm(
        title=done.text.title[:LONGEST_NAME] or done.about.code,
        words=done.words(LONGEST_EVIDENCE),
        origin=Origin.SCHOOL,
        capabilities=capabilities,
    )
    return await add_evidence(actor, EvidenceKind.WORDS, form, _request(done.work, EVIDENCE))


async def make_step_of(actor: Actor, name: str, activity: str, words: str, goal: str) -> str:
    """Put a step into the plan: into one of the actor's goals, or as a goal of its own ("" for `goal`)."""
    goal_id = as_id(goal) if goal else None
    done = await _done(actor, name, activity)
    if outcome_of(done.about) is not Outcome.STEP:
        raise NotFound()
    if done.work.became:
        return done.work.became
    said = " ".join(words.split())
    if not said:
        raise Invalid(N_("Say in a few words what you will do."), field="step_words")
    if goal_id:
        await add_step(actor, goal_id, StepForm(said[:LONGEST_STEP]), _request(done.work, GOAL))
    else:
        form = GoalForm(title=said[:LONGEST_GOAL], why=done.origin())
        goal_id = await make_goal(actor, form, _request(done.work, GOAL))
    return await _became(actor, done, f"{GOAL}:{goal_id}")


async def _done(actor: Actor, name: str, activity: str) -> _Done:
    policy.may_do(actor)
    must_be_a_name(name, activity)
    async with reading() as session:
        mine = await begun(session, actor.person_id, name)
        work = (await work_of(session, mine.lesson.id)).get(activity) if mine else None
        used = pupils_framework(await framework_of(session, actor.person_id))
    if mine is None or work is None or work.done_at is None:
        raise NotFound()
    about, text = activity_of(mine.module, activity, spoken())
    skills = dict.fromkeys(skills_asked(about, used), 0)
    asking = Asking(about, text, work.answers, done=True, framework=used, skills=skills)
    return _Done(work, mine.module, about, text, fields_of(asking), used)


def _request(work: LessonWork, kind: str) -> UUID:
    """The same for the same work, so that a double click makes one thing."""
    return uuid5(work.id, kind)


async def _became(actor: Actor, done: _Done, what: str) -> str:
    async with writing() as session:
        found = await session.execute(select(LessonWork).where(col(LessonWork.id) == done.work.id).with_for_update())
        work = found.scalar_one_or_none()
        if work is None:
            raise Conflict()
        work.became = what
        audit(
            session,
            "learning.make_of_work",
            actor_id=actor.person_id,
            about_id=actor.person_id,
            thing=f"lesson:{work.lesson_id}",
            activity=work.activity,
            became=what.partition(":")[0],
        )
    return what
