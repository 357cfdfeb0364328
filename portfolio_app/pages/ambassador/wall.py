"""The wall: what ambassadors did, as the people of their school see it; adults read it first."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import STAFF, Role
from portfolio_app.ambassadors.policy import GUIDES
from portfolio_app.ambassadors.wall import posting
from portfolio_app.ambassadors.wall.queries import PATH, WallView, load_wall
from portfolio_app.core.languages import N_, _
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say

Form = dict[str, str | None]


class WallState(rx.State):
    """The wall of the reader's school."""

    view: WallView = WallView()

    @needs(Role.PUPIL, *STAFF, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = await load_wall(current_actor())

    @needs(Role.PUPIL, *STAFF)
    async def object_to(self, post: str) -> None:
        """Somebody is in a picture and does not want that."""
        await posting.object_to(current_actor(), post)
        self.view = await load_wall(current_actor())
        await say(self, N_("It is down. An adult of your school looks at it."))

    @needs(*GUIDES)
    async def let_through(self, post: str) -> None:
        """The school sees it; the notice can take that back."""
        await posting.let_through(current_actor(), post)
        self.view = await load_wall(current_actor())
        await say(self, N_("It is on the wall."), undo=post)

    @needs(*GUIDES)
    async def give_back(self, form: Form) -> None:
        """Give it back with a sentence."""
        post = form.get("post") or ""
        await posting.give_back(current_actor(), post, form.get(f"why-{post}") or "")
        self.view = await load_wall(current_actor())
        await say(self, N_("They have it back, with your sentence."))

    @needs(*GUIDES)
    async def take_down(self, post: str) -> None:
        """The school sees it no more."""
        await posting.take_down(current_actor(), post)
        self.view = await load_wall(current_actor())
        await say(self, N_("It is down."))

    @needs(*GUIDES)
    async def undo(self, post: str) -> None:
        """Take it off the wall again."""
        await posting.take_down(current_actor(), post)
        await hush(self)
        self.view = await load_wall(current_actor())


def _post(one: Any, *below: rx.Component) -> rx.Component:
    picture = rx.el.img(
        src=one.picture,
        alt=one.alt,
        loading="lazy",
        class_name="w-full max-h-80 rounded object-contain bg-sunken",
        custom_attrs={"width": 480, "height": 320},
    )
    return rx.el.li(
        cards.card(
            rx.el.h3(one.what, class_name="text-lg font-semibold break-words"),
            text.muted(one.who, " · ", one.day, dir="auto"),
            rx.cond(one.picture != "", rx.el.div(picture, class_name="mt-2 max-w-reading"), rx.fragment()),
            text.written(one.words, class_name="mt-2"),
            rx.el.div(*below, class_name="mt-2"),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _named(label: str, handler: Any, one: Any, kind: Any = "quiet") -> rx.Component:
    return button(label, kind=kind, on_click=handler(one.id), aria_label=label + ": " + one.what + ", " + one.day)


def _shown(view: Any, one: Any) -> rx.Component:
    mine = _named(_("I am in this picture and do not want it here"), WallState.object_to, one)
    return _post(
        one,
        rx.cond(
            view.guides,
            _named(_("Take it down"), WallState.take_down, one),
            rx.cond((one.picture != "") & ~one.own, mine, rx.fragment()),
        ),
    )


def _waiting(one: Any) -> rx.Component:
    back = form(
        rx.el.input(type="hidden", name="post", default_value=one.id),
        text_field(
            "why-" + one.id,
            _("What to change"),
            field_id="why-" + one.id,
            max_length=300,
            error=field_error("why-" + one.id),
        ),
        form_buttons(button(_("Give it back"), type="submit", kind="secondary", full=True)),
        on_submit=WallState.give_back,
        class_name="mt-2 flex flex-col gap-4",
    )
    objected = rx.el.p(_("Somebody in the picture does not want it here."), class_name="font-semibold")
    return _post(
        one,
        rx.cond(one.objected, objected, rx.fragment()),
        _named(_("Show it to the school"), WallState.let_through, one, "primary"),
        cards.disclosure(_("Give it back with a sentence"), back),
    )


def _part(title: str, some: Any, row: Any) -> rx.Component:
    return rx.cond(
        some.length() > 0,
        rx.el.section(
            text.section_heading(title),
            rx.el.ul(rx.foreach(some, row), class_name="mt-3 flex flex-col gap-3 list-none p-0"),
        ),
        rx.fragment(),
    )


@page(PATH, N_("The ambassadors’ wall"), WallState.load)
def wall() -> rx.Component:
    """The page."""
    view: Any = WallState.view
    nothing = cards.empty_state(
        drawings.people_drawing(),
        _("Nothing is on the wall yet"),
        _("When ambassadors of your school have done something, they can show it here."),
    )
    return framed(
        text.page_head(
            _("The ambassadors’ wall"), _("What ambassadors of our school did. Only people of the school see it.")
        ),
        problem_summary(_("Nothing is changed yet")),
        rx.cond(
            view.loaded,
            text.stack(
                _part(_("Waiting to be shown"), view.waiting, _waiting),
                rx.cond(
                    view.shown.length() > 0,
                    _part(_("On the wall"), view.shown, lambda one: _shown(view, one)),
                    nothing,
                ),
                _part(_("Taken down"), view.down, _waiting),
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("Ambassadors"), address("/ambassadors"))),
        undo=WallState.undo,
    )
