"""The leaving wizard: classes with a leaving day, how many have got how far, whom to speak with; and below, for whoever
is somebody's guidance contact, who has asked to hear from them. A coordinator names those contacts here."""

from typing import Any

import reflex as rx

from portfolio_app.accounts.models import Role
from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _, ngettext
from portfolio_app.core.paging import page_number
from portfolio_app.guidance import check_ins, contacts, destinations
from portfolio_app.guidance.leavers import Asked, LeaversView, load_leavers
from portfolio_app.guidance.leaving_class import Address
from portfolio_app.guidance.reminding import remind_leavers
from portfolio_app.pages.finding import nothing_found, pages_of, search_form, shelves_of, word_field
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons, link_button, print_button
from portfolio_app.ui.fields import select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say

STAFF_ROLES = (Role.TEACHER, Role.COUNSELLOR, Role.COORDINATOR)


class LeaversState(rx.State):
    """The class or the year group of the address, or all there are."""

    view: LeaversView = LeaversView()

    def _address(self) -> Address:
        query = self.router.url.query_parameters
        return Address(query.get("class", ""), query.get("school", ""), query.get("stage", ""))

    async def _show(self) -> None:
        query = self.router.url.query_parameters
        asked = Asked(
            self._address(),
            query.get("show", ""),
            query.get("search", ""),
            page_number(query.get("page", "")),
            bool(query.get("every", "")),
        )
        self.view = await load_leavers(current_actor(), asked)

    @needs(*STAFF_ROLES, loads=True)
    async def load(self) -> None:
        """Load the page."""
        self.view = LeaversView()  # nothing of the former class stays, should this one be refused
        await self._show()

    @needs(*STAFF_ROLES)
    async def remind(self) -> None:
        """Remind whoever has not taken their portfolio along."""
        told = await remind_leavers(current_actor(), self._address())
        await self._show()
        if told:
            await say(self, ngettext("{n} pupil is reminded.", "{n} pupils are reminded.", told), n=told)
        else:
            await say(self, N_("Everybody has been reminded within the last week. Nobody is told twice."))

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def reached(self, wish: str) -> None:
        """Say that one has been in touch."""
        await contacts.mark_reached(current_actor(), as_id(wish))
        await self._show()
        await say(self, N_("Noted. They see that you have been in touch."))

    @needs(Role.TEACHER, Role.COUNSELLOR)
    async def read(self, check_in: str) -> None:
        """Say that one has read how it is going."""
        await check_ins.mark_read(current_actor(), as_id(check_in))
        await self._show()
        await say(self, N_("Noted. They see that you have read it."))

    @needs(Role.COORDINATOR)
    async def name_contact(self, form: dict[str, str | None]) -> None:
        """Name a guidance contact."""
        adult = form.get("adult") or None
        former = await contacts.name_contact(
            current_actor(), form.get("school") or "", form.get("class") or None, adult, form.get("how") or ""
        )
        await self._show()
        if former and not adult:
            undo = f"{former.school_id} {former.class_id or '-'} {former.adult_id} {former.how}"
            await say(self, N_("Nobody is named now."), undo=undo)
        else:
            await say(self, N_("Saved. Pupils who leave see it under “After school”."))

    @needs(Role.COORDINATOR)
    async def undo(self, what: str) -> None:
        """Name again who was named until now."""
        school, _space, rest = what.partition(" ")
        place, _space, rest = rest.partition(" ")
        adult, _space, how = rest.partition(" ")
        await contacts.name_contact(current_actor(), school, None if place == "-" else place, as_id(adult), how)
        await self._show()
        await say(self, N_("Saved. Pupils who leave see it under “After school”."))

    @needs(Role.COORDINATOR)
    async def pass_on(self, form: dict[str, str | None]) -> None:
        """Say to whom destinations may be passed on, and on which basis."""
        await destinations.set_follow_up(
            current_actor(), form.get("school") or "", form.get("service") or "", form.get("basis") or ""
        )
        await self._show()
        await say(self, N_("Saved. Whoever agreed to other words is asked anew."))


def _pupil(view: Any, one: Any, *, tells: bool) -> rx.Component:
    name = rx.cond(one.href != "", text.link(one.name, one.href, dir="auto"), rx.el.span(one.name, dir="auto"))
    return cards.table_row(
        rx.fragment(
            name,
            rx.cond(view.several, rx.el.span(one.class_name, class_name="block text-sm text-muted"), rx.fragment()),
        ),
        one.takeout,
        rx.el.span(one.private, class_name="inline-block min-w-32"),
        one.help_wanted,
        one.check_ins,
        *([one.destination] if tells else []),
        key=one.id,
    )


