"""A class holds up its phones; an ambassador opens their plan and log on a school device; a box gets 200 questions."""

import asyncio
import time
from uuid import UUID, uuid4

import aiohttp
from sqlalchemy import func, select
from sqlmodel import col

from portfolio_app.accounts import sessions
from portfolio_app.accounts.actor import Actor
from portfolio_app.ambassadors.campaigns.actions import LinkForm, make_link
from portfolio_app.ambassadors.campaigns.models import CampaignCount, CampaignLink
from portfolio_app.ambassadors.questions.asking import ask
from portfolio_app.ambassadors.questions.models import BoxQuestion, QuestionBox
from portfolio_app.ambassadors.questions.opening import open_box
from portfolio_app.core.database import close_database, reading
from portfolio_app.core.languages import speaking
from portfolio_app.web.cookie import cookie_name
from tests.ambassadors.schools import Here, a_term, an_action, an_ambassador
from tests.bench.figures import Figure, percentile
from tests.bench.instance import Instance, serving
from tests.bench.pages import FIGURES, HEARS, figures_of, visits_to
from tests.people import make_class, make_pupil, make_school, make_teacher

PART = "Ambassadors"
RUNS = 3
PHONES, WITHIN = 200, 10.0
QUESTIONS = 200
ACTIONS = 5


def measure(instance: Instance) -> list[Figure]:
    """The short address first, then the page of a term with five actions, then the box."""
    codes, scans = asyncio.run(_links()), list[float]()
    for code in codes:  # all from one address: what a server lets one address ask for is enough for one of them
        with serving(instance) as server:
            scans.append(asyncio.run(_scan(server.url, code)))
    lost = asyncio.run(_lost(codes))
    me, key = asyncio.run(_term(instance))
    with serving(instance) as server:
        options = ("--ready", HEARS, "--cookie", f"{cookie_name()}={key}")
        page = visits_to(f"{server.url}/en/ambassador?id={me}", "main article", options)
    boxes = asyncio.run(_boxes())
    return [
        Figure(PART, "a short address answers at 200 scans in ten seconds: p95", "ms", tuple(scans), 50),
        Figure(PART, "scans that were not counted", "", tuple(map(float, lost)), 0),
        *figures_of("An ambassador's plan and log, 5 actions", page, FIGURES),
        Figure(
            PART, "200 questions at once, in process: all kept after", "s", tuple(took for took, _lost in boxes), None
        ),
        Figure(PART, "questions that were lost", "", tuple(float(gone) for _took, gone in boxes), 0),
    ]


async def _links() -> list[str]:
    school = await make_school("School of Phones")
    tuula = await make_teacher(school)
    codes = [await make_link(tuula, school, LinkForm(f"Poster {number}"), uuid4()) for number in range(RUNS)]
    await close_database()
    return codes


async def _scan(url: str, code: str) -> float:
    """Milliseconds for opening the address and for saying that one is there, of 95 % of both."""
    times: list[float] = []

    async def phone(number: int) -> None:
        await asyncio.sleep(WITHIN * number / PHONES)
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            began = time.perf_counter()
            async with http.get(f"{url}/go/{code}", headers={"accept-language": "en"}) as answer:
                await answer.read()
                cookies = {one.key: one.value for one in answer.cookies.values()}
            times.append(1000 * (time.perf_counter() - began))
            assert answer.status == 200
            began = time.perf_counter()
            async with http.post(f"{url}/go/{code}?quietly=yes", headers={"origin": url}, cookies=cookies) as told:
                await told.read()
            times.append(1000 * (time.perf_counter() - began))
            assert told.status == 204

    await asyncio.gather(*(phone(number) for number in range(PHONES)))
    return percentile(times, 0.95)


async def _lost(codes: list[str]) -> list[int]:
    async with reading() as session:
        rows = await session.execute(
            select(col(CampaignLink.code), func.sum(CampaignCount.scans))
            .join(CampaignCount, col(CampaignCount.link_id) == col(CampaignLink.id))
            .group_by(col(CampaignLink.code))
        )
        counted = {one[0]: int(one[1]) for one in rows}
    await close_database()
    return [PHONES - counted.get(code, 0) for code in codes]


async def _term(instance: Instance) -> tuple[UUID, str]:
    """A term of a pupil of the large school with five logged actions: its id, and the key of their session."""
    pupil = await sessions.actor_of(instance.school.author.key)
    assert pupil is not None
    (school,) = {one.school_id for one in pupil.roles if one.school_id}
    tuula = await make_teacher(school)
    here = Here(school, school, tuula, tuula, pupil, pupil, pupil)
    with speaking("en"):
        me = await an_ambassador(here, pupil, await a_term(here))
        for _one in range(ACTIONS):
            await an_action(pupil, me)
    await close_database()
    return me, instance.school.author.key


async def _boxes() -> list[tuple[float, int]]:
    """Seconds in which two hundred pupils' questions were kept, and how many were not."""
    with speaking("en"):
        found = [await _box() for _run in range(RUNS)]
    await close_database()
    return found


async def _box() -> tuple[float, int]:
    school = await make_school()
    class_id = await make_class(school)
    await open_box(await make_teacher(school, class_id), class_id)
    pupils: list[Actor] = [await make_pupil(school, class_id) for _one in range(QUESTIONS)]
    began = time.perf_counter()
    await asyncio.gather(*(ask(one, class_id, "What does a baker earn?", uuid4()) for one in pupils))
    took = time.perf_counter() - began
    async with reading() as session:
        kept = await session.scalar(
            select(func.count())
            .select_from(BoxQuestion)
            .join(QuestionBox, col(QuestionBox.id) == col(BoxQuestion.box_id))
            .where(col(QuestionBox.class_id) == class_id)
        )
    return took, QUESTIONS - (kept or 0)
