"""The pages once more in a language that does not exist, whose every message stands in ⟦brackets⟧.

Whatever has none is text that no translator was ever asked about. What people typed carries a ¤ here, and the few other
things that are the same in every language are named below.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.campaigns.actions import LinkForm
from portfolio_app.ambassadors.campaigns.actions import make_link as make_campaign
from portfolio_app.ambassadors.models import AmbassadorAction
from portfolio_app.ambassadors.questions.answering import approve, draft
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.models import BoxQuestion
from portfolio_app.ambassadors.questions.opening import add_days_off, add_duty, open_box
from portfolio_app.ambassadors.questions.sorting import let_through
from portfolio_app.ambassadors.terms.applying import ApplicationForm, apply, choose
from portfolio_app.ambassadors.terms.calls import open_call
from portfolio_app.ambassadors.terms.doing import ActionForm, LogForm, log, plan
from portfolio_app.ambassadors.terms.looking_back import hand_over, note_talk, prepare_talk, reflect
from portfolio_app.ambassadors.wall.posting import post
from portfolio_app.build import ROOT
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import close_database, reading, writing
from portfolio_app.core.languages import NAMES, PSEUDO, languages, month_names, weekday_names
from portfolio_app.learning.for_ambassadors import training
from portfolio_app.learning.live.leading import begin_live, open_for_all
from portfolio_app.learning.live.presence import report_step, say_stuck
from portfolio_app.learning.live.walls import open_wall, put_note, questions_of
from portfolio_app.learning.modules import modules, programmes
from portfolio_app.learning.shown import find_work  # noqa: F401 - lets answers in lessons be shared
from portfolio_app.marketplace.contacts import ContactForm, add_contact
from portfolio_app.marketplace.hosts import HostForm, approve_host, pause_host
from portfolio_app.marketplace.periods.actions import PeriodForm, announce, make_period
from portfolio_app.marketplace.regions.actions import add_partner, change_page, make_key
from portfolio_app.marketplace.suggesting.actions import PlaceForm, say_found
from portfolio_app.marketplace.working_hours_rules import all_rules
from portfolio_app.pathways.finding import LEARNT
from portfolio_app.pathways.keeping import keep_pathway
from portfolio_app.pathways.models import Pathway, PathwayLink
from portfolio_app.pathways.reading import TEXTS as TEXTS_OF_PATHWAYS
from portfolio_app.plan import shareable as shareable_goals  # noqa: F401 - and goals
from portfolio_app.plan.actions import GoalForm, delete_goal, make_goal, settle_goal
from portfolio_app.plan.models import GoalState
from portfolio_app.plan.steps import StepForm, add_step, tick_step
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, delete_entry, make_entry
from portfolio_app.portfolio.collections import shareable as shareable_collections  # noqa: F401 - and collections
from portfolio_app.portfolio.collections.actions import CollectionForm, delete_collection, make_collection, put_in
from portfolio_app.portfolio.credentials import shareable as shareable_credentials  # noqa: F401 - and credentials
from portfolio_app.portfolio.entry_dials import dials
from portfolio_app.schools.codes import give_code
from portfolio_app.schools.models import Barrier, School
from portfolio_app.sharing.actions import Choice, set_audience
from portfolio_app.sharing.comments import comment
from portfolio_app.sharing.models import Kind
from portfolio_app.sharing.phrases import add_phrase
from portfolio_app.skills.about_me import about_thing, say_about_me
from portfolio_app.skills.actions import EvidenceForm, add_evidence, assess, delete_evidence
from portfolio_app.skills.answering import answer
from portfolio_app.skills.class_lesson import start_class_lesson
from portfolio_app.skills.first_lesson_actions import finish
from portfolio_app.skills.first_lesson_format import first_lesson
from portfolio_app.skills.framework import framework
from portfolio_app.skills.lesson_plan import FIRST_LESSON, lesson_plan
from portfolio_app.skills.models import EvidenceKind
from portfolio_app.skills.questionnaire import questionnaires
from tests.ambassadors.schools import ambassador_of, application_of, train
from tests.ambassadors.schools import days as a_term
from tests.answered import answered
from tests.browser.conftest import Visit
from tests.browser.walking import OPEN_ALL, ready, route_of, walk
from tests.conftest import Configure
from tests.marketplace.hosts import a_host
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_counsellor,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)
from tests.portfolio.credentials.samples import accepted, offered
from tests.served import Served, serving

LANGUAGES = PSEUDO
PARTS = ("portfolio_app", "assets", "curriculum", "reflex.lock", "rxconfig.py", "pyproject.toml", ".npmrc")
OURS, THEIRS = "⟦", "¤"
FIRST, SECOND, *_REST = [one.code for one in framework().capabilities]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SHORT = "|".join(one[:3] for one in MONTHS.split("|")) + "|Sept"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
SAME_EVERYWHERE = re.compile(
    rf"Polku|Siiri|Chrome, Linux|Firefox, Linux|{'|'.join(map(re.escape, NAMES.values()))}"  # names
    rf"|(({DAYS}), )?\d{{1,2}} ({MONTHS}) \d{{4}}|({MONTHS}) \d{{4}}|\d+(\.\d+)? MB"  # as Babel writes them
    rf"|\d{{1,2}} ({SHORT})\b"
    r"|https?://\S+|[a-z]+@[a-z.]+|[a-z]+\.[a-z.]+\d*|/api/v1/openapi.json|[\w.:-]*/go/\S+"  # addresses
    r"|person\d+"  # user names
)
TEXTS = """() => {
  const found = [document.title];
  // What says that it is in another language is no word of the app's: lessons have languages of their own.
  const ours = (el) => (el.closest("[lang]") ?? document.documentElement).lang === document.documentElement.lang;
  const shown = (el) =>
    el.checkVisibility({ visibilityProperty: true }) && !el.closest("script, style, noscript") && ours(el);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    if (shown(walker.currentNode.parentElement)) found.push(walker.currentNode.textContent);
  }
  for (const el of document.body.querySelectorAll("[aria-label], [title], [alt], [placeholder]")) {
    if (!ours(el)) continue;
    for (const name of ["aria-label", "title", "alt", "placeholder"]) found.push(el.getAttribute(name) ?? "");
  }
  for (const el of document.body.querySelectorAll("form *, form")) {
    for (const { name, value } of el.attributes) if (/^data-(draft|upload|unsent)-?\\w+/.test(name)) found.push(value);
  }
  return [...new Set(found.map((text) => text.trim()))];
}"""
NOT_WORDS = re.compile(r"entry:\S+|evidence\S*:\S+|assessment:\S+|comment:\S+|#[a-z-]+|\d+")


@pytest.fixture(scope="module")
def pseudo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """This checkout's pages built anew in the language that does not exist, and served."""
    folder = tmp_path_factory.mktemp("pseudo")
    copy = folder / "sources"
    copy.mkdir()
    for part in PARTS:
        here = ROOT / part
        if here.is_dir():
            shutil.copytree(here, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        elif here.exists():
            shutil.copy2(here, copy / part)
    shutil.copytree(
        ROOT / ".web",
        copy / ".web",
        ignore=lambda at, _names: {"build"} if Path(at).name == ".web" else set(),
        symlinks=True,
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTFOLIO_")}
    environment |= {"PYTHONPATH": str(copy), "PORTFOLIO_LANGUAGES": LANGUAGES}
    environment["REFLEX_FRONTEND_COMPRESSION_FORMATS"] = "gzip"  # nobody waits for these pages on a slow line
    made = subprocess.run(
        [sys.executable, "-m", "portfolio_app.build"], cwd=copy, env=environment, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    with serving(folder / "instance", sources=copy, languages=LANGUAGES) as server:
        yield server


@pytest.fixture
async def served(pseudo_server: Served, configure: Configure) -> AsyncIterator[Served]:
    """That instance, for `visit` too."""
    configure(data_dir=pseudo_server.data_dir, languages=LANGUAGES)
    yield pseudo_server
    await close_database()


async def a_school_with_everything() -> dict[str, Actor]:
    """Somebody of each role, and of everything that can be on a page one thing at least."""
    lines = [{"name": "Help ¤", "phone": "116 111", "url": "https://example.org", "hours": "Always ¤"}]
    region = await make_region("Region ¤", help=lines)
    school = await make_school("School ¤", region=region, contact_name="Liisa ¤", contact_how="Room 12 ¤")
    class_8b = await make_class(school, "8B ¤")
    await make_class(school, "9A ¤")
    siiri = await make_pupil(school, class_8b, name="Siiri ¤")
    tuula = await make_teacher(school, class_8b, name="Tuula ¤")
    kaisa = await make_coordinator(school, name="Kaisa ¤")
    await assess(siiri, FIRST, 2, "Because ¤", uuid4())
    await assess(siiri, FIRST, 3, "Because ¤", uuid4())
    words = EvidenceForm(title="Words ¤", words="Words ¤", capabilities=(FIRST, SECOND))
    kept = await add_evidence(siiri, EvidenceKind.WORDS, words, uuid4())
    link = EvidenceForm(title="Link ¤", url="https://example.org/", capabilities=(FIRST,))
    await add_evidence(siiri, EvidenceKind.LINK, link, uuid4())
    gone = await add_evidence(siiri, EvidenceKind.WORDS, words, uuid4())
    await delete_evidence(siiri, gone)
    form = EntryForm("Title ¤", "Happened ¤", "Noticed ¤", "Learned ¤", "Next ¤", (FIRST,), (kept,))
    entry = await make_entry(siiri, form, uuid4())
    await delete_entry(siiri, await make_entry(siiri, form, uuid4()))
    await make_entry(siiri, form, uuid4())
    goal = await a_goal_with_everything(siiri, tuula, kept)
    for words in ("Earlier line ¤", "Line ¤"):
        await say_about_me(siiri, [words], uuid4())
    await finish(siiri, 1, ["Line ¤"], uuid4())
    collection = await make_collection(siiri, CollectionForm("Collection ¤", "About ¤"), uuid4())
    await put_in(siiri, collection, [entry])
    await delete_collection(siiri, await make_collection(siiri, CollectionForm("Gone ¤"), uuid4()))
    credential = await accepted(siiri, tuula, "Credential ¤")
    await offered(siiri, tuula, "Offer ¤")
    things = [(Kind.EVIDENCE, str(kept)), (Kind.ENTRY, str(entry)), (Kind.GOAL, str(goal))]
    things.append((Kind.COLLECTION, str(collection)))
    things.append((Kind.CREDENTIAL, str(credential)))
    things.append((Kind.ABOUT_ME, about_thing(siiri.person_id)))
    for kind, thing in (*things, (Kind.CAPABILITY, f"{framework().code}:{FIRST}")):
        await set_audience(siiri, kind, thing, Choice(class_teachers=True, persons=(tuula.person_id,)))
        await comment(tuula, siiri.person_id, kind, thing, "Comment ¤", uuid4())
    work = await answered(siiri, "Answer ¤")
    await set_audience(siiri, Kind.LESSON, str(work), Choice(persons=(tuula.person_id,)))
    await comment(tuula, siiri.person_id, Kind.LESSON, str(work), "Comment ¤", uuid4())
    await add_phrase(tuula, "Phrase ¤", uuid4())
    await pathways(siiri)
    await give_code(tuula, siiri.person_id)
    await start_class_lesson(tuula, class_8b)
    await a_lesson_together(tuula, siiri, class_8b)
    days = PeriodForm("Period ¤", "week", today().isoformat(), words="Words ¤", classes=(str(class_8b),))
    await announce(tuula, await make_period(tuula, school, days, uuid4()))
    await ambassadors(tuula, siiri, school)
    await a_question_box(tuula, siiri, school, class_8b)
    await say_found(siiri, PlaceForm("Place ¤", "Town ¤", "Contact ¤", words="Words ¤"), uuid4())
    return {
        "pupil": siiri,
        "new pupil": await make_pupil(school, class_8b, name="Otso ¤"),
        "teacher": tuula,
        "teacher without a class": await make_teacher(school, name="Tero ¤"),
        "counsellor": await make_counsellor(school, name="Petri ¤"),
        "coordinator": kaisa,
        "regional coordinator": await hosts(school),
        "admin": await make_admin(name="Anni ¤"),
    }


async def ambassadors(tuula: Actor, siiri: Actor, school: UUID) -> None:
    """A call; and a term that a pupil serves in, with an action that is planned and one that waits for the wall, the
    talk, a look back, a hand-over, and a short address with a goal."""
    term, _call = [
        await open_call(tuula, school, replace(a_term(-9, 60, 30), name=name, words="Words ¤"), uuid4())
        for name in ("Term ¤", "Call ¤")
    ]
    await apply(siiri, term, ApplicationForm("Why ¤", "class", "Reach ¤"))
    await choose(tuula, (await application_of(term, siiri)).id)
    me = (await ambassador_of(term, siiri)).id
    await train(me)
    for on in (-3, 3):
        day = (today() + timedelta(days=on)).isoformat()
        await plan(siiri, me, ActionForm("demo", day, "Partner ¤", "Place ¤", "Words ¤"), uuid4())
    async with reading() as session:
        done = (await session.execute(select(AmbassadorAction).order_by(col(AmbassadorAction.day)))).scalars().first()
    assert done
    await log(siiri, done.id, LogForm("25", "22", "Learned ¤"), 1)
    await post(siiri, done.id, "Wall ¤", "")
    await prepare_talk(siiri, me, {"happened": "Happened ¤"}, 0)
    await note_talk(tuula, me, today().isoformat(), "Agreed ¤")
    await reflect(siiri, me, "Looked back ¤", [FIRST], 0)
    await hand_over(siiri, me, "Hand over ¤", today().isoformat(), "", 1)
    await make_campaign(tuula, school, LinkForm("Poster ¤", "20"), uuid4())


async def a_question_box(tuula: Actor, siiri: Actor, school: UUID, class_8b: UUID) -> None:
    """With hours, days off, a question in each state; its asker is the ambassador who drafts answers, too."""
    await open_box(tuula, class_8b)
    await add_duty(tuula, str(class_8b), str(tuula.person_id), [0], "8:00", "9:00", uuid4())
    await add_days_off(tuula, str(class_8b), today().isoformat(), "")
    for words in ("First ¤", "Siiri ¤", "Second ¤", "Third ¤", "Fourth ¤"):
        await ask(siiri, class_8b, words, uuid4(), contact=True)
    await ask(siiri, class_8b, "I want to die ¤", uuid4())
    async with reading() as session:
        ids = {row.words: row.id for row in (await session.execute(select(BoxQuestion))).scalars()}
    for words in ("Second ¤", "Third ¤", "Fourth ¤"):
        await let_through(tuula, ids[words], words)
    for words in ("Second ¤", "Third ¤"):
        await draft(siiri, ids[words], "Answer ¤")
    await approve(tuula, ids["Second ¤"], "Answer ¤", 1)


async def a_lesson_together(tuula: Actor, siiri: Actor, class_8b: UUID) -> None:
    """With an activity opened for all, somebody who is stuck, and a wall with a note."""
    codes = questions_of(modules()[0], "en")
    live = await begin_live(tuula, class_8b, modules()[0].name)
    await open_for_all(tuula, live, codes[0][0].partition(".")[0])
    await report_step(siiri, modules()[0].name, codes[0][0].partition(".")[0])
    await say_stuck(siiri, live, stuck=True)
    wall = await open_wall(tuula, live, codes[0][0], at_once=True)
    await put_note(siiri, wall, "Note ¤")


async def hosts(school: UUID) -> Actor:
    """A coordinator of the school's region, with a host that is approved, one that waits and one that is paused."""
    async with reading() as session:
        region = (await session.get_one(School, school)).region_id
    sirpa = await make_regional(region, name="Sirpa ¤")
    form = HostForm("Host ¤", "¤", "company", "food", "Town ¤", "Street ¤", "https://example.org", "Words ¤", "Note ¤")
    contact = ContactForm("Contact ¤", "contact@example.org", "", languages()[0])
    waiting, approved, paused = [
        await a_host(sirpa, replace(form, name=name), contact=contact) for name in ("Host ¤", "Other ¤", "Third ¤")
    ]
    await add_contact(sirpa, waiting, replace(contact, mail="other@example.org"), uuid4())
    await approve_host(sirpa, approved, (today() + timedelta(days=99)).isoformat())
    await pause_host(sirpa, paused, "Reason ¤")
    await change_page(sirpa, str(region), "Words ¤", "Goal ¤", 0)
    await add_partner(sirpa, str(region), "Partner ¤", "Does ¤", "", uuid4())
    await make_key(sirpa, str(region), "Key ¤", uuid4())
    return sirpa


async def pathways(reader: Actor) -> None:
    """An occupation with a way there, both in the reader's plan; one of them shares an interest of theirs."""
    words = {name: {"en": f"{name} ¤"} for name in TEXTS_OF_PATHWAYS}
    same: dict[str, Any] = {"learnt": list(LEARNT), "checked_on": today(), "words": words, "imported_at": now()}
    route = Pathway(code="way", kind="route", regions=["Region ¤"], **same)
    occupation = Pathway(code="work", kind="occupation", interests=["help", "order"], **same)
    async with writing() as session:
        session.add_all([route, occupation])
        await session.flush()
        session.add(PathwayLink(route_id=route.id, occupation_id=occupation.id))
    themes = questionnaires()["interests"].themes
    liked = {"help": 4, "repair": 3}
    yes = {said.code: liked.get(theme.code, 1) for theme in themes for said in theme.statements}
    await answer(reader, "interests", 1, yes)
    for code in ("way", "work"):
        await keep_pathway(reader, code)


async def a_goal_with_everything(owner: Actor, teacher: Actor, evidence: UUID) -> UUID:
    """With a step that is done and one that is not, everything in the way; others are done, rest and are deleted."""
    soon = now().date() + timedelta(days=1)
    form = GoalForm(
        "Goal ¤",
        "Why ¤",
        (FIRST,),
        "Uncle ¤",
        (teacher.person_id,),
        soon,
        soon,
        dict.fromkeys(Barrier, "In the way ¤"),
        "Outcome ¤",
        (evidence,),
    )
    goal = await make_goal(owner, form, uuid4())
    steps = [await add_step(owner, goal, StepForm(words, soon), uuid4()) for words in ("Step ¤", "Other step ¤")]
    await tick_step(owner, steps[0])
    for state in GoalState:
        await settle_goal(owner, await make_goal(owner, GoalForm(f"{state} ¤"), uuid4()), state)
    await delete_goal(owner, await make_goal(owner, GoalForm("Deleted ¤"), uuid4()))
    return goal


def texts_of_data() -> set[str]:
    """What frameworks, questionnaires and lessons say: data files with languages of their own, English where they have
    no text. And months and days, whose names Unicode's data know."""
    found = {*month_names(), *weekday_names()}

    def gather(value: object) -> None:
        if isinstance(value, Mapping):
            found.update(text for language, text in value.items() if language == "en" and isinstance(text, str))
            value = tuple(value.values())
        if isinstance(value, list | tuple):
            for part in value:
                gather(part)

    for data in (
        framework(),
        dials(),
        *questionnaires().values(),
        lesson_plan(),
        lesson_plan(FIRST_LESSON),
        first_lesson(),
    ):
        gather(data.model_dump())
    for module in modules():
        found.update(part.title for part in module.text("en").material)
    trained = training()
    assert trained
    found.update(trained.texts["en"].words.title_of(one.code) for one in trained.about.modules)
    for programme in programmes().values():
        gather(programme.about.model_dump())
    for rules in all_rules().values():
        gather(rules.model_dump())
    return found | {"Norway", "Finland", "Scotland", "The Netherlands"}  # headings of what modules say of each


async def untranslated(page: Page) -> list[str]:
    """The texts of the page that went through no catalogue."""
    await page.evaluate(OPEN_ALL)
    found: list[str] = []
    data = texts_of_data()
    for text in await page.evaluate(TEXTS):
        if OURS in text or THEIRS in text or text in data or NOT_WORDS.fullmatch(text):
            continue
        left = SAME_EVERYWHERE.sub("", text)
        if re.search(r"[^\W\d_]{2,}", left):
            found.append(text)
    return found


async def test_every_word_on_every_page_can_be_translated(served: Served, visit: Visit) -> None:
    """Visible text, what is read aloud, and what forms say later, as the server draws the pages."""
    people = await a_school_with_everything()
    missing: dict[str, list[str]] = {}
    for who, actor in people.items():
        _actor, cookie = await served.sign_in(actor)
        page = await visit(cookie, f"/{PSEUDO}/home", java_script_enabled=False)
        async for address in walk(page, f"/{PSEUDO}/home", scripts=False):
            if found := await untranslated(page):
                missing[f"{who} {route_of(address)}"] = found
        await page.context.close()
    page = await visit("", f"/{PSEUDO}/sign-in?problem=wrong", java_script_enabled=False)
    for path in (
        "sign-in?problem=wrong",
        "sign-in?problem=wait",
        "sign-in?done=signed-out",
        "welcome?key=x&problem=used",
        "confirm-address?key=x&problem=used",
        "confirm-address?done=confirmed",
        "come-in?key=x&problem=used",
        "come-in?problem=address",
        "come-in?done=asked",
        "receipt?key=x",
        "unsubscribe?key=x&problem=later",
        "unsubscribe?done=stopped",
    ):
        await page.goto(f"/{PSEUDO}/{path}")
        await ready(page, signed_in=False)
        if found := await untranslated(page):
            missing[path] = found
    assert not missing, json.dumps(missing, indent=1, ensure_ascii=False)


async def test_the_first_view_speaks_any_language_the_pages_were_built_in(served: Served, visit: Visit) -> None:
    """Without a list of languages of its own: pages in one that no release has are drawn like all others."""
    _siiri, cookie = await served.sign_in(await make_pupil(await make_school(), name="Siiri ¤"))
    for language in LANGUAGES.split(","):
        page = await visit(cookie, f"/{language}/home")
        assert await page.evaluate("JSON.parse(document.getElementById('first-view').textContent).drawn"), language
        await expect(page.locator("header")).to_contain_text("Siiri ¤")