def _list(view: Any) -> rx.Component:
    head = [
        _("Name"),
        _("Portfolio"),
        _("A way in of their own"),
        _("Help"),
        _("Check-ins"),
    ]

    def table(*, tells: bool) -> rx.Component:
        rows = rx.foreach(view.listed, lambda one: _pupil(view, one, tells=tells))
        return cards.table(_("How far each pupil is"), [*head, _("Where they go")] if tells else head, rows)

    finding = search_form(
        address("/leavers") + "#pupils",
        view,
        rx.foreach(view.address, lambda one: rx.el.input(type="hidden", name=one.name, value=one.value)),
        rx.el.input(type="hidden", name="show", default_value=view.show),
        word_field(view),
    )
    return rx.el.section(
        text.section_heading(_("Pupils")),
        text.stack(
            shelves_of(_("Which pupils"), view.shelves, lambda one: one.label),
            rx.cond(view.findable, finding, rx.fragment()),
            text.muted(view.counted, role="status"),
            rx.cond(
                view.listed.length() > 0,
                rx.cond(view.tells_destinations, table(tells=True), table(tells=False)),
                nothing_found(),
            ),
            pages_of(_("Pages of the list"), view.paging),
            rx.cond(
                view.every_href != "",
                text.paragraph(text.link(_("All on one page, to print"), view.every_href), class_name="not-printed"),
                rx.fragment(),
            ),
            class_name="mt-3",
        ),
        id="pupils",
    )


def _group(view: Any) -> rx.Component:
    reminding = rx.cond(
        view.not_taken > 0,
        rx.el.div(
            button(
                _("Remind all who have not taken it along"),
                kind="secondary",
                icon=icons.bell,
                on_click=LeaversState.remind,
            ),
            text.muted(_("One notice each, and at most one a week, whoever sends it."), class_name="mt-1"),
            class_name="not-printed",
        ),
        rx.fragment(),
    )
    return text.stack(
        rx.el.div(
            rx.foreach(view.days, lambda day: text.paragraph(day, class_name="font-semibold")),
            rx.el.ul(rx.foreach(view.counts, rx.el.li), class_name="mt-2 list-disc ps-6 space-y-1 max-w-reading"),
            rx.cond(view.next_step != "", text.paragraph(view.next_step, class_name="mt-3"), rx.fragment()),
        ),
        reminding,
        _list(view),
        text.side_by_side(
            print_button(_("Print")),
            link_button(
                _("Download as a sheet (CSV)"), view.csv_href, kind="quiet", icon=icons.download, document=True
            ),
            text.link(_("All classes that leave"), address("/leavers")),
            class_name="not-printed",
        ),
        text.muted(_("You see what is done, never what is in it.")),
        gap="gap-8",
    )


def _wish(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(_("Would like to hear from you"), " · ", one.day, class_name="font-semibold"),
        rx.cond(one.words != "", text.written(one.words), rx.fragment()),
        rx.el.p(one.reach, dir="auto", class_name="break-words"),
        rx.cond(
            one.reached != "",
            text.muted(one.reached),
            button(
                _("I have been in touch"), kind="secondary", icon=icons.check, on_click=LeaversState.reached(one.id)
            ),
        ),
        class_name="mt-3",
        key=one.id,
    )


def _answer(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(one.asked, class_name="font-semibold"),
        rx.el.p(one.goes),
        rx.cond(one.place != "", rx.el.p(_("Where they wanted to be:"), " ", one.place), rx.fragment()),
        rx.cond(one.words != "", text.written(one.words), rx.fragment()),
        rx.cond(
            one.read != "",
            text.muted(one.read),
            button(_("I have read it"), kind="secondary", icon=icons.check, on_click=LeaversState.read(one.id)),
        ),
        class_name="mt-3",
        key=one.id,
    )


def _person(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.h3(one.name, dir="auto", class_name="text-lg font-semibold break-words"),
            text.muted(one.left),
            rx.foreach(one.wishes, _wish),
            rx.foreach(one.answers, _answer),
            rx.cond(
                one.destination != "",
                rx.el.div(
                    rx.el.p(one.destination, dir="auto", class_name="break-words"),
                    rx.cond(one.begins != "", rx.el.p(_("Begins:"), " ", one.begins), rx.fragment()),
                    rx.cond(one.passes_on, text.muted(_("Agreed that it may be passed on")), rx.fragment()),
                    class_name="mt-3",
                ),
                rx.fragment(),
            ),
            element=rx.el.article,
        ),
        key=one.id,
    )


