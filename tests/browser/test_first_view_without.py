"""Pages without a V8, without their data, and without scripts: each is read, and each that can come to life does."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from playwright.async_api import Browser, Page, expect
from sqlalchemy import select
from sqlmodel import col

from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.campaigns.actions import LinkForm as CampaignForm
from portfolio_app.ambassadors.campaigns.actions import make_link as make_campaign
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.opening import open_box
from portfolio_app.ambassadors.terms.calls import TermForm, open_call
from portfolio_app.ambassadors.wall.models import WallPost
from portfolio_app.ambassadors.wall.posting import let_through, post
from portfolio_app.build import ROOT, built_pages
from portfolio_app.core.clock import now, today
from portfolio_app.core.database import reading
from portfolio_app.learning.live.leading import begin_live
from portfolio_app.learning.live.walls import open_wall, put_note, questions_of
from portfolio_app.learning.modules import module
from portfolio_app.learning.own.copying import copy_module
from portfolio_app.marketplace.diary.days import write_day
from portfolio_app.marketplace.diary.thanks import hand_in
from portfolio_app.marketplace.hosts import approve_host
from portfolio_app.marketplace.periods.actions import PeriodForm, make_period
from portfolio_app.marketplace.placements.absences import days_of
from portfolio_app.marketplace.placements.worries import say_worry
from portfolio_app.marketplace.regions.actions import add_partner
from portfolio_app.marketplace.suggesting.actions import PlaceForm, say_found
from portfolio_app.pathways.actions import import_pathways
from portfolio_app.plan.actions import GoalForm, make_goal
from portfolio_app.portfolio import shareable  # noqa: F401 - lets the actions called here share entries
from portfolio_app.portfolio.actions import EntryForm, make_entry
from portfolio_app.portfolio.collections.actions import CollectionForm, make_collection, put_in
from portfolio_app.sharing.actions import PROFILE, viewing
from portfolio_app.skills.actions import EvidenceForm, add_evidence
from portfolio_app.skills.models import EvidenceKind
from tests.ambassadors import schools
from tests.ambassadors.questions.boxes import an_ambassador
from tests.browser.conftest import Visit, hand_over
from tests.browser.test_first_view_bad_luck import PORTFOLIO, a_pupil, drawn, works
from tests.browser.walking import built_routes
from tests.learning.own.copies import a_former_copy
from tests.marketplace.hosts import BAKER, a_host
from tests.marketplace.placements.pupils import a_placement, row_of
from tests.marketplace.seats import an_offer
from tests.pathways.test_importing import as_json, one
from tests.people import (
    make_admin,
    make_class,
    make_coordinator,
    make_pupil,
    make_region,
    make_regional,
    make_school,
    make_teacher,
)
from tests.portfolio.credentials.samples import accepted
from tests.served import Served, serving

FORMS_ALONE = {
    "/sign-in",
    "/welcome",
    "/choose-passphrase",
    "/cards",
    "/confirm-address",
    "/unsubscribe",
    "/come-in",
    "/receipt",
}


def sources_without_drawing(folder: Path) -> Path:
    """This checkout as it is, but for the script that draws its pages."""
    built = built_pages()
    assert built
    (folder / ".web").mkdir(parents=True)
    for name in ("portfolio_app", "rxconfig.py", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    for part in built.web.iterdir():
        if part.name != "backend":
            (folder / ".web" / part.name).symlink_to(part)
    shutil.copytree(built.web / "backend", folder / ".web" / "backend", ignore=shutil.ignore_patterns("first-view"))
    return folder


def ways(served: Served) -> dict[str, int]:
    """How often pages went each way."""
    counts: dict[str, int] = httpx.get(f"{served.url}/readyz").json()["first_view"]
    return {way: count for way, count in counts.items() if count}


async def test_without_a_v8_the_data_come_in_the_page(served: Served, visit: Visit, tmp_path: Path) -> None:
    """React puts them in when it wakes up, without a word in the console; and the page works on."""
    cookie = await a_pupil(served, "</script><!-- \u2028", "Two")
    sources = sources_without_drawing(tmp_path / "sources")
    with serving(tmp_path, migrate=False, sources=sources, data_dir=served.data_dir) as plain:
        page = await visit(cookie, f"{plain.url}{PORTFOLIO}")
        assert not await drawn(page)
        await expect(page.locator("main article h2").last).to_have_text("</script><!--")
        await works(page, "Two")
        assert ways(plain) == {"data": 1}


async def test_a_page_whose_data_take_too_long_gets_them_over_the_socket(
    served: Served, visit: Visit, tmp_path: Path
) -> None:
    """Nobody sees more of it than a page that fills a little later."""
    cookie = await a_pupil(served, "One", "Two")
    with serving(tmp_path, migrate=False, first_view_seconds=0.0001, data_dir=served.data_dir) as slow:
        page = await visit(cookie, f"{slow.url}{PORTFOLIO}")
        await expect(page.locator("#first-view")).to_have_count(0)
        await works(page, "Two")
        await page.reload()
        await works(page, "One")
        assert ways(slow) == {"static": 2}
        assert "Traceback" not in slow.log.read_text()


async def without_scripts(browser: Browser, served: Served, cookie: str = "") -> Page:
    """A page in a browser that runs none."""
    context = await browser.new_context(java_script_enabled=False, base_url=served.url, locale="en-GB")
    if cookie:
        await hand_over(context, cookie)
    return await context.new_page()


async def an_ambassador_read(tuula: Actor, siiri: Actor, school: UUID) -> tuple[UUID, UUID]:
    """A call, and a term in which a pupil serves, with an action on the wall and a short address: the ids of both."""
    first, last = ((today() + timedelta(days=days)).isoformat() for days in (-9, 60))
    form = TermForm("Term Read", first, last, last, "6", "")
    term, _call = [await open_call(tuula, school, one, uuid4()) for one in (form, replace(form, name="Call Read"))]
    serves = await schools.an_ambassador(schools.Here(school, school, tuula, tuula, siiri, siiri, siiri), siiri, term)
    action = await schools.an_action(siiri, serves, place="Room Read")
    await post(siiri, action.id, "Wall Read", "")
    async with reading() as session:
        shown = (
            await session.execute(select(col(WallPost.id)).where(col(WallPost.action_id) == action.id))
        ).scalar_one()
    await let_through(tuula, shown)
    await make_campaign(tuula, school, CampaignForm("Poster Read"), uuid4())
    return term, serves


async def test_every_page_is_read_without_scripts(served: Served, browser: Browser, tmp_path: Path) -> None:
    """By everybody who has one: its heading, and what is on it."""
    await import_pathways(as_json(tmp_path / "p.json", one("cook", routes=["food"]), one("food", "route")))
    region = await make_region("Region Read")
    school = await make_school("School of Read", region=region)
    class_8b = await make_class(school, "8B Read")
    siiri = await make_pupil(school, class_8b, name="Siiri Read")
    sirpa = await make_regional(region)
    host = await a_host(sirpa, contact=BAKER)
    await approve_host(sirpa, host, (today() + timedelta(days=99)).isoformat())
    await add_partner(sirpa, str(region), "Partner Read", "Finds hosts", "", uuid4())
    words = EvidenceForm(title="Words Read", words="It held", capabilities=("S1",))
    evidence = await add_evidence(siiri, EvidenceKind.WORDS, words, uuid4())
    entry = await make_entry(siiri, EntryForm("Entry Read", "We built one"), uuid4())
    collection = await make_collection(siiri, CollectionForm("Collection Read"), uuid4())
    await put_in(siiri, collection, [entry])
    credential = await accepted(siiri, siiri, "Credential Read")
    goal = await make_goal(siiri, GoalForm("Goal Read", why="To learn a trade"), uuid4())
    tuula = await make_teacher(school, class_8b, name="Tuula Read")
    live = await begin_live(tuula, class_8b, "money-and-contracts")
    asked = questions_of(module("money-and-contracts"), "en")[0][0]
    wall = await open_wall(tuula, live, asked, at_once=True)
    await put_note(siiri, wall, "A note to read")
    kaisa, anni = await make_coordinator(school, name="Kaisa Read"), await make_admin(name="Anni Read")
    copy, _former = await a_former_copy(tuula, school)
    days = PeriodForm("Period Read", "visit", (today() + timedelta(days=30)).isoformat(), classes=(str(class_8b),))
    period = await make_period(tuula, school, days, uuid4())
    until = (today() + timedelta(days=9)).isoformat()
    asks = await make_period(tuula, school, replace(days, name="Asking Read", wishes_until=until), uuid4())
    tasting = await make_period(tuula, school, replace(days, kind="taster"), uuid4())
    offer, day = await an_offer(host, kind="visit", title="Offer Read")
    placement = await a_placement(siiri, school, tuula, host)
    await say_worry(siiri, placement, "Worry Read", uuid4())
    over = await a_placement(siiri, school, tuula, host, today() - timedelta(days=9), approved_at=now())
    worked = next(day for day in days_of(await row_of(over)) if day < today())
    await write_day(siiri, over, worked.isoformat(), "Diary Read")
    await hand_in(siiri, over, "Thanks Read", 0)
    await say_found(siiri, PlaceForm("Bakery Read", "Aura"), uuid4())
    term, serves = await an_ambassador_read(tuula, siiri, school)
    ours = await copy_module(tuula, "deciding", None, uuid4())
    await an_ambassador(siiri, school)
    await open_box(tuula, class_8b)
    await ask(siiri, class_8b, "Question Read", uuid4())
    to_read = {
        siiri: {
            "home": "Siiri",
            "found-place": "Bakery Read",
            "ambassadors": "Call Read",
            f"ambassador?id={serves}": "Room Read",
            "ambassador-wall": "Wall Read",
            "campaigns": "Poster Read",
            "placements": "Leipomo Kettunen",
            f"wishes?period={asks}": "Asking Read",
            f"placement?id={placement}": "Bus 8 from the school",
            f"diary?id={over}": "Diary Read",
            f"afterwards?id={over}": "Thanks Read",
            "skills": "How I see myself",
            "capability?code=S1": "Words Read",
            f"evidence?id={evidence}": "Words Read",
            "evidence-list": "Words Read",
            "portfolio": "Entry Read",
            f"entry?id={entry}": "We built one",
            f"entry-form?id={entry}": "We built one",
            "collections": "Collection Read",
            f"collection?id={collection}": "Entry Read",
            "credentials": "Credential Read",
            f"credentials?id={credential}": "Name on it",
            "account": "Firefox, Linux",
            "seen": "Nobody has looked yet",
            "deleted": "",
            "plan": "Goal Read",
            f"goal?id={goal}": "To learn a trade",
            f"goal-form?id={goal}": "To learn a trade",
            "notices": "",
            "mail": "",
            "takeout": "in one file",
            "ways-in": "Code book on paper",
            "delete-account": "Entries",
            "after-school": "There is no leaving day yet",
            "bring-back": "ZIP file",
            "leaving": "second way to sign in",
            "leaving/things": "Entry Read",
            "own-account": "for as long as you are there",
            "questionnaires": "My strengths",
            "questionnaire?name=strengths": "I finish what I have started",
            "questionnaire-result?name=strengths": "Nothing answered yet",
            "support": "First, a person",
            "asking": "",
            "what-they-see": "",
            "talks": "No talk is noted yet",
            "question-box": "Not even those who run the server can look up afterwards",
            "ambassador-questions": "No question waits right now",
            "tags": "No tags yet",
            "cv": "Entry Read",
            f"tagging?evidence={evidence}": "Words Read",
            "about-me": "",
            "first-lesson": "",
            "pathways": "none comes first",
            "working-hours?age=14&kind=work-experience": "Rules for working hours: Finland",
            "pathway?code=cook": "How long it takes",
            "compare?these=cook.food": "How long it takes",
            "lessons": "Money and contracts",
            "event-kit": "What stands on it",
            "ambassador-training?module=safeguarding": "you have to promise not to tell anybody",
            "entitlements?of=gb-sct&stage=senior": "S4 to S6",
            "module?name=money-and-contracts": "What you do",
            "module?name=money-and-contracts&step=a-payslip": "How much did Amina earn in May",
        },
        tuula: {
            "classes": "8B Read",
            f"class?id={class_8b}": "Siiri Read",
            f"pupil?id={siiri.person_id}": "Siiri Read",
            "support-asked": "Nobody has told you anything right now",
            "leavers": "No class has a leaving day yet",
            "decision-lessons": "Exit question",
            f"class-picture?id={class_8b}": "8B Read",
            f"what-i-see?id={siiri.person_id}": "Siiri Read",
            "voices": "",
            f"talk-note?class={class_8b}": "Siiri Read",
            f"shown-to-me?class={class_8b}": "Nobody shows you answers now",
            f"unspoken?class={class_8b}": "Siiri Read",
            f"class-questions?class={class_8b}": "Question Read",
            "phrases": "No phrase yet",
            f"offer-credential?class={class_8b}": "Siiri Read",
            f"class-lesson?id={class_8b}": "8B Read",
            f"assign?class={class_8b}&module=deciding": "Only for some pupils",
            f"class-lessons?id={class_8b}": "Nothing is assigned yet",
            f"class-hours?id={class_8b}": "Siiri Read",
            f"year-plan?class={class_8b}": "Nothing is planned yet",
            "own-modules": "changed by Tuula Read",
            f"own-module?name={ours}": "On the board",
            f"own-module-changes?name={copy}": "What has changed in the original",
            f"live-lesson?id={class_8b}": "Siiri Read",
            f"wall?id={wall}": "A note to read",
            f"class-screen?id={class_8b}": "",
            "marketplace": "Leipomo Kettunen",
            "work-experience": "Period Read",
            "worries": "Worry Read",
            "thanks": "Thanks Read",
            "found-places": "Bakery Read",
            f"ambassador-term?id={term}": "Siiri Read",
            "evaluations": "No workplace has said anything yet",
            f"period-wishes?id={asks}": "Siiri Read",
            f"period-offers?id={tasting}": "No taster day lies in this period",
            f"placement-notes?id={placement}": "Siiri Read",
            f"agreement?id={placement}": "Nothing is written down yet",
            f"period?id={period}": "Siiri Read",
            f"offer?id={offer}&date={day}&class={class_8b}": "Siiri Read",
            "for-colleagues": "Minutes 2–6",
            "first-lesson-plan": "",
        },
        kaisa: {
            "school": "8B Read",
            "school/people": "Tuula Read",
            f"school/class?id={class_8b}": "Siiri Read",
            f"school/person?id={siiri.person_id}": "Siiri Read",
            "school/add": "",
            "school/codes": "",
            "school/local-help": "",
            "worry-words": "Words of your school",
        },
        sirpa: {
            "hosts": "Leipomo Kettunen",
            "region": "Partner Read",
            "period-calendar": "School of Read",
            f"host?id={host}": "Leipomo Kettunen",
        },
        anni: {
            "schools?search=School+of+Read": "School of Read",
            f"schools/region?id={region}": "Region Read",
            f"schools/school?id={school}": "School of Read",
            f"schools/local-help?id={region}": "",
        },
    }
    missing: list[str] = []
    for who, places in to_read.items():
        page = await without_scripts(browser, served, (await served.sign_in(who))[1])
        for place, text in places.items():
            await page.goto(f"/en/{place}")
            told = await page.locator("main").inner_text()
            values = [await field.input_value() for field in await page.locator("main textarea").all()]
            if text not in told + " ".join(values) or not (await page.locator("main h1").inner_text()).strip():
                missing.append(place)
        await page.context.close()
    page = await without_scripts(browser, served)
    for place in (
        "sign-in",
        "welcome?key=x",
        "confirm-address?key=x",
        "unsubscribe?key=x",
        "come-in?key=x",
        "receipt?key=x",
    ):
        await page.goto(f"/en/{place}")
        if not (await page.locator("main h1").inner_text()).strip():
            missing.append(place)
    assert not missing
    read = {f"/{place.partition('?')[0]}" for places in to_read.values() for place in places}
    assert not built_routes("en") - read - FORMS_ALONE


async def test_searches_and_filters_are_forms_that_need_no_script(served: Served, browser: Browser) -> None:
    titles = [f"Choir {number}" for number in range(21)]
    page = await without_scripts(browser, served, await a_pupil(served, "A bridge", *titles))
    await page.goto(PORTFOLIO)
    await page.locator("main input[name=search]").fill("bridge")
    await page.locator("main form[role=search] button").click()
    await expect(page.locator("main article h2")).to_have_text(["A bridge"])
    await expect(page.locator("main input[name=search]")).to_have_value("bridge")
    await page.context.close()


async def test_who_has_looked_is_filtered_without_scripts(served: Served, browser: Browser) -> None:
    school = await make_school()
    class_8b = await make_class(school)
    siiri, cookie = await served.sign_in(await make_pupil(school, class_8b, name="Siiri Salo"))
    tuula = await make_teacher(school, class_8b, name="Tuula Virta")
    others = [await make_teacher(school, name=f"Tero {number}") for number in range(20)]
    for teacher in (*others, tuula):
        await viewing(teacher, siiri.person_id, PROFILE)
    page = await without_scripts(browser, served, cookie)
    await page.goto("/en/seen")
    await expect(page.locator("main ul")).to_contain_text("Tero")
    await page.locator("main select[name=who]").select_option(label="Tuula Virta")
    await page.locator("main form[role=search] button").click()
    await expect(page.locator("main ul")).to_contain_text("Tuula Virta")
    await expect(page.locator("main ul")).not_to_contain_text("Tero")
    await expect(page.locator("main select[name=who]")).to_have_value(str(tuula.person_id))
    await page.context.close()


async def test_people_are_found_without_scripts(served: Served, browser: Browser) -> None:
    school = await make_school()
    for name in ("Siiri Salo", "Otso Oja"):
        await make_pupil(school, name=name)
    await make_teacher(school, name="Siiri Virta")
    _kaisa, cookie = await served.sign_in(await make_coordinator(school))
    page = await without_scripts(browser, served, cookie)
    await page.goto("/en/school/people")
    await page.locator("main input[name=search]").fill("siiri")
    await page.locator("main select[name=role]").select_option("pupil")
    await page.locator("main form[role=search] button").click()
    await expect(page.locator("main ul")).to_contain_text("Siiri Salo")
    for other in ("Otso Oja", "Siiri Virta"):
        await expect(page.locator("main ul")).not_to_contain_text(other)
    await expect(page.locator("main select[name=role]")).to_have_value("pupil")
    await page.context.close()
