"""One goal: its steps to tick off and arrange, when to look at it again, who may read it, what they said about it."""

from typing import Annotated, Any

import reflex as rx
from pydantic import Field

from portfolio_app.accounts.models import OWNERS
from portfolio_app.core.database import as_id
from portfolio_app.core.errors import Conflict, Invalid, NotFound
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.audience import OwnThing, audience_section, remarks_section
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.goal_body import goal_body
from portfolio_app.pages.pupil.goal_steps import steps_section
from portfolio_app.pages.registry import page
from portfolio_app.pages.writing import version_typed
from portfolio_app.plan import actions, steps
from portfolio_app.plan.days import day_typed
from portfolio_app.plan.goal_view import GoalView
from portfolio_app.plan.models import GoalState
from portfolio_app.plan.queries import load_goal
from portfolio_app.plan.steps import StepForm
from portfolio_app.sharing.actions import ONLY_ME, set_audience
from portfolio_app.sharing.models import Kind
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, link_button, print_button
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

STEP = "step:"
"""Begins what the notice can undo, when that is the deleting of a step."""
SETTLED = {
    GoalState.OPEN: N_("It is among your goals again."),
    GoalState.DONE: N_("Done. You find it under “Done” in your plan."),
    GoalState.RESTING: N_("It rests. You can take it up again at any time."),
}


class GoalPageState(OwnThing, rx.State):
    """The goal of the address."""

    view: GoalView = GoalView()

    def _thing(self) -> tuple[Kind, str]:
        return Kind.GOAL, self.view.id

    def _id(self) -> str:
        return self.router.url.query_parameters.get("id", "")

    async def _show(self) -> None:
        self.view = await load_goal(current_actor(), self._id())

    async def _restore(self, what: str) -> None:
        if not what.startswith(STEP):
            raise NotFound()
        await steps.restore_step(current_actor(), as_id(what.removeprefix(STEP)))
        await hush(self)

    @needs(*OWNERS, loads=True)
    async def load(self) -> None:
        """Load the goal of the address."""
        await self._show()

    @needs(*OWNERS)
    async def add_step(self, form: dict[str, str | None]) -> None:
        """Add a step after the others."""
        request = as_id(form.get("request") or "")
        await steps.add_step(current_actor(), as_id(self._id()), _step(form), request)
        await self._show()
        await say(self, N_("The step is added."))

    @needs(*OWNERS)
    async def change_step(self, form: dict[str, str | None]) -> None:
        """Keep what was changed about a step; what is wrong is said beside that step's own fields."""
        step = form.get("step") or ""
        try:
            await steps.change_step(current_actor(), as_id(step), _step(form), version_typed(form.get("version")))
        except Invalid as problem:
            raise Invalid(problem.message, field=f"{problem.field}-{step}", **problem.values) from problem
        except Conflict:
            await self._show()
            raise
        await self._show()
        await say(self, N_("Saved."))

    @needs(*OWNERS)
    async def tick(self, step: str, done: bool) -> None:
        """Say that a step is done, or is not."""
        await steps.tick_step(current_actor(), as_id(step), done=done)
        await self._show()

    @needs(*OWNERS)
    async def move(self, step: str, by: Annotated[int, Field(ge=-1, le=1)]) -> None:
        """Move a step up or down."""
        await steps.move_step(current_actor(), as_id(step), by)
        await self._show()

    @needs(*OWNERS)
    async def delete_step(self, step: str) -> None:
        """Delete a step; the notice can bring it back."""
        await steps.delete_step(current_actor(), as_id(step))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=STEP + step)
        await self._show()

    @needs(*OWNERS)
    async def settle(self, state: GoalState) -> None:
        """Say that the goal is done, rests, or is worked on again."""
        await actions.settle_goal(current_actor(), as_id(self._id()), state)
        await self._show()
        await say(self, SETTLED[state])

    @needs(*OWNERS)
    async def review(self, form: dict[str, str | None]) -> None:
        """Note that its owner has looked at it, and when they will again."""
        day = day_typed(form.get("review_on") or "", field="review_on")
        await actions.review_goal(current_actor(), as_id(self._id()), day)
        await self._show()
        await say(self, N_("Saved."))

    @needs(*OWNERS)
    async def stop_sharing(self) -> None:
        """Let nobody else see it any more."""
        await set_audience(current_actor(), *self._thing(), ONLY_ME)
        await self._show()
        await say(self, N_("Who can see it: {who}."), who=self.view.who.words)

    @needs(*OWNERS)
    async def delete(self) -> Any:
        """Delete the goal and go back to the plan."""
        await actions.delete_goal(current_actor(), as_id(self._id()))
        await say(self, N_("Deleted. You can find it under “Recently deleted” for 30 days."), undo=self._id())
        return rx.redirect(address("/plan"))