def _heard(view: Any) -> rx.Component:
    heard: Any = view.heard
    finding = search_form(
        address("/leavers") + "#heard",
        heard,
        rx.el.input(type="hidden", name="show", default_value=heard.show),
        word_field(heard),
    )
    listed = rx.el.ul(rx.foreach(heard.people, _person), class_name="flex flex-col gap-3 list-none p-0")
    return rx.el.section(
        text.section_heading(_("Heard from people who leave")),
        text.muted(
            _(
                "What they chose to tell you: that they want to hear from you, how it is going, where they go. "
                "A year after they left, it is erased."
            ),
            class_name="mt-1",
        ),
        text.stack(
            shelves_of(_("Which people"), heard.shelves, lambda one: one.label),
            rx.cond(heard.findable, finding, rx.fragment()),
            rx.cond(
                heard.people.length() > 0,
                listed,
                rx.cond(
                    (heard.search != "") | (heard.show != ""),
                    nothing_found(),
                    text.muted(_("Nobody has told anything yet.")),
                ),
            ),
            pages_of(_("Pages of people"), heard.paging),
            class_name="mt-3",
        ),
        id="heard",
    )


def _named(one: Any) -> rx.Component:
    return cards.list_row(one.label, detail=rx.el.span(one.said, dir="auto"), key=one.class_id)


def _naming(school: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="school", default_value=school.id),
        select_field("class", _("For whom"), school.classes, field_id="for-whom"),
        select_field("adult", _("Who is there for them"), school.adults, error=field_error("adult")),
        text_field(
            "how",
            _("How they can be reached"),
            help=_("A telephone number, hours, an address. Whoever leaves reads it."),
            error=field_error("how"),
            max_length=contacts.LONGEST_HOW,
        ),
        form_buttons(button(_("Save"), type="submit", kind="secondary")),
        on_submit=LeaversState.name_contact,
        key=school.key,
    )


def _passing(school: Any) -> rx.Component:
    return form(
        rx.el.input(type="hidden", name="school", default_value=school.id),
        text_field(
            "service",
            _("To whom"),
            help=_("Such as the youth follow-up of your municipality. Empty: nobody is asked."),
            default_value=school.service,
            error=field_error("service"),
            max_length=destinations.LONGEST_SERVICE,
        ),
        text_area(
            "basis",
            _("On which legal basis"),
            help=_("In words that a pupil understands, with the law. They read it before they agree."),
            default_value=school.basis,
            error=field_error("basis"),
            max_length=destinations.LONGEST_BASIS,
        ),
        text.muted(_("When you change this, everybody is asked anew.")),
        form_buttons(button(_("Save"), type="submit", kind="secondary")),
        on_submit=LeaversState.pass_on,
        key=school.service + school.basis,
    )


def _school(school: Any) -> rx.Component:
    others = rx.el.ul(
        rx.foreach(school.others, lambda one: rx.el.li(text.link(one.name, one.href, dir="auto"), key=one.href)),
        class_name="mt-3 list-none p-0 flex flex-wrap gap-x-6 gap-y-2",
    )
    return rx.el.section(
        text.section_heading(_("Guidance contacts for the year after")),
        text.muted(school.name, " · ", _("Whoever leaves can turn to them for twelve months."), class_name="mt-1"),
        cards.row_list(rx.foreach(school.places, _named), class_name="mt-3"),
        rx.el.div(
            cards.disclosure(_("Name somebody"), _naming(school)),
            cards.disclosure(_("May destinations be passed on?"), _passing(school)),
            class_name="mt-3",
        ),
        rx.cond(school.others.length() > 0, others, rx.fragment()),
        id="contacts",
        class_name="not-printed",
    )


def _overview(view: Any) -> rx.Component:
    def line(one: Any) -> rx.Component:
        return cards.list_row(one.name, href=one.href, detail=one.detail, key=one.id)

    none = cards.empty_state(
        drawings.people_drawing(),
        _("No class has a leaving day yet"),
        _("The school’s coordinator sets the day on a class’s page. From then on you see here how far its pupils are."),
    )
    return text.stack(
        rx.cond(
            view.groups.length() > 0,
            rx.el.section(
                text.section_heading(_("Classes that leave")),
                cards.row_list(rx.foreach(view.groups, line), class_name="mt-3"),
            ),
            none,
        ),
        rx.cond(
            view.years.length() > 0,
            rx.el.section(
                text.section_heading(_("Whole year groups")),
                cards.row_list(rx.foreach(view.years, line), class_name="mt-3"),
            ),
            rx.fragment(),
        ),
        rx.cond(view.settings.id != "", _school(view.settings), rx.fragment()),
        rx.cond(view.heard.expected, _heard(view), rx.fragment()),
        gap="gap-8",
    )


@page("/leavers", N_("Leaving school"), LeaversState.load)
def leavers() -> rx.Component:
    """The page."""
    view: Any = LeaversState.view
    return framed(
        text.page_head(
            rx.cond(view.name != "", view.name, _("Leaving school")),
            rx.cond(
                view.detail != "", view.detail, _("Who leaves, how far they are, and who would like to hear from you.")
            ),
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.name != "", _group(view), _overview(view)), waiting()),
        here="classes",
        audience="staff",
        undo=LeaversState.undo,
    )
