"""After school: whom to turn to for a year, how it is going, and where one goes, as far as one wants to tell."""

from typing import Any
from uuid import uuid4

import reflex as rx

from portfolio_app.core.database import as_id
from portfolio_app.core.languages import N_, _
from portfolio_app.guidance import check_ins, contacts, destinations
from portfolio_app.guidance.after_school import AfterSchoolView, load_after_school
from portfolio_app.guidance.kinds import DESTINATIONS, GOES, RIGHT_PLACE
from portfolio_app.pages.frame import address, field_error, framed, problem_summary
from portfolio_app.pages.registry import page
from portfolio_app.ui import cards, drawings, icons, text
from portfolio_app.ui.buttons import button, form, form_buttons
from portfolio_app.ui.fields import Choice, checkbox, radio_cards, select_field, text_area, text_field
from portfolio_app.ui.layout import waiting
from portfolio_app.web.guard import current_actor, needs
from portfolio_app.web.tab import say


class AfterSchoolState(rx.State):
    """The year after school, of whoever leaves or has left; whether that is so is the domain's to say."""

    view: AfterSchoolView = AfterSchoolView()

    async def _show(self) -> None:
        self.view = await load_after_school(current_actor(), uuid4(), uuid4())

    @needs(loads=True)
    async def load(self) -> None:
        """Load the page."""
        await self._show()

    @needs()
    async def ask(self, form: dict[str, str | None]) -> None:
        """Ask the guidance contact to get in touch."""
        request = as_id(form.get("request") or "")
        await contacts.ask_for_contact(current_actor(), form.get("wish") or "", form.get("reach") or "", request)
        await self._show()
        await say(self, N_("Sent. {name} reads it and gets in touch."), name=self.view.contact_name)

    @needs()
    async def take_back(self, wish: str) -> None:
        """Take back that one wants to hear from them."""
        await contacts.take_back_wish(current_actor(), as_id(wish))
        await self._show()
        await say(self, N_("Taken back. They cannot see it any more."))

    @needs()
    async def agree(self, agreed: bool) -> None:
        """Agree to be asked how it is going, or end that."""
        await check_ins.agree(current_actor(), agreed=agreed)
        await self._show()
        await say(
            self,
            N_("You are asked three times in the year after school.") if agreed else N_("You are not asked any more."),
        )

    @needs()
    async def answer(self, form: dict[str, str | None]) -> None:
        """Say how it is going."""
        said = check_ins.Answer(
            goes=form.get("goes") or "",
            place=form.get("place") or "",
            words=form.get("words") or "",
            wants_contact=bool(form.get("wants_contact")),
            reach=form.get("answer_reach") or "",
        )
        request = as_id(form.get("request") or "")
        await check_ins.answer_check_in(current_actor(), as_id(form.get("check_in") or ""), said, request)
        await self._show()
        await say(self, N_("Sent. Only your guidance contact reads it."))

    @needs()
    async def erase(self, check_in: str) -> None:
        """Erase an answer."""
        await check_ins.take_back_answer(current_actor(), as_id(check_in))
        await self._show()
        await say(self, N_("Your answer is erased. Nobody can read it any more."))

    @needs()
    async def tell(self, form: dict[str, str | None]) -> None:
        """Tell the school where one goes."""
        said = destinations.DestinationForm(
            kind=form.get("kind") or "",
            place=form.get("place") or "",
            begins=form.get("begins") or "",
            told=bool(form.get("told")),
            passes_on=bool(form.get("passes_on")),
        )
        await destinations.tell_destination(current_actor(), said)
        await self._show()
        await say(self, N_("Saved. Your school knows it now."))

    @needs()
    async def withdraw(self) -> None:
        """Take back where one goes."""
        await destinations.take_back_destination(current_actor())
        await self._show()
        await say(self, N_("Erased. Your school does not have it any more."))


def _choices(words: Any) -> list[Choice]:
    return [Choice(str(code), _(label)) for code, label in words.items()]


def _reach(name: str, label: str) -> rx.Component:
    return text_field(
        name,
        label,
        help=_("A telephone number or an e-mail address of your own."),
        error=field_error(name),
        max_length=contacts.LONGEST_HOW,
    )


