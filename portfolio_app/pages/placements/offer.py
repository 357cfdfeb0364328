"""An offer with its dates and free seats; teachers and counsellors book them here for pupils or a class."""

from typing import Any

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.marketplace.booking import actions
from portfolio_app.marketplace.booking.actions import BookingForm
from portfolio_app.marketplace.booking.queries import PATH, OfferView, load_offer
from portfolio_app.marketplace.finding import READERS
from portfolio_app.marketplace.placements.policy import GUIDES
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.placements.day_parts import take_care, week_plan
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, small_button
from portfolio_app.ui.fields import Choice, checkbox, radio_cards, select_field, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

PUPIL, BORN = "pupil:", "born-"
Form = dict[str, str | None]


class OfferState(rx.State):
    """The offer of the address."""

    view: OfferView = OfferView()
    warned: tuple[str, ...] = ()

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        self.view = await load_offer(
            current_actor(),
            query.get("id", ""),
            date=query.get("date", ""),
            class_id=query.get("class", ""),
            period=query.get("period", ""),
        )

    @needs(*READERS, loads=True)
    async def load(self) -> None:
        """Load the offer."""
        self.warned = ()
        await self._show()

    @needs(*GUIDES)
    async def book(self, form: Form) -> None:
        """Book or hold seats, or let somebody wait for them."""
        said = await actions.book(
            current_actor(), form.get("date") or "", _typed(form), as_id(form.get("request") or "")
        )
        await self._show()
        self.warned = said.warned
        if said.waiting:
            await say(self, N_("Seats taken: {n}. On the waiting list: {waiting}."), n=said.seats, waiting=said.waiting)
        elif said.seats:
            await say(self, N_("Seats taken: {n}."), n=said.seats)
        else:
            await say(self, N_("They have seats there already."))

    @needs(*GUIDES)
    async def confirm(self, booking: str) -> None:
        """Book a seat that is held."""
        await actions.confirm(current_actor(), booking)
        await self._show()
        await say(self, N_("Booked."))

    @needs(*GUIDES)
    async def give_back(self, booking: str) -> None:
        """Give a seat back."""
        await actions.give_back(current_actor(), booking)
        await self._show()
        await say(self, N_("The seat is given back."), undo=booking)

    @needs(*GUIDES)
    async def undo(self, booking: str) -> None:
        """Take it again."""
        await actions.take_again(current_actor(), booking)
        await self._show()
        await say(self, N_("Undone."))


def _typed(form: Form) -> BookingForm:
    ticked = tuple(name.removeprefix(PUPIL) for name, yes in form.items() if name.startswith(PUPIL) and yes)
    born = tuple((name.removeprefix(BORN), month or "") for name, month in form.items() if name.startswith(BORN))
    whole = form.get("whole") == "class"
    return BookingForm(
        school=form.get("school") or "",
        period=form.get("period") or "",
        pupils=() if whole else ticked,
        class_id=(form.get("class") or "") if whole else "",
        seats=form.get("seats") or "",
        how=form.get("how") or "book",
        wait=bool(form.get("wait")),
        born=born,
    )


def _seated(one: Any) -> rx.Component:
    book = button(
        _("Book"), kind="secondary", on_click=OfferState.confirm(one.id), aria_label=_("Book") + ": " + one.name
    )
    back = small_button(_("Give back") + ": " + one.name, icons.close, on_click=OfferState.give_back(one.id))
    buttons = text.side_by_side(rx.cond(one.held, book, rx.fragment()), back, gap="gap-1")
    return cards.list_row(one.name, detail=one.stands, trailing=buttons, key=one.id)


def _date(one: Any) -> rx.Component:
    seated = rx.cond(
        one.seated.length() > 0, cards.row_list(rx.foreach(one.seated, _seated), class_name="mt-2"), rx.fragment()
    )
    book = rx.cond(
        one.bookable & ~one.chosen,
        link_button(
            rx.cond(one.full, _("Waiting list"), _("Book seats")),
            one.book_href,
            kind="secondary",
            aria_label=rx.cond(one.full, _("Waiting list") + ": ", _("Book seats") + ": ").to(str) + one.when,
        ),
        rx.fragment(),
    )
    return rx.el.li(
        cards.card(text.small_heading(one.when), text.muted(one.free), seated, rx.el.div(book, class_name="mt-2")),
        key=one.id,
    )


def _pupil(one: Any) -> rx.Component:
    month = rx.cond(
        one.asks_month,
        text_field(
            BORN + one.id,
            _("Month of birth") + ": " + one.name,
            type="month",
            field_id=BORN + one.id,
            error=field_error(BORN + one.id),
        ),
        rx.fragment(),
    )
    return rx.el.div(
        checkbox(
            PUPIL + one.id,
            rx.el.span(one.name, dir="auto"),
            help=one.detail,
            field_id="pupil-" + one.id,
        ),
        rx.el.div(month, class_name="ps-9 pb-2 hidden month"),
        class_name="break-inside-avoid has-[:checked]:[&_.month]:block",
        key=one.id,
    )


