"""A school with somebody of each role and one thing of everything, so that two can be held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Role
from portfolio_app.core.clock import today
from portfolio_app.core.database import reading
from portfolio_app.notices.queries import load_notices
from portfolio_app.plan import shareable as shareable_goals  # noqa: F401 - and goals
from portfolio_app.plan.actions import GoalForm, delete_goal, make_goal
from portfolio_app.plan.steps import StepForm, add_step
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.schools.actions import end_class
from portfolio_app.schools.roles import end_role
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment, delete_comment
from portfolio_app.sharing.models import Comment, Kind, Talk
from portfolio_app.sharing.talks import note_talk, take_back_talk
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.answering import answer, reject
from portfolio_app.skills.models import EvidenceKind, SupportNote
from portfolio_app.skills.queries import load_capability
from portfolio_app.skills.support import tell
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_links import make_link
from portfolio_app.skills.voice_pages import load_asking
from portfolio_app.skills.voices import Said, ask, give
from tests import people
from tests.pages.handlers import CODE


@dataclass(frozen=True)
class Place:
    """The school: `ids` names what is in it as `handlers.RIGHT` does, `keys` are of open sessions."""

    ids: Mapping[str, str]
    actors: Mapping[Role, Actor]
    keys: Mapping[Role, str]


async def make_place() -> Place:
    """One more such school."""
    region = await people.make_region()
    school = await people.make_school(region=region)
    one, other, ended = [await people.make_class(school) for _ in range(3)]
    pupil = await people.make_pupil(school, one)
    teacher = await people.make_teacher(school, one)
    former, _second = await people.make_coordinator(school), await people.make_coordinator(school)
    coordinator = await people.make_coordinator(school)
    actors = {
        Role.PUPIL: pupil,
        Role.TEACHER: teacher,
        Role.COUNSELLOR: await people.make_counsellor(school),
        Role.COORDINATOR: coordinator,
        Role.ADMIN: await people.make_admin(),
    }
    request = uuid4()  # of every form that was sent here
    await assess(pupil, CODE, 2, "", request)
    evidence, gone = [
        await add_evidence(
            pupil, EvidenceKind.LINK, EvidenceForm("A link", url="https://example.org", capabilities=(CODE,)), way
        )
        for way in (request, uuid4())
    ]
    entry, dropped = [await make_entry(pupil, EntryForm("An entry"), way) for way in (request, uuid4())]
    goal, given_up = [await make_goal(pupil, GoalForm("A goal"), way) for way in (request, uuid4())]
    step, _second = [await add_step(pupil, goal, StepForm("A step"), way) for way in (request, uuid4())]
    await delete_goal(pupil, given_up)
    for kind, thing in ((Kind.EVIDENCE, evidence), (Kind.ENTRY, entry), (Kind.GOAL, goal)):
        await set_audience(pupil, kind, str(thing), CLASS_TEACHERS)
    remarks = [
        await _remark(teacher, pupil, str(evidence), way, words) for way, words in ((request, "Good"), (uuid4(), "Oh"))
    ]
    await answer(pupil, "strengths", 1, {f"D{n}": 4 for n in (1, 2, 3)} | {f"B{n}": 1 for n in (1, 2, 3)})
    await reject(pupil, "strengths", 1, "theme:done", "Not quite")
    await tell(pupil, teacher.person_id, "no-idea", "", request)
    note = await _note(request)
    await delete_comment(teacher, remarks[1])
    voice, link = await _voice(pupil, teacher, request), await _link(pupil, request)
    talk, taken_back = [await _talk(teacher, pupil, way) for way in (request, uuid4())]
    await take_back_talk(teacher, taken_back)
    await delete_evidence(pupil, gone)
    await delete_entry(pupil, dropped)
    await end_class(coordinator, ended)
    await end_role(coordinator, school, former.person_id, Role.COORDINATOR)
    elsewhere, _key = await people.signed_in(pupil)
    return Place(
        {
            "region": str(region),
            "school": str(school),
            "class": str(one),
            "other_class": str(other),
            "ended_class": str(ended),
            "pupil": str(pupil.person_id),
            "name": pupil.name,
            "number": pupil.name.rpartition(" ")[2],
            "teacher": str(teacher.person_id),
            "coordinator": str(coordinator.person_id),
            "former": str(former.person_id),
            "evidence": str(evidence),
            "deleted_evidence": str(gone),
            "entry": str(entry),
            "deleted_entry": str(dropped),
            "note": str(note),
            "goal": str(goal),
            "deleted_goal": str(given_up),
            "step": str(step),
            "comment": str(remarks[0]),
            "deleted_comment": str(remarks[1]),
            "voice": voice,
            "talk": str(talk),
            "taken_back_talk": str(taken_back),
            "voice_link": link,
            "session": str(elsewhere.session_id),
            "notice": (await load_notices(pupil)).lines[0].id,
            "request": str(request),
            "code": CODE,
        },
        actors,
        {role: (await people.signed_in(actor))[1] for role, actor in actors.items()},
    )


async def _remark(author: Actor, owner: Actor, evidence: str, request: UUID, words: str) -> UUID:
    await comment(author, owner.person_id, Kind.EVIDENCE, evidence, words, request)
    async with reading() as session:
        return (await session.execute(select(col(Comment.id)).where(col(Comment.request) == request))).scalar_one()


async def _note(request: UUID) -> UUID:
    async with reading() as session:
        found = await session.execute(select(col(SupportNote.id)).where(col(SupportNote.request) == request))
        return found.scalar_one()


async def _voice(pupil: Actor, teacher: Actor, request: UUID) -> str:
    await ask(pupil, teacher.person_id, [CODE])
    await give(teacher, pupil.person_id, {capability_thing("scotland-cms", CODE): Said(2)}, request)
    return (await load_capability(pupil, CODE)).voices[0].id


async def _talk(teacher: Actor, pupil: Actor, request: UUID) -> UUID:
    await note_talk(teacher, [pupil.person_id], today(), "The summer", request)
    async with reading() as session:
        return (await session.execute(select(col(Talk.id)).where(col(Talk.request) == request))).scalar_one()


async def _link(pupil: Actor, request: UUID) -> str:
    await make_link(pupil, "Jussi", [CODE], request)
    return (await load_asking(pupil)).links[0].id