def _check_in(view: Any) -> rx.Component:
    fields = form(
        rx.el.input(type="hidden", name="check_in", default_value=view.waiting.id),
        rx.el.input(type="hidden", name="request", default_value=view.answer_request),
        radio_cards("goes", _("How is it going?"), _choices(GOES), error=field_error("goes")),
        radio_cards(
            "place",
            _("Is it where you wanted to be?"),
            _choices(RIGHT_PLACE),
            help=_("(optional)"),
            error=field_error("place"),
            field_id="right-place",
        ),
        text_area(
            "words",
            _("Anything you want to add?"),
            hint=_("(optional)"),
            error=field_error("words"),
            max_length=check_ins.LONGEST_WORDS,
        ),
        rx.cond(
            view.contact_name != "",
            rx.fragment(
                checkbox("wants_contact", view.hear),
                _reach("answer_reach", _("If so: how can they reach you?")),
            ),
            rx.fragment(),
        ),
        text.muted(view.read_until),
        form_buttons(button(_("Send"), type="submit", full=True)),
        on_submit=AfterSchoolState.answer,
        key=view.answer_request,
    )
    return rx.el.section(
        cards.card(
            text.section_heading(view.waiting.asked),
            rx.el.div(fields, class_name="mt-4"),
        ),
        id="check-in",
    )


def _wish(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            text.muted(one.day, rx.cond(one.reached != "", rx.fragment(" · ", one.reached), rx.fragment())),
            rx.cond(one.words != "", text.written(one.words), rx.fragment()),
            rx.el.p(one.reach, dir="auto", class_name="break-words"),
            rx.el.div(
                button(
                    _("Take it back"), kind="secondary", icon=icons.undo, on_click=AfterSchoolState.take_back(one.id)
                ),
                class_name="mt-2",
            ),
        ),
        key=one.id,
    )


