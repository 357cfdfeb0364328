"""A school with somebody of each role and one thing of everything, so that two can be held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.accounts.models import Passkey, Role
from portfolio_app.ambassadors.campaigns.actions import LinkForm
from portfolio_app.ambassadors.campaigns.actions import make_link as make_campaign
from portfolio_app.ambassadors.campaigns.models import CampaignLink
from portfolio_app.ambassadors.models import Ambassador, AmbassadorAction, AmbassadorApplication
from portfolio_app.ambassadors.questions.answering import draft
from portfolio_app.ambassadors.questions.asking import ask as ask_in_box
from portfolio_app.ambassadors.questions.models import BoxContact, BoxDuty, BoxQuestion, QuestionBox
from portfolio_app.ambassadors.questions.opening import add_duty, end_duty, open_box
from portfolio_app.ambassadors.questions.pace import asking
from portfolio_app.ambassadors.questions.sorting import let_through, put_aside
from portfolio_app.ambassadors.terms.applying import ApplicationForm, apply, choose, withdraw_application
from portfolio_app.ambassadors.terms.applying import decline as decline_application
from portfolio_app.ambassadors.terms.calls import TermForm, end_term, open_call
from portfolio_app.ambassadors.terms.doing import ActionForm, LogForm
from portfolio_app.ambassadors.terms.doing import log as log_action
from portfolio_app.ambassadors.terms.doing import plan as plan_action
from portfolio_app.ambassadors.terms.looking_back import reflect
from portfolio_app.ambassadors.wall.models import WallPost
from portfolio_app.ambassadors.wall.posting import let_through as show_on_wall
from portfolio_app.ambassadors.wall.posting import post
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading, writing
from portfolio_app.esco.actions import add_tag
from portfolio_app.esco.file import URI, ReadFile, ReadSkill
from portfolio_app.esco.importing import put_in, skill_id
from portfolio_app.guidance.contacts import ask_for_contact, name_contact
from portfolio_app.guidance.departure import months_ago
from portfolio_app.guidance.models import CheckIn, ContactWish
from portfolio_app.learning.doing import keep_work
from portfolio_app.learning.live.leading import begin_live
from portfolio_app.learning.live.models import WallNote
from portfolio_app.learning.live.walls import open_wall, put_note, questions_of
from portfolio_app.learning.models import Lesson
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.keeping import delete_own, make_own
from portfolio_app.learning.own.models import ModuleSent
from portfolio_app.learning.own.zipped import packed
from portfolio_app.learning.reading import Module, read_module
from portfolio_app.learning.shown import find_work  # noqa: F401 - lets answers in lessons be shared
from portfolio_app.learning.teaching.assigning import AssignForm, assign, unassign
from portfolio_app.learning.teaching.holding import HeldForm, confirm_lesson, take_lesson_back
from portfolio_app.learning.teaching.material import material_of
from portfolio_app.learning.teaching.models import PlanKind
from portfolio_app.learning.teaching.planning import DayForm, plan_day, take_out
from portfolio_app.learning.versions import kept_now
from portfolio_app.marketplace.booking.actions import BookingForm, book, give_back
from portfolio_app.marketplace.booking.by_hand import keep_month
from portfolio_app.marketplace.diary.days import write_day
from portfolio_app.marketplace.diary.models import DiaryDay, ThanksNote
from portfolio_app.marketplace.diary.thanks import hand_in
from portfolio_app.marketplace.evaluations.models import HostEvaluation, Stands
from portfolio_app.marketplace.hosts import HostForm, add_host, end_host
from portfolio_app.marketplace.models import Host, HostContact, OfferDate
from portfolio_app.marketplace.periods.actions import PeriodForm, end_period, make_period
from portfolio_app.marketplace.periods.programmes import choose_offer
from portfolio_app.marketplace.periods.wishes import say_wishes
from portfolio_app.marketplace.placements.absences import days_of as days_of_placement
from portfolio_app.marketplace.placements.absences import say_absent
from portfolio_app.marketplace.placements.agreements import TermsForm, propose
from portfolio_app.marketplace.placements.models import Absence, Agreement, PlacementNote, Worry
from portfolio_app.marketplace.placements.notes import end_note, note
from portfolio_app.marketplace.placements.worries import say_worry
from portfolio_app.marketplace.regions.actions import add_partner, end_partner, make_key
from portfolio_app.marketplace.regions.models import ReadingKey, RegionPartner
from portfolio_app.marketplace.suggesting.actions import PlaceForm, decline, say_found, take_back_found
from portfolio_app.marketplace.suggesting.models import FoundPlace
from portfolio_app.notices.queries import load_notices
from portfolio_app.pathways.keeping import keep_pathway
from portfolio_app.pathways.models import Pathway
from portfolio_app.pathways.reading import TEXTS
from portfolio_app.plan import shareable as shareable_goals  # noqa: F401 - and goals
from portfolio_app.plan.actions import GoalForm, delete_goal, make_goal
from portfolio_app.plan.steps import StepForm, add_step
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, delete_collection, make_collection
from portfolio_app.portfolio.collections.actions import put_in as put_in_collection
from portfolio_app.portfolio.credentials import shareable as shareable_credentials  # noqa: F401 - and credentials
from portfolio_app.portfolio.credentials.accepting import delete_credential
from portfolio_app.portfolio.cv.actions import CvForm, save_cv
from portfolio_app.portfolio.queries import load_entry
from portfolio_app.portfolio.takeout.models import Takeout
from portfolio_app.portfolio.takeout.opening_code import opening_code
from portfolio_app.schools.actions import end_class
from portfolio_app.schools.joining import load_joining_codes, make_joining_code
from portfolio_app.schools.leaving_day import choose_leaving_day
from portfolio_app.schools.models import Leaving
from portfolio_app.schools.roles import end_regional_role, end_role
from portfolio_app.sharing.actions import CLASS_TEACHERS, set_audience
from portfolio_app.sharing.comments import comment, delete_comment
from portfolio_app.sharing.links import LinkForm as ShareForm
from portfolio_app.sharing.links import make_link as make_share_link
from portfolio_app.sharing.models import Comment, Kind, Phrase, Talk
from portfolio_app.sharing.phrases import add_phrase, delete_phrase
from portfolio_app.sharing.talks import note_talk, take_back_talk
from portfolio_app.skills.about_me import delete_earlier, load_about_me, say_about_me
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.answering import answer, reject
from portfolio_app.skills.models import EvidenceKind, SupportNote
from portfolio_app.skills.queries import load_capability
from portfolio_app.skills.questionnaire_result import load_result
from portfolio_app.skills.rounds import delete_round
from portfolio_app.skills.support import tell
from portfolio_app.skills.things import capability_thing
from portfolio_app.skills.voice_links import make_link
from portfolio_app.skills.voice_pages import load_asking
from portfolio_app.skills.voices import Said, ask, give
from tests import people
from tests.ambassadors.trained import passes
from tests.answered import answered
from tests.learning.own.copies import a_former_copy
from tests.lessons import module_files
from tests.marketplace.placements.pupils import a_placement
from tests.marketplace.placements.pupils import row_of as placement_row
from tests.marketplace.seats import a_monday, an_offer, bookings
from tests.pages.handlers import CODE
from tests.portfolio.credentials.samples import accepted, offered

SKILLS = tuple(ReadSkill(f"{URI}skill/{name}", False, name, (), "") for name in ("bake bread", "bake cakes"))


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
        Role.REGIONAL: await people.make_regional(region),
        Role.ADMIN: await people.make_admin(),
        Role.PERSONAL: await people.make_former_pupil("Town of Aura"),
    }
    request = uuid4()  # of every form that was sent here
    await assess(pupil, CODE, 2, "", request)
    wish, check_in = await _after_school(actors, school, one, request)
    evidence, gone = [
        await add_evidence(
            pupil, EvidenceKind.LINK, EvidenceForm("A link", url="https://example.org", capabilities=(CODE,)), way
        )
        for way in (request, uuid4())
    ]
    entry, dropped = [await make_entry(pupil, EntryForm("An entry"), way) for way in (request, uuid4())]
    collection, put_away = [await make_collection(pupil, CollectionForm("Sports"), way) for way in (request, uuid4())]
    await put_in_collection(pupil, collection, [entry])
    await save_cv(pupil, CvForm((entry,)), 0)
    shown = str(await make_entry(pupil, EntryForm("Shown by a link"), uuid4()))
    await make_share_link(pupil, Kind.ENTRY, shown, ShareForm(), request)
    await delete_collection(pupil, put_away)
    credential, dropped_credential = [await accepted(pupil, teacher, title) for title in ("First", "Second")]
    await delete_credential(pupil, dropped_credential)
    offers = [await offered(pupil, teacher, f"Offer {number}") for number in (1, 2)]
    offers.append(await offered(pupil, teacher, "Offer 3", request))
    goal, given_up = [await make_goal(pupil, GoalForm("A goal"), way) for way in (request, uuid4())]
    step, _second = [await add_step(pupil, goal, StepForm("A step"), way) for way in (request, uuid4())]
    await delete_goal(pupil, given_up)
    shared = {Kind.EVIDENCE: evidence, Kind.ENTRY: entry, Kind.COLLECTION: collection, Kind.GOAL: goal}
    shared[Kind.CREDENTIAL] = credential
    for kind, thing in shared.items():
        await set_audience(pupil, kind, str(thing), CLASS_TEACHERS)
    remarks = [
        await _remark(teacher, pupil, str(evidence), way, words) for way, words in ((request, "Good"), (uuid4(), "Oh"))
    ]
    await answer(pupil, "strengths", 1, {f"D{n}": 4 for n in (1, 2, 3)} | {f"B{n}": 1 for n in (1, 2, 3)})
    await reject(pupil, "strengths", 1, "theme:done", "Not quite")
    await answer(pupil, "interests", 1, {"R1": 4})
    answered, dropped_round = [UUID((await load_result(pupil, code)).id) for code in ("strengths", "interests")]
    await delete_round(pupil, dropped_round)
    await tell(pupil, teacher.person_id, "no-idea", "", request)
    await put_in(ReadFile("en", "1.1.1", SKILLS))
    tag = await add_tag(pupil, Kind.EVIDENCE, evidence, skill_id(SKILLS[0].uri), request)
    note = await _note(request)
    await delete_comment(teacher, remarks[1])
    lines = await _lines(pupil, request)
    voice, link = await _voice(pupil, teacher, request), await _link(pupil, request)
    talk, taken_back = [await _talk(teacher, pupil, way) for way in (request, uuid4())]
    await take_back_talk(teacher, taken_back)
    await delete_evidence(pupil, gone)
    await delete_entry(pupil, dropped)
    await end_class(coordinator, ended)
    await end_role(coordinator, school, former.person_id, Role.COORDINATOR)
    lessons = await _lessons(teacher, one, request)
    pathway = await _pathway()
    await keep_pathway(pupil, pathway)
    lesson = await _lesson(pupil)
    own_modules = await _own_modules(teacher, school, request)
    copies = [await a_former_copy(teacher, school) for _copy in range(3)]
    work, feedback = await _feedback(teacher, pupil)
    phrases = [await _phrase(teacher, way) for way in (request, uuid4())]
    await delete_phrase(teacher, phrases[1])
    together = await _together(teacher, pupil, one)
    hosts = await _hosts(actors[Role.REGIONAL], actors[Role.ADMIN], region, request)
    seats = await _seats(teacher, pupil, UUID(hosts["approved_host"]), school, one, request)
    found = await _found_places(teacher, pupil, request)
    found |= await _ambassadors(teacher, pupil, school, request)
    box = await _question_box(teacher, pupil, school, one, request)
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
            "share_link": (await load_entry(pupil, shown)).link.id,
            "collection": str(collection),
            "deleted_collection": str(put_away),
            "credential": str(credential),
            "deleted_credential": str(dropped_credential),
            "offer": str(offers[0]),
            "other_offer": str(offers[1]),
            "third_offer": str(offers[2]),
            "goal": str(goal),
            "deleted_goal": str(given_up),
            "round": str(answered),
            "deleted_round": str(dropped_round),
            "step": str(step),
            "comment": str(remarks[0]),
            "deleted_comment": str(remarks[1]),
            "wish": str(wish),
            "check_in": str(check_in),
            "voice": voice,
            "talk": str(talk),
            "taken_back_talk": str(taken_back),
            "voice_link": link,
            "lines": lines[0],
            "earlier_lines": lines[1],
            "deleted_lines": lines[2],
            **lessons,
            **together,
            "pathway": pathway,
            "lesson": lesson.name,
            "lesson_version": lesson.hash,
            **own_modules,
            "copy": copies[0][0],
            "copy_to_take": copies[1][0],
            "copy_to_keep": copies[2][0],
            "former_version": copies[0][1],
            **hosts,
            **seats,
            **found,
            **box,
            "work": str(work),
            "feedback": str(feedback),
            "phrase": str(phrases[0]),
            "deleted_phrase": str(phrases[1]),
            "passkey": str(await _passkey(pupil)),
            "session": str(elsewhere.session_id),
            "notice": (await load_notices(pupil)).lines[0].id,
            "request": str(request),
            "code": CODE,
            "skill": str(skill_id(SKILLS[1].uri)),
            "tag": str(tag.id),
            "opening": opening_code(await _takeout(pupil)),
            "joining": await make_joining_code(coordinator, other),
            "joining_code": await _joining_code(coordinator, one),
        },
        actors,
        {role: (await people.signed_in(actor))[1] for role, actor in actors.items()},
    )


async def _after_school(actors: Mapping[Role, Actor], school: UUID, leaves: UUID, request: UUID) -> tuple[UUID, UUID]:
    """A class that leaves; and somebody who has left, who was asked how it is going and wants to be called."""
    coordinator, teacher, former = (actors[role] for role in (Role.COORDINATOR, Role.TEACHER, Role.PERSONAL))
    await choose_leaving_day(coordinator, leaves, today() + timedelta(days=60))
    await name_contact(coordinator, school, None, teacher.person_id, "Room 1")
    asked = CheckIn(
        person_id=former.person_id,
        school_id=school,
        months=3,
        asked_at=now(),
        answered_at=now(),
        goes="well",
    )
    async with writing() as session:
        session.add(Leaving(person_id=former.person_id, school_id=school, left_on=months_ago(4)))
        session.add(asked)
    await ask_for_contact(former, "Hello", "050", request)
    async with reading() as session:
        found = await session.execute(select(col(ContactWish.id)).where(col(ContactWish.request) == request))
        return found.scalar_one(), asked.id


async def _hosts(sirpa: Actor, admin: Actor, region: UUID, request: UUID) -> dict[str, str]:
    """A host with two contacts, others to be changed, ended and put together with it, and one that has ended."""
    named = [f"Host {number}" for number in range(6)]
    form = HostForm(register_number="1", kind="company", field="food", town="Turku")
    ways = [request, *(uuid4() for _other in named[1:])]
    ids = [await add_host(sirpa, region, replace(form, name=name), way) for name, way in zip(named, ways, strict=True)]
    host, to_change, double, to_end, ended, approved = ids
    contacts = [
        HostContact(
            host_id=host,
            name=f"Contact {number}",
            mail=f"contact.{number}@example.org",
            mail_key=f"contact.{number}@example.org",
            language="en",
            confirmed_at=now(),
            made_at=now(),
            request=way,
        )
        for number, way in enumerate((request, uuid4()))
    ]
    async with writing() as session:
        session.add_all(contacts)
        (await session.get_one(Host, approved)).approved_until = today() + timedelta(days=99)
    await end_host(sirpa, ended)
    former = await people.make_regional(region)
    await end_regional_role(admin, region, former.person_id)
    partners = [uuid4() for _partner in range(2)]
    for way in (request, *partners):
        await add_partner(sirpa, str(region), f"Partner {way}", "Finds hosts", "", way)
    await make_key(sirpa, str(region), "The town", request)
    async with reading() as session:
        rows = await session.execute(select(RegionPartner).where(col(RegionPartner.request).in_(partners)))
        partner, ended_partner = [str(one.id) for one in rows.scalars()]
        key = await session.scalar(select(col(ReadingKey.id)).where(col(ReadingKey.request) == request))
    await end_partner(sirpa, ended_partner)
    return {
        "partner": partner,
        "ended_partner": ended_partner,
        "reading_key": str(key),
        "regional": str(sirpa.person_id),
        "former_regional": str(former.person_id),
        "host": str(host),
        "host_to_change": str(to_change),
        "double_host": str(double),
        "host_to_end": str(to_end),
        "ended_host": str(ended),
        "approved_host": str(approved),
        "host_contact": str(contacts[0].id),
        "contact_to_end": str(contacts[1].id),
    }


async def _noted(teacher: Actor, placement: UUID, request: UUID) -> dict[str, str]:
    """A note of a placement, and one that was a mistake."""
    ways = {"placement_note": request, "note_taken_away": uuid4()}
    for way in ways.values():
        await note(teacher, str(placement), "visit", today().isoformat(), "I was there", way)
    async with reading() as session:
        found = {
            name: str(await session.scalar(select(col(PlacementNote.id)).where(col(PlacementNote.request) == way)))
            for name, way in ways.items()
        }
    await end_note(teacher, found["note_taken_away"])
    return found


async def _ambassadors(teacher: Actor, pupil: Actor, school: UUID, request: UUID) -> dict[str, str]:
    """Terms: one that the pupil serves in, with an action and a look back; one to apply for; others for which they have
    applied and wait, were not chosen, or took it back; and one that ended."""
    first, last = ((today() + timedelta(days=days)).isoformat() for days in (-9, 60))
    form = TermForm("Ambassadors", first, last, last, "6", "")
    names = ("term", "call", "call_waited_for", "call_declined", "call_withdrawn", "call_ended")
    ids = {name: await open_call(teacher, school, form, request if name == "term" else uuid4()) for name in names}
    for name in ("term", "call_waited_for", "call_declined", "call_withdrawn"):
        await apply(pupil, ids[name], ApplicationForm("To help", "class"))
    await withdraw_application(pupil, ids["call_withdrawn"])
    await end_term(teacher, ids["call_ended"])
    async with reading() as session:
        rows = await session.execute(select(AmbassadorApplication))
        written = {one.term_id: one.id for one in rows.scalars() if one.person_id == pupil.person_id}
    await choose(teacher, written[ids["term"]])
    await decline_application(teacher, written[ids["call_declined"]], "Next time")
    async with reading() as session:
        ambassador = await session.scalar(select(col(Ambassador.id)).where(col(Ambassador.term_id) == ids["term"]))
    assert ambassador
    await plan_action(pupil, ambassador, ActionForm("poster", first), request)
    async with reading() as session:
        action = await session.scalar(select(col(AmbassadorAction.id)).where(col(AmbassadorAction.request) == request))
    assert action
    await log_action(pupil, action, LogForm("45", "20", "A lot"), 1)
    await reflect(pupil, ambassador, "It was good", (CODE,), 0)
    ways = uuid4(), uuid4()
    for way in ways:
        await plan_action(pupil, ambassador, ActionForm("poster", first), way)
    async with reading() as session:
        rows = await session.execute(select(AmbassadorAction).where(col(AmbassadorAction.request).in_(ways)))
        again, other = [one.id for one in rows.scalars()]
    for one in (again, other):
        await log_action(pupil, one, LogForm("45", "20", "A lot"), 1)
        await post(pupil, one, "We did it", "")
    async with reading() as session:
        rows = await session.execute(select(WallPost))
        posts = {one.action_id: one.id for one in rows.scalars()}
    await show_on_wall(teacher, posts[other])
    await make_campaign(teacher, school, LinkForm("Slide"), request)
    async with reading() as session:
        campaign = await session.scalar(select(col(CampaignLink.id)).where(col(CampaignLink.request) == request))
    return {
        **{f"ambassador_{name}": str(one) for name, one in ids.items()},
        "ambassador": str(ambassador),
        "ambassador_action": str(action),
        "ambassador_action_again": str(again),
        "wall_post": str(posts[again]),
        "wall_post_shown": str(posts[other]),
        "campaign": str(campaign),
        "application": str(written[ids["call_waited_for"]]),
        "application_declined": str(written[ids["call_declined"]]),
    }


async def _found_places(teacher: Actor, pupil: Actor, request: UUID) -> dict[str, str]:
    """A workplace that a pupil found, one they took back and one that is not invited."""
    ways = {"found_place": request, "found_taken_back": uuid4(), "found_declined": uuid4()}
    for way in ways.values():
        await say_found(pupil, PlaceForm("Bakery", "Aura"), way)
    async with reading() as session:
        rows = {
            name: str(await session.scalar(select(col(FoundPlace.id)).where(col(FoundPlace.request) == way)))
            for name, way in ways.items()
        }
    await take_back_found(pupil, rows["found_taken_back"])
    await decline(teacher, rows["found_declined"], "Full")
    return rows


async def _evaluations(teacher: Actor, pupil: Actor, host: UUID, school: UUID) -> dict[str, str]:
    """What a host says of three placements: two wait for the adult, one was handed on."""
    placements = [await a_placement(pupil, school, teacher, host, approved_at=now()) for _one in range(3)]
    said = {"punctual": 3, "initiative": 2, "cooperation": 4, "care": 3, "learning": 0}
    rows = [
        HostEvaluation(
            placement_id=one,
            state=state,
            said=said,
            giver_name="Raija",
            organisation="Leipomo",
            given_at=now(),
            version=1,
            handed_at=now() if state == Stands.HANDED else None,
            handed_by=teacher.person_id if state == Stands.HANDED else None,
        )
        for one, state in zip(placements, (Stands.GIVEN, Stands.GIVEN, Stands.HANDED), strict=True)
    ]
    async with writing() as session:
        session.add_all(rows)
    return {
        "evaluation": str(rows[0].id),
        "evaluation_to_hold": str(rows[1].id),
        "handed_placement": str(placements[2]),
    }


async def _seats(teacher: Actor, pupil: Actor, host: UUID, school: UUID, one: UUID, request: UUID) -> dict[str, str]:
    """A period, one that has ended, an offer with dates, and seats that are held, booked and given back."""
    form = PeriodForm(
        name="A period",
        kind="visit",
        first_day=(today() + timedelta(days=30)).isoformat(),
        adult=str(teacher.person_id),
        classes=(str(one),),
    )
    period, ended, to_end = [await make_period(teacher, school, form, way) for way in (request, uuid4(), uuid4())]
    await end_period(teacher, ended)
    asks = replace(form, name="A period that asks", wishes_until=(today() + timedelta(days=9)).isoformat())
    wishing = await make_period(teacher, school, asks, uuid4())
    tasting, (programme, programme_date), (programme_out, _day) = await _tasting(teacher, pupil, host, school, one)
    offer, _date = await an_offer(host, kind="visit", seats=9)
    dates = [
        OfferDate(
            offer_id=offer,
            first_day=today() + timedelta(days=40 + n),
            last_day=today() + timedelta(days=40 + n),
            begins=540,
            ends=600,
            seats=5,
        )
        for n in range(3)
    ]
    async with writing() as session:
        session.add_all(dates)
    booking = BookingForm(school=str(school), pupils=(str(pupil.person_id),))
    for day, how, way in zip(dates, ("book", "hold", "book"), (request, uuid4(), uuid4()), strict=False):
        await book(teacher, day.id, replace(booking, how=how), way)
    seats = [(await bookings(day.id))[0].id for day in dates[:3]]
    await give_back(teacher, seats[2])
    placement = await a_placement(pupil, school, teacher, host)
    await say_worry(pupil, placement, "It is loud", request)
    agreed = await a_placement(pupil, school, teacher, host)
    terms = TermsForm(responsible="Raija", begins="9:00", ends="14:00")
    await propose(teacher, agreed, terms, 1)
    async with reading() as session:
        agreement = await session.scalar(select(col(Agreement.id)).where(col(Agreement.placement_id) == agreed))
    days = [(today() + timedelta(days=n)).isoformat() for n in range(1, 5)]
    away = next(day for day in days if date.fromisoformat(day).weekday() < 5)
    await say_absent(pupil, placement, away, "", request)
    noted = await _noted(teacher, placement, request)
    over = await a_placement(
        pupil, school, teacher, host, today() - timedelta(days=9), approved_at=now(), photos_allowed=True
    )
    over_day, other_day = [day.isoformat() for day in days_of_placement(await placement_row(over)) if day < today()][:2]
    await write_day(pupil, over, over_day, "I shaped buns")
    await hand_in(pupil, over, "Thank you", 0)
    async with reading() as session:
        diary_day = await session.scalar(select(col(DiaryDay.id)).where(col(DiaryDay.placement_id) == over))
        thanks = await session.scalar(select(col(ThanksNote.id)).where(col(ThanksNote.placement_id) == over))
        worry = await session.scalar(select(col(Worry.id)).where(col(Worry.placement_id) == placement))
        absence = await session.scalar(select(col(Absence.id)).where(col(Absence.placement_id) == placement))
    return {
        **await _evaluations(teacher, pupil, host, school),
        "placement": str(placement),
        **noted,
        "over": str(over),
        "other_day": other_day,
        "diary_day": str(diary_day),
        "thanks": str(thanks),
        "agreed": str(agreed),
        "agreement": str(agreement),
        "worry": str(worry),
        "absence": str(absence),
        "day_at_work": away,
        "period": str(period),
        "wishing": str(wishing),
        "tasting": str(tasting),
        "programme": str(programme),
        "programme_date": str(programme_date),
        "programme_out": str(programme_out),
        "ended_period": str(ended),
        "period_to_end": str(to_end),
        "host_offer": str(offer),
        "offer_date": str(dates[0].id),
        "seat": str(seats[0]),
        "held_seat": str(seats[1]),
        "given_seat": str(seats[2]),
    }


async def _tasting(
    teacher: Actor, pupil: Actor, host: UUID, school: UUID, one: UUID
) -> tuple[UUID, tuple[UUID, UUID], tuple[UUID, UUID]]:
    """A period of taster days, and two programmes with a date each; the pupil wishes for the first."""
    form = PeriodForm(
        name="Taster days",
        kind="taster",
        first_day=a_monday().isoformat(),
        wishes_until=a_monday(2).isoformat(),
        adult=str(teacher.person_id),
        classes=(str(one),),
    )
    period = await make_period(teacher, school, form, uuid4())
    programmes = [await an_offer(host, kind="taster", seats=9, title=title) for title in ("Cars", "Hair")]
    for offer, _day in programmes:
        await choose_offer(teacher, period, offer)
    await say_wishes(pupil, period, ((str(programmes[0][0]), "Engines"),))
    await keep_month(teacher, period, pupil.person_id, "2011-04")
    return period, programmes[0], programmes[1]


async def _remark(author: Actor, owner: Actor, evidence: str, request: UUID, words: str) -> UUID:
    await comment(author, owner.person_id, Kind.EVIDENCE, evidence, words, request)
    async with reading() as session:
        return (await session.execute(select(col(Comment.id)).where(col(Comment.request) == request))).scalar_one()


async def _takeout(pupil: Actor) -> UUID:
    """A takeout that was made, as a row alone."""
    made = Takeout(person_id=pupil.person_id, language="en", asked_at=now(), ready_at=now())
    async with writing() as session:
        session.add(made)
    return made.id


async def _joining_code(coordinator: Actor, school_class: UUID) -> str:
    """The id of a code to join a class."""
    await make_joining_code(coordinator, school_class)
    async with reading() as session:
        return (await load_joining_codes(session, school_class))[0].id


async def _lesson(pupil: Actor) -> Module:
    """A lesson that comes with the app, in which something was done that can become something."""
    one = module("strengths-i-can-show")
    for activity, field in (("my-evidence", "done"), ("ask-two-people", "first-saw"), ("not-yet", "ask.step")):
        await keep_work(pupil, one.name, one.hash, activity, {f"q-{field}": "Something"})
    async with writing() as session:
        version_id = await kept_now(session, module("deciding"))
        done = Lesson(
            person_id=pupil.person_id, version_id=version_id, module="deciding", begun_at=now(), seen_at=now()
        )
        done.done_at = now()
        session.add(done)
    return one


async def _own_modules(teacher: Actor, school: UUID, request: UUID) -> dict[str, str]:
    """Two own modules of the school, one of them deleted; and one that waits because its name is taken."""
    names = [f"own-{uuid4().hex[:8]}" for _ in range(2)]
    for name, way in zip(names, (request, uuid4()), strict=True):
        read = read_module(module_files(), name)
        assert read.module
        async with writing() as session:
            await make_own(session, teacher, school, read.module, way)
    await delete_own(teacher, names[1])
    waits = ModuleSent(
        person_id=teacher.person_id,
        school_id=school,
        name=names[0],
        packed=packed(names[0], module_files()),
        sent_at=now(),
    )
    async with writing() as session:
        session.add(waits)
    return {"own_module": names[0], "deleted_own_module": names[1]}


async def _feedback(teacher: Actor, pupil: Actor) -> tuple[UUID, UUID]:
    """An answer in that lesson, and what the teacher wrote about it."""
    work, request = await answered(pupil, "Something"), uuid4()
    await set_audience(pupil, Kind.LESSON, str(work), CLASS_TEACHERS)
    await comment(teacher, pupil.person_id, Kind.LESSON, str(work), "Well told", request)
    async with reading() as session:
        found = await session.execute(select(col(Comment.id)).where(col(Comment.request) == request))
        return work, found.scalar_one()


async def _phrase(teacher: Actor, request: UUID) -> UUID:
    await add_phrase(teacher, "Well told", request)
    async with reading() as session:
        return (await session.execute(select(col(Phrase.id)).where(col(Phrase.request) == request))).scalar_one()


async def _pathway() -> str:
    """One more pathway of the catalogue."""
    code = f"p-{uuid4().hex[:12]}"
    words = {name: {"en": code} for name in TEXTS}
    async with writing() as session:
        session.add(Pathway(code=code, kind="route", checked_on=today(), words=words, imported_at=now()))
    return code


async def _lessons(teacher: Actor, one: UUID, request: UUID) -> dict[str, str]:
    """What the class is assigned, has planned and was taught: each once as it stands, and once taken back."""
    days = (today(), today() + timedelta(days=7))
    ways = (request, uuid4())
    codes = [piece.code for piece in material_of(module("deciding")).pieces]
    parts = [
        await assign(teacher, one, AssignForm("deciding", *days, (code,)), way)
        for code, way in zip(codes, ways, strict=False)
    ]
    await unassign(teacher, parts[1])
    day = DayForm(PlanKind.EXTERNAL, "A visit", today(), minutes=300, aims=(1,))
    items = [await plan_day(teacher, one, day, way) for way in ways]
    held = [await confirm_lesson(teacher, one, HeldForm(today(), 45, item=items[0]), way) for way in ways]
    await take_out(teacher, items[1])
    await take_lesson_back(teacher, held[1])
    names = ("assignment", "ended_assignment", "plan_item", "plan_item_out", "held_lesson", "taken_back_lesson")
    return {name: str(thing) for name, thing in zip(names, (*parts, *items, *held), strict=True)}


async def _together(teacher: Actor, pupil: Actor, one: UUID) -> dict[str, str]:
    """A lesson the class has now, with a wall and a note on it."""
    asked = next(about for about, *_words in questions_of(module("deciding"), "en") if not about.endswith("."))
    live = await begin_live(teacher, one, "deciding")
    wall = await open_wall(teacher, live, asked, at_once=False)
    await put_note(pupil, wall, "Help")
    async with reading() as session:
        note = (await session.execute(select(col(WallNote.id)).where(col(WallNote.wall_id) == wall))).scalar_one()
    return {
        "live": str(live),
        "live_activity": asked.partition(".")[0],
        "live_question": asked,
        "wall": str(wall),
        "wall_note": str(note),
    }


async def _question_box(teacher: Actor, pupil: Actor, school: UUID, one: UUID, request: UUID) -> dict[str, str]:
    """The open box of the class, with a question in each state, hours, and a pupil who wants to be contacted and drafts
    answers."""
    await passes(pupil)
    await open_box(teacher, one)
    await add_duty(teacher, str(one), str(teacher.person_id), [0], "8:00", "9:00", request)
    await add_duty(teacher, str(one), str(teacher.person_id), [1], "8:00", "9:00", uuid4())
    asking.forget()
    ids: dict[str, str] = {}
    for name in ("fresh", "to_answer", "worry", "aside", "to_keep", "to_draft", "sent", "to_return"):
        words = f"A question: {name}" if name != "worry" else "I want to die"
        await ask_in_box(pupil, one, words, request if name == "fresh" else uuid4(), contact=True)
        asking.forget()
        async with reading() as session:
            in_box = select(col(BoxQuestion.id)).join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
            wanted = in_box.where(col(QuestionBox.class_id) == one, col(BoxQuestion.words) == words)
            ids[f"question_{name}"] = str(await session.scalar(wanted))
    await put_aside(teacher, ids["question_aside"])
    for name in ("to_keep", "to_draft", "sent", "to_return"):
        await let_through(teacher, ids[f"question_{name}"], "A question")
    for name in ("sent", "to_return"):
        await draft(pupil, ids[f"question_{name}"], "An answer")
    async with reading() as session:
        contact = await session.scalar(select(col(BoxContact.id)).where(col(BoxContact.person_id) == pupil.person_id))
        days = select(col(BoxDuty.id)).where(col(BoxDuty.person_id) == teacher.person_id).order_by(col(BoxDuty.days))
        duty, ended = (await session.execute(days)).scalars().all()
    await end_duty(teacher, str(ended))
    return {**ids, "box_contact": str(contact), "duty": str(duty), "ended_duty": str(ended)}


async def _passkey(pupil: Actor) -> UUID:
    made = Passkey(
        person_id=pupil.person_id,
        credential="AA",
        credential_hash=uuid4().hex,
        public_key="AA",
        name="phone",
        made_at=now(),
    )
    async with writing() as session:
        session.add(made)
    return made.id


async def _note(request: UUID) -> UUID:
    async with reading() as session:
        found = await session.execute(select(col(SupportNote.id)).where(col(SupportNote.request) == request))
        return found.scalar_one()


async def _lines(pupil: Actor, request: UUID) -> list[str]:
    """Some that hold, earlier ones, and deleted ones."""
    kept: list[str] = []
    for words, way in (("Gone", uuid4()), ("Earlier", uuid4()), ("Now", request)):
        await say_about_me(pupil, [words], way)
        kept.insert(0, (await load_about_me(pupil, uuid4())).current.id)
    await delete_earlier(pupil, UUID(kept[2]))
    return kept


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
