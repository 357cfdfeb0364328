"""A module of lessons: what it is about, or one of its activities, to do or to look at (`module_parts.py`). Forms name
the version they were made for, so that whoever is in a module stays in theirs."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import OWNERS, Role
from portfolio_app.core.database import as_id
from portfolio_app.core.drafts import MOST_FIELDS
from portfolio_app.core.errors import Invalid
from portfolio_app.core.languages import N_, _
from portfolio_app.learning import doing, outcomes
from portfolio_app.learning.live import presence, walls
from portfolio_app.learning.module_view import PAPER, ModuleView, asked, load_module
from portfolio_app.learning.own.copying import copy_module
from portfolio_app.learning.own.own_view import editor_href
from portfolio_app.learning.policy import READERS, TEACHING
from portfolio_app.pages.audience import OwnThing
from portfolio_app.pages.frame import address, framed, problem_summary, show_lessons_now
from portfolio_app.pages.learning.module_parts import (
    activity_form,
    adjusting,
    around,
    done_part,
    in_its_language,
    overview_part,
    own_line,
    teachers_part,
    tonight_part,
)
from portfolio_app.pages.learning.module_showing import showing_part
from portfolio_app.pages.learning.together import together_part, walls_left
from portfolio_app.pages.registry import page
from portfolio_app.sharing import comments
from portfolio_app.sharing.actions import share, stop_sharing
from portfolio_app.sharing.models import Audience, Kind
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, link_button, print_button
from portfolio_app.ui.layout import waiting
from portfolio_app.ui.rich import rich
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.head import versioned
from portfolio_app.web.tab import say

Fields = dict[str, str | None]


class ModuleState(OwnThing, rx.State):
    """The step of the address."""

    view: ModuleView = ModuleView()

    async def _show(self) -> None:
        self.view = await load_module(current_actor(), asked(self.router.url.query_parameters))

    def _thing(self) -> tuple[Kind, str]:
        return Kind.LESSON, self.view.work

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = ModuleView()
        await self._show()

    @needs(*OWNERS)
    async def begin(self, form: Fields) -> Any:
        """Begin the module in the version that is shown, and go to its first activity."""
        name = form.get("module") or ""
        await doing.begin_module(current_actor(), name, form.get("version") or "")
        return rx.redirect(asked({"name": name}).href(1))

    @needs(*TEACHING)
    async def make_ours(self, form: Fields) -> Any:
        """Make it the school's own, and go where the copy is changed."""
        name, request = form.get("module") or "", as_id(form.get("request") or "")
        return rx.redirect(editor_href(await copy_module(current_actor(), name, None, request)))

    @needs(*OWNERS)
    async def keep(self, form: Fields) -> None:
        """Keep what was answered, and show what is said about it."""
        if len(form) > MOST_FIELDS:
            raise Invalid()
        name, version, activity = (form.get(one) or "" for one in ("module", "version", "activity"))
        await doing.keep_work(current_actor(), name, version, activity, form)
        await self._show()
        if self.view.work and not self.view.who.private:
            await say(self, N_("Saved. Who can see it: {who}."), who=self.view.who.words)
        else:
            await say(self, N_("Saved. Only you can see it."))

    @needs(*OWNERS)
    async def make_entry(self, name: str, activity: str) -> None:
        """Make an entry of what was answered."""
        await outcomes.make_entry_of(current_actor(), name, activity)
        await say(self, N_("It is in your portfolio. Only you can see it."))
        await self._show()

    @needs(*OWNERS)
    async def make_evidence(self, name: str, activity: str) -> None:
        """Keep what was answered as evidence."""
        await outcomes.make_evidence_of(current_actor(), name, activity)
        await say(self, N_("It is among your evidence. Only you can see it."))
        await self._show()

    @needs(*OWNERS)
    async def make_step(self, form: Fields) -> None:
        """Put a step into the plan."""
        words, goal = form.get("step_words") or "", form.get("goal") or ""
        await outcomes.make_step_of(current_actor(), form.get("module") or "", form.get("activity") or "", words, goal)
        await say(self, N_("It is in your plan."))
        await self._show()

    @needs(*OWNERS)
    async def show_to(self, person: str) -> None:
        """Let an adult of the school see these answers."""
        await share(current_actor(), *self._thing(), Audience.PERSON, as_id(person))
        await self._show()
        await say(self, N_("Who can see it: {who}."), who=self.view.who.words)

    @needs(*OWNERS)
    async def stop_showing(self, person: str) -> None:
        """Let them see these no more."""
        await stop_sharing(current_actor(), *self._thing(), Audience.PERSON, as_id(person))
        await self._show()
        await say(self, N_("Who can see it: {who}."), who=self.view.who.words)

    @needs(*OWNERS)
    async def answer(self, form: Fields) -> None:
        """Answer what somebody wrote about these answers, once."""
        try:
            await comments.answer_comment(current_actor(), as_id(form.get("remark") or ""), form.get("answer") or "")
        finally:
            await self._show()
        await say(self, N_("Your answer is saved."))

    @needs(Role.PUPIL)
    async def say_stuck(self, lesson: str, stuck: bool) -> None:
        """Say that one is stuck, or no more, in a lesson of the class."""
        await presence.say_stuck(current_actor(), as_id(lesson), stuck=stuck)
        await show_lessons_now(self)
        await say(self, N_("Your teacher sees it.") if stuck else N_("Taken back."))

    @needs(Role.PUPIL)
    async def put_note(self, form: Fields) -> None:
        """Put some words on a wall of the class."""
        await walls.put_note(current_actor(), as_id(form.get("wall") or ""), form.get("words") or "")
        await show_lessons_now(self)
        await say(self, N_("Sent, without your name."))

    @needs(*OWNERS)
    async def take_note_back(self, wall: str) -> None:
        """Take them back."""
        await walls.take_back(current_actor(), as_id(wall))
        await show_lessons_now(self)
        await self._show()
        await say(self, N_("It is gone from the wall."))


