"""The pages of pathways as a tab has them: kept with one click or two, taken out and back, told to pupils alone."""

from pathlib import Path

import pytest

from portfolio_app.accounts.actor import Actor
from portfolio_app.pages.pathways.compare import CompareState
from portfolio_app.pages.pathways.pathway import PathwayState
from portfolio_app.pages.pathways.pathways import PathwaysState
from portfolio_app.pages.pupil.goal_form import GoalFormState
from portfolio_app.pages.pupil.plan import PlanState
from portfolio_app.pathways.actions import import_pathways
from portfolio_app.plan.queries import load_plan
from tests.events import tab
from tests.pathways.test_importing import as_json, one
from tests.people import make_counsellor, make_pupil, make_school, signed_in

pytestmark = pytest.mark.usefixtures("database")


async def somebody(tmp_path: Path) -> tuple[Actor, str]:
    """A pupil with a session, where there is a catalogue."""
    rows = [one("cook", interests=["create"], routes=["food"]), one("food", "route"), one("art", "route")]
    await import_pathways(as_json(tmp_path / "p.json", *rows))
    pupil = await make_pupil(await make_school())
    return pupil, (await signed_in(pupil))[1]


async def test_two_clicks_keep_it_once_and_what_was_taken_out_comes_back(tmp_path: Path) -> None:
    _pupil, key = await somebody(tmp_path)
    async with tab(key, address="/en/pathway?code=cook") as page:
        await page.send(PathwayState.load)
        for _click in range(2):
            await page.send(PathwayState.keep, code="cook")
            assert page.notice.text == "It is in your plan."
        await page.send(PathwayState.take_out, code="cook")
        assert not (await page.state(PathwayState)).view.kept
        await page.send(PathwayState.undo, code=page.notice.undo)
        assert (await page.state(PathwayState)).view.kept
    async with tab(key, address="/en/plan") as page:
        await page.send(PlanState.load)
        assert [line.name for line in (await page.state(PlanState)).kept.lines] == ["cook"]


async def test_the_switch_holds_on_every_page(tmp_path: Path) -> None:
    _pupil, key = await somebody(tmp_path)
    async with tab(key, address="/en/pathway?code=cook") as page:
        await page.send(PathwayState.load)
        assert (await page.state(PathwayState)).view.fit.on
        for _click in range(2):
            await page.send(PathwayState.tell, shown=False)
            assert (await page.state(PathwayState)).view.fit.off
        page.address = "/en/pathway?code=cook"
        await page.send(PathwayState.load)
        assert (await page.state(PathwayState)).view.fit.off


async def test_a_goal_from_a_pathway_is_written_in_the_form(tmp_path: Path) -> None:
    pupil, key = await somebody(tmp_path)
    async with tab(key, address="/en/goal-form?pathway=cook") as page:
        await page.send(GoalFormState.load)
        view = (await page.state(GoalFormState)).view
        assert view.title == "cook: find out more"
        await page.send(
            GoalFormState.save, form={"title": view.title, "request": view.request, "begun": view.begun, "until": ""}
        )
    assert [card.title for card in (await load_plan(pupil)).listed] == [view.title]


async def test_a_counsellor_reads_what_pupils_read_and_is_told_of_nobodys_interests(tmp_path: Path) -> None:
    await somebody(tmp_path)
    key = (await signed_in(await make_counsellor(await make_school())))[1]
    async with tab(key, address="/en/pathways?kind=route") as page:
        await page.send(PathwaysState.load)
        view = (await page.state(PathwaysState)).view
        assert {line.code for line in view.listed} == {"food", "art"}
        assert not view.can_keep
    async with tab(key, address="/en/compare?these=cook.art.nothing") as page:
        await page.send(CompareState.load)
        assert [one.code for one in (await page.state(CompareState)).view.pathways] == ["cook", "art"]
    async with tab(key, address="/en/pathway?code=cook") as page:
        await page.send(PathwayState.keep, code="cook")
        assert page.notice.kind == "problem"
