"""Where a pupil has asked themselves, and what has become of it."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.suggesting import actions
from portfolio_app.marketplace.suggesting.actions import PlaceForm
from portfolio_app.marketplace.suggesting.queries import PATH, OwnPlacesView, load_own_places
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import hush, say


class FoundPlaceState(rx.State):
    """What the reader has found."""

    view: OwnPlacesView = OwnPlacesView()

    @needs(Role.PUPIL, loads=True)
    async def load(self) -> None:
        """Load it."""
        self.view = await load_own_places(current_actor())

    @needs(Role.PUPIL)
    async def keep(self, form: dict[str, str | None]) -> None:
        """Tell where one has asked."""
        await actions.say_found(current_actor(), PlaceForm.of(form), as_id(form.get("request") or ""))
        self.view = await load_own_places(current_actor())
        await say(self, N_("Sent. Your teachers read it and write to the workplace."))

    @needs(Role.PUPIL)
    async def take_back(self, place: str) -> None:
        """One does not want it any more; the notice can bring it back."""
        await actions.take_back_found(current_actor(), place)
        self.view = await load_own_places(current_actor())
        await say(self, N_("Taken back."), undo=place)

    @needs(Role.PUPIL)
    async def undo(self, place: str) -> None:
        """One wants it after all."""
        await actions.take_back_found(current_actor(), place, back=True)
        await hush(self)
        self.view = await load_own_places(current_actor())


def _place(one: Any) -> rx.Component:
    back = button(
        _("Take this back"),
        kind="quiet",
        on_click=FoundPlaceState.take_back(one.id),
        aria_label=_("Take this back") + ": " + one.name,
    )
    return rx.el.li(
        cards.card(
            rx.el.p(rx.el.strong(one.name, dir="auto"), class_name="break-words"),
            text.muted(one.detail, dir="auto"),
            rx.el.p(one.stands, dir="auto"),
            rx.cond(one.open, back, rx.fragment()),
        ),
        key=one.id,
    )


@page(PATH, N_("A workplace I found"), FoundPlaceState.load)
def found_place() -> rx.Component:
    """The page."""
    view: Any = FoundPlaceState.view
    listed = rx.el.section(
        text.section_heading(_("What I have found")),
        rx.el.ul(rx.foreach(view.places, _place), class_name="flex flex-col gap-3 list-none p-0 mt-3"),
    )
    optional = _("(optional)")
    asked = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        text_field("place", _("What is the workplace called?"), max_length=120, error=field_error("place")),
        text_field("town", _("Town or village"), max_length=80, error=field_error("town")),
        text_field("contact", _("Whom did you talk to?"), hint=optional, max_length=120, error=field_error("contact")),
        text_field(
            "mail", _("Their e-mail address"), hint=optional, type="email", max_length=254, error=field_error("mail")
        ),
        text_field("phone", _("Their phone"), hint=optional, type="tel", max_length=30, error=field_error("phone")),
        text_area(
            "words",
            _("What did they say?"),
            hint=optional,
            help=_("Such as: they take one pupil in March, and want a call from school."),
            max_length=500,
            error=field_error("words"),
        ),
        form_buttons(button(_("Send it to my teachers"), type="submit", full=True)),
        on_submit=FoundPlaceState.keep,
        key=view.request,
        class_name="flex flex-col gap-4",
    )
    return framed(
        text.page_head(
            _("A workplace I found"),
            _("You asked at the bakery, or an uncle knows somebody? Write it here. Your school writes to them."),
        ),
        problem_summary(_("Nothing is sent yet")),
        rx.cond(
            view.loaded,
            text.stack(
                rx.cond(view.places.length() > 0, listed, rx.fragment()),
                asked,
                gap="gap-8",
            ),
            waiting(),
        ),
        text.paragraph(
            text.link(_("My days at workplaces"), address("/placements")),
            " · ",
            text.link(_("Workplaces"), address("/marketplace")),
        ),
        audience="pupil",
        undo=FoundPlaceState.undo,
    )