def _head(view: Any) -> rx.Component:
    begin = rx.el.form(
        rx.el.input(type="hidden", name="module", default_value=view.name, key=view.name),
        rx.el.input(type="hidden", name="version", default_value=view.version, key=view.version),
        button(_("Begin"), type="submit", full=True),
        on_submit=ModuleState.begin,
        reset_on_submit=False,
    )
    go_on = link_button(_("Go on"), view.begin_href, full=True)
    action = rx.cond(view.does, rx.cond(view.begun, go_on, begin), rx.fragment())
    # Before one goes, the words are those of the page.
    title = rx.cond(view.part == "exit", rx.el.span(view.title), rx.el.span(view.title, lang=view.language))
    return text.page_head(
        title,
        view.facts,
        rx.cond(view.part == "overview", action, rx.fragment()),
        ready=view.loaded,
    )


def _where(view: Any) -> rx.Component:
    """Tells the server at which activity a pupil is (assets/lesson-step.js)."""
    at = rx.el.div(
        rx.el.script(src=versioned("/lesson-step.js"), custom_attrs={"async": True}),
        hidden=True,
        custom_attrs={"data-lesson-at": view.name + ":" + view.activity},
    )
    return rx.cond(view.does, at, rx.fragment())


@page("/module", N_("A lesson"), ModuleState.load)
def module() -> rx.Component:
    """The page."""
    view: Any = ModuleState.view
    named = rx.el.span(view.module_title, lang=view.language)
    bar = cards.progress_bar(named, view.percent, view.progress)
    progress = rx.cond(view.progress != "", bar, rx.fragment())
    activity = rx.fragment(
        activity_form(view, ModuleState.keep),
        done_part(view, ModuleState.make_entry, ModuleState.make_evidence, ModuleState.make_step),
        rx.cond(view.part == "exit", tonight_part(view), rx.fragment()),
        showing_part(view, ModuleState, ModuleState.show_to, ModuleState.stop_showing, ModuleState.answer),
        teachers_part(view),
        around(view),
    )
    paper = rx.fragment(
        rx.el.div(print_button(_("Print")), class_name="not-printed"),
        in_its_language(view, rich(view.html)),
    )
    body = rx.match(view.part, ("overview", overview_part(view)), (PAPER, paper), activity)
    return framed(
        _head(view),
        problem_summary(_("One thing to check")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.part != PAPER, rx.fragment(adjusting(view), progress), rx.fragment()),
                rx.cond(view.other != "", cards.notice(view.other), rx.fragment()),
                body,
                rx.cond(view.part == "overview", own_line(view, ModuleState.make_ours), rx.fragment()),
                rx.cond(view.does, together_part(view, ModuleState), rx.fragment()),
                walls_left(view, ModuleState.take_note_back),
                _where(view),
                text.paragraph(
                    rx.cond(
                        view.part == "overview",
                        text.link(_("All lessons"), address("/lessons")),
                        text.link(_("What this lesson is about"), view.overview_href),
                    ),
                    class_name="not-printed",
                ),
                gap="gap-6",
            ),
            waiting(),
        ),
        here="",
        undo=ModuleState.undo,
    )