def _contact(view: Any) -> rx.Component:
    asking = form(
        rx.el.input(type="hidden", name="request", default_value=view.request),
        text_area(
            "wish",
            _("What is it about?"),
            hint=_("(optional)"),
            error=field_error("wish"),
            max_length=contacts.LONGEST_WORDS,
        ),
        _reach("reach", _("How can they reach you?")),
        form_buttons(button(_("Send"), type="submit", full=True)),
        on_submit=AfterSchoolState.ask,
        key=view.request,
    )
    named = rx.fragment(
        rx.el.p(rx.el.span(view.contact_name, dir="auto", class_name="font-semibold"), " · ", view.contact_how),
        text.muted(view.contact_until),
        rx.cond(
            view.left,
            rx.el.div(cards.disclosure(_("I would like to hear from them"), asking, open=False), class_name="mt-2"),
            text.muted(_("Until you leave, turn to the people at your school.")),
        ),
    )
    nobody = rx.fragment(
        text.paragraph(_("Your school has not named anybody for you.")),
        rx.cond(
            view.school.name != "",
            text.paragraph(
                _("At your school you can turn to:"),
                " ",
                rx.el.span(view.school.name, dir="auto", class_name="font-semibold"),
                " · ",
                view.school.how,
            ),
            rx.fragment(),
        ),
    )
    return rx.el.section(
        text.section_heading(_("Somebody to turn to")),
        cards.card(rx.cond(view.contact_name != "", named, nobody), class_name="mt-3"),
        rx.cond(
            view.wishes.length() > 0,
            rx.el.div(
                text.small_heading(_("What you asked them")),
                rx.el.ul(rx.foreach(view.wishes, _wish), class_name="mt-2 flex flex-col gap-3 list-none p-0"),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        id="contact",
    )


def _answer(one: Any) -> rx.Component:
    return rx.el.li(
        cards.card(
            rx.el.p(
                rx.el.span(one.asked, class_name="font-semibold"),
                rx.cond(one.read != "", rx.el.span(" · ", one.read, class_name="text-sm text-muted"), rx.fragment()),
            ),
            rx.el.p(one.goes),
            rx.cond(one.place != "", rx.el.p(_("Where you wanted to be:"), " ", one.place), rx.fragment()),
            rx.cond(one.words != "", text.written(one.words), rx.fragment()),
            rx.el.div(
                button(
                    _("Erase the answer"), kind="secondary", icon=icons.trash, on_click=AfterSchoolState.erase(one.id)
                ),
                class_name="mt-2",
            ),
        ),
        key=one.id,
    )


def _agreement(view: Any) -> rx.Component:
    explained = rx.el.div(
        text.paragraph(
            _("Three, six and nine months after school you are asked how it is going. It takes a minute."),
            " ",
            _("If you do not answer, you get one reminder and nothing else happens."),
        ),
        text.paragraph(view.read_until, class_name="mt-2"),
        rx.cond(view.account_goes != "", text.muted(view.account_goes, class_name="mt-2"), rx.fragment()),
    )
    return rx.el.section(
        text.section_heading(_("How it is going")),
        rx.el.div(
            explained,
            rx.cond(
                view.agreed != "",
                rx.el.div(
                    text.paragraph(view.agreed),
                    button(_("Do not ask me any more"), kind="secondary", on_click=AfterSchoolState.agree(False)),
                    class_name="mt-3 flex flex-col items-start gap-3",
                ),
                button(_("Yes, ask me"), icon=icons.check, on_click=AfterSchoolState.agree(True), class_name="mt-3"),
            ),
            class_name="mt-2",
        ),
        rx.cond(
            view.answers.length() > 0,
            rx.el.div(
                text.small_heading(_("What you answered")),
                rx.el.ul(rx.foreach(view.answers, _answer), class_name="mt-2 flex flex-col gap-3 list-none p-0"),
                class_name="mt-4",
            ),
            rx.fragment(),
        ),
        id="check-ins",
    )


def _destination_form(view: Any) -> rx.Component:
    told: Any = view.destination
    passing = cards.card(
        text.paragraph(view.may_pass_on),
        rx.el.div(
            text.muted(_("On this legal basis, in your school’s words:")),
            text.written(view.passes_by),
            class_name="mt-2",
        ),
        checkbox("passes_on", _("Yes, my school may pass it on"), default_checked=told.passes_on != ""),
    )
    return form(
        radio_cards(
            "kind",
            _("What do you do after school?"),
            _choices(DESTINATIONS),
            error=field_error("kind"),
            default_value=told.kind,
            beside=True,
        ),
        text_field(
            "place",
            _("Where is that?"),
            hint=_("(optional)"),
            help=_("The name of the school or the workplace."),
            default_value=told.place,
            error=field_error("place"),
            max_length=destinations.LONGEST_PLACE,
            field_id="where",
        ),
        select_field(
            "begins", _("When does it begin?"), view.months, default_value=told.begins, error=field_error("begins")
        ),
        cards.card(
            text.small_heading(_("Before you tell it")),
            text.bullet_list(
                _("The legal basis is your consent alone (GDPR, Article 6(1)(a)). No law makes you tell it."),
                _("Your guidance contact and the school’s coordinator see it, and nobody else."),
                view.kept_until,
                _("You can take it back at any time. Then it is erased at once."),
            ),
            checkbox(
                "told",
                _("I agree that my school knows this"),
                default_checked=told.told != "",
                error=field_error("told"),
            ),
        ),
        rx.cond(view.may_pass_on != "", passing, rx.fragment()),
        form_buttons(button(_("Tell my school"), type="submit", full=True)),
        on_submit=AfterSchoolState.tell,
        key=told.told + told.said + told.begins + told.passes_on,
    )


def _destination(view: Any) -> rx.Component:
    told: Any = view.destination
    known = cards.card(
        rx.el.p(told.said, dir="auto", class_name="font-semibold break-words"),
        rx.cond(told.begins_said != "", rx.el.p(_("Begins:"), " ", told.begins_said), rx.fragment()),
        rx.cond(told.passes_on != "", rx.el.p(told.passes_on), rx.fragment()),
        text.muted(told.told),
        rx.el.div(
            button(
                _("Take it back and erase it"), kind="secondary", icon=icons.undo, on_click=AfterSchoolState.withdraw
            ),
            class_name="mt-3",
        ),
    )
    return rx.el.section(
        text.section_heading(_("Where you go")),
        text.paragraph(_("Only if you want your school to know it."), class_name="mt-1"),
        rx.cond(
            told.told != "",
            text.stack(known, cards.disclosure(_("Change it"), _destination_form(view)), class_name="mt-3"),
            rx.el.div(cards.disclosure(_("Tell where you go"), _destination_form(view)), class_name="mt-2"),
        ),
        id="destination",
    )


@page("/after-school", N_("After school"), AfterSchoolState.load)
def after_school() -> rx.Component:
    """The page."""
    view: Any = AfterSchoolState.view
    nothing_yet = cards.empty_state(
        drawings.path_drawing(),
        _("There is no leaving day yet"),
        _("In your last year at school you find here whom you can turn to afterwards, and what you can agree to."),
    )
    everything = text.stack(
        text.paragraph(view.day, " ", view.ends),
        rx.cond(view.waiting.id != "", _check_in(view), rx.fragment()),
        _contact(view),
        _agreement(view),
        _destination(view),
        gap="gap-8",
    )
    return framed(
        text.page_head(
            _("After school"), _("For a year, somebody is there for you. What your school gets to know is up to you.")
        ),
        problem_summary(_("One thing to check")),
        rx.cond(view.loaded, rx.cond(view.day != "", everything, nothing_yet), waiting()),
        text.paragraph(text.link(_("To my account"), address("/account")), class_name="not-printed"),
        here="account",
    )