def _pupils(view: Any) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(_("For whom?"), class_name="font-semibold"),
        text.muted(
            _("The month of birth is asked once, kept sealed, and used for nothing but the hours somebody may work.")
        ),
        rx.cond(field_error("pupils") != "", rx.el.p(field_error("pupils"), class_name="text-danger"), rx.fragment()),
        rx.el.div(rx.foreach(view.pupils, _pupil), class_name="columns-1 sm:columns-2 mt-2"),
        id="pupils",
        class_name="min-w-0",
    )


def _choose_class(view: Any) -> rx.Component:
    """A class is chosen in the address, so that its pupils come with the page."""
    return rx.el.form(
        *(
            rx.el.input(type="hidden", name=name, default_value=value)
            for name, value in (("id", view.id), ("date", view.date), ("period", view.period))
        ),
        select_field("class", _("Class"), view.classes, every=_("Choose"), default_value=view.class_id),
        form_buttons(button(_("Show its pupils"), type="submit", kind="secondary")),
        method="get",
        action=address(PATH),
        class_name="flex flex-col gap-3",
    )


def _book(view: Any) -> rx.Component:
    kinds = [
        Choice("book", _("Book"), _("The seats are yours.")),
        Choice("hold", _("Hold for two days"), _("While you ask. After that the seats are free again.")),
    ]
    whole = rx.cond(
        view.for_class,
        text.stack(
            radio_cards(
                "whole",
                _("Whom do you book for?"),
                [Choice("class", _("The class"), ""), Choice("pupils", _("Pupils whom I tick"), "")],
                default_value="class",
            ),
            text_field(
                "seats",
                _("How many seats the class needs"),
                type="number",
                error=field_error("seats"),
                width="max-w-40",
            ),
        ),
        rx.fragment(),
    )
    booking = form(
        *(
            rx.el.input(type="hidden", name=name, default_value=value)
            for name, value in (
                ("date", view.date),
                ("school", view.school),
                ("class", view.class_id),
                ("request", view.request),
            )
        ),
        rx.cond(
            view.periods.length() > 0,
            select_field("period", _("In which period?"), view.periods, every=_("In none"), default_value=view.period),
            rx.fragment(),
        ),
        whole,
        rx.cond(view.pupils.length() > 0, _pupils(view), text.muted(_("Everybody of this class has a seat there."))),
        radio_cards("how", _("What do you want?"), kinds, default_value="book"),
        checkbox("wait", _("Whoever gets no seat waits for one")),
        form_buttons(button(_("Take these seats"), type="submit", full=True)),
        on_submit=OfferState.book,
        key=view.request,
        class_name="flex flex-col gap-5",
    )
    return rx.el.section(
        text.section_heading(_("Book seats") + ": " + view.date_said),
        text.stack(_choose_class(view), rx.cond(view.class_id != "", booking, rx.fragment()), class_name="mt-3"),
    )


@page(PATH, N_("Offer"), OfferState.load)
def offer() -> rx.Component:
    """The page."""
    view: Any = OfferState.view
    hints: Any = OfferState.warned
    warned = rx.cond(
        hints.length() > 0,
        cards.notice(
            _("Booked. Look at the hours once more: schools usually keep to this."),
            rx.el.ul(rx.foreach(hints, lambda one: rx.el.li(one, key=one)), class_name="list-disc ps-5"),
        ),
        rx.fragment(),
    )
    details = rx.el.ul(rx.foreach(view.details, lambda one: rx.el.li(one, key=one)), class_name="list-none p-0")
    dates = rx.cond(
        view.dates.length() > 0,
        rx.el.ul(rx.foreach(view.dates, _date), class_name="flex flex-col gap-3 list-none p-0"),
        text.muted(_("No date ahead. Ask the host which days would suit.")),
    )
    how = text.muted(_("Would you like to go there? Tell your teacher or counsellor, who knows whom to ask."))
    return framed(
        rx.cond(view.loaded, text.page_head(view.title, view.host), text.page_head(_("Offer"))),
        problem_summary(_("Nothing is booked yet")),
        rx.cond(
            view.loaded,
            text.stack(
                text.muted(view.detail),
                rx.cond(view.words != "", text.written(view.words), rx.fragment()),
                rx.cond(view.address != "", rx.el.p(view.address, dir="auto"), rx.fragment()),
                rx.cond(view.details.length() > 0, details, rx.fragment()),
                week_plan(view.week),
                rx.cond(view.staff, take_care(_("Safety there"), view.safety), rx.fragment()),
                warned,
                rx.el.section(text.section_heading(_("Dates")), rx.el.div(dates, class_name="mt-3")),
                rx.cond(view.date != "", _book(view), rx.cond(view.staff, rx.fragment(), how)),
                gap="gap-6",
            ),
            waiting(),
        ),
        text.paragraph(text.link(_("All workplaces"), address("/marketplace"))),
        undo=OfferState.undo,
    )
