"""The pages of lessons as a tab has them: begun, answered with one click or two, and nothing lost on the way."""

from pathlib import Path

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.pages.learning.lessons import LessonsState
from portfolio_app.pages.learning.module import ModuleState
from tests.conftest import Configure
from tests.events import OpenTab, tab
from tests.lessons import EN, NAME, with_lessons
from tests.people import make_pupil, make_school, make_teacher, signed_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def lessons(database: object, configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the only module."""
    monkeypatch.setattr("portfolio_app.learning.modules.LOOK_AGAIN_SECONDS", 0)
    return with_lessons(configure, tmp_path)


async def somebody() -> tuple[Actor, str]:
    pupil = await make_pupil(await make_school())
    return pupil, (await signed_in(pupil))[1]


async def form_of(page: OpenTab, **fields: str) -> dict[str, str]:
    view = (await page.state(ModuleState)).view
    return {"module": view.name, "version": view.version, "activity": view.activity, **fields}


def at(step: str) -> str:
    return f"/en/module?name={NAME}&step={step}"


async def test_a_module_is_begun_and_goes_on_where_one_stopped() -> None:
    _pupil, key = await somebody()
    async with tab(key, address=f"/en/module?name={NAME}") as page:
        await page.send(ModuleState.load)
        for _click in range(2):
            await page.send(ModuleState.begin, form=await form_of(page))
        leads = [str(event.payload) for event in page.events if "redirect" in event.name]
        assert all("step=1" in one for one in leads)
        page.address = at("1")
        await page.send(ModuleState.load)
        for _click in range(2):
            await page.send(ModuleState.keep, form=await form_of(page, **{"q-which-line": "The last"}))
            assert page.notice.text == "Saved. Only you can see it."
        assert (await page.state(ModuleState)).view.done
        page.address = f"/en/module?name={NAME}"
        await page.send(ModuleState.load)
        assert (await page.state(ModuleState)).view.begin_href.endswith("step=2")
    async with tab(key, address="/en/lessons") as page:
        await page.send(LessonsState.load)
        begun = (await page.state(LessonsState)).view.begun
        assert [(one.title, one.progress) for one in begun] == [("A trial of everything", "25 of 300 minutes done")]


async def test_a_problem_is_said_at_its_field_and_nothing_is_kept() -> None:
    _pupil, key = await somebody()
    async with tab(key, address=at("ranking")) as page:
        await page.send(ModuleState.load)
        await page.send(ModuleState.keep, form=await form_of(page, **{"r-0": "1", "r-1": "1"}))
        assert (page.notice.kind, page.notice.field) == ("problem", "r-1")
        assert not (await page.state(ModuleState)).view.done


async def test_answers_land_with_the_version_they_were_made_for(lessons: Path) -> None:
    _pupil, key = await somebody()
    async with tab(key, address=at("in-words")) as page:
        await page.send(ModuleState.load)
        sent = await form_of(page, **{"q-what": "Baking"})
        (lessons / "en.md").write_text(EN.replace("What is work?", "What is a job?"), encoding="utf-8")
        await page.send(ModuleState.keep, form=sent)
        assert page.notice.kind == "good"
        view = (await page.state(ModuleState)).view
        assert (view.version, view.fields[0].label) == (sent["version"], "What is work?")
        await page.send(ModuleState.keep, form=sent | {"version": "f" * 64})
        assert page.notice.text.startswith("This lesson was changed meanwhile.")


async def test_made_of_it_with_one_click_or_two() -> None:
    _pupil, key = await somebody()
    async with tab(key, address=at("asking")) as page:
        await page.send(ModuleState.load)
        await page.send(ModuleState.make_step, form={"module": NAME, "activity": "asking", "step_words": "Ask"})
        assert page.notice.kind == "problem"  # nothing was done yet
        await page.send(ModuleState.keep, form=await form_of(page, **{"q-first-job": "A bakery"}))
        for _click in range(2):
            await page.send(ModuleState.make_step, form={"module": NAME, "activity": "asking", "step_words": "Ask"})
            assert page.notice.text == "It is in your plan."
        assert (await page.state(ModuleState)).view.outcome.became == "goal"


async def test_teachers_look_and_do_not_answer() -> None:
    teacher = await make_teacher(await make_school())
    async with tab((await signed_in(teacher))[1], address=at("finding-out")) as page:
        await page.send(ModuleState.load)
        assert (await page.state(ModuleState)).view.notes
        await page.send(ModuleState.keep, form=await form_of(page, **{"c-amina": "1"}))
        assert page.notice.kind == "problem"


@pytest.mark.parametrize("address", ["/en/module", "/en/module?name=lost", "/en/module?name=../../etc"])
async def test_a_lesson_there_is_not_leads_home(address: str) -> None:
    _pupil, key = await somebody()
    async with tab(key, address=address) as page:
        await page.send(ModuleState.load)
        assert page.notice.kind == "problem"
        assert "/en/home" in str([event.payload for event in page.events])