def _step(form: dict[str, str | None]) -> StepForm:
    return StepForm(form.get("step_words") or "", day_typed(form.get("step_by") or "", field="step_by"))


def _look_again(view: Any) -> rx.Component:
    """When its owner looks at it again, and the way to say that they have: in sight on the day, before that folded."""
    fields = form(
        text_field(
            "review_on",
            _("Look at it again on"),
            hint=_("(optional)"),
            type="date",
            default_value=view.review_again,
            error=field_error("review_on"),
            width="max-w-56",
        ),
        rx.el.div(button(_("I have looked at it"), type="submit", kind="secondary", icon=icons.check)),
        on_submit=GoalPageState.review,
        class_name="mt-3 flex flex-col gap-3 not-printed",
        key=view.review_said,
    )
    folded = rx.fragment(
        rx.cond(view.review_said != "", text.paragraph(view.review_said), rx.fragment()),
        rx.el.div(cards.disclosure(_("I have looked at it now"), fields), class_name="not-printed"),
    )
    due = cards.notice(text.paragraph(view.review_said, class_name="font-semibold"), fields)
    return rx.cond(
        view.state == GoalState.OPEN,
        rx.el.section(rx.cond(view.review_due, due, folded), id="review"),
        rx.fragment(),
    )


def _settle(view: Any) -> rx.Component:
    """Done, resting, or taken up again."""
    done = button(_("It is done"), kind="secondary", icon=icons.check, on_click=GoalPageState.settle(GoalState.DONE))
    rest = button(_("Let it rest"), kind="quiet", on_click=GoalPageState.settle(GoalState.RESTING))
    again = button(
        _("Take it up again"), kind="secondary", icon=icons.undo, on_click=GoalPageState.settle(GoalState.OPEN)
    )
    proof = rx.cond(
        (view.state == GoalState.DONE) & (view.outcome == "") & (view.evidence.length() == 0),
        text.paragraph(
            text.link(_("Say how you know that it is done"), f"{address('/goal-form')}?id=" + view.id + "#outcome")
        ),
        rx.fragment(),
    )
    return text.stack(
        proof,
        text.side_by_side(rx.cond(view.state == GoalState.OPEN, rx.fragment(done, rest), again)),
        class_name="not-printed",
    )


def _audience(view: Any) -> rx.Component:
    """Who can read it, and the one click that ends that."""
    stop = button(_("Only I see it from now on"), kind="quiet", icon=icons.lock, on_click=GoalPageState.stop_sharing)
    return rx.el.div(
        audience_section(view.who, view.nameable, GoalPageState.choose_audience, view.id + view.who.words),
        rx.cond(
            view.who.private,
            rx.fragment(),
            rx.el.div(
                text.muted(_("They can read it and write comments. They cannot change it.")),
                stop,
                class_name="not-printed",
            ),
        ),
    )


@page("/goal", N_("Goal"), GoalPageState.load)
def goal() -> rx.Component:
    """The page."""
    view: Any = GoalPageState.view
    edit = link_button(_("Edit"), f"{address('/goal-form')}?id=" + view.id, icon=icons.pencil, full=True)
    return framed(
        text.page_head(view.title, view.lead, edit, ready=view.loaded),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                _look_again(view),
                goal_body(view, steps_section(view, GoalPageState)),
                _settle(view),
                remarks_section(view, GoalPageState),
                _audience(view),
                rx.el.div(
                    button(_("Delete"), kind="danger", icon=icons.trash, on_click=GoalPageState.delete),
                    class_name="not-printed",
                ),
                gap="gap-8",
            ),
            waiting(),
        ),
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        text.paragraph(text.link(_("Back to my plan"), address("/plan")), class_name="not-printed"),
        here="skills",
        audience="pupil",
        undo=GoalPageState.undo,
    )
